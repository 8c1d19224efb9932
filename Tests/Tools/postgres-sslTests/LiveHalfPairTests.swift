import Glibc
import TestSupport
import Testing

/// What an operator's own line names is in force together with what is still the set's.
@Suite(
    "postgres-ssl on a node of whose pair one half is elsewhere",
    .enabled(if: PgpoolServer.isInstalled, "Pgpool-II or PostgreSQL is not installed"),
    .serialized
)
struct LiveHalfPairTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// Puts a copy of a file beside it, as the server's.
    private func copy(_ name: String, to copy: String, in folder: TemporaryFolder) throws {
        try folder.write(try folder.read(name), to: copy, mode: 0o600)
        try ServerAccount.give(folder.path(copy))
    }

    @Test(
        "PostgreSQL keeps the half that the other needs, and is told how to get on",
        arguments: [("ssl_cert_file", "server.crt"), ("ssl_key_file", "server.key")]
    )
    func postgres(_ setting: String, _ name: String) throws {
        let server = try PostgresServer(rules: ["host all all 127.0.0.1/32 trust"])
        let tool = try PostgresSSLRun(server, folder)
        let names = ["--san", "127.0.0.1"]
        try #require(try tool(["install"] + names).status == 0)
        let set = "SSL-TLS/server/"
        try copy(set + name, to: "data/own", in: server.folder)
        let before = try server.folder.text("data/postgresql.conf")
        try server.folder.write(before + "\(setting) = 'own'\n", to: "data/postgresql.conf")
        try server.reload()
        let root = server.folder.path(set + "root.crt")
        func logIn() throws -> Program.Outcome {
            try server.psql("host=127.0.0.1 user=postgres sslmode=verify-full sslrootcert=\(root)")
        }
        try #require(try logIn().status == 0)
        let pair = try ["server.crt", "server.key"].map { try server.folder.read(set + $0) }
        let other = setting == "ssl_cert_file" ? "ssl_key_file" : "ssl_cert_file"
        for command in [["reissue", "server"], ["reissue", "all"]] {
            let refused = try tool(command)
            #expect(refused.status == 65, "\(refused.text)\(refused.errorText)")
            let cure = "; set \(setting) to \(server.folder.path(set + name)), or \(other) to a copy of "
            #expect(refused.errorText.contains(cure), "\(refused.errorText)")
        }
        #expect(try ["server.crt", "server.key"].map { try server.folder.read(set + $0) } == pair)
        // What has nothing to do with it is made, and the certificate in force is looked at.
        let client = try tool(["reissue", "client"])
        #expect(client.status == 0, "\(client.errorText)")
        #expect(client.text.contains("\nproved: it was served"), "\(client.text)\(client.errorText)")
        // As it says.
        try server.folder.write(before, to: "data/postgresql.conf")
        try server.reload()
        #expect(try tool(["reissue", "server"]).status == 0)
        #expect(try logIn().status == 0)
    }

    /// A Pgpool-II in the background with the set's certificates.
    private func pgpool(_ backend: PostgresServer) throws -> (tool: PostgresSSLRun, port: Int) {
        let port = try PgpoolServer.write(
            to: folder,
            backendPort: backend.port,
            settings: [],
            rules: ["host all all 0.0.0.0/0 scram-sha-256"]
        )
        let tool = try PostgresSSLRun(pgpool: folder)
        try PgpoolServer.startInBackground(in: folder, keyFile: folder.path("key"))
        let installed = try tool(["install", "--password-stdin", "--san", "127.0.0.1"], input: "secret\n")
        try #require(installed.status == 0, "\(installed.errorText)")
        return (tool, port)
    }

    /// Has settings name other files, from a new start on.
    private func set(_ settings: [String: String]) throws {
        var lines = try folder.text("pgpool.conf").split(separator: "\n").map(String.init)
        for (name, file) in settings {
            lines.removeAll { $0.hasPrefix(name + " ") }
            lines.append("\(name) = '\(folder.path(file))'")
        }
        try folder.write(lines.joined(separator: "\n") + "\n", to: "pgpool.conf")
        PgpoolServer.end(in: folder)
        try PgpoolServer.startInBackground(in: folder, keyFile: folder.path("key"))
    }

    @Test("Pgpool-II keeps its key, and a restart after which it offers no TLS is undone")
    func pgpool() throws {
        let backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try backend.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        defer { PgpoolServer.end(in: folder) }
        let (tool, port) = try pgpool(backend)
        let set = "SSL-TLS/server/"
        let root = folder.path(set + "root.crt")
        func logIn() throws -> Program.Outcome {
            try backend.logIn(
                "host=127.0.0.1 port=\(port) user=webadmin dbname=postgres sslmode=verify-full "
                    + "sslrootcert=\(root)",
                password: Array("secret".utf8)
            )
        }
        for name in ["server.crt", "server.key"] { try copy(set + name, to: name, in: folder) }
        try self.set(["ssl_cert": "server.crt"])
        try #require(try logIn().status == 0)
        let key = try folder.read(set + "server.key")
        let refused = try tool(["reissue", "server"])
        #expect(refused.status == 65, "\(refused.text)\(refused.errorText)")
        #expect(
            refused.errorText.contains(
                "; set ssl_cert to \(folder.path(set + "server.crt")), or ssl_key to a"
            )
        )
        #expect(try folder.read(set + "server.key") == key)
        #expect(try logIn().status == 0)

        // The pair is elsewhere, and the set's is not in force.
        try self.set(["ssl_key": "server.key"])
        let made = try tool(["reissue", "server"])
        #expect(made.status == 0, "\(made.errorText)")
        #expect(made.text.contains("\nproved: it was served"), "\(made.text)\(made.errorText)")
        // Something else goes wrong at a restart.
        let replaced = try folder.read(set + "server.key")
        let restart = PgpoolServer.restartCommand(in: folder, keyFile: folder.path("key"))
        let breaking = ": >\(folder.path("server.key")); " + restart
        let undone = try tool(["reissue", "server", "--restart-command", breaking])
        #expect(undone.status == 1, "\(undone.text)\(undone.errorText)")
        #expect(
            undone.errorText.contains("it offers no TLS at 127.0.0.1, port \(port)"),
            "\(undone.errorText)"
        )
        #expect(try folder.read(set + "server.key") == replaced)
    }
}
