import Foundation
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite(
    "The certificate that a running server serves",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct ServedCertificateTests {
    private func server(_ settings: [String], key: [String] = ["rsa:2048"]) throws -> (
        PostgresServer, [UInt8]
    ) {
        let openssl = try #require(Programs.openssl)
        let folder = try TemporaryFolder()
        let made = try openssl.run(
            ["req", "-x509", "-newkey"] + key + [
                "-nodes", "-subj", "/CN=localhost", "-keyout", "k", "-out", "c",
            ],
            folder: folder.path
        )
        #expect(made.status == 0, "\(made.errorText)")
        let server = try PostgresServer()
        for name in ["k", "c"] {
            try server.folder.write(try folder.read(name), to: "data/\(name)")
            try ServerAccount.give(server.folder.path("data/\(name)"))
        }
        for setting in ["ssl_cert_file = 'c'", "ssl_key_file = 'k'", "ssl = on"] + settings {
            try server.query("ALTER SYSTEM SET " + setting)
        }
        try server.reload()
        let der = try openssl.run(["x509", "-in", folder.path("c"), "-outform", "DER"])
        return (server, der.output)
    }

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
        let (server, certificate) = try server([], key: key)
        #expect(try ask(server) == .certificates([certificate]))
    }

    @Test("a server of TLS 1.3 alone, and one without TLS, say so")
    func unseen() throws {
        let (server, _) = try server(["ssl_min_protocol_version = 'TLSv1.3'"])
        #expect(try ask(server) == .newerVersionOnly)
        try server.query("ALTER SYSTEM SET ssl = off")
        try server.reload()
        #expect(try ask(server) == .encryptionOff)
    }

    @Test("where nobody listens, the error says where")
    func nobody() {
        var random = OperatingSystemRandom()
        #expect(throws: NodeEncryptionError.self) {
            try ServedCertificate.ask(host: "127.0.0.1", port: FreePort.any(), using: &random)
        }
    }

    @Test("messages of any octets are refused or read, and never crash")
    func malformed() {
        var random = SeededRandom(seed: 3)
        let good: [UInt8] = [0, 0, 8, 0, 0, 5, 1, 2, 3, 4, 5]
        #expect(ServedCertificate.certificates(good) == [[1, 2, 3, 4, 5]])
        for _ in 0..<2_000 {
            let octets = random.bytes(count: Int(random.bytes(count: 1)[0]) % 20)
            var messages = HandshakeMessages()
            messages.append(octets)
            if let (_, body) = messages.next() { #expect(body.count <= octets.count) }
            _ = ServedCertificate.certificates(octets)
        }
    }
}
