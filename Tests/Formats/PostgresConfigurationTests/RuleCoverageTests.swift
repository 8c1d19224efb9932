import PostgresConfiguration
import Testing

@Suite("What HBA rules admit")
struct RuleCoverageTests {
    private func rules(
        _ text: String,
        _ dialect: HostBasedAuthenticationDialect = .postgres(majorVersion: 15)
    ) throws -> HostBasedAuthenticationRules {
        try HostBasedAuthenticationRules(
            path: "/h",
            dialect: dialect,
            from: InMemorySource(texts: ["/h": text])
        )
    }

    @Test(
        "plain TCP comes in by host, hostnossl and hostnogssenc, and by no rule that rejects or is behind one"
    )
    func plain() throws {
        let found = try rules(
            """
            local all all trust
            hostssl all all all md5
            host all all 127.0.0.1/32 trust
            host all all ::1/128 trust
            hostnossl db all 10.0.0.0/8 reject
            host db all 10.1.0.0/16 md5
            host db,other all 10.1.0.0/16 md5
            hostnossl all all ::/0 reject
            host all all fe80::/10 md5
            host all all all md5
            hostnossl all x 1.2.3.4/32 trust
            hostgssenc all all all gss
            hostnogssenc replication all all md5
            """
        ).coverage.admittingPlainConnections.map(\.record)
        #expect(found.map(\.line) == [3, 4, 7, 10, 13])
        #expect(found.map(\.isLoopbackOnly) == [true, true, false, false, false])
    }

    @Test(
        "a rule is unreachable where rules before it take every connection of its",
        arguments: [
            ("host all all all md5\nhostssl x y 1.2.3.4/32 cert", [2]),
            ("hostssl all all all md5\nhost x y 1.2.3.4/32 md5", []),
            ("hostssl all all all md5\nhostnossl all all all md5\nhost x y 1.2.3.4/32 md5", [3]),
            ("host all all 0.0.0.0/0 md5\nhost all all all md5", []),
            ("host all all 0.0.0.0/0 md5\nhost all all ::/0 md5\nhost all all all md5", [3]),
            ("host all all all md5\nhost replication all all md5", []),
            ("host replication all all md5\nhost replication x samenet md5", [2]),
            ("host all +g all md5\nhost all g all md5", []),
            ("host all +g all md5\nhost all \"+g\" all md5", []),
            ("host all \"g\" all md5\nhost all g all md5", [2]),
            ("host all \u{E9} all md5\nhost all e\u{301} all md5", []),
            ("host all \u{FFFD} all md5\nhost all \u{FFFD} all md5", []),
            ("host all @\u{301}f all md5\nhost all \"@\u{301}f\" all md5", []),
            ("host a,b all all md5\nhost b,a x all md5", [2]),
            ("host a all all md5\nhost b all all md5\nhost b,a x all md5", [3]),
            ("host samerole all all md5\nhost sameuser x all md5", [2]),
            ("host all all samenet md5\nhost all all samehost md5\nhost all all 127.0.0.1/32 md5", [2]),
            ("host all all a.example md5\nhost all all a.example md5\nhost all all b.example md5", [2]),
            ("local all all md5\nlocal all x md5\nhost all x all md5", [2]),
            (
                "host all all 10.0.0.0/8 md5\nhost all all 10.2.0.0 255.255.0.0 md5\nhost all all 11.0.0.0/8 md5",
                [2]
            ),
        ]
    )
    func unreachable(text: String, lines: [Int]) throws {
        #expect(try rules(text).coverage.unreachable.map(\.record.line) == lines)
    }

    @Test("for Pgpool-II samegroup and +group are names like others")
    func pgpool() throws {
        let text = "host all +g all md5\nhost all \"+g\" all md5\n"
        #expect(try rules(text, .pgpool).coverage.unreachable.map(\.record.line) == [2])
    }

    @Test("included rules stand where the include does")
    func includes() throws {
        let texts = [
            "/d/h": "include_dir more\nhost all all all md5\n", "/d/more/1.conf": "host all all all reject",
            "/d/more/2.conf": "include_if_exists none\nlocal all all trust",
        ]
        let rules = try HostBasedAuthenticationRules(
            path: "/d/h",
            dialect: .postgres(majorVersion: 16),
            from: InMemorySource(texts: texts)
        )
        #expect(rules.problems == [])
        #expect(rules.rules.map(\.path) == ["/d/more/1.conf", "/d/more/2.conf", "/d/h"])
        #expect(rules.coverage.unreachable.map(\.path) == ["/d/h"])
        #expect(rules.coverage.admittingPlainConnections.isEmpty)
    }
}
