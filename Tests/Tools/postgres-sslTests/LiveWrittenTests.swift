import TestSupport
import Testing

/// What somebody wrote down for later, and did not load, is brought in force by no run that is about something else.
@Suite(
    "postgres-ssl at settings that somebody wrote down alone",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveWrittenTests {
    private let node: WaitingNode
    private var server: PostgresServer { node.server }
    private var folder: TemporaryFolder { node.folder }
    private var tool: PostgresSSLRun { node.tool }
    private let client = "client/client.crt"

    init() throws { node = try WaitingNode() }

    /// Gives a pair of the set a certificate of its root that ends in five days.
    private func shorten(_ name: String, _ subject: String) throws {
        let key = node.path(name + ".key")
        try node.openssl("req -new -key \(key) -out request -subj /CN=\(subject)")
        let root = "-CA \(node.path("server/root.crt")) -CAkey \(node.path("server/root.key"))"
        try node.openssl("x509 -req -in request \(root) -days 5 -out short")
        try node.put(try folder.read("short"), at: "SSL-TLS/\(name).crt")
    }

    private func shortenClient() throws { try shorten("client/client", "webadmin") }

    @Test(
        "a pair at another place that clients do not verify is loaded by no change, and named for no reload"
    )
    func place() throws {
        try node.makePair(of: "company")
        try node.putPair(of: "company")
        try node.namePair()
        let root = node.path("server/root.crt")
        let reason =
            "own.crt is of CN=company, and clients do not verify it by \(root), and clients verify what"
        try node.expectRefused(
            [["reissue", "server"], ["reissue", "all"], ["reissue", "client"], ["renew"]],
            reason
        )
        #expect(try node.isVerified(by: root))
        #expect(try server.query("SHOW ssl_cert_file") == node.path("server/server.crt"))
        let found = try tool(["status"])
        #expect(found.status == 1, "\(found.text)")
        #expect(found.text.contains("append the root of CN=company to \(root)"), "\(found.text)")
        #expect(!found.text.contains("pg_ctl reload"), "\(found.text)")

        // Clients that have both roots lose nothing.
        try node.put(
            try server.folder.read("SSL-TLS/server/root.crt") + folder.read("company"),
            at: "SSL-TLS/server/root.crt"
        )
        let reissued = try tool(["reissue", "client"])
        #expect(reissued.status == 0, "\(reissued.errorText)")
        #expect(try node.isVerified(by: folder.path("company")))

        // Those of the company's alone lose something where the set's own takes its place again.
        let both = try server.folder.read("SSL-TLS/server/root.crt")
        try node.put(Array(both.dropLast(try folder.read("company").count)), at: "SSL-TLS/server/root.crt")
        for name in ["ssl_cert_file", "ssl_key_file"] { try server.query("ALTER SYSTEM RESET \(name)") }
        let own = node.path("server/server.crt")
        try node.expectRefused(
            [["reissue", "client"], ["reissue", "server"], ["renew"]],
            "\(own) is not of CN=company, by which clients verify what is served now, so it was not loaded"
        )
        #expect(try node.isVerified(by: folder.path("company")))
    }

    @Test("a certificate that nobody signed gives way to the set's own, as one that a distribution made")
    func selfSigned() throws {
        let make =
            "req -x509 -newkey rsa:2048 -nodes -keyout own-self.key -out own-self.crt -days 90 -subj /CN=vm"
        try node.openssl(make)
        try node.putPair(of: "self")
        try node.namePair()
        try server.reload()
        for name in ["ssl_cert_file", "ssl_key_file"] { try server.query("ALTER SYSTEM RESET \(name)") }
        #expect(try !node.isVerified(by: node.path("server/root.crt")))
        let renewed = try tool(["renew"])
        #expect(renewed.status == 0, "\(renewed.errorText)")
        #expect(try node.isVerified(by: node.path("server/root.crt")))
    }

    @Test(
        "other authorities or another list of clients is loaded by no change where a rule asks for certificates"
    )
    func clients() throws {
        try server.setRules([
            "hostssl all app 0.0.0.0/0 cert", "hostssl all all 0.0.0.0/0 scram-sha-256",
        ])
        try node.makePair(of: "company")
        try node.put(try folder.read("company"), at: "data/others.crt")
        try node.put([], at: "data/list")
        let root = node.path("server/root.crt")
        let settings = [
            ("ssl_ca_file", "others.crt", root), ("ssl_crl_file", "list", ""), ("ssl_crl_dir", "list", ""),
        ]
        for (setting, next, present) in settings {
            try server.query("ALTER SYSTEM SET \(setting) = '\(next)'")
            let values =
                "\(setting) is \(present.isEmpty ? "empty" : present) in the running server, and \(next) in its"
            let reason =
                values
                + " files, so nothing was loaded; \(server.folder.path("data/pg_hba.conf")), line 2 asks for a "
            try node.expectRefused([["reissue", "server"]], reason)
            // A renewal that has nothing else to load leaves it.
            let quiet = try tool(["renew"])
            // An empty list is none to the server.
            #expect(quiet.status == (setting == "ssl_crl_file" ? 65 : 0), "\(quiet.errorText)")
            #expect(quiet.text.isEmpty, "\(quiet.text)")
            let certificate = "SSL-TLS/server/server.crt"
            try node.put(try server.folder.read(certificate), at: certificate)
            try node.expectRefused([["renew"]], reason)
            try server.folder.setTime(of: certificate, to: 1_700_000_000)
            let cure =
                "first set \(setting) back to '\(present)' in its files, or this shuts clients out; then: "
            let found = try tool(["status"])
            #expect(found.text.contains(cure), "\(found.text)")
            #expect(!node.namesReload(found.text), "\(found.text)")
            try server.query("ALTER SYSTEM RESET \(setting)")
        }
        // More authorities shut nobody out.
        try node.put(
            try folder.read("company") + server.folder.read("SSL-TLS/server/root.crt"),
            at: "data/others.crt"
        )
        try server.query("ALTER SYSTEM SET ssl_ca_file = 'others.crt'")
        let reissued = try tool(["reissue", "server"])
        #expect(reissued.status == 0, "\(reissued.errorText)")
        #expect(try server.query("SHOW ssl_ca_file") == "others.crt")
    }

    @Test("clients' pairs are made though the server's, which is due, is not to be loaded, or cannot be made")
    func clientsAlone() throws {
        try node.makePair(of: "company")
        try shorten("server/server", "db")
        try shortenClient()
        try server.reload()
        try server.query("ALTER SYSTEM SET ssl = off")
        let names = ["server/server.crt", "server/server.key"]
        func pair() throws -> [[UInt8]] { try names.map { try server.folder.read("SSL-TLS/" + $0) } }
        func expectClientAlone(_ status: Int32, _ reason: String) throws {
            let before = (try pair(), try server.folder.read("SSL-TLS/" + client))
            for command in [["renew", "--within", "6", "--dry-run"], ["renew", "--within", "6"]] {
                let outcome = try tool(command)
                #expect(outcome.status == status, "\(outcome.text)\(outcome.errorText)")
                #expect(outcome.errorText.contains(reason), "\(outcome.errorText)")
                #expect(outcome.errorText.contains("clients' pairs alone are made"), "\(outcome.errorText)")
                #expect(outcome.text.contains(node.path(client)) && !outcome.text.contains("pg_ctl"))
                let isSame = try server.folder.read("SSL-TLS/" + client) == before.1
                #expect(isSame == command.contains("--dry-run"))
            }
            #expect(try pair() == before.0)
            #expect(try server.query("SHOW ssl") == "on")
            // What is left is the server's.
            let again = try tool(["renew", "--within", "6"])
            #expect(again.status == status && again.text.isEmpty, "\(again.text)")
        }
        try expectClientAlone(
            1,
            "ssl is on in the running server, and off in its files, so nothing was loaded"
        )

        try server.query("ALTER SYSTEM RESET ssl")
        try shortenClient()
        try node.put(try folder.read("own-company.crt"), at: "SSL-TLS/server/server.crt")
        try expectClientAlone(
            65,
            "\(node.path("server/server.crt")) was signed by CN=company, not by root.crt, and cannot"
        )
    }

    @Test(
        "a run that takes back what a killed one did for clients loads nothing either",
        .enabled(if: SystemCallTracer.isUsable, "strace is not installed, or may not trace")
    )
    func killed() throws {
        let command = ["renew", "--within", "6"] + tool.options
        let tracer = SystemCallTracer(tool.program, changing: server.folder.path)
        try shortenClient()
        let calls = try tracer.calls(command)
        let move = try #require(
            calls.last { $0.name.hasPrefix("rename") && $0.description.contains("\"client\"") },
            "\(calls)"
        )
        try server.query("ALTER SYSTEM SET ssl = off")
        try shortenClient()
        let before = try server.folder.read("SSL-TLS/" + client)
        #expect(try tracer.run(command, killedBefore: move).wasKilled)
        let next = try tool(["renew", "--within", "6"])
        #expect(next.status == 1, "\(next.text)")
        #expect(next.errorText.contains("an interrupted renew was undone"), "\(next.errorText)")
        #expect(next.errorText.contains("off in its files, so nothing was loaded"), "\(next.errorText)")
        #expect(try server.query("SHOW ssl") == "on")
        #expect(try server.folder.read("SSL-TLS/" + client) != before)
    }

    @Test("what a killed reissue is taken back to is not loaded with what waits, and that is said")
    func killedReissue() throws {
        let command = ["reissue", "server"] + tool.options
        let tracer = SystemCallTracer(tool.program, changing: server.folder.path)
        let calls = try tracer.calls(command)
        let move = try #require(calls.last { $0.name.hasPrefix("rename") }, "\(calls)")
        #expect(try tracer.run(command, killedBefore: move).wasKilled)
        try server.query("ALTER SYSTEM SET ssl = off")
        let next = try tool(["renew"])
        #expect(next.status == 1, "\(next.text)")
        #expect(next.errorText.contains("an interrupted reissue was undone"), "\(next.errorText)")
        #expect(next.errorText.contains("off in its files, so nothing was loaded"), "\(next.errorText)")
        #expect(try server.query("SHOW ssl") == "on")
        #expect(try node.isVerified(by: node.path("server/root.crt")))
    }
}
