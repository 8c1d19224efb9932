import DurableFiles
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("Who may read the pool key and pcp.conf, and how that is mended")
struct ReadableFilesTests {
    private static let server = FileOwner(userID: 26, groupID: 27)
    private static let root = FileOwner(userID: 0, groupID: 0)
    private static let rootsForServer = FileOwner(userID: 0, groupID: 27)
    private static let others = FileOwner(userID: 99, groupID: 99)

    @Test(
        "by mode and owner",
        arguments: [
            (0o600, server, true, false), (0o400, server, true, false), (0o200, server, false, false),
            (0o640, server, true, true), (0o604, server, true, true), (0o620, server, true, true),
            (0o600, root, false, false), (0o640, root, false, true), (0o644, root, true, true),
            (0o640, rootsForServer, true, false), (0o600, rootsForServer, false, false),
            (0o644, rootsForServer, true, true), (0o660, rootsForServer, true, true),
            (0o600, others, false, false), (0o640, others, false, true),
        ] as [(UInt32, FileOwner, Bool, Bool)]
    )
    func modes(mode: UInt32, owner: FileOwner, isServers: Bool, isOthers: Bool) {
        let attributes = FileAttributes(mode: mode, owner: owner)
        #expect(attributes.canBeRead(by: Self.server) == isServers)
        #expect(attributes.letsOthersRead(but: Self.server) == isOthers)
    }

    @Test("a server that could read a file of root's still can when it is closed to others")
    func closing() {
        let root = FileAttributes(mode: 0o644, owner: Self.root)
        #expect(root.closing("/a b", for: Self.server) == "chown 0:27 '/a b' && chmod 640 '/a b'")
        let server = FileAttributes(mode: 0o644, owner: Self.server)
        #expect(server.closing("/a b", for: Self.server) == "chmod 600 '/a b'")
        #expect(root.closing("/a b", for: Self.root) == "chmod 600 '/a b'")
    }

    @Test("a pool key that Pgpool-II cannot read is broken, whoever else can")
    func poolKey() throws {
        var status = NodeStatus()
        var layout = NodeLayout(role: .pgpool, owner: FileOwner(userID: 26, groupID: 27))
        layout.passwords = "/missing/pool_passwd"
        let folder = try TemporaryFolder()
        try folder.write("key\n", to: "key")
        let path = folder.path("key")
        status.readPoolKey(try PoolEntries(layout, keyPath: path))
        #expect(status.findings.map(\.code) == [.poolKeyUnreadable])
        #expect(status.findings.first?.cure == "chown 26 \(path)")
        layout.owner = .running
        var good = NodeStatus()
        good.readPoolKey(try PoolEntries(layout, keyPath: path))
        #expect(good.findings.isEmpty)
    }
}
