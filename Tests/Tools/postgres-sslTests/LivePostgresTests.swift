import Foundation
import TestSupport
import Testing

@Suite(
    "postgres-ssl on a running PostgreSQL",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LivePostgresTests {
    /// Rules of an operator's own beside the platform's.
    private static let rules = [
        "host\tall\tall\t0.0.0.0/0\tmd5", "host    all   all   ::/0   md5   # IPv6",
        "hostssl app  app   10.0.0.0/8   cert clientname=DN", "host own own 10.1.2.3/32 md5",
    ]

    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(rules: Self.rules)
        folder = try TemporaryFolder()
        try folder.write("/etc/hosts\n", to: "redeploy.conf")
        tool = try PostgresSSLRun(server, folder)
        try server.query("SET password_encryption = 'md5'; CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
    }

    private func files() throws -> [String: [UInt8]] {
        var files = ["redeploy": try folder.read("redeploy.conf")]
        for name in try FileManager.default.contentsOfDirectory(atPath: server.folder.path("data"))
        where name.hasSuffix(".conf") {
            files[name] = try server.folder.read("data/" + name)
        }
        return files
    }

    private func logIn(_ rest: String) throws -> Program.Outcome {
        try server.psql(
            "host=127.0.0.1 user=webadmin dbname=postgres " + rest,
            environment: ["PGPASSWORD": "secret"]
        )
    }

    private let names = ["--san", "localhost", "--san", "127.0.0.1"]

    @Test("install, log in by TLS and SCRAM, re-issue, and uninstall to the last byte")
    func wholeLife() throws {
        let before = try files()
        let dry = try tool(["install", "--password-stdin", "--dry-run"] + names, input: "secret\n")
        #expect(dry.status == 0, "\(dry.errorText)")
        #expect(dry.text.contains("+hostssl\tall\tall\t0.0.0.0/0\tscram-sha-256\n"))
        #expect(!dry.text.contains("SCRAM-SHA-256$"))
        #expect(try files() == before)
        #expect(folder.names() == ["redeploy.conf"])

        let installed = try tool(["install", "--password-stdin"] + names, input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.errorText.contains("pg_hba.conf, line 4: no connection reaches this rule"))
        #expect(
            try server.query("SELECT left(rolpassword, 14) FROM pg_authid WHERE rolname = 'webadmin'")
                == "SCRAM-SHA-256$"
        )
        try folder.write(try server.folder.read("SSL-TLS/server/root.crt"), to: "root.crt")
        let root = "sslrootcert=\(folder.path("root.crt"))"
        #expect(try logIn("sslmode=verify-full \(root)").status == 0)
        #expect(
            try server.psql(
                "host=localhost user=webadmin dbname=postgres sslmode=verify-full \(root)",
                environment: ["PGPASSWORD": "secret"]
            ).status == 0
        )
        #expect(try logIn("sslmode=disable").errorText.contains("no encryption"))
        let after = try files()
        let again = try tool(["install", "--password-stdin"] + names, input: "secret\n")
        #expect(again.text.contains("\nnothing to do\nproved: logged in as webadmin to "), "\(again.text)")
        let dryAgain = try tool(["install", "--password-stdin", "--dry-run"] + names, input: "secret\n")
        #expect(dryAgain.text.hasSuffix("\nnothing to do\n"))
        #expect(try files() == after)

        let status = try tool(["status", "--port", "\(server.port)", "--json"])
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(status.output)) as? [String: Any]
        )
        let findings = try #require(report["findings"] as? [[String: Any]])
        // The operator's own rule that nobody reaches any more, and one that still admits plain connections in name.
        #expect(status.status == 1, "\(status.text)")
        #expect(findings.contains { $0["text"] as? String == "the running server serves this certificate" })
        #expect(findings.contains { $0["text"] as? String == "uses all settings that install sets" })
        #expect(!findings.contains { $0["level"] as? String == "broken" })

        let certificate = try server.folder.read("SSL-TLS/server/server.crt")
        let reissued = try tool(["reissue", "server"] + names)
        #expect(reissued.status == 0, "\(reissued.errorText)")
        #expect(try server.folder.read("SSL-TLS/server/server.crt") != certificate)
        #expect(try server.folder.read("SSL-TLS/server/root.crt") == folder.read("root.crt"))
        let served = try tool(["status", "--port", "\(server.port)"])
        #expect(served.text.contains("the running server serves this certificate"))
        #expect(try logIn("sslmode=verify-full \(root)").status == 0)

        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(uninstalled.text.contains("\nin force: no TLS; connections without it are let in by "))
        #expect(
            uninstalled.text.hasSuffix("\nproved: the running server took up its files, and its ssl is off\n")
        )
        #expect(try files() == before)
        #expect(!FileManager.default.fileExists(atPath: server.folder.path("SSL-TLS")))
        // What was stored as the password came back too.
        #expect(
            try server.query("SELECT left(rolpassword, 3) FROM pg_authid WHERE rolname = 'webadmin'") == "md5"
        )
        #expect(try logIn("sslmode=disable").status == 0)
        let nothing = try tool(["uninstall"]).text
        #expect(nothing.hasSuffix("\nnothing to do: nothing is installed on this node\n"), "\(nothing)")
        #expect(try tool(["status", "--port", "\(server.port)"]).status == 2)
    }

    @Test("with --client-auth cert the client's certificate logs in, and without it nobody does")
    func clientCertificate() throws {
        let installed = try tool(
            ["install", "--password-stdin", "--client-auth", "cert"] + names,
            input: "secret\n"
        )
        #expect(installed.status == 0, "\(installed.errorText)")
        for name in ["server/root.crt", "client/client.crt", "client/client.key"] {
            let own = String(name.split(separator: "/")[1])
            try folder.write(try server.folder.read("SSL-TLS/" + name), to: own)
        }
        let root = "sslmode=verify-full sslrootcert=\(folder.path("root.crt"))"
        let pair = "sslcert=\(folder.path("client.crt")) sslkey=\(folder.path("client.key"))"
        let outcome = try logIn("\(root) \(pair)")
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(try logIn(root).status != 0)
        #expect(try tool(["uninstall"]).status == 0)
    }

    @Test(
        "a configuration that is not where the data are, as Debian has it, is found, and its server reloaded"
    )
    func split() throws {
        let cluster = try PostgresCluster(rules: Self.rules, isSplit: true)
        let server = try PostgresServer(cluster)
        let folder = try TemporaryFolder()
        let tool = try PostgresSSLRun(
            in: cluster.folder,
            configuration: cluster.configuration,
            port: cluster.port,
            folder
        )
        func files() throws -> [[UInt8]] {
            try ["postgresql.conf", "pg_hba.conf"].map { try cluster.folder.read("configuration/" + $0) }
        }
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let before = try files()
        let installed = try tool(["install", "--password-stdin"] + names, input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        let root = "sslmode=verify-full sslrootcert=\(cluster.folder.path("SSL-TLS/server/root.crt"))"
        let outcome = try server.psql(
            "host=127.0.0.1 user=webadmin dbname=postgres \(root)",
            environment: ["PGPASSWORD": "secret"]
        )
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(try tool(["status"]).text.contains("the running server serves this certificate"))
        #expect(try tool(["uninstall"]).status == 0)
        #expect(try files() == before)
        #expect(cluster.folder.names(in: "configuration").count == 3)
    }

    @Test("two installs at once: one does all, and the other finds nothing to do")
    func twoAtOnce() async throws {
        let tool = tool
        async let one = tool(["install"] + names)
        async let two = tool(["install"] + names)
        let both = try await [one, two]
        #expect(both.map(\.status) == [0, 0], "\(both.map(\.errorText))")
        let isNothing = both.map { $0.text.hasSuffix("\nnothing to do\n") }
        #expect(isNothing.sorted { !$0 && $1 } == [false, true], "\(both.map(\.text))")
        #expect(try tool(["uninstall"]).status == 0)
    }

    @Test("status reports a key that does not match its certificate, and settings that are not in force")
    func broken() throws {
        #expect(try tool(["install"] + names).status == 0)
        let key = try server.folder.read("SSL-TLS/client/client.key")
        try server.folder.write(key, to: "SSL-TLS/server/server.key")
        try ServerAccount.give(server.folder.path("SSL-TLS/server/server.key"))
        let ours = try server.folder.read("data/pg_ssl.conf")
        try server.folder.write("ssl = no\n", to: "data/pg_ssl.conf")
        try ServerAccount.give(server.folder.path("data/pg_ssl.conf"))
        try server.reload()
        try server.folder.write(ours, to: "data/pg_ssl.conf")
        let status = try tool(["status"])
        #expect(status.status == 2)
        let place = server.folder.path("SSL-TLS/server/server.key")
        #expect(
            status.text.contains(
                "broken\tcertificates\t\(place): does not match the certificate beside it"
            )
        )
        #expect(status.text.contains("broken\tserver\tssl is off in the running server; install sets on"))
        // What follows from it is not said again.
        #expect(!status.text.contains("offers no TLS"), "\(status.text)")
    }

    @Test("a rule that the server refuses is named before anything is written")
    func refused() throws {
        let rules = try server.folder.text("data/pg_hba.conf") + "host all all 10.0.0.0/8 peer\n"
        try server.folder.write(rules, to: "data/pg_hba.conf")
        try ServerAccount.give(server.folder.path("data/pg_hba.conf"))
        let before = try files()
        let outcome = try tool(["install"])
        #expect(outcome.status == 65)
        #expect(
            outcome.errorText.contains("peer is a method of local lines only; correct it first"),
            "\(outcome.errorText)"
        )
        #expect(try files() == before)
        #expect(!FileManager.default.fileExists(atPath: server.folder.path("SSL-TLS")))
    }

    @Test(
        "the root travels to another node in our own form and in that of the platform's script, and signs there"
    )
    func cluster() throws {
        let phrase = ["KEY_PASS": "a phrase"]
        #expect(try tool(["install"] + names).status == 0)
        let exported = try tool(["cluster", "export", "--pass-phrase-stdin"], input: "a phrase\r\n")
        #expect(exported.text.hasPrefix("-----BEGIN POSTGRES-SSL CLUSTER ROOT-----\n"))
        let other = try TemporaryFolder()
        let twinServer = try PostgresServer()
        let twin = try PostgresSSLRun(twinServer, other)
        let wrong = try twin(["cluster", "import"], input: exported.text, environment: ["KEY_PASS": "other"])
        #expect(wrong.status == 65)
        #expect(wrong.errorText.contains("or the pass phrase is wrong"))
        let imported = try twin(
            ["cluster", "import", "--pass-phrase-stdin"],
            input: "a phrase\n" + exported.text
        )
        #expect(imported.status == 0, "\(imported.errorText)")
        let installed = try twin(["install"] + names)
        #expect(installed.status == 0, "\(installed.errorText)")
        let openssl = try #require(Programs.openssl)
        let verified = try openssl.run([
            "verify", "-x509_strict", "-CAfile", server.folder.path("SSL-TLS/server/root.crt"),
            twinServer.folder.path("SSL-TLS/server/server.crt"),
        ])
        #expect(verified.status == 0, "\(verified.errorText)")

        // As the platform's own script prints and reads them.
        let third = try TemporaryFolder()
        let thirdServer = try PostgresCluster()
        let thirdTool = try PostgresSSLRun(in: thirdServer.folder, port: thirdServer.port, third)
        let options = ["-base64", "-aes-256-cbc", "-pass", "env:KEY_PASS"]
        for name in ["root.crt", "root.key"] {
            let ours = try server.folder.read("SSL-TLS/server/" + name)
            let text = try tool(["cluster", "export", "--openssl", name], environment: phrase)
            #expect(text.text.hasPrefix("U2FsdGVkX1"))
            let plain = try openssl.run(
                ["enc", "-d"] + options,
                input: text.output,
                environment: phrase
            )
            #expect(plain.output == ours)
            let theirs = try openssl.run(["enc", "-salt"] + options, input: ours, environment: phrase)
            let taken = try thirdTool(["cluster", "import"], input: theirs.text, environment: phrase)
            #expect(taken.status == 0, "\(taken.errorText)")
            #expect(try thirdServer.folder.read("SSL-TLS/server/" + name) == ours)
        }
        // Another root is not replaced unasked.
        let again = try twin(["reissue", "all"] + names)
        #expect(again.status == 0, "\(again.errorText)")
        let refused = try twin(["cluster", "import"], input: exported.text, environment: phrase)
        #expect(refused.status == 65)
        #expect(refused.errorText.contains("--force"), "\(refused.errorText)")
    }

    @Test("a node whose server does not run is installed, reported and brought back")
    func stopped() throws {
        let cluster = try PostgresCluster(rules: Self.rules)
        let folder = try TemporaryFolder()
        let tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
        func files() throws -> [[UInt8]] {
            try ["postgresql.conf", "pg_hba.conf"].map { try cluster.folder.read("data/" + $0) }
        }
        let before = try files()
        // Its password cannot be stored, and nothing else is done either.
        let refused = try tool(["install", "--password-stdin"] + names, input: "secret\n")
        #expect(refused.status == 1)
        #expect(refused.errorText.contains("the server is not running"))
        #expect(try files() == before)
        let installed = try tool(["install"] + names)
        #expect(installed.status == 0, "\(installed.errorText)")
        try cluster.startAndEnd()
        let status = try tool(["status", "--port", "\(cluster.port)"])
        #expect(status.status == 1, "\(status.text)")
        #expect(status.text.contains("warning\tserver\tis not running"), "\(status.text)")
        #expect(!status.text.contains("broken"), "\(status.text)")
        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(try files() == before)
        try cluster.startAndEnd()
    }
}
