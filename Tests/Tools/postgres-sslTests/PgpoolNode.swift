import TestSupport

/// A Pgpool-II that is not started yet, and the PostgreSQL behind it, which knows webadmin by the password `secret`.
struct PgpoolNode {
    let backend: PostgresServer
    let folder: TemporaryFolder
    let port: Int

    init(settings: [String], rules: [String]) throws {
        backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try backend.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        folder = try TemporaryFolder()
        port = try PgpoolServer.write(to: folder, backendPort: backend.port, settings: settings, rules: rules)
    }
}
