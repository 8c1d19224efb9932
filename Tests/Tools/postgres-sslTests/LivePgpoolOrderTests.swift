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
        let backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try backend.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let folder = try TemporaryFolder()
        let port = try PgpoolServer.write(
            to: folder,
            backendPort: backend.port,
            settings: ["ssl = off", "enable_pool_hba = off", "socket_dir = '\(folder.path)'"],
            rules: ["host all all 127.0.0.1/32 md5"]
        )
        let tool = try PostgresSSLRun(pgpool: folder)
        let restart = PgpoolServer.restartCommand(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(
            ["install", "--password-stdin", "--san", "127.0.0.1", "--restart-command", restart],
            input: "secret\n"
        )
        try #require(installed.status == 0, "\(installed.errorText)")
        for (name, setting) in [("server.crt", "ssl_cert_file"), ("server.key", "ssl_key_file")] {
            try backend.folder.write(try folder.read("SSL-TLS/server/" + name), to: "data/" + name)
            try ServerAccount.give(backend.folder.path("data/" + name))
            try backend.query("ALTER SYSTEM SET \(setting) = '\(name)'")
        }
        try backend.query("ALTER SYSTEM SET ssl = on")
        func set(_ type: String) throws {
            let rules = "local all all trust\n\(type) all all 127.0.0.1/32 scram-sha-256\n"
            try backend.folder.write(rules, to: "data/pg_hba.conf")
            try ServerAccount.give(backend.folder.path("data/pg_hba.conf"))
            try backend.reload()
        }
        try set("hostssl")
        func logsIn() throws -> Bool {
            let login = "host=127.0.0.1 port=\(port) dbname=postgres user=webadmin"
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
        try set("host")
        let uninstalled = try tool(["uninstall", "--restart-command", restart])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(try folder.text("pgpool.conf").contains("ssl = off"))
    }
}
