import DERCoding
import PKIX
import TestSupport
import Testing

@Suite("Certificates are issued (RFC 5280)")
struct IssuingTests {
    @Test("a root says what an authority says, and is signed by its own key")
    func root() throws {
        let root = try Issuance.root(Issuance.template(.root(pathLength: 0), "postgres."))
        #expect(root.version == .v3)
        #expect(root.isSelfIssued)
        #expect(try root.isSigned(by: root))
        let extensions = root.extensions
        #expect(extensions.basicConstraints == .authority(pathLength: 0))
        #expect(extensions.keyUsage == [.keyCertSign, .crlSign])
        #expect(
            extensions.all.filter(\.isCritical).map(\.identifier) == [
                BasicConstraints.identifier, KeyUsage.identifier,
            ]
        )
        #expect(extensions.all.count == 3)
        #expect(extensions.subjectKeyIdentifier == SubjectKeyIdentifier(of: root.subjectPublicKeyInfo))
    }

    @Test("a certificate that takes another's place has the key identifier and the number that it is given")
    func replacement() throws {
        var template = try Issuance.template(.root(pathLength: 0), "postgres.")
        let first = try Issuance.root(template)
        template.subjectKeyIdentifier = SubjectKeyIdentifier([1, 2, 3])
        template.serialNumber = first.serialNumber
        let second = try Issuance.root(template)
        #expect(second.serialNumber == first.serialNumber)
        #expect(second.extensions.subjectKeyIdentifier?.octets == [1, 2, 3])
        #expect(second.extensions.all.count == 3)
        let server = try Issuance.server(by: second)
        #expect(server.extensions.authorityKeyIdentifier?.keyIdentifier == [1, 2, 3])
    }

    @Test("a server's certificate says what a server's says and nothing more")
    func server() throws {
        let root = try Issuance.root()
        let server = try Issuance.server(by: root)
        #expect(server.issuer == root.subject)
        #expect(try server.isSigned(by: root))
        #expect(try !root.isSigned(by: server))
        let extensions = server.extensions
        #expect(extensions.basicConstraints == .endEntity)
        #expect(extensions.keyUsage == [.digitalSignature, .keyEncipherment])
        #expect(extensions.extendedKeyUsage?.purposes == [ExtendedKeyUsage.serverAuth])
        #expect(extensions.subjectAlternativeName?.dnsNames == ["db1.example"])
        #expect(
            extensions.authorityKeyIdentifier?.keyIdentifier == root.extensions.subjectKeyIdentifier?.octets
        )
        #expect(
            extensions.all.filter(\.isCritical).map(\.identifier) == [
                BasicConstraints.identifier, KeyUsage.identifier,
            ]
        )
        #expect(extensions.all.count == 6)
    }

    @Test("a client's certificate says what a client's says and nothing more")
    func client() throws {
        let client = try Issuance.client(by: Issuance.root())
        let extensions = client.extensions
        #expect(extensions.basicConstraints == .endEntity)
        #expect(extensions.keyUsage == .digitalSignature)
        #expect(extensions.extendedKeyUsage?.purposes == [ExtendedKeyUsage.clientAuth])
        #expect(extensions.all.count == 5)
    }

    // `openssl rsa -in KEY -pubout -outform DER`, then `openssl asn1parse -strparse 19 -noout -out key`, and
    // `openssl dgst -sha256 key`.
    @Test("the key identifier is that of RFC 7093, section 2, method 1")
    func keyIdentifier() throws {
        let identifier = try #require(Issuance.root().extensions.subjectKeyIdentifier)
        #expect(hexadecimal(identifier.octets) == "d127385b15d9d69c3ef95f7cee5e4103c37419df")
    }

    @Test("serial numbers have 20 octets, are positive and differ")
    func serialNumbers() {
        var random = SeededRandom(seed: 3)
        var seen: Set<SerialNumber> = []
        for _ in 0..<2000 {
            let number = SerialNumber(using: &random)
            #expect(number.contents.count == 20 && 1...0x7F ~= number.contents[0] && number.isPositive)
            seen.insert(number)
        }
        #expect(seen.count == 2000)
    }

    @Test("the alternative name is critical where the subject is empty, and only there")
    func criticality() throws {
        let root = try Issuance.root()
        var template = try Issuance.template(.server, "x", names: [.dns("db1.example")])
        #expect(
            try Issuance.leaf(template, by: root).extensions[SubjectAlternativeName.identifier]?.isCritical
                == false
        )
        template.subject = .empty
        #expect(
            try Issuance.leaf(template, by: root).extensions[SubjectAlternativeName.identifier]?.isCritical
                == true
        )
    }

    @Test("a leaf is valid only while its issuer is")
    func clamped() throws {
        let root = try Issuance.root(Issuance.template(.root(pathLength: nil), "r", days: 100))
        let longer = try Issuance.leaf(Issuance.template(.client, "c", days: 365), by: root)
        #expect(longer.validity == root.validity)
        let shorter = try Issuance.leaf(Issuance.template(.client, "c", days: 10), by: root)
        #expect(shorter.validity == Validity(notBefore: Issuance.now, days: 10))
        var early = try Issuance.template(.client, "c")
        early.validity = Validity(notBefore: Issuance.now.advanced(bySeconds: -86_400), days: 2)
        #expect(try Issuance.leaf(early, by: root).validity == Validity(notBefore: Issuance.now, days: 1))
        var late = try Issuance.template(.client, "c")
        late.validity = Validity(notBefore: Issuance.now.advanced(bySeconds: 101 * 86_400), days: 2)
        #expect(throws: PKIXError.issuerNotValid(root.validity)) { try Issuance.leaf(late, by: root) }
    }

    @Test(
        "a validity beyond 2049 is written, one that ends before it begins is refused, no count of days is too large"
    )
    func validities() throws {
        let long = Validity(notBefore: Issuance.now, days: .max)
        #expect(long.notAfter == .latest)
        var template = try Issuance.template(.root(pathLength: nil), "r")
        template.validity = long
        #expect(try Issuance.root(template).validity == long)
        template.validity = Validity(notBefore: Issuance.now, days: -1)
        let invalid = template
        #expect(throws: PKIXError.invalidValidity(invalid.validity)) { try Issuance.root(invalid) }
    }

    @Test("an issuer must be one who may sign")
    func issuers() throws {
        let root = try Issuance.root()
        let template = try Issuance.template(.client, "c")
        let server = try Issuance.leaf(
            Issuance.template(.server, "s", names: [.dns("s")]),
            by: root,
            to: Issuance.issuerKey.publicKeyInfo
        )
        #expect(throws: PKIXError.issuerIsNoAuthority) { try Issuance.leaf(template, by: server) }
        #expect(throws: PKIXError.issuerKeyMismatch) {
            try signedByAnother(template, root)
        }
        let itself = try Issuance.template(.client, "postgres.")
        #expect(throws: PKIXError.subjectIsIssuer) { try Issuance.leaf(itself, by: root) }
        let another = try Issuance.template(.root(pathLength: nil), "r2")
        #expect(throws: PKIXError.rootMustSignItself) { try Issuance.leaf(another, by: root) }
        #expect(throws: PKIXError.leafMustNotSignItself) { try Issuance.root(template) }
        let other = try certificate(pem: Fixtures.ed448Certificate)
        #expect(throws: PKIXError.unusableKey(.unknownAlgorithm(.ed448))) {
            try root.isSigned(by: other.subjectPublicKeyInfo)
        }
        #expect(throws: PKIXError.unsupportedSubjectKey(.ed448)) {
            try Issuance.leaf(template, by: root, to: other.subjectPublicKeyInfo)
        }
        #expect(throws: PKIXError.unsupportedIssuerKey(.ed448)) { try Issuance.leaf(template, by: other) }
    }

    private func signedByAnother(_ template: CertificateTemplate, _ root: Certificate) throws -> Certificate {
        var random = SeededRandom(seed: 6)
        let key = Issuance.leafKey.publicKeyInfo
        return try template.issued(to: key, by: Issuer(root, key: Issuance.leafKey), using: &random)
    }

    @Test("a template that breaks the standard is refused")
    func templates() throws {
        let root = try Issuance.root()
        let noNames = try Issuance.template(.server, "s")
        #expect(throws: PKIXError.missingSubjectAlternativeName) { try Issuance.leaf(noNames, by: root) }
        let badName = try Issuance.template(.server, "s", names: [.dnsName("a\0b")])
        #expect(throws: PKIXError.invalidDNSName(SafeText("a\0b"))) { try Issuance.leaf(badName, by: root) }
        // As names of other makers can be, which are not checked as they are read.
        let country = NameAttribute(
            type: NameAttributeType.countryName.identifier,
            value: .string(try NameString("Schweiz"))
        )
        let host = NameAttribute(
            type: NameAttributeType.commonName.identifier,
            value: .string(try NameString(String(repeating: "x", count: 65)))
        )
        for (attribute, error) in [
            (country, PKIXError.invalidCountry(SafeText("Schweiz"))),
            (host, .oversizedAttribute(.commonName, count: 65, limit: 64)),
        ] {
            var unchecked = try Issuance.template(.client, "c")
            unchecked.subject = DistinguishedName([attribute])
            let template = unchecked
            #expect(throws: error) { try Issuance.leaf(template, by: root) }
        }
        var nobody = try Issuance.template(.root(pathLength: nil), "r")
        nobody.subject = .empty
        let empty = nobody
        #expect(throws: PKIXError.emptyAuthoritySubject) { try Issuance.root(empty) }
        let negative = try Issuance.template(.root(pathLength: -1), "r")
        #expect(throws: PKIXError.negativePathLength(-1)) { try Issuance.root(negative) }
    }

    @Test("a certificate of one changed bit is not signed")
    func changed() throws {
        let root = try Issuance.root()
        var octets = root.encoding
        // In the last octet of the subject's name, which is not read as anything else.
        octets[octets.count - 300] ^= 1
        let changed = try? certificate(der: octets)
        #expect(try changed.map { try $0.isSigned(by: root.subjectPublicKeyInfo) } != true)
        octets = root.encoding
        octets[octets.count - 1] ^= 1
        #expect(try !certificate(der: octets).isSigned(by: root.subjectPublicKeyInfo))
    }

    @Test("a request carries names and is signed by its own key; a certificate is issued for no other")
    func requests() throws {
        var random = SeededRandom(seed: 4)
        let request = try CertificateRequest(
            subject: Issuance.name("db1"),
            names: [.dns("db1.example")],
            key: Issuance.leafKey,
            using: &random
        )
        #expect(try request.isSignedByOwnKey())
        #expect(request.extensions.subjectAlternativeName?.dnsNames == ["db1.example"])
        let root = try Issuance.root()
        let template = try Issuance.template(.server, "db1", names: [.dns("db1.example")])
        let issued = try template.issued(
            for: request,
            by: Issuer(root, key: Issuance.issuerKey),
            using: &random
        )
        #expect(issued.subjectPublicKeyInfo == Issuance.leafKey.publicKeyInfo)
        var octets = request.encoding
        octets[octets.count - 1] ^= 1
        let forged = try PKIXTests.request(der: octets)
        #expect(try !forged.isSignedByOwnKey())
        #expect(throws: PKIXError.requestSignatureInvalid) {
            var random = SeededRandom(seed: 4)
            return try template.issued(
                for: forged,
                by: Issuer(root, key: Issuance.issuerKey),
                using: &random
            )
        }
    }

    @Test("distribution points and information about the issuer are written")
    func places() throws {
        var template = try Issuance.template(.client, "c")
        template.crlDistributionPoints = [
            try .uri("http://example.com/a.crl"), try .uri("http://example.com/b.crl"),
        ]
        template.authorityInformation = [
            .init(method: AuthorityInformationAccess.ocsp, location: try .uri("http://ocsp.example/"))
        ]
        let extensions = try Issuance.leaf(template, by: Issuance.root()).extensions
        #expect(extensions.crlDistributionPoints?.points.count == 2)
        #expect(extensions.authorityInformationAccess?.descriptions == template.authorityInformation)
    }
}
