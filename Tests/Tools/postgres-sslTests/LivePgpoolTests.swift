import Foundation
import TestSupport
import Testing

@Suite(
    "postgres-ssl on a running Pgpool-II",
    .enabled(if: PgpoolServer.isInstalled, "Pgpool-II or PostgreSQL is not installed"),
    .serialized
)
struct LivePgpoolTests {
    @Test(
        "install lets users in by TLS and SCRAM and no others, and uninstall brings the files back",
        arguments: [nil, "ecdsa-p256", "ecdsa-p384"] as [String?]
    )
    func wholeLife(keyType: String?) throws {
        let options = ["--san", "127.0.0.1"] + (keyType.map { ["--key-type", $0] } ?? [])
        let backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try backend.query(
            "CREATE ROLE webadmin LOGIN PASSWORD 'secret'; CREATE ROLE pgpool LOGIN PASSWORD 'other'"
        )
        let folder = try TemporaryFolder()
        let configuration = "# the platform's\nssl = off\nlog_min_messages = warning\n"
        let rules = "local all all trust\nhost    all all 0.0.0.0/0 md5\n"
        try folder.write(configuration, to: "pgpool.conf")
        try folder.write(rules, to: "pool_hba.conf")
        let tool = try PostgresSSLRun(pgpool: folder)
        let installed = try tool(
            ["install", "--password-stdin"] + options,
            input: "secret\nother\n"
        )
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(
            try tool(["install", "--password-stdin"] + options, input: "secret\nother\n").text
                .hasSuffix("\nnothing to do\n")
        )
        let refused = try tool(["reissue", "client"])
        #expect(refused.status == 64)
        #expect(refused.errorText.contains("a Pgpool-II node has no client certificate"))

        let settings = try folder.text("pgpool.conf")
        #expect(settings.contains("ssl = on\n"))
        let turned = try folder.text("pool_hba.conf")
        // Who came by IPv6 got in before Pgpool-II read its rules.
        #expect(
            turned == "local all all scram-sha-256\nhostssl    all all 0.0.0.0/0 scram-sha-256\n"
                + "hostssl all all ::/0 scram-sha-256\n"
        )
        // What Pgpool-II reads, it owns.
        let running = try TemporaryFolder()
        try running.write(try folder.read("pool_passwd"), to: "pool_passwd")
        try running.write(try folder.read("key"), to: "key")
        for name in ["root.crt", "server.crt", "server.key"] {
            try running.write(try folder.read("SSL-TLS/server/" + name), to: name)
        }
        let moved = settings.replacing(folder.path("SSL-TLS/server"), with: running.path)
        let pgpool = try PgpoolServer(
            before: backend,
            in: running,
            keyFile: running.path("key"),
            settings: moved.split(separator: "\n").map(String.init),
            rules: turned.split(separator: "\n").map(String.init)
        )
        let root = "sslmode=verify-full sslrootcert=\(running.path("root.crt"))"
        let first = try pgpool.logIn("user=webadmin \(root)", password: Array("secret".utf8))
        #expect(first.status == 0, "\(first.errorText)\(pgpool.log())")
        #expect(try pgpool.logIn("user=pgpool \(root)", password: Array("other".utf8)).status == 0)
        #expect(try pgpool.logIn("user=webadmin \(root)", password: Array("wrong".utf8)).status != 0)
        #expect(try pgpool.logIn("user=webadmin sslmode=disable", password: Array("secret".utf8)).status != 0)

        #expect(try tool(["uninstall"]).status == 0)
        #expect(try folder.text("pgpool.conf") == configuration)
        #expect(try folder.text("pool_hba.conf") == rules)
        #expect(folder.names() == ["pgpool.conf", "pool_hba.conf"])
    }

    @Test("Debian's rules, which an install has Pgpool-II read, let nobody in without the password")
    func trust() throws {
        let backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try backend.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let folder = try TemporaryFolder()
        let port = try PgpoolServer.write(
            to: folder,
            backendPort: backend.port,
            settings: ["ssl = off", "enable_pool_hba = off", "socket_dir = '\(folder.path)'"],
            rules: ["local all all trust", "host all all 127.0.0.1/32 trust", "host all all ::1/128 trust"]
        )
        let tool = try PostgresSSLRun(pgpool: folder)
        let restart = PgpoolServer.restartCommand(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(
            ["install", "--password-stdin", "--san", "127.0.0.1", "--restart-command", restart],
            input: "secret\n"
        )
        #expect(installed.status == 0, "\(installed.errorText)")
        for place in ["host=127.0.0.1", "host=\(folder.path)"] {
            let logIn = "\(place) port=\(port) dbname=postgres user=webadmin"
            let without = try backend.logIn(logIn, password: Array("wrong".utf8))
            #expect(without.status != 0, "\(place): \(without.text)")
            let right = try backend.logIn(logIn, password: Array("secret".utf8))
            #expect(right.status == 0, "\(place): \(right.errorText)")
        }
    }

    @Test("the file that the setting pool_passwd names is the one that gets the entries")
    func otherFile() throws {
        let folder = try TemporaryFolder()
        try folder.write("pool_passwd = 'own/passwords'\n", to: "pgpool.conf")
        try folder.write("local all all trust\n", to: "pool_hba.conf")
        try #require(mkdir(folder.path("own"), 0o700) == 0)
        let tool = try PostgresSSLRun(pgpool: folder)
        let installed = try tool(["install", "--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.errorText.contains("the entry for pgpool is unchanged"))
        #expect(try folder.text("own/passwords").hasPrefix("webadmin:AES"))
        #expect(!folder.names().contains("pool_passwd"))
        #expect(try folder.text("pgpool.conf").contains("pool_passwd = 'own/passwords'\n"))
        #expect(try tool(["uninstall"]).status == 0)
        #expect(folder.names(in: "own").isEmpty)
    }

    @Test("--restart-command takes an install and an uninstall up at once, and one that fails puts all back")
    func restarts() throws {
        let backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try backend.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let folder = try TemporaryFolder()
        let port = try PgpoolServer.write(
            to: folder,
            backendPort: backend.port,
            settings: ["ssl = off"],
            rules: ["local all all trust", "host    all all 0.0.0.0/0 md5"]
        )
        let tool = try PostgresSSLRun(pgpool: folder)
        let before = try folder.text("pgpool.conf")
        let names = ["--san", "127.0.0.1"]
        let failing = try tool(
            ["install", "--password-stdin", "--restart-command", "echo it hangs >&2; exit 3"] + names,
            input: "secret\n"
        )
        #expect(failing.status == 1)
        #expect(failing.errorText.contains("restarting Pgpool-II failed with status 3: it hangs"))
        #expect(try folder.text("pgpool.conf") == before)
        #expect(!folder.names().contains("SSL-TLS"))

        let restart = PgpoolServer.restartCommand(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(
            ["install", "--password-stdin", "--restart-command", restart] + names,
            input: "secret\n"
        )
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(!installed.errorText.contains("restart Pgpool-II now"))
        let logIn = "host=127.0.0.1 port=\(port) dbname=postgres user=webadmin"
        let root = "sslmode=verify-full sslrootcert=\(folder.path("SSL-TLS/server/root.crt"))"
        let first = try backend.logIn("\(logIn) \(root)", password: Array("secret".utf8))
        #expect(first.status == 0, "\(first.errorText)")
        let status = try tool(["status", "--port", "\(port)"])
        #expect(status.text.contains("the running server serves this certificate"), "\(status.text)")
        let uninstalled = try tool(["uninstall", "--restart-command", restart])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(try folder.text("pgpool.conf") == before)
        let refused = try backend.logIn("\(logIn) sslmode=require", password: Array("secret".utf8))
        #expect(refused.errorText.contains("server does not support SSL"), "\(refused.errorText)")
    }

    @Test(
        "a backend of the node's root is verified by Pgpool-II from an install on, and one of another is refused"
    )
    func backends() throws {
        let openssl = try #require(Programs.openssl)
        let backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try backend.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let folder = try TemporaryFolder()
        let port = try PgpoolServer.write(
            to: folder,
            backendPort: backend.port,
            settings: ["ssl = off", "failover_on_backend_error = off"],
            rules: ["local all all trust", "host    all all 0.0.0.0/0 md5"]
        )
        let tool = try PostgresSSLRun(pgpool: folder)
        let before = try folder.text("pgpool.conf")
        func serve(_ certificate: [UInt8], _ key: [UInt8]) throws {
            for (name, content) in [("c", certificate), ("k", key)] {
                try backend.folder.write(content, to: "data/" + name)
                try ServerAccount.give(backend.folder.path("data/" + name))
            }
            for setting in ["ssl_cert_file = 'c'", "ssl_key_file = 'k'", "ssl = on"] {
                try backend.query("ALTER SYSTEM SET " + setting)
            }
            try backend.reload()
        }
        let restart = PgpoolServer.restartCommand(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let install = ["install", "--password-stdin", "--restart-command", restart, "--san", "127.0.0.1"]
        let first = try tool(install, input: "secret\n")
        #expect(first.status == 0, "\(first.errorText)")
        #expect(
            first.errorText.contains("verifies none of its backends: the node had no root before"),
            "\(first.errorText)"
        )
        try serve(try folder.read("SSL-TLS/server/server.crt"), try folder.read("SSL-TLS/server/server.key"))
        let second = try tool(install, input: "secret\n")
        #expect(second.status == 0, "\(second.errorText)")
        let root = folder.path("SSL-TLS/server/root.crt")
        #expect(try folder.text("pgpool.conf").contains("ssl_ca_cert = '\(root)'\n"))

        let place =
            "host=127.0.0.1 port=\(port) dbname=postgres user=webadmin sslmode=verify-full sslrootcert=\(root)"
        func logIn() throws -> Program.Outcome { try backend.logIn(place, password: Array("secret".utf8)) }
        let verified = try logIn()
        #expect(verified.status == 0, "\(verified.errorText)")
        #expect(try tool(["status", "--port", "\(port)"]).text.contains("verified against \(root)"))

        let made = try openssl.run(
            [
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-keyout", "k",
                "-out", "c",
            ],
            folder: backend.folder.path
        )
        #expect(made.status == 0, "\(made.errorText)")
        try serve(try backend.folder.read("c"), try backend.folder.read("k"))
        #expect(try logIn().status != 0)
        #expect(try folder.text("log").contains("certificate verify failed"))

        let uninstalled = try tool(["uninstall", "--restart-command", restart])
        #expect(uninstalled.status == 0, "\(uninstalled.errorText)")
        #expect(try folder.text("pgpool.conf") == before)
    }
}
