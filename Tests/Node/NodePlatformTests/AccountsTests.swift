import DurableFiles
import Testing

@testable import NodePlatform

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
            ("nobody-here", NodePlatformError.unknownUser("nobody-here")),
            ("5000", .unknownUser("5000")),
            ("postgres:wheel", .unknownGroup("wheel")),
            ("", .invalidOwner("")),
            (":postgres", .invalidOwner(":postgres")),
            ("postgres:", .invalidOwner("postgres:")),
            ("postgres:1:2", .unknownGroup("1:2")),
            ("4294967295:0", .unknownUser("4294967295")),
            ("-1:0", .unknownUser("-1")),
        ]
    )
    func refused(text: String, error: NodePlatformError) {
        #expect(throws: error) { try accounts.owner(text) }
    }

    @Test("What a user may write into a field of his own moves no other field, whatever characters it has")
    func fields() throws {
        let accounts = Accounts(
            passwd: "eve:x:500:500:\u{301}Eve:/home/eve:/bin/sh\r\nbob:x:501:501:B:/home/bob:/bin/sh\n",
            group: "eve:x:500:\r\nbob:x:501:\n"
        )
        #expect(accounts.user(named: "eve")?.home == "/home/eve")
        #expect(accounts.user(named: "bob")?.home == "/home/bob")
        #expect(try accounts.owner("bob:bob") == FileOwner(userID: 501, groupID: 501))
        #expect(throws: NodePlatformError.unknownGroup("\u{301}bob")) { try accounts.owner("bob:\u{301}bob") }
    }

    @Test("A full name need not be UTF-8, and a user whose log-in name is not is none")
    func octets() {
        let accounts = Accounts(
            passwd: Array("joe:x:1:1:J".utf8) + [0xF6] + Array(":/home/joe:/bin/sh\nj".utf8) + [0xF6]
                + Array("e:x:2:2::/home/j:/bin/sh\n".utf8),
            group: []
        )
        #expect(accounts.user(numbered: 1)?.home == "/home/joe")
        #expect(accounts.user(numbered: 2) == nil)
    }

    @Test("This host has a root")
    func host() throws {
        #expect(try Accounts.ofThisHost().owner("root") == FileOwner(userID: 0, groupID: 0))
    }

    @Test("The name of this host is the one that the kernel tells")
    func hostName() throws {
        let told = try Folder("/proc/sys/kernel").read("hostname", limit: 256)
        #expect(HostName.current() + "\n" == String(decoding: told, as: UTF8.self))
    }
}
