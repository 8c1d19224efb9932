import Foundation
import Glibc
import TestSupport
import Testing

/// A timer's renewal leaves a server that serves what it made, to clients who change nothing.
@Suite(
    "postgres-ssl renew on a running PostgreSQL",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .enabled(if: Programs.openssl != nil, "openssl is not installed"),
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

    private static let pair = ["SSL-TLS/server/server.crt", "SSL-TLS/server/server.key"]

    private func put(_ pair: [String]) throws {
        for (name, text) in zip(Self.pair, pair) {
            try server.folder.write(text, to: name, mode: 0o600)
            try ServerAccount.give(server.folder.path(name))
        }
    }

    @Test("a pair that somebody put there is loaded and proved, and status 0 is not said before")
    func replaced() throws {
        #expect(try tool(["install", "--san", "127.0.0.1"]).status == 0)
        let old = try Self.pair.map { try server.folder.text($0) }
        #expect(try tool(["reissue", "server"]).status == 0)
        let new = try Self.pair.map { try server.folder.text($0) }
        try put(old)
        let dry = try tool(["renew", "--dry-run"])
        #expect(dry.status == 0 && dry.text.contains("pg_ctl reload"), "\(dry.text)")
        #expect(try server.serves(new[0]))
        let loaded = try tool(["renew"])
        #expect(loaded.status == 0, "\(loaded.errorText)")
        #expect(loaded.text.contains("had the server load its files: "), "\(loaded.text)")
        #expect(loaded.text.contains("\nproved: it was served at 127.0.0.1, port \(server.port)"))
        #expect(try server.serves(old[0]))
        let quiet = try tool(["renew"])
        #expect(quiet.status == 0 && quiet.text.isEmpty && quiet.errorText.isEmpty, "\(quiet.text)")

        // What only got a further name for a moment is as it was; of several files the one is named that is not.
        for name in ["server.crt", "server.key", "root.crt"] {
            let path = server.folder.path("SSL-TLS/server/" + name)
            try #require(link(path, path + ".copy") == 0 && unlink(path + ".copy") == 0)
        }
        let same = try tool(["renew"])
        #expect(same.status == 0 && same.text.isEmpty && same.errorText.isEmpty, "\(same.text)")
        try put(old)
        let named = try tool(["renew"])
        let reason = "/server.crt was changed after the server read its files"
        #expect(named.status == 0 && named.text.contains(reason), "\(named.text)\(named.errorText)")

        // A reload that the server refuses is none, whenever it was: it goes on with what it had.
        try put(new)
        #expect(chmod(server.folder.path(Self.pair[1]), 0o644) == 0)
        for _ in 0..<2 {
            let refused = try tool(["renew"])
            #expect(refused.status == 1, "\(refused.text)")
            #expect(
                refused.errorText.contains("the server does not have in force what is in its files"),
                "\(refused.errorText)"
            )
            #expect(try server.serves(old[0]))
        }
    }
}

extension PostgresServer {
    /// Whether OpenSSL's client is shown the first certificate of a PEM text.
    func serves(_ text: String) throws -> Bool {
        let openssl = try #require(Programs.openssl)
        let shown = try openssl.run(["s_client", "-starttls", "postgres", "-connect", "127.0.0.1:\(port)"])
        func first(_ text: String) -> Substring? {
            let begin = text.range(of: "-----BEGIN CERTIFICATE-----")
            let end = text.range(of: "-----END CERTIFICATE-----")
            guard let begin, let end else { return nil }
            return text[begin.upperBound..<end.lowerBound]
        }
        let served = try #require(first(shown.text), "\(shown.errorText)")
        return served == first(text)
    }
}
