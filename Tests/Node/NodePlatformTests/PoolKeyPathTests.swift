import DurableFiles
import Testing

@testable import NodePlatform

@Suite("Where the pool key is")
struct PoolKeyPathTests {
    @Test("what was given comes before the variable, and both before the home; an empty text is none")
    func order() throws {
        let home = try PoolKeyPath.find(given: nil, variable: nil, homeOf: 0)
        #expect(home == "/root/.pgpoolkey")
        #expect(try PoolKeyPath.find(given: "/k", variable: "/v", homeOf: 0) == "/k")
        #expect(try PoolKeyPath.find(given: nil, variable: "/v", homeOf: 0) == "/v")
        #expect(try PoolKeyPath.find(given: "", variable: "/v", homeOf: 0) == "/v")
        #expect(try PoolKeyPath.find(given: "", variable: "", homeOf: 0) == home)
        #expect(try PoolKeyPath.find(given: nil, variable: nil, homeOf: 4_000_000_000) == nil)
    }
}
