import TestSupport
import Testing

@Suite(
    "postgres-ssl on a Pgpool-II whose servers want TLS",
    .enabled(if: PgpoolServer.isInstalled, "Pgpool-II or PostgreSQL is not installed"),
    .serialized
)
struct LivePgpoolOrderTests {
    @Test("no uninstall takes TLS from a running Pgpool-II whose servers let nobody in without it")
    func uninstalledFirst() throws {
        let node = try PgpoolNode(settings: ["ssl = off"], rules: ["host all all 127.0.0.1/32 md5"])
        let (backend, folder) = (node.backend, node.folder)
        let tool = try PostgresSSLRun(pgpool: folder)
        let restart = PgpoolServer.restartCommand(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(
            ["install", "--password-stdin", "--san", "127.0.0.1", "--restart-command", restart],
            input: "secret\n"
        )
        try #require(installed.status == 0, "\(installed.errorText)")
        try backend.serve(pairIn: folder)
        try backend.setRules(["hostssl all all 127.0.0.1/32 scram-sha-256"])
        func logsIn() throws -> Bool {
            let login = "host=127.0.0.1 port=\(node.port) dbname=postgres user=webadmin"
            return try backend.logIn(login, password: Array("secret".utf8)).status == 0
        }
        try #require(try logsIn())
        for arguments in [["uninstall", "--dry-run"], ["uninstall", "--restart-command", restart]] {
            let refused = try tool(arguments)
            #expect(refused.status == 65)
            #expect(
                refused.errorText
                    == "postgres-ssl: 127.0.0.1, port \(backend.port) lets nobody in without TLS, and so "
                    + "nobody through a Pgpool-II without it; nothing was done: run \"postgres-ssl uninstall\" there "
                    + "first, or stop Pgpool-II and uninstall it then\n"
            )
            #expect(try logsIn())
        }
        try backend.setRules(["host all all 127.0.0.1/32 scram-sha-256"])
        let uninstalled = try tool(["uninstall", "--restart-command", restart])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(try folder.text("pgpool.conf").contains("ssl = off"))
    }
}
