import SecretMemory
import TestSupport
import Testing

@testable import TLSHandshake

/// Alerts that end nothing: those of the level warning up to TLS 1.2 (RFC 5246, section 7.2), and user_canceled in
/// TLS 1.3 (RFC 8446, section 6.1).
@Suite("A server that warns")
struct WarningTests {
    private typealias Client = TLSClient<SeededRandom>

    private static let unrecognizedName = FakeServer.record(21, [1, 112])

    private func fault(of client: inout Client, _ bytes: [UInt8]) -> TLSError? {
        do throws(TLSError) {
            try client.receive(bytes.span)
            return nil
        } catch {
            return error
        }
    }

    /// A handshake of TLS 1.2 with warnings at each place; the client, still before the server's last word.
    private func fault12(_ warnings: [Int: Int], level: UInt8 = 1) throws -> TLSError? {
        var server = FakeServer12()
        for place in warnings.keys.sorted().reversed() {
            let warning = FakeServer12.Part.record(21, [level, 112])
            server.parts.insert(contentsOf: Array(repeating: warning, count: warnings[place] ?? 0), at: place)
        }
        var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
        let first = try server.answer(to: client.takeOutput())
        if let error = fault(of: &client, first) { return error }
        let last = try server.finish(client.takeOutput())
        if let error = fault(of: &client, last) { return error }
        let peer = client.peer
        #expect(peer?.version == .tls12)
        #expect(peer?.hasWarned == !warnings.isEmpty)
        // Inside, too.
        let refusal: [UInt8] = [1, 112]
        let later = try #require(server.writing).seal(.alert, refusal.span)
        return fault(of: &client, later)
    }

    @Test("in TLS 1.2 it is passed over, four times, wherever it warns")
    func older() throws {
        #expect(try fault12([:]) == nil)
        for place in 0...4 { #expect(try fault12([place: 1]) == nil, "\(place)") }
        // With the one inside.
        #expect(try fault12([0: 2, 2: 1]) == nil)
        #expect(try fault12([0: 2, 2: 2]) == .tooMuch("warnings"))
        #expect(try fault12([0: 5]) == .tooMuch("warnings"))
        for level: UInt8 in [0, 2, 3] {
            #expect(try fault12([0: 1], level: level) == .alert(TLSAlert(code: 112)))
            #expect(try fault12([2: 1], level: level) == .alert(TLSAlert(code: 112)))
        }
    }

    @Test("a renegotiation that is refused ends it, as it does for OpenSSL, which never asks for one")
    func renegotiation() {
        var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
        _ = client.takeOutput()
        #expect(fault(of: &client, FakeServer.record(21, [1, 100])) == .alert(.noRenegotiation))
    }

    @Test("in TLS 1.3 an alert ends the connection whatever its level, but for user_canceled")
    func newer() throws {
        func fault(_ alerts: [[UInt8]]) throws -> TLSError? {
            var server = FakeServer()
            server.parts.insert(contentsOf: alerts.map { .record(21, $0) }, at: 1)
            var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
            let answer = try server.answer(to: client.takeOutput())
            let error = self.fault(of: &client, answer)
            let isConnected = client.peer != nil
            #expect(isConnected == (error == nil))
            return error
        }
        for level: UInt8 in [1, 2] {
            #expect(try fault([[level, 90]]) == nil)
            #expect(try fault([[level, 112]]) == .alert(TLSAlert(code: 112)))
            #expect(try fault([[level, 90], [1, 0]]) == .alert(TLSAlert(code: 90)))
        }
        #expect(try fault(Array(repeating: [1, 90], count: 4)) == nil)
        #expect(try fault(Array(repeating: [1, 90], count: 5)) == .tooMuch("warnings"))
    }

    @Test("an end after it is for the reason that it gave")
    func ends() throws {
        for end in [FakeServer.record(21, [1, 0]), []] {
            var client = Client(TLSSettings(), using: SeededRandom(seed: 1))
            _ = client.takeOutput()
            #expect(fault(of: &client, Self.unrecognizedName) == nil)
            let error = TLSError.alert(TLSAlert(code: 112))
            if end.isEmpty {
                #expect(throws: error) { try client.receiveEnd() }
            } else {
                #expect(fault(of: &client, end) == error)
            }
            #expect(client.takeOutput().isEmpty)
        }
    }

    @Test(
        "openssl's server, which has no certificate for the name, warns in TLS 1.2 and goes on",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func openssl() throws {
        let folder = try TemporaryFolder()
        for name in ["server", "other"] { try KeyKind.p256.write(to: folder, named: name) }
        let server = try LiveServer(try #require(Programs.openssl), log: folder) {
            [
                "s_server", "-accept", "127.0.0.1:\($0)", "-rev", "-tls1_2", "-msg",
                "-cert", folder.path("server.crt"), "-key", folder.path("server.key"),
                "-cert2", folder.path("other.crt"), "-key2", folder.path("other.key"),
                "-servername", "other.example",
            ]
        }
        let transport = try server.connect()
        let settings = TLSSettings(serverName: "localhost")
        let connection = try TLSConnection(transport, settings, using: OperatingSystemRandom())
        #expect(connection.peer.version == .tls12 && connection.peer.hasWarned)
        #expect(
            eventually {
                ((try? folder.text("server.log")) ?? "").contains("warning unrecognized_name")
            }
        )
    }
}
