import SecretMemory
import TestSupport
import Testing

@testable import ServerProbe

@Suite(
    "The certificate that a running server serves",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct ServedCertificateTests {
    private func ask(_ server: PostgresServer) throws -> ServedCertificate.Answer {
        var random = OperatingSystemRandom()
        return try ServedCertificate.ask(host: "127.0.0.1", port: server.port, using: &random)
    }

    @Test(
        "an RSA and an elliptic-curve certificate are seen as they are",
        arguments: [
            ["rsa:2048"], ["ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
        ]
    )
    func seen(key: [String]) throws {
        let (server, certificate) = try TLSServer.start([], key: key)
        #expect(try ask(server) == .certificates([certificate]))
    }

    @Test("a server of TLS 1.3 alone, and one without TLS, say so")
    func unseen() throws {
        let (server, _) = try TLSServer.start(["ssl_min_protocol_version = 'TLSv1.3'"])
        #expect(try ask(server) == .newerVersionOnly)
        try server.query("ALTER SYSTEM SET ssl = off")
        try server.reload()
        #expect(try ask(server) == .encryptionOff)
    }

    @Test("where nobody listens, the error says where")
    func nobody() {
        var random = OperatingSystemRandom()
        #expect(throws: ServerProbeError.self) {
            try ServedCertificate.ask(host: "127.0.0.1", port: FreePort.any(), using: &random)
        }
    }

    @Test("messages of any octets are refused or read, and never crash")
    func malformed() {
        var random = SeededRandom(seed: 3)
        let good: [UInt8] = [0, 0, 8, 0, 0, 5, 1, 2, 3, 4, 5]
        #expect(HandshakeMessages.certificates(good) == [[1, 2, 3, 4, 5]])
        for _ in 0..<2_000 {
            let octets = random.bytes(count: Int(random.bytes(count: 1)[0]) % 60)
            var messages = HandshakeMessages()
            messages.append(octets)
            if let (_, body) = messages.next() { #expect(body.count <= octets.count) }
            _ = HandshakeMessages.certificates(octets)
            _ = HandshakeMessages.choice(octets)
        }
    }
}
