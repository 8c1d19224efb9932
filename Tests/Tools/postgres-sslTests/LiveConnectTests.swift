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

    @Test("None that cannot work is shown: a host that no certificate names, a pair that nobody makes")
    func impossible() throws {
        try server.query(
            "CREATE ROLE root LOGIN PASSWORD 'secret'; CREATE ROLE \"a/b\" LOGIN PASSWORD 'secret'"
        )
        #expect(try tool(["install"] + names).status == 0)
        for host in ["localhost.", "a b"] {
            let shown = try tool(["connect", "--host", host])
            #expect(shown.status == 65, "\(shown.text)")
            #expect(
                shown.errorText.contains("is no name or address that a certificate has"),
                "\(shown.errorText)"
            )
        }
        let root = try tool(["connect", "--host", "localhost", "--user", "root"])
        #expect(root.status == 0, "\(root.errorText)")
        #expect(!root.text.contains("client/root.key") && !root.text.contains("reissue"), "\(root.text)")
        let url = try tool(["connect", "--host", "localhost", "--user", "a/b"]).text.split(separator: "\n")
            .first { $0.hasPrefix("postgresql://") }
        let line = try #require(url)
        let outcome = try #require(Program.find("psql")).run(
            [String(line), "-XAtw", "-c", "SELECT current_user"],
            environment: ["HOME": folder.path, "PGPASSWORD": "secret", "PGCONNECT_TIMEOUT": "10"]
        )
        #expect(outcome.text == "a/b\n", "\(outcome.errorText)")
        try server.setRules(["hostssl all root all cert", "hostssl all all all scram-sha-256"])
        let wanted = try tool(["connect", "--host", "localhost", "--user", "root"])
        #expect(wanted.status == 65, "\(wanted.text)")
        #expect(wanted.errorText.contains("none is made for a user of that name"), "\(wanted.errorText)")
    }

    @Test("None is shown for a host at whose address the server does not listen")
    func elsewhere() throws {
        let other = try PostgresServer(
            settings: ["listen_addresses = '127.0.0.2'"],
            rules: ["host all all all trust"]
        )
        try other.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let folder = try TemporaryFolder()
        let tool = try PostgresSSLRun(other, folder)
        #expect(try tool(["install", "--san", "127.0.0.2"] + names).status == 0)
        let shown = try tool(["connect", "--host", "127.0.0.1"])
        #expect(shown.status == 1, "\(shown.text)")
        #expect(
            shown.errorText.contains("the server listens at 127.0.0.2, by listen_addresses"),
            "\(shown.errorText)"
        )
        #expect(try tool(["connect", "--host", "127.0.0.2"]).status == 0)
    }

    @Test("Where the server cannot be asked whom it lets in, that is said")
    func unasked() throws {
        #expect(try tool(["install"] + names).status == 0)
        #expect(try tool(["connect", "--host", "localhost"]).errorText == "")
        try server.query("ALTER ROLE postgres SET session_preload_libraries = 'none'")
        let shown = try tool(["connect", "--host", "localhost"])
        #expect(shown.status == 1 && shown.text.contains("sslmode=verify-full"))
        #expect(
            shown.errorText.contains(
                "whether the server lets webadmin into the database postgres was not seen"
            ),
            "\(shown.errorText)"
        )
    }
}
