import Testing

@testable import PKIX

@Suite("Names as each kind of client finds them")
struct HostNameRulesTests {
    private func certificate(_ names: [GeneralName], commonName: String = "server") throws -> Certificate {
        let root = try Authority("root")
        let extensions =
            names.isEmpty ? [] : [CertificateExtension(SubjectAlternativeName(names), isCritical: false)]
        return try root.certificate(
            of: DistinguishedName(commonName: commonName),
            key: Issuance.leafKey.publicKeyInfo,
            extensions
        )
    }

    private func finding(_ host: GeneralName, in certificate: Certificate) -> Set<HostNameRules> {
        Set(HostNameRules.allCases.filter { $0.finds(host, in: certificate) })
    }

    private let all = Set(HostNameRules.allCases)
    /// Those that fall back on the common name.
    private let old: Set<HostNameRules> = [.libpq, .libpqBefore15, .openSSL, .pgjdbc]

    @Test("a host's name, whatever its case, and a star for its first label")
    func hosts() throws {
        let plain = try certificate([.dnsName("DB.example.com")])
        #expect(finding(.dnsName("db.Example.com"), in: plain) == all)
        #expect(finding(.dnsName("xdb.example.com"), in: plain).isEmpty)
        let star = try certificate([.dnsName("*.example.com")])
        #expect(finding(.dnsName("db.example.com"), in: star) == all)
        #expect(finding(.dnsName("a.db.example.com"), in: star).isEmpty)
        #expect(finding(.dnsName("example.com"), in: star).isEmpty)
        let wide = try certificate([.dnsName("*.com")])
        #expect(finding(.dnsName("example.com"), in: wide) == [.libpq, .libpqBefore15, .go, .pgjdbc])
        for odd in ["d*.example.com", "*b.example.com", "db.*.com", "*.*.com", "*"] {
            #expect(
                finding(.dnsName("db.example.com"), in: try certificate([.dnsName(odd)])).subtracting([
                    .pgjdbc
                ]).isEmpty
            )
        }
    }

    @Test("addresses, and what is taken for one")
    func addresses() throws {
        let address = try GeneralName.ip("192.0.2.7")
        #expect(finding(address, in: try certificate([address])) == all.subtracting([.libpqBefore15]))
        #expect(
            finding(address, in: try certificate([.dnsName("192.0.2.7")])) == [
                .libpq, .libpqBefore15, .pgjdbc,
            ]
        )
        #expect(finding(try .ip("192.0.2.8"), in: try certificate([address])).isEmpty)
    }

    @Test("the common name, where there is no name of the form")
    func commonName() throws {
        let host = GeneralName.dnsName("db.example.com")
        #expect(finding(host, in: try certificate([], commonName: "db.example.com")) == old)
        #expect(finding(host, in: try certificate([.dnsName("x.y")], commonName: "db.example.com")).isEmpty)
        #expect(finding(host, in: try certificate([try .ip("::1")], commonName: "db.example.com")) == old)
    }

    @Test("a mailbox, of which only the host's case does not count")
    func mailboxes() throws {
        let one = try certificate([.rfc822Name("Dba@example.com")])
        #expect(finding(.rfc822Name("Dba@EXAMPLE.com"), in: one) == all)
        #expect(finding(.rfc822Name("dba@example.com"), in: one).isEmpty)
        #expect(
            finding(.rfc822Name("Dba@example.com"), in: try certificate([.rfc822Name("example.com")])).isEmpty
        )
    }
}
