import Foundation
import TestSupport
import Testing

/// A timer's renewal leaves a server that serves what it made, to clients who change nothing.
@Suite(
    "postgres-ssl renew on a running PostgreSQL",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveRenewalTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
    }

    private func logIn() throws -> Program.Outcome {
        try server.psql(
            "host=127.0.0.1 user=webadmin dbname=postgres sslmode=verify-full sslrootcert=\(folder.path("root.crt"))",
            environment: ["PGPASSWORD": "secret"]
        )
    }

    @Test("What ends and what lacks a name is served anew, and a client with the old root gets in")
    func renewed() throws {
        #expect(try tool(["install", "--san", "127.0.0.1"]).status == 0)
        try folder.write(try server.folder.read("SSL-TLS/server/root.crt"), to: "root.crt")
        let quiet = try tool(["renew"])
        #expect(quiet.status == 0 && quiet.text.isEmpty && quiet.errorText.isEmpty, "\(quiet.errorText)")
        // The client's year is shorter than that, and the server's ten are not.
        let within = ["renew", "--within", "364"]
        let client = try server.folder.read("SSL-TLS/client/client.crt")
        #expect(try tool(within).text.isEmpty)
        let named = try tool(within, environment: ["KEY_SAN": "more.example"])
        #expect(named.status == 0, "\(named.errorText)")
        #expect(named.errorText.contains("names after: ") && named.errorText.contains("DNS:more.example"))
        #expect(try server.folder.read("SSL-TLS/client/client.crt") == client)
        let status = try tool(["status", "--port", "\(server.port)"])
        #expect(status.text.contains("the running server serves this certificate"), "\(status.text)")
        let outcome = try logIn()
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(try tool(within, environment: ["KEY_SAN": "more.example"]).text.isEmpty)
        #expect(try tool(["uninstall"]).status == 0)
    }
}
