import Foundation
import TestSupport
import Testing

@testable import PostgresConfiguration

@Suite(
    "Rules that a running PostgreSQL takes or refuses",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct JudgedRulesTests {
    @Test(
        "each method on each type of line with each option, and expressions and lists, as the server has them"
    )
    func corpus() throws {
        let server = try PostgresServer()
        let version = Int(try server.query("SHOW server_version_num").prefix(2)) ?? 0
        var text = "local all postgres trust\n"
        text += RuleCorpus.records
        for user in RuleCorpus.users { text += "host all \(user) all md5\nlocal \(user) all trust\n" }
        text += "local all \(String(repeating: "x", count: 10_239)) trust\n"
        text += "local all \(String(repeating: "x", count: 10_240)) trust\n"
        text += "local all \(String(repeating: "x", count: 10_239)),y trust\n"
        for (secrets, count) in RuleCorpus.radiusLists {
            text +=
                RuleCorpus.radius((1...max(count ?? 1, 1)).map { "10.0.0.\($0)" }, secrets: secrets) + "\n"
        }
        for (name, content) in [("none-of-these", ""), ("empty", "# no name\n"), ("one", "a\n")] {
            try server.folder.write(content, to: "data/" + name)
            try ServerAccount.give(server.folder.path("data/" + name))
        }
        try server.folder.write(text, to: "data/pg_hba.conf")
        try ServerAccount.give(server.folder.path("data/pg_hba.conf"))

        let found = try verdicts(server)
        let rules = try HostBasedAuthenticationRules(
            path: server.folder.path("data/pg_hba.conf"),
            dialect: .postgres(majorVersion: version),
            from: ConfigurationFileSystem()
        )
        let refused = Dictionary(grouping: rules.problems, by: \.line)
        let doubts = Set(rules.doubts.map(\.line))
        var silent: Set<String> = []
        var counts = (taken: 0, refused: 0, doubts: 0)
        for (number, line) in text.split(separator: "\n").enumerated() {
            let (isRefused, said) = try #require(found[number + 1], "\(line.prefix(80))")
            if doubts.contains(number + 1) {
                counts.doubts += 1
                continue
            }
            if isRefused { counts.refused += 1 } else { counts.taken += 1 }
            let own = refused[number + 1]
            #expect(
                isRefused == (own != nil),
                "\(line.prefix(120)): \(said); \(own.map { "\($0)" } ?? "taken")"
            )
            if isRefused, said.isEmpty, let own = own?.first { silent.insert("\(own.kind)") }
        }
        #expect(counts.taken > 300 && counts.refused > 5000 && counts.doubts < 100, "\(counts)")
        // Of these only the log of some version says anything.
        let known = ["radiusports", "radiussecrets"].map { "the value of \($0) is not valid" }
        let lists = ["radiusidentifiers", "radiusports", "radiussecrets"].map {
            "\($0) must be one value, or as many as radiusservers"
        }
        #expect(silent.isSubset(of: known + (version < 14 ? lists : [])), "\(silent)")
    }

    /// The server's expressions are the same in a query as, from 16 on, in its HBA files.
    @Test("an expression that is taken or refused here compiles, or does not, on the server, whatever it is")
    func expressions() throws {
        let server = try PostgresServer()
        try server.query(
            """
            CREATE FUNCTION compiles(text) RETURNS char LANGUAGE plpgsql AS $$
            BEGIN
                PERFORM '' ~ ($1 COLLATE "C");
                RETURN 't';
            EXCEPTION WHEN invalid_regular_expression THEN
                RETURN 'f';
            END $$
            """
        )
        let pieces = [
            "a", "b", "Z", "0", "9", "é", "_", " ", "-", "^", "$", ".", "*", "+", "?", "|", "(", ")", "[",
            "]", "[^",
            "{", "}", "{2}", "{3,1}", ",", "\\", "\\d", "\\.", "\\y", "\\1", "a-z", "z-a", "(?", ":", "***",
            "=", "\"", "'",
            "(a)", "[a-c]", "a*", "[]", "[[:", ":]]", "[z-a]", "[9-0]", "[0-9-]",
        ]
        var random = SeededRandom(seed: 16)
        let made = (0..<4000).map { _ in
            let octets = random.bytes(count: 8)
            return octets.dropFirst().prefix(1 + Int(octets[0] % 7)).map { pieces[Int($0) % pieces.count] }
                .joined()
        }
        for (expression, form) in RuleCorpus.expressions where form != .unclear {
            let verdict = try server.query("SELECT compiles('\(expression)')")
            #expect((verdict == "t") == (form == .valid), "\(expression)")
        }
        var counts = (taken: 0, refused: 0, doubts: 0)
        for start in stride(from: 0, to: made.count, by: 1000) {
            let expressions = made[start..<start + 1000]
            let literals = expressions.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: ",")
            let verdicts = try server.query(
                "SELECT string_agg(compiles(e), '' ORDER BY n) "
                    + "FROM unnest(ARRAY[\(literals)]) WITH ORDINALITY AS list(e, n)"
            )
            try #require(verdicts.count == 1000)
            for (expression, verdict) in zip(expressions, verdicts) {
                let quoted = "\"/\(expression.replacing("\"", with: "\"\""))\""
                let file = authentication("host all \(quoted) all md5\n", .postgres(majorVersion: 16))
                if !file.doubts.isEmpty {
                    counts.doubts += 1
                    continue
                }
                if verdict == "t" { counts.taken += 1 } else { counts.refused += 1 }
                #expect(file.problems.map(\.kind) == (verdict == "t" ? [] : [.expression]), "\(expression)")
            }
        }
        #expect(counts.taken > 200 && counts.refused > 100, "\(counts)")
    }

    @Test("includes, where the version has them, and lines that look like one")
    func includes() throws {
        let server = try PostgresServer()
        let version = Int(try server.query("SHOW server_version_num").prefix(2)) ?? 0
        let lines = [
            "local all postgres trust", "include more", "include more,none", "\"include\" \"more\"",
            "include,x more",
            "include none", "include none,more", "include more x", "include", "include_if_exists none",
            "include_if_exists", "include_dir none", "include_dir rules,none", "include_dir more",
            "includes more",
        ]
        try FileManager.default.createDirectory(
            atPath: server.folder.path("data/rules"),
            withIntermediateDirectories: false
        )
        try ServerAccount.give(server.folder.path("data/rules"))
        let texts = [
            "more": "local all all peer\nlocal all all cert\n", "rules/a.conf": "local all all trust\n",
            "pg_hba.conf": lines.joined(separator: "\n") + "\n",
        ]
        for (name, text) in texts {
            try server.folder.write(text, to: "data/" + name)
            try ServerAccount.give(server.folder.path("data/" + name))
        }
        let found = try verdicts(server)
        let rules = try HostBasedAuthenticationRules(
            path: server.folder.path("data/pg_hba.conf"),
            dialect: .postgres(majorVersion: version),
            from: ConfigurationFileSystem()
        )
        let refused = rules.problems.filter { $0.path.hasSuffix("pg_hba.conf") }.map(\.line)
        #expect(Set(refused) == Set(found.filter(\.value.isRefused).keys))
        // From 16 on the rows say in which file; each include of the same file adds its lines.
        if version < 16 { return }
        let all = try server.query("SELECT count(*) FROM pg_hba_file_rules WHERE type IS NOT NULL")
        #expect(all == "\(rules.rules.count)")
    }

    /// What the server says of the lines of the main file.
    private func verdicts(_ server: PostgresServer) throws -> [Int: (isRefused: Bool, said: String)] {
        let answer = try server.query(
            "SELECT coalesce(json_agg(r), '[]') FROM (SELECT line_number AS line, type, error "
                + "FROM pg_hba_file_rules r "
                + "WHERE coalesce(to_jsonb(r)->>'file_name', 'pg_hba.conf') LIKE '%pg_hba.conf') r"
        )
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(answer.utf8)) as? [[String: Any]])
        var found: [Int: (isRefused: Bool, said: String)] = [:]
        for row in rows {
            // TLS is off: of a line for it the view says so, and has it all the same.
            let line = try #require(row["line"] as? Int)
            found[line] = (row["type"] is NSNull, row["error"] as? String ?? "")
        }
        return found
    }
}
