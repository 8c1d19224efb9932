import PostgresConfiguration
import Testing

/// What a rule lets go of that is for TLS alone from now on.
@Suite("Connections that rules let go of")
struct ReleasedConnectionsTests {
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

    @Test("no pair is found where the look-ups end before it is known to be one")
    func exhausted() throws {
        func names(_ letter: String) -> String { (0..<2_300).map { "\(letter)\($0)" }.joined(separator: ",") }
        let text = """
            host \(names("d")) \(names("u")) 10.0.0.0/8 md5
            host all all all md5
            hostnossl all all all reject
            host all all 10.0.0.0/8 trust
            """
        let after = text.replacing("host all all all", with: "hostssl all all all")
        let found = ReleasedConnections(by: RuleChange(from: try rules(text), to: try rules(after))) { _, _ in
            true
        }
        #expect(!found.isComplete)
        #expect(found.pairs.isEmpty)
    }

    /// The lines of rules that get connections once the rules of some lines are for TLS.
    private func released(
        _ text: String,
        turning turned: Set<Int> = [1],
        _ dialect: HostBasedAuthenticationDialect = .postgres(majorVersion: 15)
    ) throws -> [Int] {
        let lines = text.split(separator: "\n").enumerated().map { place, line in
            turned.contains(place + 1) ? "hostssl" + line.dropFirst(4) : String(line)
        }
        let change = RuleChange(
            from: try rules(text, dialect),
            to: try rules(lines.joined(separator: "\n"), dialect)
        )
        let found = ReleasedConnections(by: change) { _, _ in true }
        #expect(found.isComplete)
        return found.pairs.map(\.latter.record.line)
    }

    @Test(
        "go to those behind that are for any of them",
        arguments: [
            ("host all all all md5\nhost all all 10.0.0.0/8 trust", [2]),
            ("host all all all md5\nhostssl all all all trust", []),
            ("host all all all md5\nhostnossl all all all trust", [2]),
            ("host all all all md5\nhostgssenc all all all gss", [2]),
            ("host all all all md5\nlocal all all trust", []),
            // Each is for what one of the two is not.
            ("host all a 10.0.0.0/8 md5\nhost all all 10.1.0.0/16 trust", [2]),
            ("host all all 10.0.0.0/8 md5\nhost all all 11.0.0.0/8 trust", []),
            ("host all a all md5\nhost all b all trust", []),
            ("host x all all md5\nhost y all all trust", []),
            ("host all all 10.0.0.1 255.0.0.255 md5\nhost all all 10.9.0.0/16 trust", [2]),
            // What is not known is taken for both.
            ("host all a all md5\nhost all +g all trust", [2]),
            ("host all @f all md5\nhost all +g all trust", [2]),
            ("host x all all md5\nhost samerole all all trust", [2]),
            ("host all all .example.com md5\nhost all all samenet trust", [2]),
            // Physical replication is no database.
            ("host all all all md5\nhost replication all all trust", []),
            ("host replication all all md5\nhost replication all all trust", [2]),
            ("host replication all all md5\nhost samerole all all trust", []),
            ("host all replication all md5\nhost all replication all trust", [2]),
        ]
    )
    func overlaps(text: String, expected: [Int]) throws {
        #expect(try released(text.replacing("@f", with: "\"@f\"")) == expected)
    }

    @Test("stay with a rule between that takes them all, and with one before that did so already")
    func kept() throws {
        #expect(
            try released("host all all all md5\nhostnossl all all all reject\nhost all all all trust") == [2]
        )
        let before = "host all all 10.0.0.0/8 md5\nhost all all 10.0.0.0/8 md5\nhost all all 10.0.0.0/8 trust"
        #expect(try released(before, turning: [2]) == [])
        let word =
            "host all all 0.0.0.0/0 md5\nhostnossl all all 0.0.0.0/0 reject\nhost all all samehost trust"
        #expect(try released(word) == [2])
        let network =
            "host all all 10.0.0.0/8 md5\nhostnossl all all 10.0.0.0/8 reject\nhost all all samenet trust"
        #expect(try released(network) == [2])
        // Two that take half each are not put together.
        let halves = "hostnossl all all 0.0.0.0/1 reject\nhostnossl all all 128.0.0.0/1 reject"
        #expect(
            try released("host all all 0.0.0.0/0 md5\n\(halves)\nhost all all 0.0.0.0/0 trust") == [2, 3, 4]
        )
    }

    @Test("of Pgpool-II are of a database of the name of replication, too")
    func pgpool() throws {
        #expect(
            try released("host all all all md5\nhost replication all all trust", turning: [1], .pgpool) == [2]
        )
    }

    @Test("are told of by thousands of rules, where those behind ask for the same and but one for less")
    func many() throws {
        // Pair by pair these would be more than may be compared.
        let lines = (0..<5_000).map { "host d u\($0) 10.0.\($0 >> 8).\($0 & 255)/32 md5\n" }.joined()
        let last = "host all u4321 all trust\n"
        let change = RuleChange(
            from: try rules(lines + last),
            to: try rules(lines.replacing("host ", with: "hostssl ") + last)
        )
        let found = ReleasedConnections(by: change) { $0.method != $1.method }
        #expect(found.isComplete)
        #expect(found.pairs.map(\.former.record.line) == [4_322])
        #expect(found.pairs.map(\.latter.record.line) == [5_001])
    }

    @Test("count only where it matters who decides instead")
    func sorts() throws {
        let text = "host all a all trust\nhost all a,b all md5\n"
        let change = RuleChange(
            from: try rules(text + "host all a all reject\n"),
            to: try rules(text.replacing("host ", with: "hostssl ") + "host all a all reject\n")
        )
        let found = ReleasedConnections(by: change) { former, _ in former.method == "md5" }
        #expect(found.pairs.map(\.former.record.line) == [2])
    }
}
