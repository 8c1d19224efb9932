import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What a server complains of before and after a change")
struct ServerComplaintsTests {
    private let pending =
        "setting\t/data/postgresql.conf\t9\tshared_buffers = 64MB\tsetting could not be applied\n"
    private let rule = "rule\t/data/pg_hba.conf\t4\t\tunbekannte Methode\n"

    private func new(
        _ after: String,
        since before: String,
        changesRules: Bool = false
    ) throws -> [String] {
        try ServerComplaints(after).new(since: ServerComplaints(before), changesRules: changesRules)
            .map(\.description)
    }

    @Test("what was there before is not new, in whatever language, and on whatever line it stands now")
    func before() throws {
        let moved = "setting\t/data/postgresql.conf\t7\tshared_buffers = 64MB\tsetting could not be applied\n"
        #expect(try new(pending + rule, since: rule + pending) == [])
        #expect(try new(moved, since: pending) == [])
        #expect(try new("", since: pending) == [])
    }

    @Test("another file, setting, value or reason is new, and so is one more of a kind")
    func new() throws {
        let said = ["/data/postgresql.conf, line 9: shared_buffers = 64MB: setting could not be applied"]
        for (part, other) in [
            ("postgresql", "other"), ("shared_buffers", "ssl"), ("64MB", "65MB"), ("could", "should"),
        ] {
            #expect(try new(pending, since: pending.replacing(part, with: other)) == said)
        }
        #expect(try new(pending + pending, since: pending) == said)
    }

    @Test("with a refused rule no rule takes effect, so that it counts where rules change")
    func rules() throws {
        #expect(try new(rule, since: rule) == [])
        #expect(
            try new(rule, since: rule, changesRules: true) == [
                "/data/pg_hba.conf, line 4: unbekannte Methode"
            ]
        )
        #expect(try new(pending, since: pending, changesRules: true) == [])
    }

    @Test("a setting whose line was taken out is known by what the server says of it without a line")
    func removed() throws {
        let said = "parameter \"max_wal_senders\" cannot be changed without restarting the server"
        let complaint = try #require(try ServerComplaints("setting\t\t\t\t\(said)\n").all.first)
        #expect(complaint.isRemoval && complaint.name == "max_wal_senders" && complaint.description == said)
        for other in [
            "setting\t/c\t3\t\t\(said)\n", "setting\t\t\t\tsyntax error\n", "rule\t\t\t\t\(said)\n",
        ] {
            #expect(try ServerComplaints(other).all.first?.isRemoval == false)
        }
    }

    @Test("an answer that is none is an error, and no silence")
    func malformed() {
        for answer in ["rule\n", "rule\t\t1\t\tx\ty\n", "note\t\t1\t\tx\n"] {
            #expect(throws: NodeEncryptionError.self) { try ServerComplaints(answer) }
        }
    }

    @Test(
        "lists of names and paths, as the server divides them",
        arguments: [
            ("", []), (" a , b ", ["a", "b"]), ("\"a, b\",c", ["a, b", "c"]), ("\"a\"\"b\"", ["a\"b"]),
            ("a,,b", nil), ("a,", nil), ("\"a", nil), ("\"\", x", ["", "x"]), (" \" a \" , b", [" a ", "b"]),
        ] as [(String, [String]?)]
    )
    func lists(_ text: String, _ expected: [String]?) {
        #expect(PostgresService.elements(of: text) == expected)
    }
}
