import DERCoding
import PKIX
import RSACryptography
import SecretMemory
import Testing

@Suite("Conveniences for the everyday call")
struct ConvenienceTests {
    @Test("texts are read as their bytes are")
    func texts() throws {
        let certificate = Array(Fixtures.certificate.utf8)
        #expect(try Certificate(pem: Fixtures.certificate) == Certificate(pem: certificate.span))
        let root = try Issuance.root()
        #expect(
            try Certificate.all(pem: Fixtures.certificate + "\n" + root.pemText).map(\.subject.commonName)
                == [
                    "db1.example", "postgres.",
                ]
        )
        let request = Array(Fixtures.request.utf8)
        #expect(try CertificateRequest(pem: Fixtures.request) == CertificateRequest(pem: request.span))
        let key = try RSA.PrivateKey(pem: Fixtures.leafKey)
        let keyText = Array(Fixtures.leafKey.utf8)
        let same = try RSA.PrivateKey(pem: keyText.span)
        #expect(key.publicKey == same.publicKey)
        #expect(try RSA.PublicKey(pem: key.publicKey.pemText) == key.publicKey)
    }

    @Test("a text without a certificate, a request or a key is refused as its bytes are")
    func missing() {
        #expect(throws: PKIXError.malformedPEM(.missingDocument(label: "CERTIFICATE"))) {
            try Certificate(pem: Fixtures.request)
        }
        #expect(throws: PKIXError.malformedPEM(.missingDocument(label: "CERTIFICATE REQUEST"))) {
            try CertificateRequest(pem: Fixtures.certificate)
        }
        #expect(throws: KeyEncodingError.noKey(expected: "PRIVATE KEY")) {
            _ = try RSA.PrivateKey(pem: Fixtures.certificate).bitCount
        }
        #expect(throws: KeyEncodingError.noKey(expected: "PUBLIC KEY")) {
            try RSA.PublicKey(pem: Fixtures.certificate)
        }
    }

    @Test("names beside the subject are those that OpenSSL was asked for, of a certificate and of a request")
    func names() throws {
        let certificate = try Certificate(pem: Fixtures.certificate)
        #expect(certificate.dnsNames == ["db1.example", "*.example"])
        #expect(certificate.ipAddresses.map(\.description) == ["192.0.2.1", "2001:db8::1"])
        #expect(certificate.names.count == 9)
        #expect(certificate.names.first?.description == "DNS:db1.example")
        let request = try CertificateRequest(pem: Fixtures.request)
        #expect(request.names.description == "[DNS:db1.example, IP Address:192.0.2.1]")
        #expect(request.dnsNames == ["db1.example"])
        #expect(request.ipAddresses.map(\.description) == ["192.0.2.1"])
        let root = try Issuance.root()
        #expect(root.names.isEmpty && root.dnsNames.isEmpty && root.ipAddresses.isEmpty)
    }

    @Test("a validity of days begins now, or when it is told to")
    func validity() {
        let before = DERTime.now
        let validity = Validity(days: 30)
        #expect(before...DERTime.now ~= validity.notBefore)
        #expect(validity.notAfter == validity.notBefore.advanced(bySeconds: 30 * 86_400))
        let later = Validity(days: 2, from: Issuance.now)
        #expect(later == Validity(notBefore: Issuance.now, days: 2))
    }

    @Test("a name of a common name alone has nothing else, and is checked as any other")
    func commonName() throws {
        #expect(try DistinguishedName(commonName: "db1").description == "CN=db1")
        #expect(throws: PKIXError.emptyAttribute(.commonName)) { try DistinguishedName(commonName: "") }
    }

    @Test("the common name is the first, and none where that is no text")
    func firstCommonName() throws {
        let two = try DistinguishedName([
            (.commonName, "db1"), (.organizationName, "x"), (.commonName, "db2"),
        ])
        #expect(two.commonName == "db1")
        let number = NameAttribute(type: NameAttributeType.commonName.identifier, value: .other([2, 1, 7]))
        #expect(DistinguishedName([number, try NameAttribute(.commonName, "db2")]).commonName == nil)
        #expect(DistinguishedName([number]).commonNameOctets == [7])
        let wide = DistinguishedName([try NameAttribute(.commonName, "db", as: .bmp)])
        #expect(wide.commonName == "db" && wide.commonNameOctets == [0, 0x64, 0, 0x62])
        #expect(try DistinguishedName([(.organizationName, "x")]).commonName == nil)
    }
}
