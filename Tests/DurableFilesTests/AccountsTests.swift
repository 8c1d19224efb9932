import DurableFiles
import Testing

@Suite("Accounts")
struct AccountsTests {
    let accounts = Accounts(
        passwd: """
            root:x:0:0:root:/root:/bin/bash
            broken line
            postgres:x:700:701:PostgreSQL:/var/lib/pgsql:/bin/bash
            4711:x:12:13::/:/bin/false
            """,
        group: "root:x:0:\npostgres:x:701:\nssl-cert:x:105:postgres\n"
    )

    @Test("A user alone brings the first group, a group beside it takes its place")
    func names() throws {
        #expect(try accounts.owner("postgres") == FileOwner(userID: 700, groupID: 701))
        #expect(try accounts.owner("postgres:ssl-cert") == FileOwner(userID: 700, groupID: 105))
        #expect(accounts.user(named: "postgres")?.home == "/var/lib/pgsql")
        #expect(accounts.user(numbered: 700)?.name == "postgres")
    }

    @Test("Numbers stand for users and groups, but a name of digits comes first")
    func numbers() throws {
        #expect(try accounts.owner("700") == FileOwner(userID: 700, groupID: 701))
        #expect(try accounts.owner("5000:6000") == FileOwner(userID: 5000, groupID: 6000))
        #expect(try accounts.owner("4711") == FileOwner(userID: 12, groupID: 13))
    }

    @Test(
        "What names nobody is refused by name",
        arguments: [
            ("nobody-here", FileError.unknownUser("nobody-here")),
            ("5000", .unknownUser("5000")),
            ("postgres:wheel", .unknownGroup("wheel")),
            ("", .invalidOwner("")),
            (":postgres", .invalidOwner(":postgres")),
            ("postgres:", .invalidOwner("postgres:")),
            ("4294967295:0", .unknownUser("4294967295")),
            ("-1:0", .unknownUser("-1")),
        ]
    )
    func refused(text: String, error: FileError) {
        #expect(throws: error) { try accounts.owner(text) }
    }

    @Test("This host has a root")
    func host() throws {
        #expect(try Accounts.ofThisHost().owner("root") == FileOwner(userID: 0, groupID: 0))
    }
}
