import PostgresConfiguration
import Testing

/// What versions take is as their sources say (`src/backend/libpq/hba.c` of 13, 15 and 18; `src/auth/pool_hba.c` of
/// Pgpool-II 4.3), and their servers where they are here (``JudgedRulesTests``).
@Suite("Methods, options and expressions of HBA files by version")
struct HostBasedAuthenticationGrammarTests {
    private typealias Kind = HostBasedAuthenticationFile.Problem.Kind

    private func kinds(_ line: String, _ dialect: HostBasedAuthenticationDialect) -> [Kind] {
        authentication(line, dialect).problems.map(\.kind)
    }

    private func versions(taking line: String) -> [Int] {
        (13...19).filter { kinds(line, .postgres(majorVersion: $0)).isEmpty }
    }

    @Test(
        "a line is one of these versions",
        arguments: [
            ("host all all all radius radiusservers=10.0.0.1 radiussecrets=x", 13...18),
            ("host all all all oauth issuer=https://i scope=openid", 18...19),
            ("hostssl all all all oauth issuer=https://i scope=openid map=m", 18...19),
            ("hostssl all all all md5 clientcert=1", 13...13),
            ("hostssl all all all md5 clientcert=0", 13...13),
            ("hostssl all all all md5 clientcert=no-verify", 13...13),
            ("hostssl all all all cert clientcert=verify-ca", 13...13),
            ("hostssl all all all md5 clientcert=verify-ca", 13...19),
            ("hostssl all all all cert clientname=DN", 14...19),
            ("hostssl all all all md5 clientname=CN", 14...19),
            ("host all \"/^a+$\" all md5", 13...19), ("host all \"/^a($\" all md5", 13...15),
            ("include a", 16...19),
        ] as [(String, ClosedRange<Int>)]
    )
    func versions(line: String, versions: ClosedRange<Int>) {
        #expect(self.versions(taking: line) == Array(versions))
    }

    @Test(
        "what is wrong with a line, and what would be right",
        arguments: [
            (15, "host all all all oauth issuer=x scope=y", "oauth is a method from version 18 on"),
            (
                19, "host all all all radius radiusservers=10.0.0.1",
                "radius is a method up to version 18 only"
            ),
            (15, "host all all all sspi", "sspi is no method of servers on Linux"),
            (15, "host all all all cert", "cert is a method of hostssl lines only"),
            (15, "hostssl all all all peer", "peer is a method of local lines only"),
            (
                15, "local all all gss",
                "gss is a method of host, hostssl, hostnossl, hostgssenc and hostnogssenc lines only"
            ),
            (
                15, "hostssl all all all scram-sha-256 map=m",
                "map is an option of the methods ident, peer, gss and cert only"
            ),
            (15, "host all all all md5 ldaptls=1", "ldaptls is an option of the method ldap only"),
            (
                15, "host all all all md5 clientcert=verify-ca",
                "clientcert is an option of hostssl lines only"
            ),
            (15, "hostssl all all all md5 clientcert=1", "clientcert must be verify-ca or verify-full"),
            (15, "hostssl all all all cert clientcert=verify-ca", "clientcert must be verify-full"),
            (13, "hostssl all all all cert clientname=DN", "clientname is an option from version 14 on"),
            (15, "hostssl all all all cert clientname=dn", "clientname must be CN or DN"),
            (17, "host all all all md5 issuer=x", "issuer is an option from version 18 on"),
            (15, "host all all all md5 clientcrt=1", "it has an option that is not known: clientcrt"),
            (15, "host all all all ldap", "its method needs ldapbasedn, ldapprefix or ldapsuffix"),
            (
                15, "host all all all ldap ldapprefix=x ldapbasedn=y",
                "ldapprefix and ldapbasedn exclude each other"
            ),
            (15, "host all all all ldap ldapprefix=x ldapport=y", "the value of ldapport is not valid"),
            (15, "host all all all radius radiussecrets=x", "its method needs radiusservers"),
            (
                15, "host all all all radius radiusservers=\"10.0.0.1,10.0.0.2\" radiussecrets=\"a,b,c\"",
                "radiussecrets must be one value, or as many as radiusservers"
            ),
            (18, "host all all all oauth issuer=x", "its method needs scope"),
            (
                18, "host all all all oauth issuer=x scope=y map=z delegate_ident_mapping=1",
                "map and delegate_ident_mapping exclude each other"
            ),
            (17, "host /[a all all md5", "a regular expression in it is not valid"),
        ]
    )
    func words(version: Int, line: String, words: String) {
        #expect(kinds(line, .postgres(majorVersion: version)).map(\.description) == [words])
    }

    @Test(
        "an option is one of its methods, and from the version on that brought it",
        arguments: [
            ("pamservice", "pam", nil), ("pam_use_hostname", "pam", nil), ("krb_realm", "gss", nil),
            ("include_realm", "gss", nil), ("compat_realm", "sspi", nil), ("upn_username", "sspi", nil),
            ("issuer", "oauth", 18), ("scope", "oauth", 18), ("validator", "oauth", 18),
            ("delegate_ident_mapping", "oauth", 18), ("ldapsuffix", "ldap", nil),
            ("radiusports", "radius", nil),
        ] as [(String, String, Int?)]
    )
    func options(name: String, method: String, since: Int?) {
        let line = "host all all all md5 \(name)=x"
        let own = kinds(line, .postgres(majorVersion: 18)).map(\.description)
        #expect(own == ["\(name) is an option of the method \(method) only"])
        if let since {
            #expect(
                kinds(line, .postgres(majorVersion: since - 1)) == [.optionSince(name, majorVersion: since)]
            )
        }
        guard method == "gss" || method == "pam" else { return }
        #expect(kinds("host all all all \(method) \(name)=x", .postgres(majorVersion: 13)) == [])
    }

    @Test(
        "a name that may be a part of a password is not repeated",
        arguments: [
            "host all all all radius radiusservers=10.0.0.1 radiussecrets=s3cret,hid=den",
            "host all all all ldap ldapbasedn=x ldapbindpasswd=s3cret hid=den",
            "host all all all md5 s3cret$hid=den",
        ]
    )
    func secrets(line: String) {
        #expect(kinds(line, .postgres(majorVersion: 15)) == [.unknownOption(nil)])
    }

    @Test(
        "what only the server can tell is a doubt, and no refusal",
        arguments: [
            (16, "host \"/^a{2}$\" all all md5", .expression),
            (17, "host all \"/^(?i)x\" all md5", .expression),
            (15, "host all all all ldap ldapurl=\"ldap://h/dc=x?uid?sub?(a=%20)\"", .ldapURL),
            (15, "host all all all radius radiusservers=radius.example radiussecrets=x", .radiusServer),
            (18, "host all all all oauth issuer=x scope=y", .validator),
            (20, "host all all all passkey", .unknown), (20, "host all all all md5 new=1", .unknown),
        ] as [(Int, String, HostBasedAuthenticationFile.Doubt.Kind)]
    )
    func doubts(version: Int, line: String, kind: HostBasedAuthenticationFile.Doubt.Kind) {
        let file = authentication("\n\(line)\n", .postgres(majorVersion: version))
        #expect(file.problems == [])
        #expect(file.records.count == 1)
        #expect(file.doubts.map(\.kind) == [kind])
        #expect(file.doubts.map(\.line) == [2])
    }

    @Test("an option of a validator is one from 19 on, since it may have some of its own")
    func validators() {
        let line = "host all all all oauth issuer=x scope=y validator.z=1"
        #expect(kinds(line, .postgres(majorVersion: 18)) == [.unknownOption(nil)])
        #expect(kinds(line, .postgres(majorVersion: 19)) == [])
    }

    @Test(
        "what Pgpool-II refuses",
        arguments: [
            ("host all all all ldap", [.missingOption(["ldapbasedn", "ldapprefix", "ldapsuffix"])]),
            ("host all all all ldap ldapbasedn=x backend_use_passwd=1", []),
            ("hostssl all all all cert clientcert=1", [.unknownOption("clientcert")]),
            ("host all all all md5 map=x", [.unknownOption("map")]),
            ("host all all all md5 pamservice=x", []),
            ("host all all all pam pam_use_hostname=1", []), ("host all all all peer", [.method]),
            ("host all all all cert", []), ("host all all all radius radiusservers=10.0.0.1", [.method]),
            ("host \(String(repeating: "a", count: 255)) all all md5", []),
            ("host \(String(repeating: "a", count: 256)) all all md5", [.tooLong]),
        ] as [(String, [HostBasedAuthenticationFile.Problem.Kind])]
    )
    func pgpool(line: String, kinds: [HostBasedAuthenticationFile.Problem.Kind]) {
        #expect(self.kinds(line, .pgpool) == kinds)
    }

    @Test("a file of names must be there, and what is in it may change what the line means")
    func lists() throws {
        let text = """
            host @none all all md5
            host @there @sub/there all md5
            host all @empty all md5
            host all @more all md5
            host all "@none" all md5
            host all @ all md5

            """
        let source = InMemorySource(texts: [
            "/d/hba": text, "/d/there": "a b\n# c\n\"d e\",f\n", "/d/sub/there": "x\n",
            "/d/empty": "# none\n",
            "/d/more": "@none\n",
        ])
        let rules = try HostBasedAuthenticationRules(
            path: "/d/hba",
            dialect: .postgres(majorVersion: 15),
            from: source
        )
        #expect(rules.problems.map(\.line) == [1])
        #expect(rules.problems.map(\.kind) == [.missingList])
        #expect(rules.doubts.map(\.line) == [3, 4])
        #expect(rules.doubts.allSatisfy { $0.kind == .list })
    }

    @Test("a file without a rule is one that no server starts with")
    func noRules() throws {
        for (text, version) in [("", 15), ("# nothing\n", 13), ("include_if_exists none\n", 17)] {
            let rules = try HostBasedAuthenticationRules(
                path: "/d/hba",
                dialect: .postgres(majorVersion: version),
                from: InMemorySource(texts: ["/d/hba": text])
            )
            #expect(rules.problems.map(\.kind) == [.noRules])
            #expect(rules.problems.map(\.line) == [1])
        }
    }
}
