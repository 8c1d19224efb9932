import Glibc
import TestSupport
import Testing

/// For whom a rule is, and which decides about the user of an install; the server decides.
@Suite(
    "By which rule an install's user gets in",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveOwnRuleTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Logs in as PostgreSQL's own client does where nothing is said of TLS.
    private func logIn(_ server: PostgresServer) throws -> Program.Outcome {
        try server.logIn(
            "host=127.0.0.1 port=\(server.port) dbname=postgres user=webadmin",
            password: Array("secret".utf8)
        )
    }

    @Test("A rule for a client certificate decides, by whichever rule its user got in before")
    func clientRuleFirst() throws {
        let server = try PostgresServer(rules: [
            "hostssl all webadmin 127.0.0.0/8 scram-sha-256", "host all all all scram-sha-256",
        ])
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let tool = try PostgresSSLRun(server, folder)
        let installed = try tool(
            ["install", "--san", "127.0.0.1", "--client-auth", "cert", "--password-stdin"],
            input: "secret\n"
        )
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.errorText.contains("is put before this one"), "\(installed.errorText)")
        let proof = "logged in as webadmin to postgres with the client certificate, asked for no password, "
        #expect(installed.text.contains(proof), "\(installed.text)")
        let login = "host=127.0.0.1 port=\(server.port) dbname=postgres user=webadmin sslmode=require"
        #expect(try server.logIn(login + " sslcert=none", password: Array("secret".utf8)).status != 0)
        // A rule by which nobody is asked for anything proves nothing of either.
        try server.setRules(["hostssl all webadmin 127.0.0.1/32 trust", "hostssl all webadmin all cert"])
        let trusted = try tool(["install", "--san", "127.0.0.2", "--password-stdin"], input: "secret\n")
        #expect(trusted.status == 0, "\(trusted.errorText)")
        #expect(trusted.text.contains("\nnot proved: that anybody logs in as webadmin: "), "\(trusted.text)")
        #expect(trusted.text.contains("as by a rule with trust"), "\(trusted.text)")
    }

    @Test("A narrower rule for a client certificate does not stand for one by which its user needs it")
    func narrowRule() throws {
        let server = try PostgresServer(rules: [
            "hostssl replication app 10.0.0.5/32 cert", "hostssl all all all scram-sha-256",
        ])
        try server.query("CREATE ROLE app LOGIN PASSWORD 'secret'")
        let tool = try PostgresSSLRun(server, folder)
        let installed = try tool(
            [
                "install", "--san", "127.0.0.1", "--user", "app", "--client-auth", "cert",
                "--password-stdin",
            ],
            input: "secret\n"
        )
        #expect(installed.status == 0, "\(installed.errorText)")
        let proof = "logged in as app to postgres with the client certificate, asked for no password, "
        #expect(installed.text.contains(proof), "\(installed.text)")
        let login = "host=127.0.0.1 port=\(server.port) dbname=postgres user=app sslmode=require sslcert=none"
        #expect(try server.logIn(login, password: Array("secret".utf8)).status != 0)
    }

    @Test("Whom a rule refuses by his network does not get in from there by a certificate")
    func refusedNetwork() throws {
        let server = try PostgresServer(rules: [
            "host all all 10.0.0.0/8 scram-sha-256", "host all app 127.0.0.0/8 reject",
            "host all all all scram-sha-256",
        ])
        try server.query("CREATE ROLE app LOGIN PASSWORD 'secret'")
        let tool = try PostgresSSLRun(server, folder)
        let installed = try tool([
            "install", "--san", "127.0.0.1", "--user", "app", "--client-auth", "cert",
        ])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.text.contains("\nnot proved: that anybody logs in as app: "), "\(installed.text)")
        for name in ["app.crt", "app.key"] {
            try folder.write(try server.folder.read("SSL-TLS/client/" + name), to: name)
            try #require(chmod(folder.path(name), 0o600) == 0)
        }
        let pair = "sslcert=\(folder.path("app.crt")) sslkey=\(folder.path("app.key"))"
        let login = "host=127.0.0.1 port=\(server.port) dbname=postgres user=app sslmode=require \(pair)"
        let refused = try server.logIn(login, password: Array("secret".utf8))
        #expect(refused.status != 0)
        #expect(refused.errorText.contains("pg_hba.conf rejects connection"), "\(refused.errorText)")
    }

    @Test(
        "A rule for a group or a file is for whom the server says it is",
        arguments: [
            (who: "+blocked", isFor: true), (who: "+outer", isFor: true), (who: "@names", isFor: true),
            (who: "@groups", isFor: true), (who: "+webadmin", isFor: true), (who: "+others", isFor: false),
            (who: "+none", isFor: false), (who: "@others", isFor: false),
            // Within quotes it is a role of that name.
            (who: "\"+blocked\"", isFor: false), (who: "\"@names\"", isFor: false),
            (who: "+\"blocked\"", isFor: true),
        ]
    )
    func groups(who: String, isFor: Bool) throws {
        let server = try PostgresServer(rules: ["hostssl all all all scram-sha-256"])
        try server.query(
            "CREATE ROLE outer; CREATE ROLE blocked IN ROLE outer NOINHERIT; CREATE ROLE others SUPERUSER; "
                + "CREATE ROLE webadmin LOGIN SUPERUSER NOINHERIT PASSWORD 'secret' IN ROLE blocked"
        )
        for (name, text) in [
            ("names", "x, webadmin\n"), ("groups", "x\n+blocked\n"), ("others", "x +others\n"),
        ] {
            try server.folder.write(text, to: "data/" + name)
            try ServerAccount.give(server.folder.path("data/" + name))
        }
        let tool = try PostgresSSLRun(server, folder)
        try #require(try tool(["install", "--san", "127.0.0.1"]).status == 0)
        let rest = "hostssl all all all scram-sha-256"
        let login = "host=127.0.0.1 port=\(server.port) dbname=postgres user=webadmin sslmode=require"
        func isIn(_ more: String = "") throws -> Bool {
            try server.logIn(login + more, password: Array("secret".utf8)).status == 0
        }

        try server.setRules(["host all \(who) all reject", rest])
        #expect(try isIn() != isFor)
        let installed = try tool(["install", "--san", "127.0.0.2"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.text.contains("\nnot proved: that anybody logs in") == isFor, "\(installed.text)")
        #expect(installed.text.contains("\nproved: ") != isFor, "\(installed.text)")
        let status = try tool(["status", "--json"]).text
        #expect(status.contains("\"code\":\"hba-user-refused\"") == isFor, "\(status)")
        #expect(!status.contains("hba-user-unclear"), "\(status)")
        let connect = try tool(["connect", "--host", "127.0.0.1"])
        #expect(connect.status == (isFor ? 65 : 0), "\(connect.errorText)")

        try server.setRules(["hostssl all \(who) all cert", rest])
        #expect(try isIn(" sslcert=none") != isFor)
        let lines = try tool(["connect", "--host", "127.0.0.1"])
        #expect(lines.status == 0, "\(lines.errorText)")
        let clients = lines.text.split(separator: "\n").filter { $0.hasPrefix("psql ") }
        #expect(!clients.isEmpty)
        #expect(clients.allSatisfy { $0.contains("sslcert=") } == isFor, "\(lines.text)")
    }

    @Test(
        "A rule that TLS wakes for a group or a file of the install's own user is refused as one of his name is",
        arguments: [
            (rule: "hostssl all +outer all pam", isFor: true),
            (rule: "hostssl all +outer all cert", isFor: true),
            (rule: "hostssl all @names 0.0.0.0/0 reject", isFor: true),
            (rule: "hostssl all +others,\"+outer\" all pam", isFor: false),
        ]
    )
    func wokenGroup(rule: String, isFor: Bool) throws {
        let rest = "host all all 0.0.0.0/0 scram-sha-256"
        let server = try PostgresServer(rules: [rest])
        try server.query(
            "CREATE ROLE outer; CREATE ROLE blocked IN ROLE outer NOINHERIT; CREATE ROLE others; "
                + "CREATE ROLE webadmin LOGIN SUPERUSER NOINHERIT PASSWORD 'secret' IN ROLE blocked"
        )
        try server.folder.write("x\n+blocked\n", to: "data/names")
        try ServerAccount.give(server.folder.path("data/names"))
        try server.setRules([rule, rest])
        let tool = try PostgresSSLRun(server, folder)
        let installed = try tool(["install", "--san", "127.0.0.1", "--password-stdin"], input: "secret\n")
        #expect(installed.status == (isFor ? 65 : 0), "\(installed.errorText)")
        let reason = "would now come first for webadmin, whom"
        #expect(installed.errorText.contains(reason) == isFor, "\(installed.errorText)")
        #expect(try logIn(server).status == 0)
    }

    @Test("Whether a rule is for the user is not known while nobody can be asked of groups: that is said")
    func unknownGroup() throws {
        let cluster = try PostgresCluster(rules: [
            "host all +blocked all reject", "host all all all scram-sha-256",
        ])
        let tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
        let installed = try tool(["install", "--san", "127.0.0.1"])
        #expect(installed.status == 0, "\(installed.errorText)")
        let reason = "it is not known whether webadmin is among those whom this rule refuses"
        #expect(installed.errorText.contains(reason), "\(installed.errorText)")
        #expect(!installed.text.contains("\nproved: "), "\(installed.text)")
        let status = try tool(["status", "--json"])
        #expect(status.text.contains("\"code\":\"hba-user-unclear\""), "\(status.text)")
        #expect(status.status != 0)
    }
}
