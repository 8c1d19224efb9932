import Glibc
import TestSupport
import Testing

/// Who got in before an install gets in after it, or the install says who does not; the servers decide.
@Suite(
    "Whom an install's rules let in",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveAdmissionTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Logs in as PostgreSQL's own client does where nothing is said of TLS.
    private func logIn(
        _ server: PostgresServer,
        _ user: String,
        _ password: String,
        port: Int? = nil,
        host: String = "127.0.0.1"
    ) throws -> Program.Outcome {
        try server.logIn(
            "host=\(host) port=\(port ?? server.port) dbname=postgres user=\(user)",
            password: Array(password.utf8)
        )
    }

    // MARK: PostgreSQL

    @Test("A rule that TLS wakes and that refuses the install's own user keeps the install from being made")
    func ownUser() throws {
        let server = try PostgresServer(rules: [
            "hostssl all webadmin 0.0.0.0/0 reject", "host all all 0.0.0.0/0 scram-sha-256",
        ])
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let tool = try PostgresSSLRun(server, folder)
        #expect(try logIn(server, "webadmin", "secret").status == 0)
        let refused = try tool(["install", "--san", "127.0.0.1"])
        #expect(refused.status == 65, "\(refused.text)")
        #expect(refused.errorText.contains("would now come first for webadmin, whom"), "\(refused.errorText)")
        #expect(try logIn(server, "webadmin", "secret").status == 0)

        // A rule before it that is for all the same connections decides about them, as ever.
        let rules = [
            "host all webadmin 0.0.0.0/0 scram-sha-256", "hostssl all webadmin 127.0.0.0/8 reject",
            "host all all 0.0.0.0/0 scram-sha-256",
        ]
        try server.setRules(rules)
        let installed = try tool(["install", "--san", "127.0.0.1"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(try logIn(server, "webadmin", "secret").status == 0)
        #expect(try tool(["connect"]).status == 0)

        try server.setRules(["hostssl all webadmin all reject", "hostssl all all all scram-sha-256"])
        #expect(try logIn(server, "webadmin", "secret").status != 0)
        let connect = try tool(["connect", "--host", "localhost"])
        #expect(connect.status == 65, "\(connect.text)")
        #expect(connect.errorText.contains("this rule refuses webadmin by TLS"), "\(connect.errorText)")
        let status = try tool(["status"])
        #expect(status.status == 2, "\(status.text)")
        #expect(status.text.contains("this rule refuses webadmin by TLS, wherever from"), "\(status.text)")
        try server.query("ALTER ROLE postgres PASSWORD 'secret'")
        let other = try tool(["connect", "--user", "postgres", "--host", "127.0.0.1"])
        #expect(other.status == 0, "\(other.errorText)")
    }

    @Test("A rule for SCRAM that TLS wakes before one for md5 has the roles named that it lets in no more")
    func md5() throws {
        let server = try PostgresServer(rules: [
            "hostssl all bob 0.0.0.0/0 scram-sha-256", "host all bob,webadmin 127.0.0.0/8 md5",
        ])
        try server.query("SET password_encryption = md5; CREATE ROLE bob LOGIN PASSWORD 'bobs'")
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let tool = try PostgresSSLRun(server, folder)
        #expect(try logIn(server, "bob", "bobs").status == 0)
        let installed = try tool(["install", "--san", "127.0.0.1"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(
            installed.errorText.contains("md5 is stored as the password of bob"),
            "\(installed.errorText)"
        )
        let required = "host=127.0.0.1 dbname=postgres user=bob sslmode=require"
        #expect(try server.logIn("port=\(server.port) \(required)", password: Array("bobs".utf8)).status != 0)
    }

    @Test("Who meets a rule by TLS alone, once another begins to require it, is named")
    func turned() throws {
        let server = try PostgresServer(rules: [
            "hostssl all app 0.0.0.0/0 cert", "host all all 0.0.0.0/0 scram-sha-256",
        ])
        try server.query("CREATE ROLE app LOGIN PASSWORD 'apps'")
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let tool = try PostgresSSLRun(server, folder)
        // TLS is on already, by other rules.
        try #require(try tool(["install", "--san", "127.0.0.1"]).status == 0)
        try server.setRules(["hostssl all app 0.0.0.0/0 cert", "host all all 0.0.0.0/0 scram-sha-256"])
        #expect(try logIn(server, "app", "apps").status == 0)
        let installed = try tool(["install", "--san", "127.0.0.1"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(
            installed.errorText.contains("this rule now asks for cert those whom"),
            "\(installed.errorText)"
        )
        #expect(try logIn(server, "app", "apps").status != 0)
    }

    @Test(
        "A rule that asks for nothing, behind one that is to require TLS, lets nobody in by it",
        arguments: [
            "host all all 127.0.0.0/8 trust", "hostnossl all all 0.0.0.0/0 trust",
            "host all all samehost trust",
        ]
    )
    func released(rule: String) throws {
        let server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256", rule])
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let tool = try PostgresSSLRun(server, folder)
        #expect(try logIn(server, "postgres", "none").status != 0)
        let refused = try tool(["install", "--san", "127.0.0.1"])
        #expect(refused.status == 65, "\(refused.text)")
        #expect(refused.errorText.contains("pg_hba.conf, line 3: once "), "\(refused.errorText)")
        #expect(try logIn(server, "postgres", "none").status != 0)
        guard !rule.hasPrefix("hostnossl") else { return }
        // As the line says.
        let installed = try tool(["install", "--all-rules", "--san", "127.0.0.1"])
        #expect(installed.status == 0, "\(installed.errorText)")
        let none = "; over the network, no rule lets anybody in without it"
        #expect(installed.text.contains(none), "\(installed.text)")
        #expect(try logIn(server, "postgres", "none").status != 0)
        #expect(try logIn(server, "webadmin", "secret").status == 0)
    }

    @Test("A rule that asks for nothing is not woken by TLS")
    func wokenTrust() throws {
        let server = try PostgresServer(rules: [
            "hostssl all postgres 127.0.0.0/8 trust", "host all all 0.0.0.0/0 scram-sha-256",
        ])
        let tool = try PostgresSSLRun(server, folder)
        let refused = try tool(["install", "--san", "127.0.0.1"])
        #expect(refused.status == 65, "\(refused.text)")
        let reason = "line 2: no connection was tried by this rule yet"
        #expect(refused.errorText.contains(reason), "\(refused.errorText)")
        #expect(try logIn(server, "postgres", "none").status != 0)
    }

    @Test("An install for a user whom a rule refuses by name is not proved")
    func refusedByName() throws {
        let server = try PostgresServer(rules: [
            "host all webadmin all reject", "host all all all scram-sha-256",
        ])
        let tool = try PostgresSSLRun(server, folder)
        let installed = try tool(["install", "--san", "127.0.0.1"])
        #expect(installed.status == 0, "\(installed.errorText)")
        let reason = "\nnot proved: that anybody logs in as webadmin: "
        #expect(installed.text.contains(reason), "\(installed.text)")
        #expect(!installed.text.contains("\nproved: "), "\(installed.text)")
    }

    @Test("An install ends with a login by the password that it was given, or says why nobody gets in by it")
    func login() throws {
        let server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        try server.query("CREATE ROLE webadmin LOGIN")
        let tool = try PostgresSSLRun(server, folder)
        let install = ["install", "--san", "127.0.0.1", "--password-stdin"]
        let place = "at 127.0.0.1, port \(server.port)"
        let installed = try tool(install, input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        let proof = "; logged in as webadmin to postgres by SCRAM-SHA-256-PLUS over TLS 1.3 \(place)\n"
        #expect(installed.text.contains(proof), "\(installed.text)")
        #expect(try logIn(server, "webadmin", "secret").status == 0)

        // A rule for his own database alone.
        try server.query("CREATE DATABASE webadmin")
        try server.setRules(["hostssl webadmin webadmin 127.0.0.0/8 scram-sha-256"])
        let own = try tool(install + ["--san", "127.0.0.2"], input: "secret\n")
        #expect(own.text.contains("; logged in as webadmin to webadmin by "), "\(own.text)\(own.errorText)")

        // What an install cannot know of: no user of that name is anybody to PAM.
        try server.setRules(["hostssl all webadmin 127.0.0.1/32 pam", "host all all all scram-sha-256"])
        let unproved = try tool(install + ["--san", "127.0.0.3"], input: "secret\n")
        #expect(unproved.status == 0, "\(unproved.errorText)")
        let reason =
            "\nnot proved: that anybody logs in as webadmin: webadmin was not let in to postgres \(place): "
        #expect(unproved.text.contains(reason), "\(unproved.text)")
        #expect(!unproved.text.contains("\nproved: "), "\(unproved.text)")
    }

    @Test(
        "An install of a rule for a client certificate ends with a login by the pair of its user",
        arguments: ["webadmin", "app"]
    )
    func loginByCertificate(user: String) throws {
        let server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        try server.query("CREATE ROLE \(user) LOGIN")
        let tool = try PostgresSSLRun(server, folder)
        let install = ["install", "--client-auth", "cert", "--user", user, "--san"]
        let installed = try tool(install + ["127.0.0.1"])
        #expect(installed.status == 0, "\(installed.errorText)")
        let proof =
            "logged in as \(user) to postgres with the client certificate, asked for no password, over TLS 1.3 "
        #expect(installed.text.contains(proof), "\(installed.text)")
    }

    @Test(
        "Where the pair that the rules want is of no use here, nobody is said to log in by it",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func unusablePair() throws {
        let server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        try server.query("CREATE ROLE app LOGIN")
        let tool = try PostgresSSLRun(server, folder)
        let install = ["install", "--client-auth", "cert", "--user", "app", "--san"]
        try #require(try tool(install + ["127.0.0.1"]).status == 0)
        let key = server.folder.path("SSL-TLS/client/app.key")
        let command = ["pkey", "-in", key, "-aes256", "-passout", "pass:secret", "-out", folder.path("key")]
        try #require(try #require(Programs.openssl).run(command).status == 0)
        try server.folder.write(try folder.read("key"), to: "SSL-TLS/client/app.key", mode: 0o600)
        let installed = try tool(install + ["127.0.0.2"])
        #expect(installed.status == 0, "\(installed.errorText)")
        let reason =
            "\nnot proved: that anybody logs in as app: the rules want a certificate of that name: \(key)"
        #expect(installed.text.contains(reason), "\(installed.text)")
        #expect(!installed.text.contains("\nproved: "), "\(installed.text)")
    }

    @Test("A rule that no connection reaches is not said to let any in")
    func unreached() throws {
        let server = try PostgresServer(rules: [
            "host all all 0.0.0.0/0 scram-sha-256", "hostnossl all all 0.0.0.0/0 reject",
            "host all all 10.0.0.0/8 trust",
        ])
        let tool = try PostgresSSLRun(server, folder)
        let installed = try tool(["install", "--san", "127.0.0.1"])
        #expect(installed.status == 0, "\(installed.errorText)")
        let none = "; over the network, no rule lets anybody in without it"
        #expect(installed.text.contains(none), "\(installed.text)")
    }

    // MARK: Pgpool-II

    /// A Pgpool-II before a server, with these files of its own.
    private func pgpool(
        _ backend: PostgresServer,
        _ settings: [String],
        _ rules: [String],
        entries: String
    ) throws -> (tool: PostgresSSLRun, port: Int, install: [String]) {
        try folder.write(entries, to: "pool_passwd", mode: 0o600)
        let port = try PgpoolServer.write(
            to: folder,
            backendPort: backend.port,
            settings: ["ssl = off", "socket_dir = '\(folder.path)'"] + settings,
            rules: rules
        )
        let restart = PgpoolServer.restartCommand(in: folder, keyFile: folder.path("key"))
        try #require(try #require(Program.find("sh")).run(["-c", restart]).status == 0)
        let install = ["install", "--password-stdin", "--san", "127.0.0.1", "--restart-command", restart]
        return (try PostgresSSLRun(pgpool: folder), port, install)
    }

    @Test(
        "Whom no rule is for of a Pgpool-II that begins to read them gets one, by TLS and SCRAM, and still gets in",
        .enabled(if: PgpoolServer.isInstalled, "Pgpool-II is not installed")
    )
    func unread() throws {
        let backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try backend.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        // As distributions have it for hosts that this client is not on.
        let rules = ["host all all 10.0.0.0/8 trust"]
        let (tool, port, install) = try pgpool(
            backend,
            ["enable_pool_hba = off", "allow_clear_text_frontend_auth = on"],
            rules,
            entries: ""
        )
        defer { PgpoolServer.end(in: folder) }
        let before = try logIn(backend, "webadmin", "secret", port: port)
        #expect(before.status == 0, "\(before.errorText)")
        let installed = try tool(install, input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        for host in ["127.0.0.1", folder.path] {
            let after = try logIn(backend, "webadmin", "secret", port: port, host: host)
            #expect(after.status == 0, "\(host): \(after.errorText)")
        }
        let plain = "host=127.0.0.1 port=\(port) dbname=postgres user=webadmin sslmode=disable"
        #expect(try backend.logIn(plain, password: Array("secret".utf8)).status != 0)
        let added = ["local all all scram-sha-256", "hostssl all all 0.0.0.0/0 scram-sha-256"]
        let text = try folder.text("pool_hba.conf")
        for line in added + ["hostssl all all ::/0 scram-sha-256"] {
            #expect(installed.errorText.contains(line), "\(installed.errorText)")
            #expect(text.contains("\n\(line)\n"), "\(text)")
        }
        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        let unread = "no TLS; its rules are not read (enable_pool_hba), so that connections without it are "
        #expect(uninstalled.text.contains(unread), "\(uninstalled.text)")
        let status = try tool(["status", "--verbose"]).text
        #expect(status.contains("enable_pool_hba is off") && !status.contains("\trules\t"), "\(status)")
        #expect(try folder.text("pool_hba.conf") == rules[0] + "\n")
    }

    @Test(
        "Rules with trust that were in force stay for users whose entries an install does not write",
        .enabled(if: PgpoolServer.isInstalled, "Pgpool-II is not installed")
    )
    func othersTrust() throws {
        let backend = try PostgresServer(rules: [
            "host all bob 127.0.0.1/32 md5", "host all all all scram-sha-256",
        ])
        try backend.query("SET password_encryption = md5; CREATE ROLE bob LOGIN PASSWORD 'bobs'")
        try backend.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let hash = try backend.query("SELECT 'md5' || md5('bobsbob')")
        let (tool, port, install) = try pgpool(
            backend,
            ["enable_pool_hba = on"],
            ["host all bob 127.0.0.1/32 trust", "host all all 0.0.0.0/0 scram-sha-256"],
            entries: "bob:\(hash)\n"
        )
        defer { PgpoolServer.end(in: folder) }
        let before = try logIn(backend, "bob", "bobs", port: port)
        #expect(before.status == 0, "\(before.errorText)")
        let installed = try tool(install, input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        let after = try logIn(backend, "bob", "bobs", port: port)
        #expect(after.status == 0, "\(after.errorText)")
        #expect(try logIn(backend, "webadmin", "secret", port: port).status == 0)
        #expect(try folder.text("pool_hba.conf").hasPrefix("host all bob 127.0.0.1/32 trust\n"))
    }
}
