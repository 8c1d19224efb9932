import Glibc
import TestSupport
import Testing

@Suite(
    "Sessions with a running PostgreSQL of an operator's own settings",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveSessionTests {
    private static func library(_ name: String) -> Bool {
        guard let programs = PostgresServer.programs else { return false }
        let folder = String(programs.dropLast("bin".count)) + "lib/"
        return access(folder + name + ".so", R_OK) == 0
    }

    private func node(_ settings: [String] = []) throws -> (PostgresServer, PostgresSSLRun, TemporaryFolder) {
        let server = try PostgresServer(settings: settings, rules: ["host all all 0.0.0.0/0 md5"])
        let folder = try TemporaryFolder()
        try server.query("SET password_encryption = 'md5'; CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        return (server, try PostgresSSLRun(server, folder), folder)
    }

    @Test(
        "defaults of the role by which a sound server waits for others, or changes nothing, keep nobody waiting"
    )
    func defaults() throws {
        let (server, tool, folder) = try node()
        try server.query(
            """
            ALTER ROLE postgres SET default_transaction_isolation = 'serializable';
            ALTER ROLE postgres SET default_transaction_read_only = on;
            ALTER ROLE postgres SET default_transaction_deferrable = on;
            CREATE SCHEMA shadow; CREATE VIEW shadow.pg_authid AS SELECT 'nobody' AS rolname, 'md5' AS rolpassword;
            ALTER ROLE postgres SET search_path = shadow, pg_catalog
            """
        )
        // A transaction that may write, begun and left open.
        let psql = try #require(Program.find("psql"))
        let script = """
            (echo "BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE; SELECT count(*) FROM pg_class;"; \
            until [ -e \(folder.path("end")) ]; do sleep 0.05; done) | \
            \(psql.path) -X -q -h \(server.folder.path) -p \(server.port) -U postgres -d postgres
            """
        let open = try Program(path: "/bin/sh").start(octets: ["-c", script].map { Array($0.utf8) })
        defer {
            try? folder.write("", to: "end")
            _ = open.wait()
        }
        let others = """
            SET default_transaction_deferrable = off; \
            SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'
            """
        let connection = "host=\(server.folder.path) user=postgres dbname=postgres"
        let isolation = ["PGOPTIONS": "-c default_transaction_isolation=read\\ committed"]
        let isOpen = try eventually {
            try server.psql(connection, others, environment: isolation).text.hasSuffix("1\n")
        }
        #expect(isOpen)

        let status = try tool(["status", "--port", "\(server.port)"])
        #expect(status.text.contains("the password of webadmin is stored as md5"), "\(status.text)")
        let installed = try tool(["install", "--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.text.contains("\nstored the password of webadmin as a SCRAM secret\n"))
        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(uninstalled.text.contains("\nput back the stored password of webadmin\n"))
    }

    @Test("a server that takes too long is let go of, and the status says so")
    func slow() throws {
        let (server, tool, _) = try node()
        // Whoever asks for what is stored waits for who holds it.
        let psql = try #require(Program.find("psql"))
        let script = """
            \(psql.path) -X -q -h \(server.folder.path) -p \(server.port) -U postgres -d postgres \
            -c BEGIN -c 'LOCK pg_authid IN ACCESS EXCLUSIVE MODE' -c '\\echo held' -c 'SELECT pg_sleep(600)' \
            > \(server.folder.path("held"))
            """
        let holder = try Program(path: "/bin/sh").start(
            octets: ["-c", "exec " + script].map { Array($0.utf8) }
        )
        defer {
            holder.signal(SIGTERM)
            _ = holder.wait()
        }
        #expect(eventually { (try? server.folder.text("held")) == "held\n" })
        let status = try tool(["status", "--port", "\(server.port)"])
        #expect(status.text.contains("could not be asked: a query to the server"), "\(status.text)")
    }

    @Test(
        "no extension that is loaded writes a stored password down or keeps it",
        .enabled(if: library("pg_stat_statements"), "pg_stat_statements is not installed")
    )
    func extensions() throws {
        let hasAudit = Self.library("pgaudit")
        let libraries = ["pg_stat_statements"] + (hasAudit ? ["pgaudit"] : [])
        var settings = [
            "shared_preload_libraries = '\(libraries.joined(separator: ","))'", "log_statement = 'all'",
            "debug_print_parse = on", "debug_print_plan = on", "debug_print_rewritten = on",
            "log_min_messages = log",
        ]
        if hasAudit { settings += ["pgaudit.log = 'all'", "pgaudit.log_parameter = on"] }
        let (server, tool, _) = try node(settings)
        try server.query("CREATE EXTENSION pg_stat_statements")
        let asked = "SELECT count(*) FROM pg_stat_statements WHERE query LIKE "
        // What stays out would be there otherwise.
        try server.query("ALTER ROLE webadmin PASSWORD 'an open word'")
        #expect(try server.query(asked + "'%an open word%'") != "0" || server.log().contains("an open word"))

        let installed = try tool(["install", "--password-stdin", "--new-password"], input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        // Who audits roles is told what he will not find.
        #expect(installed.errorText.contains("is not in pgaudit's log") == hasAudit, "\(installed.errorText)")
        let secret = try server.query("SELECT rolpassword FROM pg_authid WHERE rolname = 'webadmin'")
        #expect(secret.hasPrefix("SCRAM-SHA-256$"))
        #expect(try tool(["uninstall"]).status == 0)
        let log = server.log()
        #expect(try server.query(asked + "'%SCRAM-SHA-256$%'") == "0")
        #expect(
            try server.query("SELECT count(*) FROM pg_stat_statements WHERE query ~ 'ALTER ROLE.*SCRAM'")
                == "0"
        )
        #expect(log.contains("log_statement") && (!hasAudit || log.contains("AUDIT: SESSION")))
        // The one above, for comparison; what pgaudit would say of ours, old versions say with the secret.
        #expect(log.split(separator: "\n").count { $0.contains("ROLE,ALTER ROLE") } == (hasAudit ? 1 : 0))
        #expect(!log.contains(secret) && !log.contains("SCRAM-SHA-256$"))
    }
}
