import Testing

@testable import NodeEncryption

@Suite("What status names as a cure")
struct StatusCureTests {
    @Test(
        "the pair of the platform's user is made again for him, whomever the node was installed for",
        arguments: [(nil, ""), ("webadmin", ""), ("app", " --user webadmin")] as [(String?, String)]
    )
    func user(_ user: String?, _ option: String) throws {
        let pair = try TwoPgpools()
        let node = try Node(pair.choices("one", certificates: "set"))
        let status = NodeStatus(
            node.layout,
            user: user,
            statePath: node.statePath,
            recordsPath: node.recordsPath,
            at: .now
        )
        #expect(status.completed("postgres-ssl reissue client") == "postgres-ssl reissue client" + option)
        let other = "postgres-ssl reissue client --user ann"
        #expect(status.completed(other) == other)
    }
}
