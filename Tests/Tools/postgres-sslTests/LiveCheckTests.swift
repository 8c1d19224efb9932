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

    @Test("rules that the server refuses by its log alone are noticed before anything is written")
    func refusedSilently() throws {
        let rules =
            "local all postgres trust\nhostssl app bob 10.0.0.0/8 scram-sha-256 clientcert=1\n"
            + "host all all all md5\n"
        try write(rules, to: "data/pg_hba.conf")
        // What a server before 14 takes.
        let outcome = try tool(["install", "--server-version", "13"])
        #expect(outcome.status == 65)
        #expect(outcome.errorText.contains("see what its log says"), "\(outcome.errorText)")
        let own = try tool(["install"])
        #expect(own.status == 65)
        #expect(
            own.errorText.contains("pg_hba.conf, line 2: PostgreSQL 15 refuses this line")
                && own.errorText.contains("clientcert must be verify-ca or verify-full"),
            "\(own.errorText)"
        )
        #expect(try server.folder.text("data/pg_hba.conf") == rules)
        #expect(!server.folder.names().contains("SSL-TLS"))
        #expect(!server.log().contains("pg_hba.conf was not reloaded"))
    }

    @Test("uninstall goes on where the server refuses a rule by now, and says so")
    func refusedSince() throws {
        #expect(try tool(["install"]).status == 0)
        let rules = try server.folder.text("data/pg_hba.conf") + "host app bob 10.0.0.0/8 cert\n"
        try write(rules, to: "data/pg_hba.conf")
        let outcome = try tool(["uninstall"])
        // All is taken back, and the operator's rule keeps the server from its next start.
        #expect(outcome.status == 65, "\(outcome.errorText)")
        #expect(outcome.text.contains("in force: no TLS"), "\(outcome.text)")
        #expect(outcome.errorText.contains("the server keeps its old rules until this is right"))
        #expect(outcome.errorText.contains("and will not start again: "), "\(outcome.errorText)")
        #expect(try server.folder.text("data/pg_hba.conf").contains("host all all all md5"))
    }

    private func set(_ line: String) throws {
        try write(try server.folder.text("data/postgresql.conf") + line + "\n", to: "data/postgresql.conf")
    }

    @Test(
        "a server that cannot use the certificate says ssl is on all the same; all goes back, the password too"
    )
    func notServed() throws {
        try server.query("SET password_encryption = 'md5'; CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        // OpenSSL refuses the list when TLS begins, and no check of the files before.
        try set("ssl_ciphers = 'NONSENSE'")
        let before = try ["postgresql.conf", "pg_hba.conf"].map { try server.folder.read("data/" + $0) }
        let outcome = try tool(["install", "--password-stdin"], input: "secret\n")
        #expect(outcome.status == 1)
        #expect(
            outcome.errorText.contains("it offers no TLS at 127.0.0.1, port \(server.port)"),
            "\(outcome.errorText)"
        )
        #expect(
            try ["postgresql.conf", "pg_hba.conf"].map { try server.folder.read("data/" + $0) } == before
        )
        #expect(!server.folder.names().contains("SSL-TLS"))
        #expect(
            try server.query("SELECT left(rolpassword, 3) FROM pg_authid WHERE rolname = 'webadmin'") == "md5"
        )
        let login = try server.psql(
            "host=127.0.0.1 user=webadmin dbname=postgres",
            environment: ["PGPASSWORD": "secret"]
        )
        #expect(login.status == 0, "\(login.errorText)")
    }

    @Test("a server that keeps its old certificate after the reload gets the old pair back")
    func oldServed() throws {
        #expect(try tool(["install"]).status == 0)
        let before = try server.folder.read("SSL-TLS/server/server.crt")
        try set("ssl_ciphers = 'NONSENSE'")
        let outcome = try tool(["reissue", "server"])
        #expect(outcome.status == 1)
        #expect(outcome.errorText.contains("is not the certificate that it serves"), "\(outcome.errorText)")
        #expect(try server.folder.read("SSL-TLS/server/server.crt") == before)
    }

    @Test(
        "a server of one version alone is proved, and its log has no line of the look",
        arguments: [
            "ssl_min_protocol_version = 'TLSv1.3'", "ssl_max_protocol_version = 'TLSv1.2'",
            "ssl_min_protocol_version = 'TLSv1'",
        ]
    )
    func oneVersion(_ line: String) throws {
        try set(line)
        for command in [["install"], ["reissue", "server"]] {
            let outcome = try tool(command)
            #expect(outcome.status == 0, "\(outcome.errorText)")
            #expect(outcome.text.contains("\nproved: it was served at 127.0.0.1"), "\(outcome.text)")
        }
        #expect(!server.log().contains("could not accept SSL connection"), "\(server.log())")
        #expect(!server.log().contains("FATAL:  password"))
    }

    @Test(
        "a server with suites of its own is no failure, and no more is claimed than that its certificate was seen",
        arguments: ["ECDHE-RSA-AES256-SHA384", "DHE-RSA-AES128-SHA256", "AES256-SHA256"]
    )
    func suites(suite: String) throws {
        try set("ssl_ciphers = '\(suite)'")
        try set("ssl_max_protocol_version = 'TLSv1.2'")
        let outcome = try tool(["install"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let seen =
            "proved: its certificate was seen at 127.0.0.1, port \(server.port); no whole handshake was made: "
        #expect(outcome.text.contains(seen), "\(outcome.text)")
    }

    @Test(
        "a server that shows its certificate and ends every client's handshake is no proof; all goes back",
        arguments: [
            (["ssl_ecdh_curve = 'secp256k1'"], "handshake_failure"),
            (
                ["ssl_min_protocol_version = 'TLSv1'", "ssl_max_protocol_version = 'TLSv1.1'"],
                "protocol_version"
            ),
            (
                ["ssl_max_protocol_version = 'TLSv1.2'", "ssl_ciphers = 'NULL-SHA256:@SECLEVEL=0'"],
                "handshake_failure"
            ),
        ]
    )
    func nobodyThrough(_ lines: [String], _ said: String) throws {
        let sound = try server.folder.text("data/postgresql.conf")
        try lines.forEach(set)
        let before = try ["postgresql.conf", "pg_hba.conf"].map { try server.folder.read("data/" + $0) }
        let refused = try tool(["install"])
        #expect(refused.status == 1, "\(refused.text)")
        let end = "at 127.0.0.1, port \(server.port): the server ended the connection by \(said): "
        #expect(
            refused.errorText.contains("no client gets through the handshake " + end),
            "\(refused.errorText)"
        )
        #expect(
            try ["postgresql.conf", "pg_hba.conf"].map { try server.folder.read("data/" + $0) } == before
        )
        #expect(!server.folder.names().contains("SSL-TLS"))

        try write(sound, to: "data/postgresql.conf")
        let installed = try tool(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.text.contains("\nproved: it was served at 127.0.0.1"), "\(installed.text)")
        try lines.forEach(set)
        try server.reload()
        let status = try tool(["status"])
        #expect(status.status == 2, "\(status.text)")
        #expect(
            status.text.contains("broken\tserver\tlets no client through the TLS handshake " + end),
            "\(status.text)"
        )
        let certificate = try server.folder.read("SSL-TLS/server/server.crt")
        #expect(try tool(["reissue", "server"]).status == 1)
        #expect(try server.folder.read("SSL-TLS/server/server.crt") == certificate)
    }

    @Test("a server that takes no TCP was not tried, and it is said")
    func socketOnly() throws {
        let server = try PostgresServer(settings: ["listen_addresses = ''"])
        let tool = try PostgresSSLRun(server, folder)
        let outcome = try tool(["install"])
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(outcome.errorText.contains("the server takes no TCP connections, so TLS was not tried"))
    }
}
