import TestSupport
import Testing

@testable import NodeEncryption

@Suite(
    "Entries of pcp.conf, judged by a real Pgpool-II",
    .enabled(if: PgpoolServer.isInstalled, "pgpool2 or PostgreSQL is not installed"),
    .enabled(if: Program.find("pcp_node_count") != nil, "pcp_node_count is not installed")
)
struct LivePCPTests {
    /// Of `secret`, by `md5sum`.
    private static let hash = "5ebe2294ecd0e0f08eab7690d2a6ee69"
    /// Of `secret` under the key `example key`, by `openssl enc`.
    private static let encrypted = "AESPb3h1wlUQ042PuH8pr8yIA=="

    @Test("those of which nothing is said let their users in, and the others nobody, nor any after no colon")
    func judged() throws {
        let folder = try TemporaryFolder()
        try folder.write("example key\n", to: "key")
        let server = try PgpoolServer(
            before: try PostgresServer(),
            in: folder,
            keyFile: folder.path("key"),
            rules: []
        )
        let entries = [
            "hashed:\(Self.hash)", "encrypted:\(Self.encrypted)", "plain:secret", "text:TEXTsecret",
            "large:\(Self.hash.uppercased())", "prefixed:md5\(Self.hash)", "return:\(Self.hash)\r",
            "empty:", "again:\(Self.hash)", "colonless", "after:\(Self.hash)",
        ]
        try folder.write("# c\n\n" + entries.joined(separator: "\n") + "\n", to: "pcp.conf")
        try ServerAccount.give(folder.path("pcp.conf"))
        var layout = NodeLayout(role: .pgpool)
        layout.configuration = folder.path("pgpool.conf")
        layout.passwords = folder.path("pool_passwd")
        var status = NodeStatus()
        status.readPCP(try PoolEntries(layout, keyPath: folder.path("key")))
        // The process that it has for them starts after those for clients.
        try #require(eventually { (try? logIn("hashed", to: server)) == true })
        for (index, entry) in entries.enumerated() {
            let user = String(entry.prefix { $0 != ":" })
            let codes = status.findings.filter { $0.line == index + 3 }.map(\.code)
            let expected: [NodeStatus.Code] =
                switch user {
                case "hashed", "again", "after": []
                case "encrypted": [.pcpEntryEncrypted]
                default: [.pcpEntryUnusable]
                }
            #expect(codes == expected, "\(user)")
            let getsIn = try logIn(user, to: server)
            // Later versions may decrypt an entry.
            if user == "encrypted" { continue }
            #expect(getsIn == (expected.isEmpty && user != "after"), "\(user)")
        }
    }

    /// Whether a program logs in to control Pgpool-II with the password `secret`.
    private func logIn(_ user: String, to server: PgpoolServer) throws -> Bool {
        let line = try server.folder.text("pgpool.conf").split(separator: "\n").first {
            $0.hasPrefix("pcp_port = ")
        }
        let files = try TemporaryFolder()
        try files.write("*:*:\(user):secret\n", to: "pcppass")
        let outcome = try #require(Program.find("pcp_node_count")).run(
            [
                "-w", "-h", server.folder.path, "-U", user,
                "-p", String(try #require(line).dropFirst("pcp_port = ".count)),
            ],
            environment: ["PCPPASSFILE": files.path("pcppass")]
        )
        return outcome.status == 0
    }
}
