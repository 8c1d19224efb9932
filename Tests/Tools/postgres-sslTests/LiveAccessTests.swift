import Glibc
import TestSupport
import Testing

/// What keeps a server's own user from its files keeps the server from its next start, however well it runs now.
@Suite(
    "postgres-ssl status says what the next start of a PostgreSQL cannot open",
    .enabled(
        if: PostgresServer.isInstalled && ServerAccount.postgres != nil,
        "PostgreSQL is not installed, or the tests do not run as root"
    ),
    .serialized
)
struct LiveAccessTests {
    private let cluster: PostgresCluster
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        cluster = try PostgresCluster(rules: ["hostssl all all all scram-sha-256"], isSplit: true)
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(
            in: cluster.folder,
            configuration: cluster.configuration,
            port: cluster.port,
            folder
        )
        let installed = try tool(["install", "--san", "db.example"])
        try #require(installed.status == 0, "\(installed.errorText)")
    }

    private func path(_ name: String) -> String { cluster.folder.path(name) }

    /// Runs the command that a line of status names as the cure, and looks whether it helped.
    private func expectCured(_ text: String) throws {
        let lines = text.split(separator: "\n")
        let pairs = zip(lines, lines.dropFirst())
        let cures = pairs.filter { $0.0.hasPrefix("broken\t") }.map { $0.1.dropFirst(6) }
        let shell = Program(path: "/bin/sh")
        for cure in cures { #expect(try shell.run(["-c", String(cure)]).status == 0, "\(cure)") }
        let after = try tool(["status"])
        #expect(after.status == 1, "\(after.text)")
    }

    @Test(
        "a file or folder of root's is broken while the server runs, and its cure mends it",
        arguments: [
            ("SSL-TLS/server/server.key", 0o600, "cannot be opened by the server's user"),
            ("SSL-TLS/server", 0o700, "cannot be entered by the server's user"),
            ("SSL-TLS", 0o700, "cannot be entered by the server's user"),
            (
                "configuration/pg_ssl.conf", 0o600,
                "cannot be opened by the server's user, so that include_if_exists passes over it, and the server has "
                    + "no TLS from its next start or reload on"
            ),
        ] as [(String, mode_t, String)]
    )
    func closed(_ name: String, _ mode: mode_t, _ said: String) throws {
        let server = try PostgresServer(cluster)
        let sound = try tool(["status"])
        // The superuser gets in through the socket without a password, and nobody from another host; there is no
        // webadmin.
        try #require(sound.text.contains("\nwarning: 1 warning, 2 notes\n"), "\(sound.text)")
        try #require(lchown(path(name), 0, 0) == 0 && chmod(path(name), mode) == 0)
        let outcome = try tool(["status"])
        #expect(outcome.status == 2, "\(outcome.text)")
        #expect(outcome.text.contains("broken\tfiles\t\(path(name)): \(said)"), "\(outcome.text)")
        // One reason for one fault.
        #expect(outcome.text.contains("\nbroken: 1 broken, 1 warning, 2 notes\n"), "\(outcome.text)")
        if name == "SSL-TLS/server/server.key" { try expectCured(outcome.text) }
        withExtendedLifetime(server) {}
    }

    @Test("what the program of a stopped server refuses is said, and what its user cannot open")
    func stopped() throws {
        #expect(try !tool(["status"]).text.contains("would not start"))
        let configuration = try cluster.folder.text("configuration/postgresql.conf")
        try cluster.folder.write(configuration + "work_mem = 'lots'\n", to: "configuration/postgresql.conf")
        try ServerAccount.give(path("configuration/postgresql.conf"))
        try #require(lchown(path("SSL-TLS/server/server.key"), 0, 0) == 0)
        let outcome = try tool(["status"])
        #expect(outcome.status == 2)
        #expect(outcome.text.contains("is not running, and would not start: "), "\(outcome.text)")
        #expect(
            outcome.text.contains("invalid value for parameter \"work_mem\": \"lots\""),
            "\(outcome.text)"
        )
        #expect(outcome.text.contains("server.key: cannot be opened by the server's user"), "\(outcome.text)")
    }

    @Test("a key elsewhere that the server itself refuses is broken")
    func otherKey() throws {
        let text = try cluster.folder.text("SSL-TLS/server/server.key")
        try cluster.folder.write(text, to: "data/other.key", mode: 0o640)
        try ServerAccount.give(path("data/other.key"))
        let configuration = try cluster.folder.text("configuration/postgresql.conf")
        try cluster.folder.write(
            configuration + "ssl_key_file = 'other.key'\n",
            to: "configuration/postgresql.conf"
        )
        try ServerAccount.give(path("configuration/postgresql.conf"))
        let outcome = try tool(["status"])
        #expect(outcome.text.contains("other.key: mode 0640 lets others read the key"), "\(outcome.text)")
    }
}
