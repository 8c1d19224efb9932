import Glibc
import TestSupport
import Testing

/// A real PostgreSQL and psql bind SCRAM to certificates of every kind, and take clients' of it.
@Suite(
    "A PostgreSQL with certificates of every kind",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "no PostgreSQL server and client, or no openssl, are installed"
    )
)
struct KeyTypesLiveTests {
    /// What makes a root by openssl, where `selfcertgen` is not to make one.
    private static let pss =
        "req -x509 -newkey rsa-pss -pkeyopt rsa_keygen_bits:2048 -nodes -keyout root.key -out root.crt -days 5000"
        + " -subj /CN=corporate -config /dev/null -addext basicConstraints=critical,CA:TRUE"
        + " -addext keyUsage=critical,keyCertSign"

    @Test(
        "psql is let in with channel_binding=require, and by a client certificate; a wrong password is not",
        arguments: [("ecdsa-p256", nil), ("ecdsa-p384", nil), (nil, pss)] as [(String?, String?)]
    )
    func served(type: String?, root: String?) throws {
        let run = try SelfcertgenRun()
        let path = run.path
        if let root {
            try #require(mkdir(path, 0o755) == 0)
            let words = root.split(separator: " ").map(String.init)
            try #require(try #require(Programs.openssl).run(words, folder: path).status == 0)
        }
        let made = try run(
            ["--san", "localhost"] + (type.map { ["--key-type", $0] } ?? []),
            ["KEY_HOST": "db.example"]
        )
        #expect(made.status == 0, "\(made.errorText)")
        #expect(made.errorText == "")
        // The server's user must reach the files; the folder of the test is closed to all others.
        try ServerAccount.give(run.folder.path)
        let server = try PostgresServer(
            settings: [
                "ssl = on", "ssl_cert_file = '\(path)/server.crt'", "ssl_key_file = '\(path)/server.key'",
                "ssl_ca_file = '\(path)/root.crt'", "password_encryption = 'scram-sha-256'",
            ],
            rules: ["hostssl all all 127.0.0.1/32 scram-sha-256"]
        )
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'geheim'")
        let parameters =
            "dbname=postgres user=webadmin host=localhost hostaddr=127.0.0.1 sslmode=verify-full"
            + " sslrootcert=\(path)/root.crt "
        func psql(_ more: String, password: String? = nil) throws -> Program.Outcome {
            try server.psql(parameters + more, environment: password.map { ["PGPASSWORD": $0] } ?? [:])
        }
        let bound = try psql("channel_binding=require", password: "geheim")
        #expect(bound.status == 0 && bound.text == "hello\n", "\(bound.errorText)")
        #expect(try psql("channel_binding=require", password: "falsch").status == 2)

        try server.setRules(["hostssl all all 127.0.0.1/32 cert"])
        // psql wants a key that is its own user's or root's.
        if geteuid() == 0 { try #require(chown(path + "/client.key", 0, 0) == 0) }
        let known = try psql("sslcert=\(path)/client.crt sslkey=\(path)/client.key")
        #expect(known.status == 0 && known.text == "hello\n", "\(known.errorText)")
        #expect(try psql("").errorText.contains("valid client certificate"))
    }
}
