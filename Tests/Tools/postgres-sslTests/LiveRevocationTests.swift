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
    private let node: RevocationNode
    private var server: PostgresServer { node.server }
    private var tool: PostgresSSLRun { node.tool }

    init() throws {
        node = try RevocationNode("ssl_crl_file = 'list.pem'")
        try giveList(of: node.folder.path("other"))
    }

    /// Gives the server a list of the authority whose files begin so.
    private func giveList(of authority: String, revoking certificate: String? = nil) throws {
        let list = try node.list(of: authority, revoking: certificate)
        try server.folder.write(list, to: "data/list.pem")
        try ServerAccount.give(server.folder.path("data/list.pem"))
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
        #expect(try node.logIn().status != 0)
        #expect(server.log().contains("certificate verify failed"))
        let status = try tool(["status", "--json"])
        #expect(status.status == 2)
        #expect(status.text.contains("\"code\":\"certificate-without-list\""), "\(status.text)")

        try giveList(of: server.folder.path("SSL-TLS/server/root"))
        try server.reload()
        let outcome = try node.logIn()
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let mended = try tool(["status", "--json"]).text
        #expect(!mended.contains("certificate-without-list"))
        let again = try tool(["install", "--client-auth", "cert"])
        #expect(again.status == 0, "\(again.errorText)")
        #expect(!again.errorText.contains("ssl_crl_file"), "\(again.errorText)")
    }

    @Test("a new root, made here or brought, without a list is refused while a rule asks for a certificate")
    func newRoot() throws {
        try #require(try tool(["install"]).status == 0)
        try giveList(of: server.folder.path("SSL-TLS/server/root"))
        try server.reload()
        #expect(try node.logIn().status == 0)

        let twinServer = try PostgresServer()
        let twin = try PostgresSSLRun(twinServer, try TemporaryFolder())
        try #require(try twin(["install"]).status == 0)
        let export = try twin(["cluster", "export", "--pass-phrase-stdin"], input: "a phrase\n").text
        let set = try server.folder.text("SSL-TLS/server/root.crt")
        let reason = "which has no list of the new root; put one there first"
        for operation in [["reissue", "all"], ["cluster", "import", "--force", "--pass-phrase-stdin"]] {
            let refused = try tool(operation, input: operation[0] == "cluster" ? "a phrase\n" + export : "")
            #expect(refused.status == 65, "\(operation): \(refused.text)")
            #expect(refused.errorText.contains(reason), "\(operation): \(refused.errorText)")
            #expect(try server.folder.text("SSL-TLS/server/root.crt") == set)
            #expect(try node.logIn().status == 0)
        }
        // What leaves the root as it is goes on.
        let client = try tool(["reissue", "client"])
        #expect(client.status == 0, "\(client.errorText)")
        #expect(try node.logIn().status == 0)

        let settings = try server.folder.text("data/postgresql.conf")
        try server.folder.write(settings + "ssl_crl_file = ''\n", to: "data/postgresql.conf")
        try ServerAccount.give(server.folder.path("data/postgresql.conf"))
        try server.reload()
        let reissued = try tool(["reissue", "all"])
        #expect(reissued.status == 0, "\(reissued.errorText)")
        let outcome = try node.logIn()
        #expect(outcome.status == 0, "\(outcome.errorText)")
    }

    @Test("a root that is gone is replaced by none without a list, by an install either")
    func rootGone() throws {
        try #require(try tool(["install"]).status == 0)
        try giveList(of: server.folder.path("SSL-TLS/server/root"))
        try server.reload()
        #expect(try node.logIn().status == 0)
        let set = server.folder.path("SSL-TLS")
        try #require(rename(set, set + ".gone") == 0)
        for operation in [["install"], ["reissue", "all"]] {
            let refused = try tool(operation)
            #expect(refused.status == 65, "\(operation): \(refused.text)")
            let reason =
                "pg_hba.conf, line 2: this rule asks for a client certificate, and the server would refuse"
            #expect(refused.errorText.contains(reason), "\(operation): \(refused.errorText)")
            #expect(!server.folder.names().contains("SSL-TLS"))
        }
        try #require(rename(set + ".gone", set) == 0)
        #expect(try node.logIn().status == 0)
    }

    @Test("a client whose certificate is on the list does not get in, and status names it")
    func revoked() throws {
        try #require(try tool(["install"]).status == 0)
        let root = server.folder.path("SSL-TLS/server/root")
        try giveList(of: root)
        try server.reload()
        #expect(try node.logIn().status == 0)
        #expect(try !tool(["status", "--json"]).text.contains("certificate-revoked"))
        try giveList(of: root, revoking: server.folder.path("SSL-TLS/client/client.crt"))
        try server.reload()
        #expect(try node.logIn().status != 0)
        let status = try tool(["status"])
        #expect(status.status == 2)
        #expect(status.text.contains("client.crt: was revoked at "), "\(status.text)")
        #expect(try tool(["status", "--json"]).text.contains("\"code\":\"certificate-revoked\""))
    }

    @Test("a list that took its place with an older time is not said to be in force, until a reload")
    func olderList() throws {
        try #require(try tool(["install"]).status == 0)
        let root = server.folder.path("SSL-TLS/server/root")
        try giveList(of: root)
        try server.reload()
        #expect(try !tool(["install"]).errorText.contains("was not seen"))
        try giveList(of: root, revoking: server.folder.path("SSL-TLS/client/client.crt"))
        try server.folder.setTime(of: "data/list.pem", to: 1_700_000_000)
        #expect(try node.logIn().status == 0)
        let list = server.folder.path("data/list.pem")
        let again = try tool(["install"])
        let reason =
            "\(list) took its place, or got another owner or mode, after the server read it; whether "
        #expect(again.errorText.contains(reason + "it is in force was not seen"), "\(again.errorText)")
        #expect(try tool(["status", "--json"]).text.contains("\"revocations-not-tried\""))
        try server.reload()
        #expect(try node.logIn().status != 0)
        #expect(try !tool(["install"]).errorText.contains("was not seen"))
        #expect(try !tool(["status", "--json"]).text.contains("\"revocations-not-tried\""))
    }
}
