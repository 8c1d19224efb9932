import TestSupport
import Testing

@testable import PostgresConfiguration

@Suite("What comparing HBA rules costs")
struct RuleCoverageWorkTests {
    private func rules(
        _ lines: some Sequence<String>,
        _ dialect: HostBasedAuthenticationDialect = .postgres(majorVersion: 15)
    ) throws -> HostBasedAuthenticationRules {
        let text = lines.map { $0 + "\n" }.joined()
        return try HostBasedAuthenticationRules(
            path: "/h",
            dialect: dialect,
            from: InMemorySource(texts: ["/h": text, "/f": "a\n"])
        )
    }

    @Test(
        "the steps grow with the rules, not with their square",
        arguments: [
            // One user a rule, one address a rule, both; rules that all are behind the first.
            { (number: Int) in "host db\(number) u\(number) 10.0.0.0/8 md5" },
            { "host all all 10.\($0 >> 16).\($0 >> 8 & 255).\($0 & 255)/32 md5" },
            { "hostssl db u\($0) fe80::\(String($0 & 0xFFFF, radix: 16))/\(64 + $0 % 65) md5" },
            { $0 == 0 ? "host all all all md5" : "host a,b,c x,y,z 10.0.0.\($0 & 255)/32 md5" },
            { "host all all host\($0).example md5" }, { "local db\($0) all peer" },
        ] as [@Sendable (Int) -> String]
    )
    func linear(line: @Sendable (Int) -> String) throws {
        for count in [1_000, 16_000] {
            let coverage = try rules((0..<count).map(line)).coverage
            #expect(coverage.isComplete)
            #expect(coverage.stepCount <= 600 * count)
        }
    }

    /// Of each rule one step for each of its databases and users that is asked for, one for each entry that is then
    /// looked up, and one for each that it makes.
    @Test("each look-up and entry is a step, and the last one that may be is taken")
    func steps() throws {
        for (lines, count) in [
            (["local a u peer"], 2), (["local a u peer", "local a u peer"], 5),
            (["local a u peer", "local b u peer"], 4), (["local a,b u peer"], 3),
            (["local a,b u peer", "local a,b u peer"], 3 + 2 + 2 + 2),
        ] {
            let rules = try rules(lines)
            #expect(rules.coverage.stepCount == count, "\(lines)")
            #expect(RuleCoverage(of: rules, maximumStepCount: count).isComplete)
            #expect(!RuleCoverage(of: rules, maximumStepCount: count - 1).isComplete)
        }
    }

    @Test("of rules that are all alike it is told in one walk which of them connections reach")
    func alike() throws {
        let coverage = try rules(["local all all peer"] + (0..<160_000).map { _ in "host all all all trust" })
            .coverage
        #expect(coverage.reachable.map(\.record.line) == [1, 2])
        #expect(coverage.unreachable.count == 159_999)
        #expect(coverage.stepCount <= 10 * 160_000)
    }

    @Test("150,000 rules of one database, user and address each are all compared")
    func many() throws {
        let lines = (0..<150_000).map { "host db\($0 % 9) u\($0) 10.\($0 % 5).0.0/\(16 + $0 % 8) md5" }
        let coverage = try rules(lines + ["host db1 u1 10.1.0.0/24 md5"]).coverage
        #expect(coverage.isComplete)
        #expect(coverage.unreachable.map(\.record.line) == [150_001])
    }

    @Test(
        "lists that multiply beyond the bound end the comparing, and it is said; none is called unreachable"
    )
    func lists() throws {
        let names = (0..<3_000).map { "n\($0)" }.joined(separator: ",")
        let lines = (0..<4).map { _ in "host \(names) \(names) all md5" }
        let coverage = try rules(lines + ["host all all all md5"]).coverage
        #expect(!coverage.isComplete)
        #expect(coverage.stepCount <= RuleCoverage.maximumStepCount)
        #expect(coverage.unreachable.isEmpty)
        #expect(coverage.admittingPlainConnections.map(\.record.line) == [1, 2, 3, 4, 5])
    }

    @Test("masks of no network are looked up one by one, within the bound")
    func masks() throws {
        let lines = (0..<20_000).map {
            "host all all 10.0.0.0 255.\($0 >> 8 & 255).\($0 & 255).\($0 >> 4 & 255) md5"
        }
        let coverage = try rules(lines).coverage
        #expect(!coverage.isComplete)
        #expect(coverage.stepCount <= RuleCoverage.maximumStepCount)
    }

    @Test("on rules at random it says what comparing each with all before it does", arguments: [1, 2, 3, 4])
    func asByHand(seed: UInt64) throws {
        var random = SeededRandom(seed: seed)
        func pick(_ items: [String]) -> String { items[Int(random.next() % UInt64(items.count))] }
        let types = ["local", "host", "host", "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"]
        let names = [
            "all", "a", "b", "\"a\"", "\"all\"", "replication", "sameuser", "samerole", "samegroup", "+g",
            "\"+g\"",
            "@f", "\"@f\"", "a\u{301}", "\u{E1}", "\u{FFFD}",
        ]
        let addresses = [
            "all", "samehost", "samenet", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "0.0.0.0/0", "::/0",
            "fe80::/10", "fe80::1/128", "10.1.2.3 255.0.255.0", "a.example", "b.example", "a\u{301}.e",
            "\u{E1}.e",
        ]
        for dialect in [HostBasedAuthenticationDialect.postgres(majorVersion: 15), .pgpool] {
            for _ in 0..<400 {
                let lines = (0..<8).map { _ in
                    let type = dialect == .pgpool ? pick(Array(types.prefix(5))) : pick(types)
                    let lists = (0..<2).map { _ in
                        (0...Int(random.next() % 2)).map { _ in pick(names) }.joined(separator: ",")
                    }
                    let address = type == "local" ? "" : pick(addresses)
                    return "\(type) \(lists[0]) \(lists[1]) \(address) \(pick(["md5", "reject"]))"
                }
                let rules = try rules(lines, dialect)
                let coverage = rules.coverage
                let plain = PlainCoverage(rules)
                #expect(rules.problems == [])
                #expect(coverage.unreachable == plain.unreachable, "\(lines)")
                let others = rules.rules.filter { !plain.unreachable.contains($0) }
                #expect(coverage.reachable == others, "\(lines)")
                #expect(coverage.admittingPlainConnections == plain.admitting, "\(lines)")
            }
        }
    }
}

/// The definition, rule by rule: each is held against all before it, whatever that costs.
private struct PlainCoverage {
    var unreachable: [HostBasedAuthenticationRules.Rule] = []
    var admitting: [HostBasedAuthenticationRules.Rule] = []
    private let dialect: HostBasedAuthenticationDialect

    init(_ rules: HostBasedAuthenticationRules) {
        dialect = rules.dialect
        for (index, rule) in rules.rules.enumerated() {
            let earlier = rules.rules[..<index].map(\.record)
            let kinds = rule.record.type.connections
            if !isReached(rule.record, by: kinds, behind: earlier) { unreachable.append(rule) }
            if kinds.contains(.plain), rule.record.method != "reject",
                isReached(rule.record, by: .plain, behind: earlier)
            {
                admitting.append(rule)
            }
        }
    }

    private typealias Record = HostBasedAuthenticationRecord
    private typealias Token = HostBasedAuthenticationToken

    private func isReached(_ record: Record, by kinds: ConnectionKinds, behind earlier: [Record]) -> Bool {
        for kind in [ConnectionKinds.local, .plain, .tls, .gss] where kinds.contains(kind) {
            let families: [NetworkAddress.Family?] = kind == .local ? [nil] : NetworkAddress.Family.allCases
            for family in families {
                if case .network(let network) = record.address, network.family != family { continue }
                for database in record.databases {
                    for user in record.users {
                        let isCovered = earlier.contains {
                            $0.type.connections.contains(kind) && covers($0.address, record.address, family)
                                && covers($0.databases, database: database) && covers($0.users, user: user)
                        }
                        if !isCovered { return true }
                    }
                }
            }
        }
        return false
    }

    private func covers(_ own: Record.Address?, _ other: Record.Address?, _ family: NetworkAddress.Family?)
        -> Bool
    {
        switch (own, other) {
        case (nil, nil), (.all, _), (.sameHost, .sameHost), (.sameNet, .sameNet), (.sameNet, .sameHost): true
        case (.network(let own), .network(let others)): own.contains(others)
        case (.network(let own), _): own.family == family && own.isEverything
        case (.name(let own), .name(let others)):
            own.utf8.elementsEqual(others.utf8) && !own.contains("\u{FFFD}")
        default: false
        }
    }

    private func covers(_ tokens: [Token], database: Token) -> Bool {
        let isPostgres = dialect != .pgpool
        if isPostgres, database.keyword == .replication {
            return tokens.contains { $0.keyword == .replication }
        }
        let own: [HostBasedAuthenticationKeyword] = [.sameUser, .sameRole, .sameGroup]
        return tokens.contains { token in
            if token.keyword == .all { return true }
            if isPostgres, database.keyword == .sameUser { return token.keyword.map(own.contains) ?? false }
            return means(token, database, HostBasedAuthenticationKeyword.allCases, groups: true)
        }
    }

    private func covers(_ tokens: [Token], user: Token) -> Bool {
        tokens.contains {
            $0.keyword == .all || means($0, user, [.all, .replication], groups: dialect != .pgpool)
        }
    }

    private func means(
        _ one: Token,
        _ other: Token,
        _ keywords: [HostBasedAuthenticationKeyword],
        groups: Bool
    ) -> Bool {
        guard one.text.utf8.elementsEqual(other.text.utf8), !one.text.contains("\u{FFFD}") else {
            return false
        }
        let first = one.text.utf8.first
        let isSpecial =
            keywords.contains { $0.rawValue == one.text } || first == UInt8(ascii: "@")
            || (groups && first == UInt8(ascii: "+"))
        return one.isQuoted == other.isQuoted || !isSpecial
    }
}
