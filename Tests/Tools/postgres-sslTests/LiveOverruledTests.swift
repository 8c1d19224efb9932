import TestSupport
import Testing

/// What the server's command line says, no file and no reload overrules: the running server is the judge.
@Suite(
    "Encryption that the command line of a server turns off",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveOverruledTests {
    @Test("every command says that it is off by that, and how it is turned on")
    func encryption() throws {
        let cluster = try PostgresCluster(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        let folder = try TemporaryFolder()
        let tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
        do {
            let server = try PostgresServer(cluster)
            try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
            try #require(try tool(["install", "--san", "localhost"]).status == 0)
            #expect(try tool(["renew"]).text.isEmpty)
        }
        let server = try PostgresServer(cluster, arguments: ["-c", "ssl=off"])
        #expect(try server.query("SHOW ssl") == "off")
        let off = "ssl is off in the running server, by its command line"
        for command in [["install"], ["renew"], ["connect", "--host", "localhost"], ["reissue", "server"]] {
            let outcome = try tool(command)
            #expect(
                outcome.status == 1 && outcome.text.split(separator: "\n").count < 2,
                "\(command): \(outcome.text)"
            )
            #expect(outcome.errorText.contains(off), "\(command): \(outcome.errorText)")
            #expect(outcome.errorText.contains("take ssl out of that"), "\(command): \(outcome.errorText)")
            #expect(!outcome.errorText.contains("pg_ctl reload"), "\(command): \(outcome.errorText)")
        }
        #expect(
            try tool(["status"]).text.contains(
                "\tcure\ttake ssl out of the server's command line, and restart it"
            )
        )
    }

    @Test("connect names the reload that turns it on where the files do, and the server has not read them")
    func notReloaded() throws {
        let server = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        let folder = try TemporaryFolder()
        let tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        try #require(try tool(["install", "--san", "localhost"]).status == 0)
        try server.query("ALTER SYSTEM SET ssl = off")
        try server.reload()
        try server.query("ALTER SYSTEM RESET ssl")
        let outcome = try tool(["connect", "--host", "localhost"])
        #expect(outcome.status == 1, "\(outcome.text)")
        #expect(
            outcome.errorText.contains(
                "ssl is off in the running server, and on in its files, so that nobody"
            ),
            "\(outcome.errorText)"
        )
        #expect(outcome.errorText.contains("have it read them: "), "\(outcome.errorText)")
        // Nobody gets in until it has.
        #expect(try tool(["renew"]).status == 0)
        #expect(try server.query("SHOW ssl") == "on")
    }
}
