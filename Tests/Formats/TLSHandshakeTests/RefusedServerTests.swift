import EllipticCurves
import PKIX
import SecretMemory
import TestSupport
import Testing

@testable import TLSHandshake

/// Servers that hold the key of their certificate and are not trusted by the caller, as fakes and as openssl's, which
/// says what it was sent.
@Suite("A server that the caller does not trust")
struct RefusedServerTests {
    private typealias Client = TLSClient<SeededRandom>

    /// What the caller was asked, for a closure that outlives a call.
    private final class Questions {
        var peers: [TLSPeer] = []
    }

    private static func credential() throws -> TLSCredential {
        // The key of the certificate, drawn once more.
        var random = SeededRandom(seed: 4)
        let key = PrivateKey.ecdsa(try ECDSA.PrivateKey(.p256, using: &random))
        return TLSCredential(certificates: [FakeServer.certificate], key: SharedKey(key))
    }

    private func client(_ questions: Questions, _ reason: String?) throws -> Client {
        Client(
            TLSSettings(),
            credential: try Self.credential(),
            refusal: { peer in
                questions.peers.append(peer)
                return reason
            },
            using: SeededRandom(seed: 1)
        )
    }

    @Test("in TLS 1.3 it gets the alert bad_certificate, and no certificate")
    func refused13() throws {
        var server = FakeServer()
        server.parts.insert(.certificateRequest, at: 1)
        let questions = Questions()
        var client = try client(questions, "a stranger")
        let answer = try server.answer(to: client.takeOutput())
        #expect(throws: TLSError.refused("a stranger")) { try client.receive(answer.span) }
        #expect(questions.peers.map(\.certificates) == [[FakeServer.certificate]])
        #expect(questions.peers.allSatisfy { $0.wantsClientCertificate && !$0.hasClientCertificate })
        let sent = client.takeOutput()
        let keys = client.keys
        let body = Array(sent.dropFirst(5))
        let opened = try keys?.clientProtection.open(RecordHeader(type: 23, count: body.count), body.span)
        #expect(opened?.type == .alert && opened?.content.publicBytes == [2, 42])
        let isOver = client.isOver
        #expect(isOver)
    }

    @Test("in TLS 1.2 it gets the same alert, in the clear, and nothing before it")
    func refused12() throws {
        var server = FakeServer12()
        server.parts.insert(.certificateRequest, at: 3)
        let questions = Questions()
        var client = try client(questions, "a stranger")
        let answer = try server.answer(to: client.takeOutput())
        #expect(throws: TLSError.refused("a stranger")) { try client.receive(answer.span) }
        #expect(questions.peers.map(\.version) == [.tls12])
        #expect(questions.peers.allSatisfy { $0.wantsClientCertificate && !$0.hasClientCertificate })
        #expect(client.takeOutput() == FakeServer.record(21, [2, 42]))
    }

    @Test("one that is trusted gets the certificate, and the caller is asked once")
    func trusted() throws {
        let questions = Questions()
        var server = FakeServer()
        server.parts.insert(.certificateRequest, at: 1)
        var first = try client(questions, nil)
        let answer = try server.answer(to: first.takeOutput())
        try first.receive(answer.span)
        let peer = first.peer
        #expect(peer?.hasClientCertificate == true && questions.peers.count == 1)

        var older = FakeServer12()
        older.parts.insert(.certificateRequest, at: 3)
        var second = try client(questions, nil)
        let begin = try older.answer(to: second.takeOutput())
        try second.receive(begin.span)
        let end = try older.finish(second.takeOutput())
        try second.receive(end.span)
        let other = second.peer
        #expect(other?.hasClientCertificate == true && questions.peers.count == 2)
    }

    @Test("one that has not proved its key is nobody to be asked about")
    func unproved() throws {
        let questions = Questions()
        for change in [{ $0.changesSignature = true }, { $0.changesFinished = true }]
            as [(inout FakeServer) -> Void]
        {
            var server = FakeServer()
            change(&server)
            var client = try client(questions, "a stranger")
            let answer = try server.answer(to: client.takeOutput())
            #expect(throws: TLSError.self) { try client.receive(answer.span) }
        }
        var older = FakeServer12()
        older.changesSignature = true
        var client = try client(questions, "a stranger")
        let answer = try older.answer(to: client.takeOutput())
        #expect(throws: TLSError.wrongSignature(.ecdsaP256SHA256)) { try client.receive(answer.span) }
        #expect(questions.peers.isEmpty)
    }

    @Test(
        "openssl's server sees a certificate where it is trusted, and an alert alone where it is not",
        .enabled(if: Programs.openssl != nil, "openssl is not installed"),
        arguments: TLSVersion.allCases
    )
    func openssl(version: TLSVersion) throws {
        for reason in [nil, "a stranger"] {
            let folder = try TemporaryFolder()
            try KeyKind.p256.write(to: folder, named: "server")
            let server = try LiveServer(try #require(Programs.openssl), log: folder) {
                [
                    "s_server", "-accept", "127.0.0.1:\($0)", "-rev", "-verify", "1", "-msg",
                    version == .tls13 ? "-tls1_3" : "-tls1_2",
                    "-cert", folder.path("server.crt"), "-key", folder.path("server.key"),
                ]
            }
            let transport = try server.connect()
            let credential = try Self.credential()
            func shakeHands() throws(TLSError) {
                var connection = try TLSConnection(
                    transport,
                    TLSSettings(),
                    credential: credential,
                    refusal: { _ in reason },
                    using: OperatingSystemRandom()
                )
                connection.close()
            }
            if let reason {
                #expect(throws: TLSError.refused(reason)) { try shakeHands() }
            } else {
                try shakeHands()
            }
            // What it receives is marked by "<<<".
            let word = reason == nil ? "close_notify" : "bad_certificate"
            var lines: [Substring] = []
            _ = eventually {
                lines = ((try? folder.text("server.log")) ?? "").split(separator: "\n")
                    .filter { $0.hasPrefix("<<<") }
                return lines.contains { $0.contains(word) }
            }
            #expect(lines.contains { $0.contains(word) }, "\(lines)")
            let shown = lines.filter { $0.contains("Certificate") }
            #expect(shown.isEmpty == (reason != nil), "\(shown)")
        }
    }
}
