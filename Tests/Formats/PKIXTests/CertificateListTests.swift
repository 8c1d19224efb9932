import DERCoding
import EllipticCurves
import PKIX
import SecretMemory
import TestSupport
import Testing

@Suite("Lists of revoked certificates (RFC 5280, section 5)")
struct CertificateListTests {
    private let end = Issuance.now.advanced(bySeconds: 7 * 86_400)

    private func serialNumber(_ seed: UInt64) -> SerialNumber {
        var random = SeededRandom(seed: seed)
        return SerialNumber(using: &random)
    }

    private func template(_ entries: [RevokedCertificate], number: ListNumber = ListNumber(7))
        -> CertificateListTemplate
    {
        CertificateListTemplate(number: number, thisUpdate: Issuance.now, nextUpdate: end, entries: entries)
    }

    private func issued(_ template: CertificateListTemplate, by root: Certificate) throws -> CertificateList {
        var random = SeededRandom(seed: 9)
        return try template.issued(by: Issuer(root, key: Issuance.issuerKey), using: &random)
    }

    /// A certificate of another number than the server's.
    private func other(by root: Certificate) throws -> Certificate {
        var template = try Issuance.template(.client, "webadmin")
        template.serialNumber = serialNumber(50)
        return try Issuance.leaf(template, by: root)
    }

    @Test("a list is read as it was issued, and signed by its issuer alone")
    func roundTrip() throws {
        let root = try Issuance.root()
        let server = try Issuance.server(by: root)
        let early = Issuance.now.advanced(bySeconds: -3600)
        let list = try issued(
            template([
                RevokedCertificate(
                    server.serialNumber,
                    at: early,
                    reason: .keyCompromise,
                    invalidityDate: early
                ),
                RevokedCertificate(serialNumber(101), at: Issuance.now),
                RevokedCertificate(serialNumber(102), at: Issuance.now, reason: .unspecified),
            ]),
            by: root
        )
        let text = Array(list.pemText.utf8)
        let read = try CertificateList(pem: text.span)
        #expect(read == list)
        #expect(read.issuer == root.subject)
        #expect(read.thisUpdate == Issuance.now && read.nextUpdate == end)
        #expect(read.number == ListNumber(7) && read.deltaBase == nil)
        #expect(read.authorityKeyIdentifier?.keyIdentifier == root.extensions.subjectKeyIdentifier?.octets)
        #expect(read.unrecognizedCriticalExtensions.isEmpty)
        #expect(read.entries.map(\.reason) == [.keyCompromise, nil, nil])
        #expect(read.entry(of: server)?.invalidityDate == early)
        #expect(try read.entry(of: other(by: root)) == nil)
        #expect(try read.isSigned(by: root.subjectPublicKeyInfo))
        #expect(try !read.isSigned(by: Issuance.leafKey.publicKeyInfo))
        #expect(read.isCurrent(at: Issuance.now) && read.isCurrent(at: end))
        #expect(!read.isCurrent(at: end.advanced(bySeconds: 1)) && !read.isCurrent(at: early))
    }

    @Test("what the standard does not allow is not issued")
    func refused() throws {
        let root = try Issuance.root()
        func refusal(_ change: (inout CertificateListTemplate) -> Void) -> PKIXError? {
            var template = template([])
            change(&template)
            do {
                _ = try issued(template, by: root)
                return nil
            } catch {
                return error as? PKIXError
            }
        }
        let one = RevokedCertificate(serialNumber(1), at: Issuance.now)
        let back = RevokedCertificate(serialNumber(2), at: Issuance.now, reason: .removeFromList)
        #expect(refusal { _ in } == nil)
        #expect(refusal { $0.entries = [one, one] } == .duplicateListEntry(serialNumber(1)))
        #expect(refusal { $0.entries = [back] } == .entryOfOtherList(serialNumber(2)))
        #expect(
            refusal { $0.nextUpdate = $0.thisUpdate } == .invalidListValidity(Issuance.now, Issuance.now)
        )
        let never = DERTime(secondsSince1970: DERTime.latest.secondsSince1970 + 1)
        #expect(refusal { $0.nextUpdate = never } == .invalidListValidity(Issuance.now, never))
    }

    @Test("numbers count up, and end where the standard ends them")
    func numbers() {
        #expect(ListNumber(0).next == ListNumber(1))
        #expect(ListNumber(255).next == ListNumber(256))
        #expect(ListNumber(0) < ListNumber(1) && ListNumber(255) < ListNumber(256))
        #expect(ListNumber(.max) < ListNumber(.max).next!)
        #expect("\(ListNumber(0)) \(ListNumber(4096))" == "00 1000")
    }

    @Test(
        "openssl verifies a list, and refuses a certificate that is on it",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func judged() throws {
        let openssl = try OpenSSL()
        let root = try Issuance.root()
        let server = try Issuance.server(by: root)
        let client = try other(by: root)
        let entry = RevokedCertificate(server.serialNumber, at: Issuance.now, reason: .superseded)
        let list = try issued(template([entry]), by: root)
        for (text, name) in [
            (root.pemText, "root"), (server.pemText, "server"), (client.pemText, "client"),
            (list.pemText, "list"),
        ] {
            try openssl.folder.write(text, to: name)
        }
        let text = try openssl("crl", "-in", "list", "-noout", "-text", "-CAfile", "root")
        #expect(text.contains("Superseded") && text.contains("X509v3 CRL Number"))
        let time = String(Issuance.now.secondsSince1970 + 60)
        func verify(_ name: String, _ at: String) throws -> (status: Int32, text: String) {
            let outcome = try openssl.program.run(
                [
                    "verify", "-x509_strict", "-crl_check", "-attime", at, "-CAfile", "root", "-CRLfile",
                    "list", name,
                ],
                folder: openssl.folder.path
            )
            return (outcome.status, outcome.text + outcome.errorText)
        }
        #expect(try verify("client", time).status == 0)
        let revoked = try verify("server", time)
        #expect(revoked.status != 0 && revoked.text.contains("certificate revoked"))
        let late = try verify("client", String(end.secondsSince1970 + 60))
        #expect(late.status != 0 && late.text.contains("CRL has expired"))
    }

    @Test(
        "a list that openssl issued is read whole",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func foreign() throws {
        let openssl = try OpenSSL()
        try openssl.folder.write(
            """
            [ca]
            default_ca = d
            [d]
            database = index
            crlnumber = number
            default_md = sha256
            crl_extensions = x
            [x]
            authorityKeyIdentifier = keyid:always
            issuingDistributionPoint = critical, @p
            [p]
            fullname = URI:http://lists.example/a.crl
            onlyuser = TRUE
            onlysomereasons = keyCompromise, CACompromise

            """,
            to: "conf"
        )
        try openssl.folder.write("", to: "index")
        try openssl.folder.write("0A\n", to: "number")
        try openssl(
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-keyout",
            "k",
            "-subj",
            "/CN=r",
            "-out",
            "c"
        )
        try openssl(
            "ca",
            "-config",
            "conf",
            "-keyfile",
            "k",
            "-cert",
            "c",
            "-revoke",
            "c",
            "-crl_reason",
            "keyCompromise"
        )
        try openssl(
            "ca",
            "-config",
            "conf",
            "-keyfile",
            "k",
            "-cert",
            "c",
            "-gencrl",
            "-crldays",
            "7",
            "-out",
            "l"
        )
        let listText = try openssl.folder.read("l")
        let list = try CertificateList(pem: listText.span)
        let rootText = try openssl.folder.read("c")
        let root = try Certificate(pem: rootText.span)
        #expect(list.number == ListNumber(10))
        #expect(try list.isSigned(by: root.subjectPublicKeyInfo))
        #expect(list.entry(of: root)?.reason == .keyCompromise)
        let point = try #require(list.issuingDistributionPoint)
        #expect(point.hasEndEntitiesOnly && !point.hasAuthoritiesOnly && !point.isIndirect)
        #expect(point.name == .full([.uniformResourceIdentifier("http://lists.example/a.crl")]))
        // keyCompromise (1) and cACompromise (2).
        #expect(point.reasons == 0b110)
    }

    @Test("a list of version 1 has no extensions, and an empty list of entries is refused")
    func versions() throws {
        let root = try Issuance.root()
        let list = try issued(template([]), by: root)
        // 30 82 LL LL 30 82 LL LL 02 01 01
        let tbs = list.tbsEncoding
        #expect(Array(tbs[4..<7]) == [2, 1, 1] || Array(tbs[3..<6]) == [2, 1, 1])
        var octets = list.encoding
        let place = try #require(octets.indices.first { octets[$0...].starts(with: [2, 1, 1, 0x30]) })
        octets[place + 2] = 2
        #expect(throws: PKIXError.unknownVersion(2)) { try read(octets) }
        octets[place + 2] = 0
        #expect(throws: PKIXError.unknownVersion(0)) { try read(octets) }
        #expect(throws: PKIXError.self) { try read([]) }
        #expect(throws: PKIXError.self) { try read(list.encoding + [0]) }
    }

    private func read(_ octets: [UInt8]) throws(PKIXError) -> CertificateList {
        try CertificateList(der: octets.span)
    }
}
