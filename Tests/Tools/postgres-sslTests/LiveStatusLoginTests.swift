import Glibc
import TestSupport
import Testing

/// psql with `verify-full` judges who gets in.
@Suite(
    "A login that status tries",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveStatusLoginTests {
    let server: PostgresServer
    let folder: TemporaryFolder
    let tool: PostgresSSLRun
    let login = ["status", "--login", "webadmin", "--password-stdin"]

    init() throws {
        server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
    }

    func install(_ options: [String] = []) throws {
        let installed = try tool(
            ["install", "--password-stdin", "--san", "localhost", "--user", "webadmin"] + options,
            input: "secret\n"
        )
        try #require(installed.status == 0, "\(installed.errorText)")
    }

    func logsIn(_ password: String, _ more: String = "") throws -> Bool {
        let root = server.folder.path("SSL-TLS/server/root.crt")
        return try server.logIn(
            "host=localhost hostaddr=127.0.0.1 port=\(server.port) user=webadmin dbname=postgres "
                + "sslmode=verify-full sslrootcert=\(root) " + more,
            password: Array(password.utf8)
        ).status == 0
    }

    /// Has the server serve a certificate for `other.example`, made by openssl with more arguments.
    private func serve(_ arguments: [String]) throws {
        let made = try #require(Programs.openssl).run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=other.example", "-addext",
                "subjectAltName=DNS:other.example", "-addext", "basicConstraints=critical,CA:FALSE",
                "-keyout", "k",
                "-out", "c",
            ] + arguments,
            folder: folder.path
        )
        #expect(made.status == 0, "\(made.errorText)")
        for name in ["k", "c"] {
            try server.folder.write(try folder.read(name), to: "data/\(name)")
            try ServerAccount.give(server.folder.path("data/\(name)"))
        }
        // At the end of a file, a line has the last word.
        let path = "data/postgresql.auto.conf"
        let own = try server.folder.text(path).split(separator: "\n").filter { !$0.hasPrefix("ssl_") }
        let lines = own + ["ssl_cert_file = 'c'", "ssl_key_file = 'k'"]
        try server.folder.write(lines.joined(separator: "\n") + "\n", to: path)
        try ServerAccount.give(server.folder.path(path))
        try server.reload()
    }

    /// How often the server was told the user's name, by its log.
    private var connections: Int {
        server.log().split(separator: "\n").count { $0.contains("user=webadmin") }
    }

    /// The codes about logins that a run finds, and its text.
    func found(
        _ arguments: [String],
        input: String = "secret\n"
    ) throws -> (codes: [String], status: Int32, text: String) {
        let run = try tool(arguments + ["--json"], input: input)
        let codes = run.text.split(separator: "\"").map(String.init).filter { $0.hasPrefix("login-") }
        return (codes, run.status, run.text + run.errorText)
    }

    @Test(
        "says by what and over which version, for each kind of key",
        arguments: ["rsa", "ecdsa-p256", "ecdsa-p384"],
        ["TLSv1.3", "TLSv1.2"]
    )
    func succeeds(key: String, version: String) throws {
        try install(["--key-type", key])
        try server.query("ALTER SYSTEM SET ssl_max_protocol_version = '\(version)'")
        try server.reload()
        #expect(try logsIn("secret"))
        let run = try tool(login, input: "secret\n")
        let name = version == "TLSv1.3" ? "TLS 1.3" : "TLS 1.2"
        let text =
            "logged in as webadmin to postgres by SCRAM-SHA-256-PLUS over \(name) at 127.0.0.1, port \(server.port)"
        #expect(run.text.contains("good\tlogin\t\(text)\n"), "\(run.text)\(run.errorText)")
        // For the rule of the superuser of these tests.
        #expect(run.status == 1, "\(run.text)")
        #expect(try !logsIn("other"))
        let other = try found(login, input: "other\n")
        #expect(other.codes == ["login-wrong-password"] && other.status == 2, "\(other.text)")
        #expect(!other.text.contains("other\""))
    }

    static let obstacles = [
        ("ALTER ROLE webadmin NOLOGIN", "login-role", "may not log in (NOLOGIN)"),
        (
            "ALTER ROLE webadmin VALID UNTIL '2020-01-01'", "login-wrong-password",
            "is no longer valid (VALID UNTIL)"
        ),
        (
            "ALTER ROLE webadmin PASSWORD NULL", "login-wrong-password",
            "has no password, and the rules ask for one"
        ),
        ("ALTER ROLE webadmin CONNECTION LIMIT 0", "login-too-many-connections", "(CONNECTION LIMIT 0)"),
        (
            "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC", "login-database-closed",
            "may not connect to the database"
        ),
        ("ALTER ROLE webadmin RENAME TO other", "login-wrong-password", "the server has no role webadmin"),
    ]

    @Test("what keeps the user out by what the server has stored is named", arguments: obstacles)
    func obstacle(statement: String, code: String, text: String) throws {
        try install()
        try server.query(statement)
        #expect(try !logsIn("secret"))
        let status = try found(login)
        #expect(status.codes == [code] && status.status == 2, "\(status.text)")
        let line = try tool(login, input: "secret\n").text.split(separator: "\n").first {
            $0.hasPrefix("broken\tlogin\t")
        }
        #expect(line?.contains(text) == true, "\(String(describing: line))")
    }

    @Test("rules, databases, names and servers that are not verified each have a code")
    func others() throws {
        try install()
        #expect(try found(login + ["--database", "gone"]).codes == ["login-database-missing"])
        let quiet = try found(["status", "--login", "webadmin"], input: "")
        #expect(quiet.codes == ["login-password-missing"] && quiet.status == 2, "\(quiet.text)")
        #expect(quiet.text.contains("postgres-ssl status --password-stdin --login webadmin"))

        // A name that the certificate lacks, and a server that has another certificate, hear of nobody.
        try server.query("ALTER SYSTEM SET log_connections = on")
        try server.reload()
        let certificate = server.folder.path("SSL-TLS/server/server.crt")
        let check = try #require(Programs.openssl).run([
            "x509", "-in", certificate, "-noout", "-checkip", "127.0.0.1",
        ])
        #expect(check.text.contains("does NOT match"))
        let before = connections
        let named = try found(login + ["--host", "127.0.0.1"])
        #expect(named.codes == ["login-not-verified"] && named.status == 2, "\(named.text)")
        #expect(named.text.contains("does not hold 127.0.0.1"))
        #expect(connections == before)
        #expect(try found(login + ["--host", "localhost"]).codes == ["login-succeeded"])
        let last = connections
        #expect(last > before)
        try serve([])
        let stranger = try found(login)
        #expect(stranger.codes == ["login-not-verified"] && stranger.status == 2, "\(stranger.text)")
        #expect(stranger.text.contains("look at who answers there, or stands in between"))
        // Nor does another node of the cluster.
        let root = server.folder.path("SSL-TLS/server/root")
        try serve(["-CA", root + ".crt", "-CAkey", root + ".key", "-addext", "extendedKeyUsage=serverAuth"])
        let neighbour = try found(login)
        #expect(neighbour.codes == ["login-not-verified"], "\(neighbour.text)")
        #expect(neighbour.text.contains("it is not the one in the server's file"))
        #expect(connections == last)
        #expect(try found(login + ["--host", "localhost"]).codes == ["login-not-verified"])

        try server.query("ALTER SYSTEM SET ssl = off")
        try server.reload()
        #expect(try found(login).codes == ["login-without-tls"])
        #expect(try found(login + ["--host", "127.0.0.1", "--port", "1"]).codes == ["login-not-reached"])
    }

    @Test("a rule that refuses, one that trusts and one that takes the password as it is are told apart")
    func rules() throws {
        try install()
        let cases = [
            ("hostssl all webadmin all reject", ["login-refused-by-rules"]),
            ("hostssl all webadmin all trust", ["login-password-not-asked"]),
            ("hostssl all webadmin all password", ["login-succeeded", "login-weak-proof"]),
            ("hostssl all webadmin all md5", ["login-succeeded"]),
        ]
        for (rule, codes) in cases {
            try server.setRules([rule])
            let status = try found(login)
            #expect(status.codes == codes, "\(rule): \(status.text)")
            #expect(try logsIn("secret") == (codes != ["login-refused-by-rules"]))
        }
        try server.query("SET password_encryption = 'md5'; ALTER ROLE webadmin PASSWORD 'secret'")
        try server.setRules(["hostssl all webadmin all md5"])
        let weak = try found(login)
        #expect(weak.codes == ["login-succeeded", "login-weak-proof"], "\(weak.text)")
        #expect(weak.text.contains("asks for the password's MD5 digest at "), "\(weak.text)")
        try server.setRules(["hostssl all webadmin all trust"])
        let unasked = try found(["status", "--login", "webadmin"], input: "")
        #expect(Set(unasked.codes) == ["login-succeeded", "login-unasked"], "\(unasked.text)")
    }

    @Test("the password is asked for on the terminal where the server wants one, and only there")
    func prompt() throws {
        try install()
        func session() throws -> (terminal: PseudoTerminal, tool: RunningProgram) {
            let terminal = try PseudoTerminal()
            let arguments = ["status", "--login", "webadmin"] + tool.options
            let started = try tool.program.start(
                octets: arguments.map { Array($0.utf8) },
                input: terminal.path,
                output: folder.path("out"),
                errors: terminal.path
            )
            return (terminal, started)
        }
        let asked = try session()
        #expect(asked.terminal.shown(until: "webadmin: ") == "Password for webadmin: ")
        asked.terminal.type("secret\n")
        _ = asked.tool.wait()
        #expect(try folder.text("out").contains("logged in as webadmin to postgres by SCRAM-SHA-256-PLUS"))
        try server.setRules(["hostssl all webadmin all trust"])
        #expect(try session().tool.wait() != 0)
        #expect(try folder.text("out").contains("logged in as webadmin to postgres without a password"))
    }

    @Test(
        "a server that keeps silent is asked once, for the look at its certificate and the login have one time"
    )
    func silent() throws {
        try install()
        let silent = try LoopbackListener()
        let status = try found(login + ["--host", "127.0.0.1", "--port", "\(silent.port)"])
        #expect(status.codes == ["login-not-reached"] && status.status == 2, "\(status.text)")
        #expect(status.text.contains("no whole answer within 10.0 seconds"), "\(status.text)")
        #expect(silent.endWaiting() == 1)
    }

    @Test("a server that is going down takes nobody, which is no fault of the user's")
    func notReady() throws {
        try install()
        try server.setRules(["host all postgres 127.0.0.1/32 trust", "hostssl all all all scram-sha-256"])
        // A session keeps it from going.
        let session = try LoopbackConnection(port: server.port)
        let startup = Array("user\0postgres\0database\0postgres\0\0".utf8)
        try session.send([0, 0, 0, UInt8(startup.count + 8), 0, 3, 0, 0] + startup)
        #expect(try session.receive(9) == [82, 0, 0, 0, 8, 0, 0, 0, 0])
        let process = try #require(try server.folder.text("data/postmaster.pid").split(separator: "\n").first)
        try #require(kill(try #require(pid_t(process)), SIGTERM) == 0)
        #expect(try eventually { try !logsIn("secret") })
        let status = try found(login)
        #expect(status.codes == ["login-not-ready"] && status.status == 2, "\(status.text)")
        #expect(
            status.text.contains("the server takes no connections now: the database system is shutting down")
        )
        let root = server.folder.path("SSL-TLS/server/root.crt")
        let check = try Program.built("postgres-ssl").run([
            "check", "localhost:\(server.port)", "--root", root,
        ])
        #expect(check.text.contains("the database system is shutting down, SQLSTATE 57P03"), "\(check.text)")
        #expect(
            check.status == 1 && check.text.contains(" may accept it: whether it gets further was not seen: ")
        )
        withExtendedLifetime(session) {}
    }

    @Test("options that belong together are asked for together")
    func usage() throws {
        for arguments in [
            ["--database", "x"], ["--client-key", "x"], ["--client-certificate", "x"], ["--login", ""],
            ["--login", "x", "--client-key", "x"], ["--login", "x", "--database", ""],
        ] {
            #expect(try tool(["status"] + arguments).status == 64, "\(arguments)")
        }
    }

    @Test(
        "through Pgpool-II a login has no binding, which is a note",
        .enabled(if: PgpoolServer.isInstalled, "Pgpool-II is not installed")
    )
    func pgpool() throws {
        try install()
        let folder = try TemporaryFolder()
        try folder.write("ssl = off\n", to: "pgpool.conf")
        try folder.write("host all all 0.0.0.0/0 md5\n", to: "pool_hba.conf")
        let tool = try PostgresSSLRun(pgpool: folder)
        let installed = try tool(
            ["install", "--password-stdin", "--san", "127.0.0.1", "--user", "webadmin"],
            input: "secret\n"
        )
        try #require(installed.status == 0, "\(installed.errorText)")
        let running = try TemporaryFolder()
        for name in ["pool_passwd", "key"] { try running.write(try folder.read(name), to: name) }
        for name in ["root.crt", "server.crt", "server.key"] {
            try running.write(try folder.read("SSL-TLS/server/" + name), to: name)
        }
        let settings = try folder.text("pgpool.conf").replacing(
            folder.path("SSL-TLS/server"),
            with: running.path
        )
        let pgpool = try PgpoolServer(
            before: server,
            in: running,
            keyFile: running.path("key"),
            settings: settings.split(separator: "\n").map(String.init).filter {
                !$0.hasPrefix("ssl_ca_cert")
            },
            rules: try folder.text("pool_hba.conf").split(separator: "\n").map(String.init)
        )
        func codes(_ password: String) throws -> Set<String> {
            let run = try tool(
                login + ["--host", "127.0.0.1", "--port", "\(pgpool.port)", "--json"],
                input: password + "\n"
            )
            return Set(run.text.split(separator: "\"").map(String.init).filter { $0.hasPrefix("login-") })
        }
        #expect(try codes("secret") == ["login-succeeded", "login-unbound"], "\(pgpool.log())")
        #expect(try codes("wrong") == ["login-wrong-password"])
    }
}
