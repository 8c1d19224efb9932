import Glibc
import TestSupport
import Testing

@Suite("What postgres-ssl says")
struct ToolTests {
    private let program: Program

    init() throws { program = try Program.built("postgres-ssl") }

    @Test(
        "a SCRAM secret fits its password, by itself, as a statement, and for many",
        .enabled(if: Programs.python != nil, "Python is not installed")
    )
    func scram() throws {
        let one = try program.run(["scram", "alice"], input: Array("secret\n".utf8))
        #expect(one.status == 0, "\(one.errorText)")
        let check = """
            import base64, hashlib, hmac, sys
            method, rest, keys = sys.stdin.read().strip().split('$')
            rounds, salt = rest.split(':')
            salted = hashlib.pbkdf2_hmac('sha256', sys.argv[1].encode(), base64.b64decode(salt), int(rounds))
            stored = hashlib.sha256(hmac.digest(salted, b'Client Key', 'sha256')).digest()
            assert base64.b64decode(keys.split(':')[0]) == stored
            """
        let python = try #require(Programs.python)
        #expect(try python.run(["-c", check, "secret"], input: one.output).status == 0)
        let statement = try program.run(["scram", "o\"brien", "--alter-role"], input: Array("x\n".utf8))
        #expect(statement.text.hasPrefix("ALTER ROLE \"o\"\"brien\" PASSWORD 'SCRAM-SHA-256$4096:"))
        let many = try program.run(["scram", "--list"], input: Array("a:secret\r\nb:x:y\n".utf8))
        let lines = many.text.split(separator: "\n").map(String.init)
        #expect(lines.map { $0.prefix(16) } == ["a:SCRAM-SHA-256$", "b:SCRAM-SHA-256$"])
        let broken = try program.run(["scram", "--list"], input: Array("a:secret\nb:\n".utf8))
        #expect(broken.status == 64)
        #expect(broken.text.isEmpty)
        #expect(broken.errorText == "postgres-ssl: line 2 has no password\n")
        #expect(try python.run(["-c", check, "x:y"], input: Array(lines[1].dropFirst(2).utf8)).status == 0)
    }

    @Test(
        "wrong arguments are one line and status 64",
        arguments: [
            ["scram"], ["scram", "a", "--list"], ["reissue", "root", "--role", "postgres"],
            ["install", "--role", "mysql"],
            ["install", "--role", "postgres", "--client-auth", "md5"], ["nonsense"],
            ["install", "--role", "pgpool", "--client-auth", "cert"],
            ["install", "--role", "postgres", "--password-stdin"],
            ["install", "--role", "postgres", "--password-stdin", "--password-file", "/etc/hostname"],
            ["cluster", "export", "--role", "postgres", "--pass-phrase-stdin"],
            ["cluster", "import", "--role", "postgres"],
            ["reissue", "client", "--role", "pgpool"],
        ]
    )
    func usage(arguments: [String]) throws {
        let outcome = try program.run(arguments)
        #expect(outcome.status == 64, "\(outcome.errorText)")
        #expect(outcome.errorText.hasPrefix("postgres-ssl: "))
        #expect(outcome.errorText.split(separator: "\n").count == 1)
    }

    @Test("the entries that two installs made go with one uninstall, and what others added is kept")
    func twoInstalls() throws {
        let folder = try TemporaryFolder()
        try folder.write("port = 9999\n", to: "pgpool.conf")
        try folder.write("host all all 0.0.0.0/0 md5\n", to: "pool_hba.conf")
        let tool = try PostgresSSLRun(pgpool: folder)
        #expect(try tool(["install", "--password-stdin"], input: "one\n").status == 0)
        #expect(try tool(["install", "--password-stdin"], input: "one\ntwo\n").status == 0)
        try folder.write(
            try folder.text("pool_passwd") + "other:TEXTtheirs\n",
            to: "pool_passwd",
            mode: 0o600
        )
        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0)
        #expect(uninstalled.errorText.contains("with the entries that others made: other\n"))
        #expect(try folder.text("pool_passwd") == "other:TEXTtheirs\n")
    }

    @Test("no way to connect is shown where nobody gets in by it")
    func connect() throws {
        let folder = try TemporaryFolder()
        let keys = folder.path("keys")
        let made = try Program.built("selfcertgen").run([
            "--directory", folder.path("made"), "--san", "db.example", "--san", "::1", "--key-type",
            "ecdsa-p256",
        ])
        #expect(made.status == 0, "\(made.errorText)")
        for name in ["", "/server", "/client"] { try #require(mkdir(keys + name, 0o755) == 0) }
        for name in ["server/server.crt", "server/root.crt", "client/root.crt"] {
            let file = name.split(separator: "/")[1]
            try folder.write(try folder.read("made/\(file)"), to: "keys/" + name)
        }
        try folder.write("ssl = on\n", to: "postgresql.conf")
        try folder.write("hostssl all all all scram-sha-256\n", to: "pg_hba.conf")
        // Nobody connects to a server that does not run, by whatever lines.
        let outcome = try program.run([
            "connect", "--role", "postgres", "--host", "db.example", "--certificates", keys, "--metainf",
            "/none", "--configuration", folder.path("postgresql.conf"),
        ])
        #expect(outcome.status == 1 && outcome.text == "")
        #expect(outcome.errorText.contains("is not running"), "\(outcome.errorText)")
        let unnamed = try program.run([
            "connect", "--role", "postgres", "--configuration", folder.path("postgresql.conf"),
            "--certificates", keys, "--host", "db2.example",
        ])
        #expect(unnamed.status == 65 && unnamed.text == "")
        #expect(
            unnamed.errorText
                == "postgres-ssl: the server's certificate has no name db2.example, so that libpq does not verify it "
                + "by that; give --host another, or run postgres-ssl reissue server --san db2.example\n"
        )
    }
}
