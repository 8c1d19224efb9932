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
        ] {
            try node.put(Array((configuration + fault + "\n").utf8), at: "data/postgresql.conf")
            for command in commands where !(fault.hasPrefix("hba_file") && command.first == "install") {
                let outcome = try tool(command)
                #expect(outcome.status == 65, "\(fault), \(command): \(outcome.text)\(outcome.errorText)")
                #expect(outcome.errorText.contains("will not start again: "), "\(outcome.errorText)")
            }
            let found = try tool(["status", "--json"]).text
            #expect(found.contains("\"server-would-not-start\""), "\(fault): \(found)")
            #expect(!found.contains("\"cure\": \"restart the server\""), "\(fault): \(found)")
        }
        // What is there keeps nothing from a start, as the server itself shows.
        let sound =
            "shared_preload_libraries = 'plpgsql'\nhba_file = '\(server.folder.path("data/pg_hba.conf"))'\n"
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
                "\tcure\tfirst give ssl the value on in its files again, or TLS ends by it; then: "
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
        var testDescription: String { lines.joined(separator: "; ") }
    }

    static let mappings = [
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
        try server.setRules(["hostssl all webadmin all cert map=m", "hostssl all all all scram-sha-256"])
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
        #expect(connect.status == (mapping.letsIn ? 0 : 65), "\(connect.errorText)")
        #expect(
            connect.errorText.contains("its map m does not let the certificate of webadmin in") == !mapping
                .letsIn
        )
        #expect(status.contains("\"hba-user-refused\"") == !mapping.letsIn, "\(status)")
    }

    @Test(
        "what a killed install is taken back to is not loaded with what waits",
        .enabled(if: SystemCallTracer.isUsable, "strace is not installed, or may not trace"),
        arguments: [false, true]
    )
    func killed(afterReload isLate: Bool) throws {
        let command = ["install", "--san", "127.0.0.2"] + tool.options
        let tracer = SystemCallTracer(tool.program, changing: server.folder.path)
        let calls = try tracer.calls(["install", "--san", "127.0.0.3"] + tool.options)
        let moves = calls.filter { $0.name.hasPrefix("rename") }
        let move = try #require(isLate ? moves.last : moves.dropFirst().first, "\(calls)")
        #expect(try tracer.run(command, killedBefore: move).wasKilled)
        try server.query("ALTER SYSTEM SET ssl = off")
        let next = try tool(["renew"])
        #expect(next.status == 1, "\(next.text)")
        #expect(next.errorText.contains("an interrupted install was undone"), "\(next.errorText)")
        #expect(next.errorText.contains("off in its files, so nothing was loaded"), "\(next.errorText)")
        #expect(try server.query("SHOW ssl") == "on")
    }
}
