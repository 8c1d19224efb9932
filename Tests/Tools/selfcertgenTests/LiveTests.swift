import Glibc
import TestSupport
import Testing

/// A real PostgreSQL that serves certificates made by the tool, and psql that trusts them.
@Suite(
    "A PostgreSQL with these certificates",
    .enabled(if: PostgresServer.isInstalled, "no PostgreSQL server and client are installed")
)
struct LiveTests {
    @Test("psql is let in as sslmode and pg_hba.conf say, and not otherwise")
    func served() throws {
        let run = try SelfcertgenRun()
        #expect(
            try run(["--san", "localhost", "--san", "127.0.0.1"], ["KEY_HOST": "db.example"]).status == 0
        )
        #expect(try run(["alice"]).status == 0)
        // The server's user must reach the files; the folder of the test is closed to all others.
        try ServerAccount.give(run.folder.path)
        let path = run.path
        let server = try PostgresServer(
            settings: [
                "ssl = on", "ssl_cert_file = '\(path)/server.crt'", "ssl_key_file = '\(path)/server.key'",
                "ssl_ca_file = '\(path)/root.crt'", "password_encryption = 'scram-sha-256'",
            ],
            rules: ["hostssl all all 127.0.0.1/32 scram-sha-256"]
        )
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'geheim'")
        try server.query("CREATE ROLE alice LOGIN PASSWORD 'geheim'")

        func psql(_ parameters: String, password: String? = "geheim") throws -> Program.Outcome {
            try server.psql(
                "dbname=postgres user=webadmin " + parameters,
                "SELECT ssl, version FROM pg_stat_ssl WHERE pid = pg_backend_pid()",
                environment: password.map { ["PGPASSWORD": $0] } ?? [:]
            )
        }
        func expectIn(_ parameters: String, password: String? = "geheim") throws {
            let outcome = try psql(parameters, password: password)
            #expect(outcome.status == 0, "\(parameters): \(outcome.errorText)")
            #expect(outcome.text.hasPrefix("t|TLSv1."))
        }
        func expectOut(_ parameters: String, _ reason: String, password: String? = "geheim") throws {
            let outcome = try psql(parameters, password: password)
            #expect(outcome.status == 2)
            #expect(outcome.errorText.contains(reason), "\(parameters): \(outcome.errorText)")
        }

        let trust = "sslrootcert=\(path)/root.crt "
        try expectIn("host=127.0.0.1 sslmode=require sslrootcert=/nowhere")
        try expectIn(trust + "host=127.0.0.1 sslmode=verify-ca")
        try expectIn(trust + "host=localhost hostaddr=127.0.0.1 sslmode=verify-full")
        try expectIn(trust + "host=db.example hostaddr=127.0.0.1 sslmode=verify-full")
        try expectIn(trust + "host=127.0.0.1 sslmode=verify-full")
        try expectIn(trust + "host=db.example hostaddr=127.0.0.1 sslmode=verify-full channel_binding=require")
        try expectOut(
            trust + "host=other.example hostaddr=127.0.0.1 sslmode=verify-full",
            "does not match host name"
        )
        try expectOut("host=127.0.0.1 sslmode=disable", "no encryption")
        try expectOut(
            trust + "host=127.0.0.1 sslmode=require",
            "password authentication failed",
            password: "falsch"
        )

        // Client certificates in place of passwords.
        try server.setRules(["hostssl all all 127.0.0.1/32 cert"])
        let verified = trust + "host=db.example hostaddr=127.0.0.1 sslmode=verify-full "
        func identity(_ stem: String) -> String { "sslcert=\(path)/\(stem).crt sslkey=\(path)/\(stem).key " }
        // psql wants a key that is its own user's or root's.
        let isReadable = ServerAccount.postgres == nil || geteuid() == 0
        try #require(isReadable)
        if geteuid() == 0 { try giveKeysToRoot(of: ["client", "alice"], in: path) }
        try expectIn(verified + identity("client"), password: nil)
        try expectOut(verified + identity("alice"), "certificate authentication failed", password: nil)
        try expectOut(verified, "valid client certificate", password: nil)

        // One of another root is none.
        let other = try SelfcertgenRun()
        #expect(try other().status == 0)
        if geteuid() == 0 { try giveKeysToRoot(of: ["client"], in: other.path) }
        let foreign = "sslcert=\(other.path)/client.crt sslkey=\(other.path)/client.key"
        try expectOut(verified + foreign, "unknown ca", password: nil)
        // And a server of another root is not trusted.
        try expectOut(
            "sslrootcert=\(other.path)/root.crt host=127.0.0.1 sslmode=verify-ca",
            "certificate verify failed"
        )
    }

    private func giveKeysToRoot(of stems: [String], in path: String) throws {
        for stem in stems { try #require(chown("\(path)/\(stem).key", 0, 0) == 0) }
    }
}
