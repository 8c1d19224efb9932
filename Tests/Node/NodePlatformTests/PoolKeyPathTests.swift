import DurableFiles
import Testing

@testable import NodePlatform

@Suite("Where the pool key is")
struct PoolKeyPathTests {
    @Test("what was given comes before the variable, and both before the home; an empty text is none")
    func order() throws {
        #expect(PoolKeyPath.variable == "PGPOOLKEYFILE")
        let home = try PoolKeyPath.find(given: nil, variable: nil, homeOf: 0)
        #expect(home == "/root/.pgpoolkey")
        #expect(try PoolKeyPath.find(given: "/k", variable: "/v", homeOf: 0) == "/k")
        #expect(try PoolKeyPath.find(given: nil, variable: "/v", homeOf: 0) == "/v")
        #expect(try PoolKeyPath.find(given: "", variable: "/v", homeOf: 0) == "/v")
        #expect(try PoolKeyPath.find(given: "", variable: "", homeOf: 0) == home)
        #expect(try PoolKeyPath.find(given: nil, variable: nil, homeOf: 4_000_000_000) == nil)
    }

    @Test("who reads it is the owner of pgpool.conf, or the servers' account, whose group root's file has")
    func reader() {
        let accounts = Accounts(
            passwd: """
                root:x:0:0::/root:/bin/sh
                postgres:x:26:27::/var/lib/pgsql:/bin/sh
                ann:x:5:5::/home/ann:/bin/sh
                """,
            group: ""
        )
        func path(_ user: UInt32, _ group: UInt32, running: UInt32 = 0) -> String? {
            let owner = FileOwner(userID: user, groupID: group)
            return PoolKeyReader.find(owner: owner, running: running, accounts)?.path
        }
        #expect(path(26, 0) == "/var/lib/pgsql/.pgpoolkey")
        #expect(path(5, 5) == "/home/ann/.pgpoolkey")
        #expect(path(0, 27) == "/var/lib/pgsql/.pgpoolkey")
        #expect(path(0, 0) == nil)
        #expect(path(0, 5) == nil)
        #expect(path(99, 99) == nil)
        #expect(path(26, 27, running: 26) == nil)
    }
}
