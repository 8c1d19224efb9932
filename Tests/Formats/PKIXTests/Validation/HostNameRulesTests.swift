import Testing

@testable import PKIX

@Suite("Names as each kind of client finds them")
struct HostNameRulesTests {
    private func certificate(_ names: [GeneralName], commonName: String = "server") throws -> Certificate {
        try certificate(names, of: DistinguishedName(commonName: commonName))
    }

    private func certificate(_ names: [GeneralName], of subject: DistinguishedName) throws -> Certificate {
        let root = try Authority("root")
        let extensions =
            names.isEmpty ? [] : [CertificateExtension(SubjectAlternativeName(names), isCritical: false)]
        return try root.certificate(
            of: subject,
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

    /// As libpq, OpenSSL and pgjdbc judged certificates of these subjects.
    @Test(
        "of several common names libpq takes the first, OpenSSL any, and pgjdbc the most specific",
        arguments: [
            (["CN=db.example", "CN=other.example"], "db.example", [.libpq]),
            (["CN=db.example", "CN=other.example"], "other.example", [.pgjdbc]),
            (["CN=other.example", "CN=db.example"], "db.example", []),
            (["CN=long.example", "CN=a.b.example"], "a.b.example", [.pgjdbc]),
            (["CN=aa.example", "CN=bb.example"], "aa.example", [.libpq]),
            (["CN=bb.example", "CN=aa.example"], "aa.example", [.pgjdbc]),
            (["CN=*.b.example", "CN=a.b.example"], "long.b.example", [.libpq]),
            (["CN=a.b.example", "CN=*.b.example"], "ab.b.example", []),
            (["CN=bbb.example+CN=aaa.example"], "bbb.example", []),
            (["CN=b.example+CN=aaa.example"], "b.example", [.libpq]),
            (["CN=db.example+OU=Bases"], "db.example", [.libpq, .pgjdbc]),
            (["CN=db.example+C=CH"], "db.example", [.libpq]),
            (["CN=db.example+emailAddress=a@b"], "db.example", [.libpq]),
        ] as [([String], String, Set<HostNameRules>)]
    )
    func severalCommonNames(_ levels: [String], _ host: String, _ finding: Set<HostNameRules>) throws {
        let types: [NameAttributeType] = [.commonName, .organizationalUnitName, .countryName, .emailAddress]
        let subject = DistinguishedName(
            relativeNames: try levels.map { level in
                try RelativeDistinguishedName(
                    level.split(separator: "+").map { part in
                        let parts = part.split(separator: "=").map(String.init)
                        return try NameAttribute(#require(types.first { $0.name == parts[0] }), parts[1])
                    }
                )
            }
        )
        var expected = finding.union([.openSSL])
        if finding.contains(.libpq) { expected.insert(.libpqBefore15) }
        #expect(self.finding(.dnsName(host), in: try certificate([], of: subject)) == expected)
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
