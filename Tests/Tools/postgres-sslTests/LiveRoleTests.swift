import TestSupport
import Testing

@Suite(
    "The stored password of a role on a running PostgreSQL",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveRoleTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(
            settings: [
                "log_statement = 'all'", "log_min_duration_statement = 0", "log_min_duration_sample = 0",
                "log_transaction_sample_rate = 1",
            ],
            rules: ["host all all 0.0.0.0/0 md5"]
        )
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("SET password_encryption = 'md5'; CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
    }

    private func stored() throws -> String {
        try server.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'webadmin'")
    }

    @Test("it is a step of the plan, comes back with uninstall, and never stands in the server's log")
    func storedAndPutBack() throws {
        let before = try stored()
        #expect(before.hasPrefix("md5"))
        let preview = try tool(["install", "--password-stdin", "--dry-run"], input: "secret\n")
        #expect(preview.text.contains("-v ON_ERROR_STOP=1 -f - < (a secret)\n"))
        #expect(try stored() == before)
        let installed = try tool(["install", "--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.text.contains("\nstored the password of webadmin as a SCRAM secret\n"))
        let secret = try stored()
        #expect(secret.hasPrefix("SCRAM-SHA-256$"))

        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(uninstalled.text.contains("\nput back the stored password of webadmin\n"))
        #expect(try stored() == before)
        let log = server.log()
        #expect(log.contains("('log_statement', 'none')"))
        #expect(!log.contains(secret) && !log.contains(before) && !log.contains("SCRAM-SHA-256$"))
    }

    @Test("it comes back where the server refuses the rest, and where the statement fails nothing is done")
    func refused() throws {
        let before = try stored()
        // OpenSSL refuses the list when TLS begins, and no check of the files before.
        let settings = try server.folder.text("data/postgresql.conf")
        try server.folder.write(settings + "ssl_ciphers = 'NONSENSE'\n", to: "data/postgresql.conf")
        try ServerAccount.give(server.folder.path("data/postgresql.conf"))
        let outcome = try tool(["install", "--password-stdin"], input: "secret\n")
        #expect(outcome.status == 1)
        #expect(outcome.errorText.contains("rejected the change, and it was undone"), "\(outcome.errorText)")
        #expect(try stored() == before)

        let missing = try tool(["install", "--password-stdin", "--user", "nobody"], input: "secret\n")
        #expect(missing.status == 65)
        #expect(
            missing.errorText.contains("the server has no role nobody; create it first"),
            "\(missing.errorText)"
        )
        #expect(!missing.errorText.contains("SCRAM"))
        #expect(!server.folder.names().contains("SSL-TLS"))
    }

    @Test(
        "a mistyped password is refused and the right one stays, unless it is said to be new",
        arguments: ["md5", "scram-sha-256"]
    )
    func mistyped(_ method: String) throws {
        try server.query("SET password_encryption = '\(method)'; ALTER ROLE webadmin PASSWORD 'right'")
        let before = try stored()
        func logIn(_ password: String) throws -> Int32 {
            try server.psql(
                "host=127.0.0.1 user=webadmin dbname=postgres",
                environment: ["PGPASSWORD": password]
            ).status
        }
        let refused = try tool(["install", "--password-stdin"], input: "rihgt\n")
        #expect(refused.status == 65)
        #expect(refused.errorText.contains("is not the one stored for webadmin"), "\(refused.errorText)")
        #expect(try stored() == before)
        #expect(!server.folder.names().contains("SSL-TLS"))
        #expect(try logIn("right") == 0)
        #expect(try logIn("rihgt") != 0)

        let changed = try tool(["install", "--password-stdin", "--new-password"], input: "rihgt\n")
        #expect(changed.status == 0, "\(changed.errorText)")
        #expect(try logIn("rihgt") == 0)
        #expect(try tool(["uninstall"]).status == 0)
        #expect(try stored() == before)
        #expect(try logIn("right") == 0)
    }

    @Test("roles that the new rule locks out are named, and the line that is shown lets them in again")
    func lockedOut() throws {
        try server.query(
            "SET password_encryption = 'md5'; CREATE ROLE \"two\nlines\" LOGIN PASSWORD 'one'; "
                + "CREATE ROLE nologin PASSWORD 'one'; SET password_encryption = 'scram-sha-256'; "
                + "CREATE ROLE scram LOGIN PASSWORD 'one'; CREATE ROLE ann LOGIN PASSWORD 'one'; "
                + "SET password_encryption = 'md5'; ALTER ROLE ann PASSWORD 'one'"
        )
        func logIn() throws -> Int32 {
            try server.psql("host=127.0.0.1 user=ann dbname=postgres", environment: ["PGPASSWORD": "one"])
                .status
        }
        #expect(try logIn() == 0)
        let installed = try tool(["install", "--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(
            installed.errorText.contains("md5 is stored as the password of ann, two\\u{a}lines: a rule"),
            "\(installed.errorText)"
        )
        #expect(installed.errorText.contains("\"postgres-ssl scram --list --alter-role | "))
        #expect(!installed.errorText.contains("--alter-role | psql\""))
        #expect(try logIn() != 0)
        let mended = try tool.program.run(
            ["scram", "--list", "--alter-role"],
            input: Array("ann:one\n".utf8)
        )
        try server.query(mended.text)
        #expect(try logIn() == 0)
        #expect(try tool(["uninstall"]).status == 0)
    }

    @Test("a standby leaves the password to its primary, and says so")
    func standby() throws {
        let cluster = try PostgresCluster(
            // As many as initdb wrote down: a standby has no fewer than its primary.
            settings: ["max_connections = 100"],
            rules: ["host all all 0.0.0.0/0 md5"]
        )
        do {
            let primary = try PostgresServer(cluster)
            try primary.query("ALTER ROLE postgres PASSWORD 'secret'")
        }
        try cluster.folder.write("", to: "data/standby.signal")
        try ServerAccount.give(cluster.folder.path("data/standby.signal"))
        let server = try PostgresServer(cluster)
        #expect(try server.query("SELECT pg_is_in_recovery()") == "t")
        let installed = try PostgresSSLRun(server, folder)(
            ["install", "--password-stdin", "--user", "postgres"],
            input: "secret\n"
        )
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(
            installed.errorText.contains(
                "the server is a standby, so the password of postgres is left to its primary"
            )
        )
        #expect(try server.query("SHOW ssl") == "on")
    }

    @Test("each of two roles gets back what it had, and one of a stopped server later")
    func twoRoles() throws {
        try server.query("SET password_encryption = 'md5'; CREATE ROLE app LOGIN PASSWORD 'secret'")
        let all =
            "SELECT string_agg(rolpassword, ' ' ORDER BY rolname) FROM pg_authid WHERE rolname IN ('app', 'webadmin')"
        let before = try server.query(all)
        for user in ["webadmin", "app"] {
            let installed = try tool(["install", "--password-stdin", "--user", user], input: "secret\n")
            #expect(installed.status == 0, "\(installed.errorText)")
        }
        #expect(try server.query(all) != before)
        #expect(try tool(["uninstall"]).status == 0)
        #expect(try server.query(all) == before)
    }

    @Test("one that others stored since the install stays, and is named")
    func changedSince() throws {
        #expect(try tool(["install", "--password-stdin"], input: "secret\n").status == 0)
        try server.query("ALTER ROLE webadmin PASSWORD 'another'")
        let secret = try stored()
        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0)
        #expect(
            uninstalled.errorText
                == "postgres-ssl: the password of webadmin was changed since, and is kept\n"
        )
        #expect(try stored() == secret)
    }
}
