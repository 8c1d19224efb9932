import Glibc
import TestSupport
import Testing

/// What a running Pgpool-II was started with, and no setting says.
@Suite(
    "postgres-ssl on a Pgpool-II that was started with files of its own",
    .enabled(if: PgpoolServer.isInstalled, "Pgpool-II or PostgreSQL is not installed"),
    .serialized
)
struct LivePgpoolStartTests {
    private let node: PgpoolNode
    private var backend: PostgresServer { node.backend }
    private var folder: TemporaryFolder { node.folder }
    private var port: Int { node.port }
    private let program: Program
    private let options: [String]

    init() throws {
        node = try PgpoolNode(settings: [], rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        for name in ["own-key", "own-rules"] {
            try node.folder.write(
                name == "own-key" ? "other pool key\n" : try node.folder.text("pool_hba.conf"),
                to: name
            )
            try #require(chmod(node.folder.path(name), 0o600) == 0)
            try ServerAccount.give(node.folder.path(name))
        }
        // Without the option of a key, which every other test gives.
        let all = try PostgresSSLRun(pgpool: node.folder)
        let place = try #require(all.options.firstIndex(of: "--pool-key"))
        var options = all.options
        options.removeSubrange(place...(place + 1))
        program = all.program
        self.options = options
    }

    private func tool(_ command: [String], input: String = "") throws -> Program.Outcome {
        try program.run(command + options, input: Array(input.utf8))
    }

    /// Starts it in the background.
    private func start(_ variables: [String] = [], rules: String = "pool_hba.conf", _ more: [String] = [])
        throws
    {
        let pgpool = try #require(Program.find("pgpool"))
        let env = try #require(Program.find("env"))
        let files = ["-f", "pgpool.conf", "-a", rules, "-F", "pcp.conf"].map {
            $0.hasPrefix("-") ? $0 : folder.path($0)
        }
        let command = ServerAccount.command(env, variables + [pgpool.path] + files + more)
        let started = try command.program.run(command.arguments)
        try #require(started.status == 0, "\(started.errorText)")
        let isUp = try eventually { try !logIn("sslmode=disable").errorText.contains("Connection refused") }
        #expect(isUp)
    }

    private func logIn(_ more: String) throws -> Program.Outcome {
        try backend.logIn(
            "host=127.0.0.1 port=\(port) dbname=postgres user=webadmin " + more,
            password: Array("secret".utf8)
        )
    }

    private var verified: String {
        "sslmode=verify-full sslrootcert=" + folder.path("SSL-TLS/server/root.crt")
    }

    private func install(_ more: [String] = []) throws -> Program.Outcome {
        try tool(["install", "--password-stdin", "--san", "127.0.0.1"] + more, input: "secret\n")
    }

    @Test("encrypts entries with the pool key that it has, and finds it again when it is stopped")
    func variable() throws {
        try start(["PGPOOLKEYFILE=" + folder.path("own-key")])
        defer { PgpoolServer.end(in: folder) }
        let installed = try install()
        #expect(installed.status == 0, "\(installed.text)\(installed.errorText)")
        let login = try logIn(verified)
        #expect(login.status == 0, "\(login.errorText)")
        PgpoolServer.end(in: folder)
        let status = try tool(["status"])
        #expect(status.text.contains("every entry decrypts with the pool key"), "\(status.text)")
    }

    @Test(
        "refuses another key than the one it has, by whatever that is, and names it",
        arguments: [true, false]
    )
    func otherKey(_ isVariable: Bool) throws {
        let own = folder.path("own-key")
        try start(isVariable ? ["PGPOOLKEYFILE=" + own] : [], isVariable ? [] : ["-k", own])
        defer { PgpoolServer.end(in: folder) }
        let before = try folder.read("pool_passwd")
        let refused = try install(["--pool-key", folder.path("key")])
        #expect(refused.status == 65, "\(refused.text)\(refused.errorText)")
        let text = "has the pool key of \(own) by \(isVariable ? "PGPOOLKEYFILE" : "-k")"
        #expect(refused.errorText.contains(text), "\(refused.errorText)")
        #expect(try folder.read("pool_passwd") == before)
        let status = try tool(["status", "--json", "--pool-key", folder.path("key")])
        #expect(status.text.contains("\"pool-key-not-in-force\""), "\(status.text)")
        #expect(try install(["--pool-key", own]).status == 0)
        #expect(try logIn(verified).status == 0)
    }

    @Test(
        "takes no key for its own that its user could not have put there",
        .enabled(if: ServerAccount.postgres != nil, "only root has files that are not the server's")
    )
    func foreignKey() throws {
        let place = try TemporaryFolder()
        try #require(chmod(place.path, 0o755) == 0)
        try place.write("of root's\n", to: "key", mode: 0o644)
        try start(["PGPOOLKEYFILE=" + place.path("key")])
        defer { PgpoolServer.end(in: folder) }
        let refused = try install()
        #expect(refused.status == 65, "\(refused.text)")
        #expect(refused.errorText.contains("give the file by --pool-key"), "\(refused.errorText)")
    }

    @Test("is told of a backend without TLS, whatever the others are verified by, and that it does not run")
    func backendWithoutTLS() throws {
        try start(["PGPOOLKEYFILE=" + folder.path("own-key")])
        defer { PgpoolServer.end(in: folder) }
        try #require(try install().status == 0)
        let root = folder.path("SSL-TLS/server/root.crt")
        try #require(try tool(["install", "--backend-root", root]).status == 0)
        let text = try tool(["status", "--verbose"]).text
        let finding = "warning\tbackends\t127.0.0.1, port \(backend.port) offers no TLS"
        #expect(text.contains(finding), "\(text)")
        #expect(!text.contains("backends that answer by TLS are verified"), "\(text)")
        // Nor does it matter whether the file of roots is there.
        let settings = try folder.text("pgpool.conf")
        let set = "ssl_ca_cert = '\(root)'"
        try #require(settings.contains(set))
        try folder.write(settings.replacing(set, with: "ssl_ca_cert = '/none'"), to: "pgpool.conf")
        let without = try tool(["status"]).text
        #expect(without.contains(finding), "\(without)")
        try folder.write(settings, to: "pgpool.conf")
        PgpoolServer.end(in: folder)
        let stopped = try tool(["status"]).text
        #expect(stopped.contains("warning\tserver\tis not running, so its certificate"), "\(stopped)")
        #expect(!stopped.contains("cannot reach 127.0.0.1, port \(port)"), "\(stopped)")

        // One that has TLS is told apart, and one whose certificate Pgpool-II refuses.
        try #require(try PostgresSSLRun(backend, TemporaryFolder())(["install"]).status == 0)
        let other = try tool(["status", "--json"]).text
        #expect(!other.contains("backend-without-tls") && !other.contains("backends-verified"), "\(other)")
        #expect(other.contains("\"code\":\"backend-other-root\""), "\(other)")
        try start(["PGPOOLKEYFILE=" + folder.path("own-key")])
        #expect(try logIn(verified).status != 0)
        let its = backend.folder.path("SSL-TLS/server/root.crt")
        let named = try tool(["install", "--backend-root", its])
        #expect(named.status == 0, "\(named.text)\(named.errorText)")
        #expect(try logIn(verified).status == 0)
        let mended = try tool(["status", "--verbose"]).text
        #expect(mended.contains("backends that answer by TLS are verified"), "\(mended)")

        // Nor is one good that is over, or that is for clients alone.
        try serveFor("clientAuth")
        #expect(try logIn(verified).status != 0)
        let refused = try tool(["status", "--json"]).text
        #expect(refused.contains("\"code\":\"backend-refused\""), "\(refused)")
        #expect(!refused.contains("backends-verified"), "\(refused)")
        let again = try tool(["install", "--backend-root", its])
        #expect(again.status != 0 && again.errorText.contains("is not for servers"), "\(again.errorText)")
    }

    /// Has the backend serve a certificate of its own root for some use.
    private func serveFor(_ use: String) throws {
        let place = backend.folder.path("SSL-TLS/server/")
        try backend.folder.write("subjectAltName=IP:127.0.0.1\nextendedKeyUsage=\(use)\n", to: "use")
        let openssl = try #require(Programs.openssl)
        let request = [
            "req", "-new", "-key", place + "server.key", "-subj", "/CN=backend", "-out", "request",
        ]
        let issue =
            ["x509", "-req", "-in", "request", "-CA", place + "root.crt", "-CAkey", place + "root.key"]
            + ["-days", "9", "-extfile", "use", "-out", place + "server.crt"]
        for arguments in [request, issue] {
            let outcome = try openssl.run(arguments, folder: backend.folder.path)
            try #require(outcome.status == 0, "\(outcome.errorText)")
        }
        try backend.reload()
    }

    @Test("changes and judges the rules that it was started with")
    func rules() throws {
        try start(rules: "own-rules", ["-k", folder.path("own-key")])
        defer { PgpoolServer.end(in: folder) }
        let before = try folder.read("pool_hba.conf")
        let installed = try install()
        #expect(installed.status == 0, "\(installed.text)\(installed.errorText)")
        #expect(try folder.text("own-rules") == "hostssl all all 0.0.0.0/0 scram-sha-256\n")
        #expect(try folder.read("pool_hba.conf") == before)
        #expect(try logIn(verified).status == 0)
        try folder.write("host all all 0.0.0.0/0 trust\n", to: "own-rules")
        let status = try tool(["status"])
        #expect(status.text.contains(folder.path("own-rules")), "\(status.text)")
        #expect(!status.text.contains(folder.path("pool_hba.conf")), "\(status.text)")
    }
}
