import TestSupport
import Testing

/// What a running PostgreSQL says of a change decides whether it stays.
@Suite(
    "postgres-ssl asks the running PostgreSQL whether a change took effect",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveCheckTests {
    let server: PostgresServer
    let folder: TemporaryFolder
    let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(rules: ["host all all all md5"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
    }

    /// Writes a file of the server's.
    private func write(_ text: String, to name: String) throws {
        try server.folder.write(text, to: name)
        try ServerAccount.give(server.folder.path(name))
    }

    @Test("a setting of an operator's that waits for a restart hinders nothing, wherever its line goes")
    func pending() throws {
        #expect(try tool(["install"]).status == 0)
        let settings = try server.folder.text("data/postgresql.conf") + "shared_buffers = 32MB\n"
        try write(settings, to: "data/postgresql.conf")
        for command in [["reissue", "server"], ["uninstall"], ["install"]] {
            let outcome = try tool(command)
            #expect(outcome.status == 0, "\(command): \(outcome.errorText)")
        }
        #expect(try server.query("SHOW shared_buffers") == "16MB")
    }

    @Test("a syntax error that was there before keeps the server from the change, and it is undone")
    func unread() throws {
        try write("other\n", to: "data/other.conf")
        let settings = try server.folder.text("data/postgresql.conf") + "include 'other.conf'\n"
        try write(settings, to: "data/postgresql.conf")
        let outcome = try tool(["install"])
        #expect(outcome.status != 0)
        #expect(try server.folder.text("data/postgresql.conf") == settings)
    }

    @Test("rules that the server refuses by its log alone are noticed, and everything is undone")
    func refusedSilently() throws {
        let rules =
            "local all postgres trust\nhostssl app bob 10.0.0.0/8 scram-sha-256 clientcert=1\n"
            + "host all all all md5\n"
        try write(rules, to: "data/pg_hba.conf")
        // What a server before 14 takes.
        let outcome = try tool(["install", "--server-version", "13"])
        #expect(outcome.status == 1)
        #expect(
            outcome.errorText.contains(
                "pg_hba.conf, line 2: this rule is not accepted; see the server's log"
            ),
            "\(outcome.errorText)"
        )
        #expect(try server.folder.text("data/pg_hba.conf") == rules)
        #expect(!server.folder.names().contains("SSL-TLS"))
        #expect(server.log().contains("pg_hba.conf was not reloaded"))
    }
}
