import Glibc
import TestSupport
import Testing

/// The server says who gets in, and status must say the same.
@Suite(
    "postgres-ssl beside a directory of lists of revoked certificates",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .enabled(if: Programs.openssl != nil, "openssl is not installed"),
    .serialized
)
struct LiveRevocationFolderTests {
    private let node: RevocationNode
    private var server: PostgresServer { node.server }
    private var tool: PostgresSSLRun { node.tool }

    init() throws { node = try RevocationNode("ssl_crl_dir = 'lists'") }

    /// Has the folder hold these files alone; no reload follows.
    private func put(_ files: [String: [UInt8]]) throws {
        for name in server.folder.names(in: "data/lists") { unlink(server.folder.path("data/lists/" + name)) }
        _ = mkdir(server.folder.path("data/lists"), 0o755)
        try ServerAccount.give(server.folder.path("data/lists"))
        for (name, content) in files {
            try server.folder.write(content, to: "data/lists/" + name)
            try ServerAccount.give(server.folder.path("data/lists/" + name))
        }
    }

    @Test("who gets in by a certificate is what status says, for each way that lists can be there")
    func everyWay() throws {
        // No folder at all keeps everybody out, too.
        let refused = try tool(["install", "--client-auth", "cert"])
        #expect(
            refused.status == 65 && refused.errorText.contains("ssl_crl_dir names"),
            "\(refused.errorText)"
        )
        let installed = try tool(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")

        let root = server.folder.path("SSL-TLS/server/root")
        let hash = try node.openssl("x509 -in \(root).crt -noout -hash").filter { $0 != "\n" }
        let (own, other) = (try node.list(of: root), try node.list(of: "other"))
        let ended = try node.list(of: root, "-crl_lastupdate 240101000000Z -crl_nextupdate 240201000000Z")
        let cases: [(files: [String: [UInt8]], isLetIn: Bool)] = [
            ([:], false), (["list.pem": own], false), (["\(hash).r0": other], false),
            (["\(hash).r0": ended], false), (["\(hash).r1": own], false),
            (["\(hash).r0": ended, "\(hash).r1": own], true), (["\(hash).r0": own], true),
        ]
        for (files, isLetIn) in [([:], false)] + cases {
            try put(files)
            let outcome = try node.logIn()
            #expect((outcome.status == 0) == isLetIn, "\(files.keys): \(outcome.errorText)")
            let status = try tool(["status", "--json"])
            #expect(
                status.text.contains("\"code\":\"certificate-without-list\"") != isLetIn,
                "\(files.keys): \(status.text)"
            )
            if !isLetIn { #expect(status.text.contains("add a list of that authority there, as \(hash).r0")) }
        }
        let again = try tool(["install", "--client-auth", "cert"])
        #expect(again.status == 0, "\(again.errorText)")
        #expect(!again.errorText.contains("ssl_crl_dir"), "\(again.errorText)")
    }
}
