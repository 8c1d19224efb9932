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
        let installed = try tool(["install", "--san", "127.0.0.1"])
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
            let connect = try tool(["connect", "--host", "127.0.0.1"])
            #expect(connect.status == (isLetIn ? 0 : 65), "\(files.keys): \(connect.errorText)")
        }
        try requireOpenLists("\(hash).r0")
        let again = try tool(["install", "--client-auth", "cert"])
        #expect(again.status == 0, "\(again.errorText)")
        #expect(!again.errorText.contains("ssl_crl_dir"), "\(again.errorText)")
        try requireEachAuthority()
    }

    /// What the server's user may not read is no list to the server.
    private func requireOpenLists(_ name: String) throws {
        guard geteuid() == 0, ServerAccount.postgres != nil else { return }
        for place in ["data/lists", "data/lists/" + name] {
            try #require(chown(server.folder.path(place), 0, 0) == 0)
            try #require(chmod(server.folder.path(place), 0o700) == 0)
            #expect(try node.logIn().status != 0)
            let status = try tool(["status", "--json"])
            #expect(status.text.contains("\"code\":\"certificate-without-list\""), "\(place): \(status.text)")
            try ServerAccount.give(server.folder.path(place))
            #expect(try node.logIn().status == 0)
        }
        #expect(try !tool(["status", "--json"]).text.contains("certificate-without-list"))
    }

    /// One authority's list is none of another.
    private func requireEachAuthority() throws {
        let root = "SSL-TLS/server/root.crt"
        let before = try server.folder.read(root)
        try server.folder.write(before + (try node.folder.read("other.crt")), to: root)
        try ServerAccount.give(server.folder.path(root))
        let status = try tool(["status", "--json"])
        #expect(status.text.contains("\"code\":\"authority-without-list\""), "\(status.text)")
        try server.folder.write(before, to: root)
        try ServerAccount.give(server.folder.path(root))
        #expect(try !tool(["status", "--json"]).text.contains("authority-without-list"))
    }
}
