import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
    "postgres-ssl restarts a Pgpool-II by itself, and looks at it",
    .enabled(if: PgpoolServer.isInstalled, "Pgpool-II or PostgreSQL is not installed"),
    .serialized
)
struct LivePgpoolRestartTests {
    private let node: PgpoolNode
    private var backend: PostgresServer { node.backend }
    private var folder: TemporaryFolder { node.folder }
    private var port: Int { node.port }
    private let tool: PostgresSSLRun
    private let names = ["--san", "127.0.0.1"]

    init() throws {
        node = try PgpoolNode(
            settings: ["ssl = off"],
            rules: ["local all all trust", "host    all all 0.0.0.0/0 md5"]
        )
        tool = try PostgresSSLRun(pgpool: node.folder)
    }

    private var processID: pid_t? {
        get throws { try pid_t(folder.text("pgpool.pid").prefix { $0.isNumber }) }
    }

    private func place(_ more: String) -> String {
        "host=127.0.0.1 port=\(port) dbname=postgres user=webadmin " + more
    }

    private func logIn(_ more: String) throws -> Program.Outcome {
        try backend.logIn(place(more), password: Array("secret".utf8))
    }

    private var isServingTLS: Bool {
        get throws { try !logIn("sslmode=require").errorText.contains("server does not support SSL") }
    }

    private func whole(_ outcome: Program.Outcome) -> String { outcome.text + outcome.errorText }

    @Test("one in the background is restarted by its own command line, and reloaded where that is enough")
    func background() throws {
        try PgpoolServer.startInBackground(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let first = try processID
        let before = try folder.text("pgpool.conf")
        let installed = try tool(["install", "--password-stdin"] + names, input: "secret\n")
        #expect(installed.status == 0, "\(whole(installed))")
        #expect(!installed.errorText.contains("restart Pgpool-II"), "\(installed.errorText)")
        #expect(
            installed.text.contains(
                "\nproved: it was served at 127.0.0.1, port \(port); a connection without"
            )
        )
        let login =
            "; logged in as webadmin to postgres by SCRAM-SHA-256 over TLS 1.3 at 127.0.0.1, port \(port)\n"
        #expect(installed.text.contains(login), "\(installed.text)")
        let second = try processID
        #expect(second != first)
        let root = folder.path("SSL-TLS/server/root.crt")
        let verified = try logIn("sslmode=verify-full sslrootcert=\(root)")
        #expect(verified.status == 0, "\(verified.errorText)")

        // What took the place of pool_passwd is in force once it is reloaded.
        let notReloaded = "pool-passwd-not-reloaded"
        #expect(try !tool(["status", "--json"]).text.contains(notReloaded))
        try folder.write(try folder.read("pool_passwd"), to: "pool_passwd.new", mode: 0o600)
        try ServerAccount.give(folder.path("pool_passwd.new"))
        try #require(rename(folder.path("pool_passwd.new"), folder.path("pool_passwd")) == 0)
        #expect(try tool(["status", "--json"]).text.contains(notReloaded))
        try #require(kill(try #require(second), SIGHUP) == 0)
        let isRead = try eventually { try !tool(["status", "--json"]).text.contains(notReloaded) }
        #expect(isRead)

        // A user without an entry, and one whose password is that of the file's first line.
        try folder.write("secret\npools\n", to: "passwords", mode: 0o600)
        let none = try tool(["status", "--login", "nobody", "--password-stdin"], input: "x\n").text
        let cure = "pg_enc --key-file \(folder.path("key")) --config-file \(folder.path("pgpool.conf")) "
        #expect(
            none.contains("\tcure\t\(cure)--update-pass --username nobody; then reload Pgpool-II\n"),
            "\(none)"
        )
        let status = ["status", "--insecure", "--login", "webadmin", "--password-file"]
        let own = try tool(status + [folder.path("passwords")]).text
        #expect(own.contains("logged in as webadmin to postgres"), "\(own)")
        // The second line is another user's password.
        #expect(!own.contains("password authentication failed"), "\(own)")

        // Rules alone take a reload.
        try folder.write(try folder.text("pool_hba.conf") + "host all all ::/0 md5\n", to: "pool_hba.conf")
        let again = try tool(["install"] + names)
        #expect(again.status == 0, "\(whole(again))")
        #expect(again.text.contains("pool_hba.conf"))
        #expect(try processID == second)

        let reissued = try tool(["reissue", "all"])
        #expect(reissued.status == 0, "\(whole(reissued))")
        #expect(try processID != second)
        #expect(try logIn("sslmode=verify-full sslrootcert=\(root)").status == 0)

        // A pair that somebody put there is served before renewal says that there is nothing to do.
        let pair = ["SSL-TLS/server/server.crt", "SSL-TLS/server/server.key"]
        let old = try pair.map { try folder.read($0) }
        #expect(try tool(["reissue", "server"]).status == 0)
        #expect(try tool(["renew"]).text.isEmpty)
        for (name, content) in zip(pair, old) {
            try folder.write(content, to: name)
            try ServerAccount.give(folder.path(name))
        }
        let third = try processID
        let loaded = try tool(["renew"])
        #expect(loaded.status == 0, "\(whole(loaded))")
        #expect(loaded.text.contains("\nproved: it was served at 127.0.0.1, port \(port)"), "\(loaded.text)")
        #expect(try processID != third)
        #expect(try tool(["renew"]).text.isEmpty)

        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0, "\(whole(uninstalled))")
        #expect(try folder.text("pgpool.conf") == before)
        #expect(try !isServingTLS)
    }

    @Test("a password that is not the backend's is not called proved")
    func otherPassword() throws {
        try PgpoolServer.startInBackground(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(["install", "--password-stdin"] + names, input: "mistyped\n")
        #expect(installed.status == 0, "\(whole(installed))")
        #expect(
            installed.text.contains("\nnot proved: that anybody logs in as webadmin: "),
            "\(installed.text)"
        )
        #expect(!installed.text.contains("\nproved: "), "\(installed.text)")
    }

    @Test(
        "one that cannot read its key gets its old files back, and serves as before",
        .enabled(if: ServerAccount.postgres != nil, "only root closes a file to others")
    )
    func closed() throws {
        try PgpoolServer.startInBackground(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let names = ["pgpool.conf", "pool_hba.conf"]
        let before = try names.map { try folder.read($0) }
        let closed = try TemporaryFolder()
        try #require(chmod(closed.path, 0o700) == 0)
        var options = tool.options
        let index = try #require(options.firstIndex(of: "--certificates"))
        options[index + 1] = closed.path("SSL-TLS")
        let outcome = try tool.program.run(["install"] + options)
        #expect(outcome.status == 1)
        #expect(
            outcome.errorText.contains("the server rejected the change, and it was undone: it offers no TLS"),
            "\(outcome.errorText)"
        )
        #expect(try names.map { try folder.read($0) } == before)
        #expect(closed.names().isEmpty)
        // It takes a moment until it is up again.
        var said = ""
        let isUp = try eventually {
            said = try logIn("sslmode=require").errorText
            return said.contains("server does not support SSL")
        }
        #expect(isUp, "\(said)")
    }

    @Test("one that shows its certificate and ends every client's handshake gets its old files back")
    func nobodyThrough() throws {
        let settings = try folder.text("pgpool.conf") + "ssl_ecdh_curve = 'secp256k1'\n"
        try folder.write(settings, to: "pgpool.conf")
        try PgpoolServer.startInBackground(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let outcome = try tool(["install"] + names)
        #expect(outcome.status == 1, "\(outcome.text)")
        #expect(
            outcome.errorText.contains("no client gets through the handshake at 127.0.0.1, port \(port): "),
            "\(outcome.errorText)"
        )
        #expect(try folder.text("pgpool.conf") == settings)
        #expect(!folder.names().contains("SSL-TLS"))
    }

    @Test(
        "files of another user than it runs as are refused before anything is changed",
        .enabled(if: ServerAccount.postgres != nil, "only root gives files away")
    )
    func otherOwner() throws {
        try PgpoolServer.startInBackground(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let first = try processID
        let outcome = try tool(["install", "--owner", "nobody"])
        #expect(outcome.status == 65, "\(outcome.errorText)")
        let refusal = "could not read its key; give that user by --owner"
        #expect(outcome.errorText.contains(refusal), "\(outcome.errorText)")
        #expect(try processID == first)
        #expect(!folder.names().contains("SSL-TLS"))
    }

    @Test("one that somebody watches, and --no-restart, are left to the operator, who is told so")
    func left() throws {
        let attended = PgpoolServer.restartCommand(in: folder, keyFile: folder.path("key"))
        let started = try #require(Program.find("sh")).run(["-c", attended])
        try #require(started.status == 0, "\(started.errorText)")
        defer { PgpoolServer.end(in: folder) }
        let first = try processID
        let installed = try tool(["install"])
        #expect(installed.status == 0)
        let told = "restart Pgpool-II now for the change to take effect: "
        #expect(
            installed.errorText.contains(told + "whoever started it, with -n, has to restart it"),
            "\(installed.errorText)"
        )
        let uninstalled = try tool(["uninstall", "--no-restart"])
        #expect(uninstalled.status == 0)
        #expect(uninstalled.errorText.contains(told + "--no-restart leaves it to you"))
        #expect(try processID == first)
        #expect(try tool(["uninstall", "--no-restart", "--restart-command", "true"]).status == 64)
    }
}
