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
        #expect(installed.text.hasPrefix("stored the password of webadmin as a SCRAM secret\n"))
        let secret = try stored()
        #expect(secret.hasPrefix("SCRAM-SHA-256$"))

        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(uninstalled.text.hasPrefix("put back the stored password of webadmin\n"))
        #expect(try stored() == before)
        let log = server.log()
        #expect(log.contains("('log_statement', 'none')"))
        #expect(!log.contains(secret) && !log.contains(before) && !log.contains("SCRAM-SHA-256$"))
    }

    @Test("it comes back where the server refuses the rest, and where the statement fails nothing is done")
    func refused() throws {
        let before = try stored()
        let rules = try server.folder.text("data/pg_hba.conf")
        try server.folder.write(rules + "host all all 10.0.0.0/8 peer\n", to: "data/pg_hba.conf")
        try ServerAccount.give(server.folder.path("data/pg_hba.conf"))
        let outcome = try tool(["install", "--password-stdin"], input: "secret\n")
        #expect(outcome.status == 1)
        #expect(outcome.errorText.contains("rejected the change, and it was undone"), "\(outcome.errorText)")
        #expect(try stored() == before)

        let missing = try tool(["install", "--password-stdin", "--user", "nobody"], input: "secret\n")
        #expect(missing.status == 1)
        #expect(missing.errorText.contains("role \"nobody\" does not exist"), "\(missing.errorText)")
        #expect(!missing.errorText.contains("SCRAM"))
        #expect(!server.folder.names().contains("SSL-TLS"))
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
