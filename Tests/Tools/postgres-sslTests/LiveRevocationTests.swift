import Glibc
import TestSupport
import Testing

/// A list of revoked certificates of another authority refuses every client certificate of the node's.
@Suite(
    "postgres-ssl beside a list of revoked certificates",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .enabled(if: Programs.openssl != nil, "openssl is not installed"),
    .serialized
)
struct LiveRevocationTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(
            settings: ["ssl_crl_file = 'list.pem'"],
            rules: ["hostssl all webadmin all cert", "hostssl all all all scram-sha-256"]
        )
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN")
        try openssl([
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other", "-keyout", "other.key",
            "-out",
            "other.crt",
        ])
        try giveList(of: folder.path("other"))
    }

    private func openssl(_ arguments: [String]) throws {
        let outcome = try #require(Programs.openssl).run(arguments, folder: folder.path)
        try #require(outcome.status == 0, "\(outcome.errorText)")
    }

    /// Gives the server a list of the authority whose files begin so.
    private func giveList(of authority: String, revoking certificate: String? = nil) throws {
        try folder.write("", to: "index")
        try folder.write(
            "[ca]\ndefault_ca = own\n[own]\ndatabase = \(folder.path("index"))\ndefault_md = sha256\n",
            to: "settings"
        )
        let signer = ["-config", "settings", "-keyfile", authority + ".key", "-cert", authority + ".crt"]
        if let certificate { try openssl(["ca", "-revoke", certificate] + signer) }
        try openssl([
            "ca", "-gencrl", "-config", "settings", "-crldays", "30", "-keyfile", authority + ".key", "-cert",
            authority + ".crt", "-out", "list.pem",
        ])
        try server.folder.write(try folder.read("list.pem"), to: "data/list.pem")
        try ServerAccount.give(server.folder.path("data/list.pem"))
    }

    private func logIn() throws -> Program.Outcome {
        let set = server.folder.path("SSL-TLS/")
        for name in ["client.crt", "client.key"] {
            try folder.write(try server.folder.read("SSL-TLS/client/" + name), to: name)
        }
        return try server.psql(
            "host=127.0.0.1 user=webadmin dbname=postgres sslmode=verify-ca sslrootcert=\(set)server/root.crt "
                + "sslcert=\(folder.path("client.crt")) sslkey=\(folder.path("client.key"))"
        )
    }

    @Test("nobody gets in by a certificate then: install refuses the rule, and status calls it broken")
    func otherList() throws {
        let before = try server.folder.text("data/pg_hba.conf")
        let refused = try tool(["install", "--client-auth", "cert"])
        #expect(refused.status == 65, "\(refused.text)")
        #expect(refused.errorText.contains("has no valid list of this node's root"), "\(refused.errorText)")
        #expect(try server.folder.text("data/pg_hba.conf") == before)
        #expect(!server.folder.names().contains("SSL-TLS"))

        let installed = try tool(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(try logIn().status != 0)
        #expect(server.log().contains("certificate verify failed"))
        let status = try tool(["status", "--json"])
        #expect(status.status == 2)
        #expect(status.text.contains("\"code\":\"certificate-without-list\""), "\(status.text)")

        try giveList(of: server.folder.path("SSL-TLS/server/root"))
        try server.reload()
        let outcome = try logIn()
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let mended = try tool(["status", "--json"]).text
        #expect(!mended.contains("certificate-without-list"))
        let again = try tool(["install", "--client-auth", "cert"])
        #expect(again.status == 0, "\(again.errorText)")
        #expect(!again.errorText.contains("ssl_crl_file"), "\(again.errorText)")
    }

    @Test("a client whose certificate is on the list does not get in, and status names it")
    func revoked() throws {
        try #require(try tool(["install"]).status == 0)
        let root = server.folder.path("SSL-TLS/server/root")
        try giveList(of: root)
        try server.reload()
        #expect(try logIn().status == 0)
        #expect(try !tool(["status", "--json"]).text.contains("certificate-revoked"))
        try giveList(of: root, revoking: server.folder.path("SSL-TLS/client/client.crt"))
        try server.reload()
        #expect(try logIn().status != 0)
        let status = try tool(["status"])
        #expect(status.status == 2)
        #expect(status.text.contains("client.crt: was revoked at "), "\(status.text)")
        #expect(try tool(["status", "--json"]).text.contains("\"code\":\"certificate-revoked\""))
    }
}
