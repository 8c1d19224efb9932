import PostgresConfiguration
import Testing

@Suite("Rules before and after a change")
struct RuleChangeTests {
    private func rules(_ texts: [String: String]) throws -> HostBasedAuthenticationRules {
        try HostBasedAuthenticationRules(
            path: "/h",
            dialect: .postgres(majorVersion: 16),
            from: InMemorySource(texts: texts)
        )
    }

    @Test(
        "a rule is the former one of the same databases, users and addresses, whatever its type and method",
        arguments: [
            (["hostssl a b 10.0.0.0/8 cert", "host c d all md5"], [0, 1]),
            (["host x x all md5", "host a b 10.0.0.0/8 md5", "host c d all md5"], [nil, 0, 1]),
            (["host a b 10.0.0.0/8 md5", "host c x all md5", "host c d all md5"], [0, nil, 1]),
            (["host a b 10.0.0.0/8 md5", "host x d all md5", "host c d all md5"], [0, nil, 1]),
            (["host a b 10.0.0.0/8 md5", "host c d 10.0.0.0/8 md5", "host c d all md5"], [0, nil, 1]),
            (["host a b 10.0.0.0/8 md5", "host c d all md5", "host c d all md5"], [0, 1, nil]),
        ] as [([String], [Int?])]
    )
    func formerPlaces(lines: [String], places: [Int?]) throws {
        let before = try rules(["/h": "host a b 10.0.0.0/8 md5\nhost c d all md5\n"])
        let after = try rules(["/h": lines.joined(separator: "\n") + "\n"])
        #expect(RuleChange(from: before, to: after).formerPlaces == places)
    }

    @Test("a rule knows its place in its own file, and what stands in the files that it names")
    func places() throws {
        let rules = try rules([
            "/h": "local all a peer\ninclude more\nlocal @db @u trust\nlocal b,@db c trust\n",
            "/more": "# none\nlocal all x peer\nlocal all y peer\n", "/db": "d1 d2\n", "/u": "u1, \"all\"\n",
        ])
        #expect(rules.problems == [])
        #expect(rules.doubts == [])
        #expect(rules.rules.map(\.path) == ["/h", "/more", "/more", "/h", "/h"])
        #expect(rules.rules.map(\.index) == [0, 0, 1, 1, 2])
        #expect(rules.paths == ["/h", "/more"])
        #expect(rules.files["/more"]?.records.count == 2)
        #expect(rules.rules[3].databases.map(\.text) == ["d1", "d2"])
        #expect(rules.rules[3].users.map(\.text) == ["u1", "all"])
        #expect(rules.rules[3].users.map(\.isQuoted) == [false, true])
        #expect(rules.rules[4].databases.map(\.text) == ["b", "d1", "d2"])
        #expect(rules.rules[0].users.map(\.text) == ["a"])
    }

    @Test("files of names stand for 100,000 names of all rules together, and what goes beyond stays a file")
    func manyNames() throws {
        let names = (0..<50_000).map { "n\($0)" }.joined(separator: "\n")
        let line = "local all @f trust\n"
        let found = try rules(["/h": line + line + "local all @g trust\n", "/f": names, "/g": "one\n"]).rules
        #expect(found.map(\.users.count) == [50_000, 50_000, 1])
        #expect(found[2].users.map(\.text) == ["@g"])
    }

    @Test(
        "a file of names that has more in it than names is a doubt",
        arguments: ["a @g", "a /b", "a\0", "include x", "a include_dir", "# none", ""]
    )
    func unclearLists(text: String) throws {
        let found = try rules(["/h": "local all @f trust\n", "/f": text])
        #expect(found.doubts.map(\.kind) == [.list])
        #expect(found.rules.map { $0.users.map(\.text) } == [["@f"]])
        #expect(found.problems == [])
    }

    @Test("includes of rules go round, too deep, or nowhere as those of settings do")
    func includes() throws {
        #expect(throws: PostgresConfigurationError.cycle(path: "/h")) {
            try rules(["/h": "include b\n", "/b": "include h\n"])
        }
        #expect(throws: PostgresConfigurationError.unreadable(path: "/h", code: 2)) { try rules([:]) }
        let found = try rules([
            "/h":
                "include none\ninclude_if_exists none\ninclude_dir none\ninclude_dir empty\nlocal all all peer\n",
            "/empty/x": "",
        ])
        #expect(found.problems.map(\.line) == [1, 3])
        #expect(found.problems.allSatisfy { $0.kind == .missingInclude && $0.path == "/h" })
        #expect(found.rules.count == 1)
    }
}
