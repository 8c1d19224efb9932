import Glibc
import TestSupport
import Testing

@Suite(
    "What PostgreSQL would refuse, install refuses before",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveServableTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(rules: ["host all all 0.0.0.0/0 md5"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try ServerAccount.makeFolders(in: server.folder)
    }

    /// Runs openssl in the folder, by words that blanks part.
    private func openssl(_ command: String) throws {
        let openssl = try #require(Programs.openssl)
        let outcome = try openssl.run(command.split(separator: " ").map(String.init), folder: folder.path)
        guard outcome.status == 0 else { throw ServerNotStarted(log: outcome.errorText) }
    }

    /// Makes a pair that an authority signed: `key` and `certificate`.
    private func makePair(bits: Int = 2048, digest: String = "sha256") throws {
        try openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca -subj /CN=Company -days 900"
        )
        try openssl("req -newkey rsa:\(bits) -nodes -keyout key -out request -subj /CN=db")
        try openssl(
            "x509 -req -\(digest) -in request -CA ca -CAkey ca.key -set_serial 7 -out certificate -days 900"
        )
    }

    /// Puts the pair where install would take it from.
    private func putPair() throws {
        for (from, to) in [("key", "server.key"), ("certificate", "server.crt")] {
            try server.folder.write(try folder.read(from), to: "SSL-TLS/server/" + to)
            try ServerAccount.give(server.folder.path("SSL-TLS/server/" + to))
        }
    }

    /// Whether the server itself, told to use the pair, does not: the judge of each case.
    private func serverRefuses(_ settings: [String] = []) throws -> Bool {
        let place = server.folder.path("SSL-TLS/server/server")
        let all = ["ssl = on", "ssl_cert_file = '\(place).crt'", "ssl_key_file = '\(place).key'"] + settings
        for setting in all { try server.query("ALTER SYSTEM SET " + setting) }
        let before = refusals
        try server.reload()
        let isRefused = refusals > before
        try server.query("ALTER SYSTEM RESET ALL")
        try server.reload()
        return isRefused
    }

    private var refusals: Int {
        server.log().split(separator: "\n").count { $0.contains("SSL configuration was not reloaded") }
    }

    private func expectRefusal(_ text: String, _ options: [String] = []) throws {
        let before = try ["postgresql.conf", "pg_hba.conf"].map { try server.folder.read("data/" + $0) }
        let names = server.folder.names(in: "SSL-TLS/server")
        let refused = try tool(["install"] + options)
        #expect(refused.status == 65)
        #expect(refused.errorText.contains(text), "\(refused.errorText)")
        #expect(
            try ["postgresql.conf", "pg_hba.conf"].map { try server.folder.read("data/" + $0) } == before
        )
        #expect(server.folder.names(in: "SSL-TLS/server") == names)
    }

    @Test("a key of 1024 bits")
    func shortKey() throws {
        try makePair(bits: 1024)
        try putPair()
        #expect(try serverRefuses())
        try expectRefusal("the key of CN=db has 1024 bits, and the server takes none of less than 2048")
    }

    @Test("a key of 1024 bits for PSS alone")
    func shortKeyForPSS() throws {
        try makePair()
        try openssl(
            "req -newkey rsa-pss -pkeyopt rsa_keygen_bits:1024 -nodes -keyout key -out request -subj /CN=db"
        )
        try openssl("x509 -req -in request -CA ca -CAkey ca.key -set_serial 7 -out certificate -days 900")
        try putPair()
        #expect(try serverRefuses())
        try expectRefusal("the key of CN=db has 1024 bits, and the server takes none of less than 2048")
    }

    @Test("a signature by SHA-1, of the certificate or of one behind it")
    func weakSignature() throws {
        try makePair(digest: "sha1")
        try putPair()
        #expect(try serverRefuses())
        try expectRefusal("the certificate of CN=db is signed by sha1WithRSAEncryption")
        let weak = try folder.read("certificate")
        // Its own signature is not looked at.
        try openssl(
            "req -x509 -sha1 -newkey rsa:2048 -nodes -keyout key -out certificate -subj /CN=db -days 900"
        )
        try putPair()
        #expect(try !serverRefuses())
        #expect(try tool(["install"]).status == 0)
        #expect(try tool(["uninstall"]).status == 0)
        try makePair()
        try folder.write(try folder.read("certificate") + weak, to: "certificate")
        try putPair()
        #expect(try serverRefuses())
        try expectRefusal("is signed by sha1WithRSAEncryption")
    }

    @Test("lines that end in CR alone, and not those of CR LF", arguments: ["certificate", "key"])
    func loneReturns(_ name: String) throws {
        try makePair()
        let lines = try folder.text(name)
        try folder.write(lines.replacing("\n", with: "\r"), to: name)
        try putPair()
        #expect(try serverRefuses())
        try expectRefusal("its lines end in CR alone")
        try folder.write(lines.replacing("\n", with: "\r\n"), to: name)
        try putPair()
        #expect(try !serverRefuses())
        let installed = try tool(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")
    }

    @Test("an encrypted key without a command for its pass phrase, and not one with it")
    func lockedKey() throws {
        try makePair()
        try openssl("pkcs8 -topk8 -in key -passout pass:phrase -out locked")
        try folder.write(try folder.read("locked"), to: "key")
        try putPair()
        #expect(try serverRefuses())
        try expectRefusal("set ssl_passphrase_command to a command that prints it")
        let command = "ssl_passphrase_command = 'echo phrase'"
        let reloads = "ssl_passphrase_command_supports_reload = on"
        #expect(try serverRefuses([command]))
        let plain = try server.folder.text("data/postgresql.conf")
        func setUp(_ lines: String) throws {
            try server.folder.write(plain + lines, to: "data/postgresql.conf")
            try ServerAccount.give(server.folder.path("data/postgresql.conf"))
        }
        try setUp(command + "\n")
        try expectRefusal("set ssl_passphrase_command_supports_reload to on")
        #expect(try !serverRefuses([command, reloads]))
        try setUp(command + "\n" + reloads + "\n")
        let installed = try tool(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(
            installed.errorText.contains("does not verify the server's certificate, which is by CN=Company")
        )
    }

    @Test("a list of revoked certificates that is missing")
    func missingList() throws {
        try makePair()
        try putPair()
        let root = "ssl_ca_file = '\(folder.path("ca"))'"
        try #require(chmod(folder.path, 0o755) == 0)
        try #require(chmod(folder.path("ca"), 0o644) == 0)
        #expect(try !serverRefuses([root]))
        #expect(try serverRefuses([root, "ssl_crl_file = 'missing.crl'"]))
        let plain = try server.folder.text("data/postgresql.conf")
        try server.folder.write(plain + "ssl_crl_file = 'missing.crl'\n", to: "data/postgresql.conf")
        try ServerAccount.give(server.folder.path("data/postgresql.conf"))
        try expectRefusal("data/missing.crl, which is missing")
    }

    @Test(
        "a directory that the server's user cannot enter, and an owner that is not he",
        .enabled(if: ServerAccount.postgres != nil, "only root closes a directory to others")
    )
    func closed() throws {
        try makePair()
        try putPair()
        try expectRefusal("could not read its key; give that user by --owner", ["--owner", "daemon"])
        let path = server.folder.path("SSL-TLS")
        try #require(chown(path, 0, 0) == 0)
        try #require(chmod(path, 0o700) == 0)
        #expect(try serverRefuses())
        try expectRefusal("the server's user cannot enter \(path), and could not read the certificates")
        try #require(chmod(path, 0o711) == 0)
        #expect(try !serverRefuses())
        #expect(try tool(["install"]).status == 0)
    }

    @Test("a company's certificate in force is kept, moved, or replaced on purpose")
    func certificateInForce() throws {
        try makePair()
        for (from, to) in [("key", "company.key"), ("certificate", "company.crt")] {
            try server.folder.write(try folder.read(from), to: "data/" + to)
            try ServerAccount.give(server.folder.path("data/" + to))
        }
        let lines = "ssl = on\nssl_cert_file = 'company.crt'\nssl_key_file = 'company.key'\n"
        let plain = try server.folder.text("data/postgresql.conf")
        try server.folder.write(plain + lines, to: "data/postgresql.conf")
        try ServerAccount.give(server.folder.path("data/postgresql.conf"))
        try server.reload()
        try server.query("CREATE ROLE app LOGIN PASSWORD 'secret'")
        func logIn(_ root: String) throws -> Int32 {
            try server.psql(
                "host=127.0.0.1 user=app dbname=postgres sslmode=verify-ca sslrootcert=\(root)",
                environment: ["PGPASSWORD": "secret"]
            ).status
        }
        let company = folder.path("ca")
        #expect(try logIn(company) == 0)
        try expectRefusal("the server's certificate by CN=Company, would be overruled")
        #expect(try logIn(company) == 0)

        try putPair()
        let kept = try tool(["install"])
        #expect(kept.status == 0, "\(kept.errorText)")
        let root = server.folder.path("SSL-TLS/server/root.crt")
        #expect(try logIn(company) == 0)
        #expect(try logIn(root) != 0)
        #expect(kept.errorText.contains("client/root.crt does not verify the server's certificate"))
        #expect(kept.text.contains("give clients the root of CN=Company"), "\(kept.text)")

        // Clients that get the company's root from the node verify by it, and are told nothing else.
        let given = server.folder.path("SSL-TLS/client/root.crt")
        unlink(given)
        try server.folder.write(try folder.read("ca"), to: "SSL-TLS/client/root.crt")
        try ServerAccount.give(given)
        for command in [["install"], ["reissue", "client"], ["renew"]] {
            let outcome = try tool(command)
            #expect(outcome.status == 0 && !outcome.errorText.contains("root.crt"), "\(outcome.errorText)")
        }
        #expect(try tool(["reissue", "server"]).status == 65)
        let status = try tool(["status", "--verbose"]).text
        #expect(status.contains("by \(given)") && !status.contains("ln -sf"), "\(status)")
        #expect(try logIn(given) == 0)
        unlink(given)
        #expect(try tool(["uninstall"]).status == 0)

        for name in ["server.key", "server.crt"] { unlink(server.folder.path("SSL-TLS/server/" + name)) }
        let replaced = try tool(["install", "--replace-certificate"])
        #expect(replaced.status == 0, "\(replaced.errorText)")
        #expect(replaced.errorText.contains("signed by CN=Company, is no longer the server's certificate"))
        #expect(try logIn(root) == 0)
        #expect(try logIn(company) != 0)
    }
}
