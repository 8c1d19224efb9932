import Foundation
import TestSupport
import Testing

@Suite(
    "pg_enc lets users in through a real Pgpool-II, TLS on both sides",
    .serialized,
    .enabled(
        if: PgpoolServer.isInstalled,
        "pgpool2 or PostgreSQL is not installed"
    )
)
struct LivePgpoolTests {
    @Test("who has an entry and the right password gets in over TLS, and nobody else")
    func logins() throws {
        let folder = try TemporaryFolder()
        try makeCertificates(in: folder)
        let server = try PostgresServer(
            settings: [
                "ssl = on", "ssl_cert_file = '\(folder.path("SSL-TLS/server.crt"))'",
                "ssl_key_file = '\(folder.path("SSL-TLS/server.key"))'",
                "password_encryption = scram-sha-256",
            ],
            rules: ["hostssl all all 127.0.0.1/32 scram-sha-256"]
        )
        let longest = String(repeating: "p", count: 79)
        let users = [
            ("plain", "secret"), ("longest", longest), ("with:colon\\and", "pass:wo\\rd"),
            ("accents", "p\u{E4}ssw\u{F6}rd"),
            ("no_entry", "secret"), ("other_key", "secret"),
        ]
        for (user, password) in users {
            try server.query("CREATE ROLE \"\(user)\" LOGIN PASSWORD '\(password)'")
        }
        let tool = try Program.built("pg_enc")
        #expect(try tool.run(["--generate-key", "-k", folder.path("key")]).status == 0)
        try ServerAccount.give(folder.path("key"))
        try folder.write("port = 9999\n", to: "pgpool.conf")
        try ServerAccount.give(folder.path("pgpool.conf"))
        for (user, password) in users.dropLast(2) {
            let outcome = try tool.run(
                [
                    "-m", "-f", folder.path("pgpool.conf"), "-k", folder.path("key"), "-u", user,
                    "--password-stdin",
                ],
                input: Array(password.utf8)
            )
            #expect(outcome.status == 0, "\(outcome.errorText)")
        }
        #expect(
            try tool.run([
                "-m", "-f", folder.path("pgpool.conf"), "-K", "another", "-u", "other_key", "secret",
            ]).status == 0
        )
        #expect(
            try tool.run(
                [
                    "-m", "-f", folder.path("pgpool.conf"), "-k", folder.path("key"), "-u", "plain",
                    longest + "p",
                ]
            ).status == 1
        )

        let pgpool = try PgpoolServer(
            before: server,
            in: folder,
            keyFile: folder.path("key"),
            settings: [
                "ssl = on", "ssl_cert = '\(folder.path("SSL-TLS/server.crt"))'",
                "ssl_key = '\(folder.path("SSL-TLS/server.key"))'",
            ],
            rules: ["hostssl all all 127.0.0.1/32 scram-sha-256"]
        )
        func logIn(_ user: String, _ password: String, _ mode: String = "verify-full") throws
            -> Program.Outcome
        {
            let quoted = user.replacingOccurrences(of: "\\", with: "\\\\")
            return try pgpool.logIn(
                "user='\(quoted)' sslmode=\(mode) sslrootcert=\(folder.path("SSL-TLS/root.crt"))",
                password: Array(password.utf8)
            )
        }
        for (user, password) in users.dropLast(2) {
            let outcome = try logIn(user, password)
            #expect(outcome.text == "hello\n", "\(user): \(outcome.errorText)")
            let wrong = try logIn(user, password + "x")
            #expect(wrong.status != 0 && wrong.text == "", "\(user) got in with a wrong password")
        }
        let unencrypted = try logIn("plain", "secret", "disable")
        #expect(unencrypted.status != 0 && unencrypted.text == "")
        let missing = try logIn("no_entry", "secret")
        #expect(missing.status != 0 && missing.text == "")
        let undecipherable = try logIn("other_key", "secret")
        #expect(undecipherable.status != 0 && undecipherable.text == "")

        // A file that is replaced is read again on reload, and not before.
        #expect(
            try tool.run(
                [
                    "-m", "-f", folder.path("pgpool.conf"), "-k", folder.path("key"), "-u", "no_entry",
                    "secret",
                ]
            ).status == 0
        )
        try pgpool.reload { try logIn("no_entry", "secret").text == "hello\n" }
        #expect(try tool.run(["-f", folder.path("pgpool.conf"), "--delete", "plain"]).status == 0)
        try pgpool.reload { try logIn("plain", "secret").status != 0 }
    }

    @Test(
        "of what is refused the original makes entries that let nobody in, or that everybody can decipher",
        .enabled(if: Programs.distributionPgEnc != nil, "pgpool2 is not installed"),
        arguments: [
            // The key's file, the length of the key where it is an argument, whether it is taken, and whether the
            // original's entry lets in: Pgpool-II has an empty key, too, which is a secret to nobody.
            ("\nsecond\n", nil, false, true), (String(repeating: "k", count: 256) + "\n", 256, false, false),
            ("testkey\r\n", nil, true, true),
        ] as [(String, Int?, Bool, Bool)]
    )
    func keys(content: String, length: Int?, isTaken: Bool, letsIn: Bool) throws {
        let folder = try TemporaryFolder()
        let server = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        let long = String(repeating: "p", count: 80)
        try server.query("CREATE ROLE bob LOGIN PASSWORD 'secret'; CREATE ROLE long LOGIN PASSWORD '\(long)'")
        try folder.write("port = 9999\n", to: "pgpool.conf")
        try folder.write(content, to: "key")
        let key = length.map { ["-K", String(repeating: "k", count: $0)] } ?? ["-k", folder.path("key")]
        for (user, password) in [("bob", "secret"), ("long", long)] {
            let arguments = ["-m", "-f", folder.path("pgpool.conf")] + key + ["-u", user, password]
            let ours = try Program.built("pg_enc").run(arguments)
            #expect((ours.status == 0) == (isTaken && user == "bob"))
            #expect(try #require(Programs.distributionPgEnc).run(arguments).status == 0)
        }
        for name in folder.names() { try ServerAccount.give(folder.path(name)) }
        let pgpool = try PgpoolServer(
            before: server,
            in: folder,
            keyFile: folder.path("key"),
            rules: ["host all all 127.0.0.1/32 scram-sha-256"]
        )
        let bob = try pgpool.logIn("user=bob", password: Array("secret".utf8))
        #expect((bob.text == "hello\n") == letsIn, "\(bob.errorText)")
        #expect(try pgpool.logIn("user=long", password: Array(long.utf8)).status != 0)
    }

    @Test(
        "a password that SASLprep changes logs in by SCRAM with its prepared entry alone, by md5 with its raw one",
        arguments: ["I\u{AD}X\u{A0}\u{AA}", "\u{2168}", "caf\u{E9}\u{FB01}"]
    )
    func prepared(password: String) throws {
        let folder = try TemporaryFolder()
        let server = try PostgresServer(
            settings: ["password_encryption = scram-sha-256"],
            rules: [
                "host all prepared,raw 127.0.0.1/32 scram-sha-256",
                "host all md5_prepared,md5_raw 127.0.0.1/32 md5",
            ]
        )
        for user in ["prepared", "raw", "md5_prepared", "md5_raw"] {
            let kind = user.hasPrefix("md5") ? "md5" : "scram-sha-256"
            try server.query(
                "SET password_encryption = '\(kind)'; CREATE ROLE \(user) LOGIN PASSWORD '\(password)'"
            )
        }
        try folder.write("port = 9999\n", to: "pgpool.conf")
        try folder.write("example key\n", to: "key")
        for user in ["prepared", "raw", "md5_prepared", "md5_raw"] {
            let form = user.hasSuffix("raw") ? ["--raw"] : []
            let outcome = try Program.built("pg_enc").run(
                ["-m", "-f", folder.path("pgpool.conf"), "-k", folder.path("key"), "-u", user]
                    + ["--password-stdin"] + form,
                input: Array(password.utf8)
            )
            #expect(outcome.status == 0 && outcome.errorText.contains("SASLprep") == form.isEmpty)
        }
        for name in folder.names() { try ServerAccount.give(folder.path(name)) }
        let pgpool = try PgpoolServer(
            before: server,
            in: folder,
            keyFile: folder.path("key"),
            rules: [
                "host all prepared,raw 127.0.0.1/32 scram-sha-256",
                "host all md5_prepared,md5_raw 127.0.0.1/32 md5",
            ]
        )
        for (user, getsIn) in [
            ("prepared", true), ("raw", false), ("md5_prepared", false), ("md5_raw", true),
        ] {
            let outcome = try pgpool.logIn("user=\(user)", password: Array(password.utf8))
            #expect((outcome.text == "hello\n") == getsIn, "\(user): \(outcome.errorText)")
        }
    }

    /// A root, and a certificate of it that both servers show.
    private func makeCertificates(in folder: TemporaryFolder) throws {
        let outcome = try Program.built("selfcertgen").run(
            ["--directory", folder.path("SSL-TLS"), "--san", "127.0.0.1"]
        )
        try #require(outcome.status == 0, "\(outcome.errorText)")
        try ServerAccount.give(folder.path)
        try ServerAccount.give(folder.path("SSL-TLS"))
        for name in ["server.key", "server.crt", "root.crt"] {
            try ServerAccount.give(folder.path("SSL-TLS/" + name))
        }
    }
}
