import Foundation
import TestSupport
import Testing

/// Who copies a line of `connect` into a shell gets in.
@Suite(
    "The lines of postgres-ssl connect on a running PostgreSQL",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveConnectTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun
    private let names = ["--san", "localhost", "--san", "127.0.0.1"]

    init() throws {
        server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'; CREATE ROLE \"o'brien x\" LOGIN")
        try server.query("ALTER ROLE \"o'brien x\" PASSWORD 'secret'")
        try server.query("CREATE DATABASE \"my db\"")
    }

    /// Runs every line for psql, and the URL by psql; the lines that did not log in.
    private func failures(_ options: [String], password: String) throws -> [String] {
        let shown = try tool(["connect"] + options)
        try #require(shown.status == 0, "\(shown.errorText)")
        let lines = shown.text.split(separator: "\n").map(String.init)
        let commands =
            lines.filter { $0.hasPrefix("psql ") }
            + lines.filter { $0.hasPrefix("postgresql://") }.map { "psql '\($0)'" }
        try #require(commands.count >= 3, "\(shown.text)")
        let shell = try #require(Program.find("sh"))
        return try commands.filter { command in
            let outcome = try shell.run(
                ["-c", command + " -X -A -t -w -c 'SELECT current_user'"],
                environment: ["HOME": folder.path, "PGPASSWORD": password, "PGCONNECT_TIMEOUT": "10"]
            )
            return outcome.status != 0
        }
    }

    @Test("By a password, by name and by address, with names of any characters")
    func passwords() throws {
        #expect(try tool(["install"] + names).status == 0)
        #expect(try failures(["--host", "localhost"], password: "secret") == [])
        #expect(try failures(["--host", "127.0.0.1"], password: "secret") == [])
        #expect(try failures(["--host", "127.0.0.1"], password: "wrong").count >= 3)
        let user = ["--user", "o'brien x", "--database", "my db", "--host", "localhost"]
        let shown = try tool(["connect"] + user)
        #expect(
            shown.text.contains("\npostgres-ssl reissue client --user 'o'\\''brien x'\n"),
            "\(shown.text)"
        )
        #expect(try tool(["reissue", "client", "--user", "o'brien x"]).status == 0)
        #expect(try failures(user, password: "secret") == [])
        #expect(try !tool(["connect"] + user).text.contains("reissue client"))
    }

    @Test("By a certificate alone, for the platform's user and another one")
    func certificates() throws {
        #expect(try tool(["install", "--client-auth", "cert"] + names).status == 0)
        #expect(try failures(["--host", "localhost"], password: "") == [])
        let user = "o'brien x"
        #expect(try tool(["install", "--client-auth", "cert", "--user", user] + names).status == 0)
        #expect(try failures(["--user", user, "--host", "127.0.0.1"], password: "") == [])
    }
}
