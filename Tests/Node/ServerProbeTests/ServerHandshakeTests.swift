import SecretMemory
import TLSHandshake
import TestSupport
import Testing

@testable import ServerProbe

@Suite(
    "A whole handshake with a running server",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct ServerHandshakeTests {
    /// What a handshake shows.
    private func peer(
        of server: PostgresServer,
        start: TLSStart = .request,
        _ version: TLSVersion
    ) throws -> TLSPeer {
        var settings = TLSSettings()
        settings.versions = [version]
        var connection = try ServerHandshake.open(
            host: "127.0.0.1",
            port: server.port,
            start: start,
            settings,
            by: Deadline(in: .seconds(60)),
            using: OperatingSystemRandom()
        )
        connection.close()
        return connection.peer
    }

    @Test("both versions show the certificate, and leave no line of an error in the log")
    func shown() throws {
        let (server, certificate) = try TLSServer.start([])
        for version in TLSVersion.allCases {
            let peer = try peer(of: server, version)
            #expect(peer.version == version)
            #expect(peer.certificates == [certificate])
        }
        // What came before a query is in the log by its answer.
        _ = try server.query("SELECT 1")
        let log = server.log()
        #expect(!log.contains("SSL") && !log.contains("FATAL"), "\(log)")
    }

    @Test("a server without TLS, and one that knows no direct TLS, say so")
    func unseen() throws {
        let (server, _) = try TLSServer.start([])
        #expect { try peer(of: server, start: .direct, .tls13) } throws: { error in
            if case ServerProbeError.handshake = error { true } else { false }
        }
        try server.query("ALTER SYSTEM SET ssl = off")
        try server.reload()
        #expect(throws: ServerProbeError.encryptionOff(place: "127.0.0.1, port \(server.port)")) {
            try peer(of: server, .tls13)
        }
    }

    @Test(
        "who is no PostgreSQL is named by the byte that comes, and by none",
        arguments: [[UInt8(ascii: "H"), 84], []]
    )
    func foreign(answer: [UInt8]) throws {
        let server = try OddServer { connection in
            _ = try connection.receive(8)
            try connection.send(answer)
        }
        let place = "127.0.0.1, port \(server.port)"
        #expect(throws: ServerProbeError.otherProtocol(place: place, answer: answer.first)) {
            _ = try ServerHandshake.open(
                host: "127.0.0.1",
                port: server.port,
                TLSSettings(),
                by: Deadline(in: .seconds(60)),
                using: OperatingSystemRandom()
            )
        }
    }
}
