import Foundation
import TestSupport
import Testing

@Suite(
    "What status gives to whoever answers in a backend's place",
    .enabled(
        if: FakeBackend.isUsable && Programs.openssl != nil && PostgresServer.isInstalled
            && Programs.distributionPgEnc != nil,
        "Python, openssl, PostgreSQL or Pgpool-II is not installed"
    ),
    .serialized
)
struct BackendTrustTests {
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("ssl = off\n", to: "pgpool.conf")
        try folder.write("host all all 0.0.0.0/0 md5\n", to: "pool_hba.conf")
        tool = try PostgresSSLRun(pgpool: folder)
        let installed = try tool(
            ["install", "--password-stdin", "--san", "127.0.0.1"],
            input: "pass\u{2603}word\n"
        )
        try #require(installed.status == 0, "\(installed.errorText)")
    }

    /// What a certificate of the node's own authority and its key are, as an insider may have them.
    private var own: (certificate: String, key: String) {
        (folder.path("SSL-TLS/server/server.crt"), folder.path("SSL-TLS/server/server.key"))
    }

    /// A certificate that anybody can make.
    private func anybodys() throws -> (certificate: String, key: String) {
        let openssl = try #require(Programs.openssl)
        let made = try openssl.run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-addext",
                "subjectAltName=IP:127.0.0.1", "-keyout", "any.key", "-out", "any.crt",
            ],
            folder: folder.path
        )
        try #require(made.status == 0, "\(made.errorText)")
        return (folder.path("any.crt"), folder.path("any.key"))
    }

    /// What is said of the passwords, once the backend stands in the configuration.
    private func status(_ backend: Int, _ options: [String] = [], host: String = "127.0.0.1") throws -> String
    {
        let text = try folder.text("pgpool.conf").split(separator: "\n").filter { !$0.hasPrefix("backend_") }
        let place = ["backend_hostname0 = '\(host)'", "backend_port0 = \(backend)"]
        try folder.write((text.map(String.init) + place).joined(separator: "\n") + "\n", to: "pgpool.conf")
        return try tool(["status"] + options).text.split(separator: "\n")
            .filter { $0.contains("\tpasswords\t") }.joined(separator: "\n")
    }

    private func expectNothing(_ fake: FakeBackend, _ manner: FakeBackend.Manner, _ said: String) throws {
        let heard = try fake.heard()
        #expect(heard.contains { $0.hasPrefix("tls?") }, "\(said)")
        #expect(!heard.contains { $0.contains("message p") }, "\(manner): \(heard)")
        #expect(!heard.joined().contains("pass"), "\(manner): \(heard)")
        #expect(said.contains("not compared with the passwords of the roles"), "\(said)")
        #expect(said.contains("no password was sent") || manner == .words, "\(manner): \(said)")
        #expect(said.contains("--insecure") || manner == .words, "\(said)")
    }

    @Test(
        "nothing at all, in the open and behind anybody's certificate",
        arguments: FakeBackend.Manner.allCases
    )
    func stranger(manner: FakeBackend.Manner) throws {
        let fake = try FakeBackend(manner, certificate: try anybodys())
        try expectNothing(fake, manner, try status(fake.port))
        // Nor does a name for the user get there.
        #expect(try !fake.heard().contains { $0.hasPrefix("startup") })
    }

    @Test(
        "neither password nor hash nor proof to one with a right certificate who does not bind to it",
        arguments: [FakeBackend.Manner.cleartext, .md5, .scram, .trust]
    )
    func insider(manner: FakeBackend.Manner) throws {
        let fake = try FakeBackend(manner, certificate: own)
        let said = try status(fake.port)
        try expectNothing(fake, manner, said)
        #expect(said.contains("channel binding"), "\(said)")
    }

    @Test("with --insecure whoever asks gets it, as its help says; so the fake ones can hear")
    func insecure() throws {
        for manner in [FakeBackend.Manner.plain, .cleartext] {
            let fake = try FakeBackend(manner, certificate: try anybodys())
            let said = try status(fake.port, ["--insecure"])
            #expect(said.contains("not compared"))
            #expect(try fake.heard().contains { $0.contains("message p b'pass") })
        }
        let bound = try FakeBackend(.scramPlus, certificate: own)
        _ = try status(bound.port)
        #expect(try bound.heard().filter { $0.contains("message p") }.count == 2)
    }

    @Test(
        "an operator's command gets no password that it was not given, and is verified with one that it was"
    )
    func operatorsCommand() throws {
        let fake = try FakeBackend(.cleartext, certificate: try anybodys())
        let psql = ["--psql", "psql -h 127.0.0.1 -p \(fake.port) -U webadmin -d postgres"]
        _ = try tool(["status"] + psql)
        _ = try tool(["status", "--password-stdin"] + psql, input: "pass\u{2603}word\n")
        #expect(try !fake.heard().contains { $0.contains("message p") || $0.hasPrefix("startup") })
        _ = try tool(["status", "--insecure"] + psql)
        #expect(try !fake.heard().contains { $0.contains("message p") })
        _ = try tool(["status", "--insecure", "--password-stdin"] + psql, input: "pass\u{2603}word\n")
        #expect(try fake.heard().contains { $0.contains("message p b'pass") })
    }

    @Test(
        "a real server is asked where root and name are right, and by the node's own root for any name"
    )
    func real() throws {
        let server = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try server.query("CREATE ROLE webadmin SUPERUSER LOGIN PASSWORD 'pass\u{2603}word'")
        func serve(_ pair: (certificate: String, key: String)) throws {
            for (path, name) in [(pair.certificate, "c"), (pair.key, "k")] {
                try server.folder.write(
                    Array(try Data(contentsOf: URL(fileURLWithPath: path))),
                    to: "data/\(name)"
                )
                try ServerAccount.give(server.folder.path("data/\(name)"))
            }
            for setting in ["ssl_cert_file = 'c'", "ssl_key_file = 'k'", "ssl = on"] {
                try server.query("ALTER SYSTEM SET " + setting)
            }
            try server.reload()
        }
        let matches = "1 of 1 entries match"
        try serve(own)
        #expect(try status(server.port).contains(matches))
        // The certificate holds 127.0.0.1 and not this address of the same interface.
        let other = "localhost"
        #expect(try status(server.port, host: other).contains(matches))
        // A root whose key is elsewhere may have issued to others: there the name counts.
        try folder.write(try folder.read("SSL-TLS/server/root.crt"), to: "copy.crt")
        let strict = try status(server.port, ["--backend-root", folder.path("copy.crt")], host: other)
        #expect(
            strict.contains("does not match host name") && strict.contains("no password was sent"),
            "\(strict)"
        )
        #expect(try status(server.port, ["--backend-root", folder.path("copy.crt")]).contains(matches))

        try serve(try anybodys())
        #expect(try status(server.port).contains("certificate verify failed"))
        #expect(try status(server.port, host: other).contains("certificate verify failed"))
        #expect(try status(server.port, ["--backend-root", folder.path("any.crt")]).contains(matches))
        #expect(try status(server.port, ["--insecure"]).contains(matches))
        // What Pgpool-II itself is told to verify them by counts where nothing else is said.
        try folder.write(
            try folder.text("pgpool.conf") + "ssl_ca_cert = '\(folder.path("any.crt"))'\n",
            to: "pgpool.conf"
        )
        #expect(try status(server.port).contains(matches))
    }

    @Test("behind a socket, the one who runs the server is looked at")
    func socket() throws {
        let server = try PostgresServer(rules: ["local all all scram-sha-256"])
        // The superuser's rule comes first; this one logs in by password.
        try server.query("CREATE ROLE webadmin SUPERUSER LOGIN PASSWORD 'pass\u{2603}word'")
        let found = try status(server.port, host: server.folder.path)
        if ServerAccount.postgres != nil {
            #expect(found.contains("1 of 1 entries match"), "\(found)")
            let refused = try status(server.port, ["--owner", "0:0"], host: server.folder.path)
            #expect(refused.contains("requirepeer specifies \"root\""), "\(refused)")
        }
        // Whoever may write the configuration could name a socket of his own.
        try #require(chmod(folder.path, 0o777) == 0)
        let unsent = try status(server.port, host: server.folder.path)
        #expect(unsent.contains("no password was sent, since others than root may write"), "\(unsent)")
        #expect(
            try status(server.port, ["--insecure"], host: server.folder.path).contains("1 of 1 entries match")
        )
    }
}
