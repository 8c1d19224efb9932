import PostgresPKI
import Testing

/// More code in comments, word for word, as ``DocCommentTests`` has it.
@Suite("What comments on curves and lists show does what they say")
struct CurveAndListCommentTests {
    private static func makeKey() throws -> ECDSA.PrivateKey {
        var random = OperatingSystemRandom()
        let key = try ECDSA.PrivateKey(.p256, using: &random)
        return key
    }

    @Test("keys")
    func keys() throws {
        let made = try CurveAndListCommentTests.makeKey()
        let text = made.publicKey.pemText
        let key = try ECDSA.PublicKey(pem: text)
        #expect(key == made.publicKey)
    }

    @Test("a key of whatever kind")
    func anyKey() throws {
        var random = OperatingSystemRandom()
        let made = try CurveAndListCommentTests.makeKey()
        let publicKeyInfo = made.publicKeyInfo
        let text = PrivateKey.ecdsa(made).pkcs8PEM
        let template = CertificateTemplate(
            profile: .root(pathLength: nil),
            subject: try DistinguishedName(commonName: "root"),
            validity: Validity(days: 1)
        )
        let key = try PrivateKey(pem: text.span)
        let certificate = try template.selfSigned(by: key, using: &random)
        #expect(certificate.subjectPublicKeyInfo == publicKeyInfo)
    }

    @Test("lists")
    func lists() throws {
        var printed: [String] = []
        func print(_ item: String) { printed.append(item) }
        let (made, root) = try CurveAndListCommentTests.makeList()
        let text = Array(made.pemText.utf8)
        let certificate = root

        let list = try CertificateList(pem: text.span)
        if try list.isSigned(by: root.subjectPublicKeyInfo), let entry = list.entry(of: certificate) {
            print("revoked at \(entry.revocationDate)")
        }
        #expect(list.number == ListNumber(2))
        #expect(printed == list.entries.map { "revoked at \($0.revocationDate)" })
        #expect(list.entries.count == 1)
    }

    /// A second list, by a root that it revokes.
    private static func makeList() throws -> (CertificateList, Certificate) {
        var random = OperatingSystemRandom()
        let key = try makeKey()
        let lost = try CertificateTemplate(
            profile: .root(pathLength: nil),
            subject: try DistinguishedName(commonName: "root"),
            validity: Validity(days: 1)
        ).selfSigned(by: key, using: &random)
        let issuer = try Issuer(lost, key: key)
        let last = try CertificateListTemplate(
            number: ListNumber(1),
            thisUpdate: .now,
            nextUpdate: .now.advanced(bySeconds: 86_400),
            entries: []
        ).issued(by: issuer, using: &random)
        let list = try CertificateListTemplate(
            number: last.number?.next ?? ListNumber(1),
            thisUpdate: .now,
            nextUpdate: .now.advanced(bySeconds: 7 * 86_400),
            entries: last.entries + [RevokedCertificate(lost.serialNumber, at: .now, reason: .keyCompromise)]
        ).issued(by: issuer, using: &random)
        return (list, lost)
    }
}
