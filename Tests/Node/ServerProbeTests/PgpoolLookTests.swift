import Foundation
import TLSHandshake
import TestSupport
import Testing

@testable import ServerProbe

@Suite(
    "What a running Pgpool-II shows of its TLS",
    .enabled(
        if: PgpoolServer.isInstalled && Programs.openssl != nil,
        "Pgpool-II, PostgreSQL or openssl is not installed"
    )
)
struct PgpoolLookTests {
    @Test("whole handshakes in both versions are no error in its log")
    func whole() throws {
        let openssl = try #require(Programs.openssl)
        let folder = try TemporaryFolder()
        let made = try openssl.run(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-keyout", "k"]
                + ["-out", "c"],
            folder: folder.path
        )
        #expect(made.status == 0, "\(made.errorText)")
        let certificate = try openssl.run(["x509", "-in", folder.path("c"), "-outform", "DER"]).output
        try folder.write("key", to: "key", mode: 0o600)
        let pgpool = try PgpoolServer(
            before: try PostgresServer(),
            in: folder,
            keyFile: folder.path("key"),
            settings: ["ssl = on", "ssl_cert = '\(folder.path("c"))'", "ssl_key = '\(folder.path("k"))'"],
            rules: ["hostssl all all 127.0.0.1/32 scram-sha-256"]
        )
        let before = pgpool.log()
        guard case .whole(let peers) = try ServerLook.at(host: "127.0.0.1", port: pgpool.port) else {
            Issue.record("no whole handshake was made")
            return
        }
        #expect(peers.map(\.version) == [.tls13, .tls12])
        #expect(peers.allSatisfy { $0.certificates == [certificate] })
        // It warns of an end between TLS and the login, for each.
        var said = ""
        let warned = eventually {
            said = String(pgpool.log().dropFirst(before.count))
            return said.components(separatedBy: "WARNING:  ssl read: SSL_ERROR_ZERO_RETURN").count == 3
        }
        #expect(warned && !said.contains("ERROR:") && !said.contains("FATAL:"), "\(said)")
    }
}
