import TestSupport
import Testing

/// Rules, certificates and settings may be as they should be, and nobody logs in all the same. psql is the judge.
@Suite(
    "Who cannot log in for what the server has stored",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveLoginTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun
    private let install = ["install", "--password-stdin", "--san", "localhost", "--san", "127.0.0.1"]

    init() throws {
        server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
    }

    private func logsIn(_ database: String = "postgres") throws -> Bool {
        let root = server.folder.path("SSL-TLS/server/root.crt")
        return try server.logIn(
            "host=localhost hostaddr=127.0.0.1 port=\(server.port) user=webadmin dbname=\(database) "
                + "sslmode=verify-full sslrootcert=\(root)",
            password: Array("secret".utf8)
        ).status == 0
    }

    /// What keeps the role out, the statement or command that mends it, and what the tool says.
    struct Obstacle: Sendable, CustomTestStringConvertible {
        let statement: String
        let cure: String
        let text: String
        var isRefusedByInstall = true
        /// How a cure as the tool shows it ends: a statement as a word of a shell.
        var shown: String {
            isRefusedByInstall ? " -c '" + cure.replacing("'", with: "'\\''") + "'" : cure
        }
        var testDescription: String { statement }
    }

    static let obstacles = [
        Obstacle(
            statement: "ALTER ROLE webadmin NOLOGIN",
            cure: "ALTER ROLE \"webadmin\" LOGIN",
            text: "the role webadmin may not log in (NOLOGIN)"
        ),
        Obstacle(
            statement: "ALTER ROLE webadmin VALID UNTIL '2020-01-01'",
            cure: "ALTER ROLE \"webadmin\" VALID UNTIL 'infinity'",
            text: "the password of webadmin is no longer valid (VALID UNTIL)"
        ),
        Obstacle(
            statement: "ALTER ROLE webadmin CONNECTION LIMIT 0",
            cure: "ALTER ROLE \"webadmin\" CONNECTION LIMIT -1",
            text: "the role webadmin may have no connection (CONNECTION LIMIT 0)"
        ),
        Obstacle(
            statement: "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC",
            cure: "GRANT CONNECT ON DATABASE \"postgres\" TO \"webadmin\"",
            text: "the role webadmin may not connect to the database postgres"
        ),
        Obstacle(
            statement: "ALTER DATABASE postgres CONNECTION LIMIT 0",
            cure: "ALTER DATABASE \"postgres\" CONNECTION LIMIT -1",
            text: "the database postgres takes no connections but those of superusers (CONNECTION LIMIT 0)"
        ),
        Obstacle(
            statement: "ALTER ROLE webadmin PASSWORD NULL",
            cure: "postgres-ssl install --password-stdin --user webadmin",
            text: "the role webadmin has no password, and the rules ask for one",
            isRefusedByInstall: false
        ),
    ]

    @Test("status finds it, connect shows no line, and what is named mends it", arguments: obstacles)
    func afterInstall(_ obstacle: Obstacle) throws {
        let installed = try tool(install, input: "secret\n")
        try #require(installed.status == 0, "\(installed.errorText)")
        #expect(try logsIn())
        #expect(try !tool(["status"]).text.contains("role-no-login"))

        try server.query(obstacle.statement)
        #expect(try !logsIn())
        let status = try tool(["status", "--json"])
        #expect(status.status == 2, "\(status.text)")
        #expect(status.text.contains("\"role-no-login\""), "\(status.text)")
        let lines = try tool(["status"]).text.split(separator: "\n")
        let place = try #require(lines.firstIndex { $0.hasSuffix(obstacle.text) }, "\(lines)")
        let cure = String(lines[place + 1].dropFirst("\tcure\t".count))
        #expect(cure.hasSuffix(obstacle.shown) || !obstacle.isRefusedByInstall, "\(cure)")
        let connect = try tool(["connect", "--host", "localhost"])
        #expect(connect.status == 65)
        #expect(connect.text.isEmpty)
        #expect(connect.errorText.contains("\(obstacle.text); run "), "\(connect.errorText)")
        #expect(connect.errorText.contains("\(obstacle.shown), or give another --"), "\(connect.errorText)")

        if obstacle.isRefusedByInstall {
            // Into a shell, as it is shown.
            #expect(try Program(path: "/bin/sh").run(["-c", cure]).status == 0, "\(cure)")
        } else {
            #expect(try tool(install, input: "secret\n").status == 0)
        }
        #expect(try logsIn())
        #expect(try tool(["connect", "--host", "localhost"]).status == 0)
    }

    @Test("install names it before anything is changed", arguments: obstacles.filter(\.isRefusedByInstall))
    func beforeInstall(_ obstacle: Obstacle) throws {
        try server.query(obstacle.statement)
        let refused = try tool(install, input: "secret\n")
        #expect(refused.status == 65, "\(refused.text)")
        #expect(refused.errorText.contains("\(obstacle.text); run "), "\(refused.errorText)")
        #expect(refused.errorText.contains("\(obstacle.shown), or give another --"), "\(refused.errorText)")
        #expect(!server.folder.names().contains("SSL-TLS"))
        try server.query(obstacle.cure)
        let installed = try tool(install, input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(try logsIn())
    }

    @Test("A role without a password that is given none is named, and one that is missing too")
    func withoutPassword() throws {
        try server.query("ALTER ROLE webadmin PASSWORD NULL")
        let installed = try tool(["install"])
        #expect(installed.status == 0)
        #expect(
            installed.errorText.contains("the role webadmin has no password, and the rules ask for one"),
            "\(installed.errorText)"
        )
        let other = try tool(["install", "--user", "nobody"])
        #expect(other.errorText.contains("the server has no role nobody: the rules"), "\(other.errorText)")
        // Whoever shows a certificate needs none, and so may the password be over.
        try server.query("ALTER ROLE webadmin PASSWORD 'secret' VALID UNTIL '2020-01-01'")
        let byCertificate = try tool(["install", "--client-auth", "cert", "--user", "webadmin"])
        #expect(byCertificate.status == 0, "\(byCertificate.errorText)")
        #expect(try !tool(["status"]).text.contains("VALID UNTIL"))
        #expect(try tool(["connect"]).status == 0)
    }

    @Test(
        "Another database than the usual one is enough, and the one that connect names is what counts there"
    )
    func otherDatabase() throws {
        try server.query("CREATE DATABASE app")
        try server.query("CREATE DATABASE closed ALLOW_CONNECTIONS false")
        try server.query("REVOKE CONNECT ON DATABASE postgres FROM PUBLIC")
        let installed = try tool(install, input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(try logsIn("app"))
        #expect(try !logsIn())
        #expect(try !logsIn("closed"))
        let status = try tool(["status"])
        #expect(status.status != 2, "\(status.text)")
        #expect(
            status.text.contains("may not connect to the database postgres; it may connect to another"),
            "\(status.text)"
        )
        func connect(_ database: String) throws -> Program.Outcome {
            try tool(["connect", "--host", "localhost", "--database", database])
        }
        #expect(try connect("app").status == 0)
        #expect(try connect("postgres").status == 65)
        let closed = try connect("closed")
        #expect(closed.status == 65)
        #expect(
            closed.errorText.contains(
                " -c 'ALTER DATABASE \"closed\" ALLOW_CONNECTIONS true', or give another --database"
            ),
            "\(closed.errorText)"
        )
    }

    @Test("Settings of a role or a server change nothing of what is asked")
    func settings() throws {
        let installed = try tool(install, input: "secret\n")
        try #require(installed.status == 0, "\(installed.errorText)")
        try server.query("CREATE ROLE \"Größe\" LOGIN PASSWORD 'secret'")
        for setting in [
            "standard_conforming_strings = off", "client_encoding = 'LATIN1'", "bytea_output = escape",
            "DateStyle = 'German'", "quote_all_identifiers = on", "backslash_quote = off",
        ] {
            try server.query("ALTER ROLE postgres SET \(setting)")
            let status = try tool(["status"])
            #expect(!status.text.contains("\tusers\tthe "), "\(setting): \(status.text)")
            #expect(status.text.contains("every password is stored as a SCRAM secret"), "\(setting)")
            let connect = try tool(["connect", "--host", "localhost", "--user", "Größe"])
            #expect(connect.status == 0, "\(setting): \(connect.errorText)")
        }
    }
}
