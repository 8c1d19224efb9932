import TestSupport
import Testing

/// What an operator is told to do, or what a run ends with, holds at the server's next start and at the next login.
@Suite(
    "postgres-ssl at what would keep a server from its next start, or its user out",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveWithheldTests {
    private let node: WaitingNode
    private var server: PostgresServer { node.server }
    private var tool: PostgresSSLRun { node.tool }

    init() throws { node = try WaitingNode() }

    @Test("a change that loads nothing, or has nothing to do, ends with what breaks the next start")
    func nextStart() throws {
        let configuration = try server.folder.text("data/postgresql.conf")
        let commands = [["install"], ["install", "--dry-run"], ["reissue", "client"], ["renew"]]
        for fault in [
            "ssl_ecdh_curve = 'nope'", "hba_file = '\(server.folder.path("data/none.conf"))'",
            "shared_preload_libraries = 'plpgsql, nope'",
            "unix_socket_directories = '@x, \(server.folder.path), /nowhere'",
        ] {
            try node.put(Array((configuration + fault + "\n").utf8), at: "data/postgresql.conf")
            for command in commands where !(fault.hasPrefix("hba_file") && command.first == "install") {
                let outcome = try tool(command)
                #expect(outcome.status == 65, "\(fault), \(command): \(outcome.text)\(outcome.errorText)")
                #expect(outcome.errorText.contains("will not start again: "), "\(outcome.errorText)")
            }
            let found = try tool(["status", "--json"]).text
            #expect(found.contains("\"server-would-not-start\""), "\(fault): \(found)")
        }
        // What is there keeps nothing from a start, as the server itself shows.
        let sound =
            "shared_preload_libraries = '$libdir/plpgsql, \"plpgsql.so\"'\nhba_file = '"
            + server.folder.path("data/pg_hba.conf") + "'\n"
        try node.put(Array((configuration + sound).utf8), at: "data/postgresql.conf")
        try server.reload()
        let found = try tool(["status", "--json"]).text
        #expect(!found.contains("\"server-would-not-start\""), "\(found)")
        #expect(found.contains("\"setting-pending-restart\""), "\(found)")
        #expect(try tool(["install"]).status == 0)
    }

    @Test("a renewal says that TLS is off in force, and no reload is a cure where it ends TLS")
    func encryptionOff() throws {
        try server.query("ALTER SYSTEM SET ssl = off")
        let waiting = try tool(["status"]).text
        #expect(
            waiting.contains(
                "\tcure\tfirst set ssl back to 'on' in its files, or this turns TLS off; then: "
            )
        )
        #expect(!node.namesReload(waiting), "\(waiting)")
        try server.reload()
        try node.expectRefused(
            [["renew"], ["renew", "--dry-run"]],
            "ssl is off in \(server.folder.path("data/postgresql.auto.conf")), line "
        )
        try server.query("ALTER SYSTEM RESET ssl")
        try server.reload()
        let renewed = try tool(["renew"])
        #expect(
            renewed.status == 0 && renewed.errorText.isEmpty && renewed.text.isEmpty,
            "\(renewed.errorText)"
        )
    }

    @Test("an install with nothing to do tries the login all the same")
    func login() throws {
        func install() throws -> Program.Outcome {
            let outcome = try tool(["install", "--password-stdin"], input: "secret\n")
            #expect(outcome.status == 0, "\(outcome.errorText)")
            #expect(outcome.text.contains("\nnothing to do\n"), "\(outcome.text)")
            return outcome
        }
        _ = try tool(["install", "--password-stdin"], input: "secret\n")
        #expect(try install().text.contains("\nproved: logged in as webadmin to postgres "))
        try server.setRules(["hostssl all all 10.0.0.0/8 scram-sha-256"])
        #expect(try install().text.contains("\nnot proved: that anybody logs in as webadmin: "))
    }

    /// A map and what psql is to find by it.
    struct Mapping: Sendable, CustomTestStringConvertible {
        let lines: [String]
        let letsIn: Bool
        var isKnown = true
        var testDescription: String { lines.joined(separator: "; ") }
    }

    static let mappings = [
        Mapping(lines: ["m webadmin webadmin", "broken"], letsIn: false, isKnown: false),
        Mapping(lines: ["m /^webadmin$ \\1", "m webadmin webadmin"], letsIn: false, isKnown: false),
        Mapping(lines: ["m webadmin webadmin"], letsIn: true),
        Mapping(lines: ["m other webadmin", "n webadmin webadmin"], letsIn: false),
        Mapping(lines: ["m /^(.*)min$ \\1min"], letsIn: true),
        Mapping(lines: ["m /^(.*)min$ \\1max"], letsIn: false),
        Mapping(lines: ["m webadmin app", "m \"/^web\" webadmin"], letsIn: true),
        Mapping(lines: [], letsIn: false),
    ]

    @Test("a user name map that does not let the user in by his certificate is named", arguments: mappings)
    func map(_ mapping: Mapping) throws {
        try node.put(Array(mapping.lines.map { $0 + "\n" }.joined().utf8), at: "data/pg_ident.conf")
        try server.setRules([
            "hostssl all webadmin 0.0.0.0/0 cert map=m", "hostssl all all ::1/128 scram-sha-256",
            "hostssl all all 0.0.0.0/0 scram-sha-256",
        ])
        let login =
            "host=127.0.0.1 port=\(server.port) dbname=postgres user=webadmin sslmode=require sslcert="
            + "\(node.path("client/client.crt")) sslkey=\(node.path("client/client.key"))"
        #expect(try (server.logIn(login, password: []).status == 0) == mapping.letsIn)
        let installed = try tool(["install"])
        let connect = try tool(["connect", "--host", "127.0.0.1"])
        let status = try tool(["status", "--json"]).text
        #expect(
            installed.text.contains("\nproved: logged in as webadmin") == mapping.letsIn,
            "\(installed.text)"
        )
        #expect(installed.text.contains("\nnot proved: ") == !mapping.letsIn, "\(installed.text)")
        #expect(connect.status == (mapping.letsIn || !mapping.isKnown ? 0 : 65), "\(connect.errorText)")
        #expect(connect.errorText.contains("by its map m") == !mapping.letsIn, "\(connect.errorText)")
        #expect(status.contains("\"hba-user-refused\"") == (!mapping.letsIn && mapping.isKnown), "\(status)")
        #expect(status.contains("\"hba-map-unclear\"") == !mapping.isKnown, "\(status)")
        // Another rule may let him in.
        try server.setRules([
            "hostssl all webadmin 10.0.0.0/8 scram-sha-256", "hostssl all all all cert map=m",
        ])
        #expect(try tool(["connect", "--host", "127.0.0.1"]).status == 0)
    }

    @Test(
        "what a killed install is taken back to is not loaded with what waits, nor where nothing was loaded",
        .enabled(if: SystemCallTracer.isUsable, "strace is not installed, or may not trace")
    )
    func killed() throws {
        // With its records where the tracer sees them.
        let server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        let tool = try PostgresSSLRun(server, server.folder)
        let tracer = SystemCallTracer(tool.program, changing: server.folder.path)
        try #require(try tool(["install"]).status == 0)
        // From then on every run keeps as many old files as it drops.
        for _ in 0..<3 { try #require(try tool(["reissue", "server"]).status == 0) }
        func command(_ name: String) -> [String] { ["install", "--san", name] + tool.options }
        func loadTime() throws -> String { try server.query("SELECT pg_conf_load_time()") }
        let calls = try tracer.calls(command("127.0.0.2")).filter { $0.name.hasPrefix("rename") }
        try #require(calls.count > 4)
        let accepting = try #require(calls.last { $0.description.contains("\"journal\"") }, "\(calls)")
        try server.query("ALTER SYSTEM SET work_mem = '5MB'")
        let before = try loadTime()
        #expect(try tracer.run(command("127.0.0.3"), killedBefore: calls[2]).wasKilled)
        let early = try tool(["renew"])
        #expect(early.status == 0, "\(early.errorText)")
        #expect(early.errorText.contains("an interrupted install was undone"), "\(early.errorText)")
        #expect(try loadTime() == before)
        try server.query("ALTER SYSTEM RESET work_mem")

        #expect(try tracer.run(command("127.0.0.3"), killedBefore: accepting).wasKilled)
        #expect(try loadTime() != before)
        try server.query("ALTER SYSTEM SET ssl = off")
        let late = try tool(["install"])
        #expect(late.status == 1, "\(late.text)")
        #expect(late.errorText.contains("an interrupted install was undone"), "\(late.errorText)")
        #expect(late.errorText.contains("off in its files, so nothing was loaded"), "\(late.errorText)")
        #expect(try server.query("SHOW ssl") == "on")
    }

    @Test(
        "an install that was killed when the server had loaded it goes back in the server, too",
        .enabled(if: SystemCallTracer.isUsable, "strace is not installed, or may not trace")
    )
    func killedFirst() throws {
        let server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        let tool = try PostgresSSLRun(server, server.folder)
        let tracer = SystemCallTracer(tool.program, changing: server.folder.path)
        let install = ["install"] + tool.options
        let calls = try tracer.calls(install).filter { $0.name.hasPrefix("rename") }
        let accepting = try #require(calls.last { $0.description.contains("\"journal\"") }, "\(calls)")
        try #require(try tool(["uninstall"]).status == 0)
        #expect(try tracer.run(install, killedBefore: accepting).wasKilled)
        #expect(try server.query("SHOW ssl") == "on")
        let next = try tool(["uninstall"])
        #expect(next.status == 0, "\(next.errorText)")
        #expect(next.errorText.contains("an interrupted install was undone"), "\(next.errorText)")
        #expect(next.errorText.contains("the server has loaded its files as they are now"))
        #expect(try server.query("SHOW ssl") == "off")
    }

    @Test("rules of another file than the one in force are not said to be in force, and not installed")
    func otherRules() throws {
        try node.put(
            Array("local all all trust\nhostssl all all all scram-sha-256\n".utf8),
            at: "data/next.conf"
        )
        try server.query("ALTER SYSTEM SET hba_file = '\(server.folder.path("data/next.conf"))'")
        let status = try tool(["status", "--json"])
        #expect(status.status == 1, "\(status.text)")
        #expect(status.text.contains("\"rules-pending-restart\""), "\(status.text)")
        #expect(!status.text.contains("\"hba-encrypted\""), "\(status.text)")
        let install = try tool(["install"])
        #expect(install.status == 65, "\(install.text)")
        let reason = "the rules in force are in \(server.folder.path("data/pg_hba.conf"))"
        #expect(install.errorText.contains(reason), "\(install.errorText)")
        // A file that the server would refuse.
        for content in ["broken rule here\n", "# none\n"] {
            try node.put(Array(content.utf8), at: "data/next.conf")
            let renewed = try tool(["renew"])
            #expect(renewed.status == 65, "\(content): \(renewed.errorText)")
            #expect(renewed.errorText.contains("will not start again: the rules are to be in "))
        }
    }
}
