import Glibc
import SCRAMAuthentication
import SecretMemory
import TestSupport
import Testing

@Suite(
    "the exchange with PostgreSQL's server and with libpq, TLS and channel binding included",
    .serialized,
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil && Programs.python != nil,
        "PostgreSQL, openssl or python3 is not installed"
    )
)
struct LiveExchangeTests {
    @Test("our client and PostgreSQL's server accept each other, and refuse what they must")
    func client() throws {
        let certificate = try Certificate()
        let server = try PostgresServer(
            settings: [
                "ssl = on", "ssl_cert_file = '\(certificate.path)'",
                "ssl_key_file = '\(certificate.keyPath)'",
            ],
            rules: ["host all all 127.0.0.1/32 scram-sha-256"]
        )
        try server.query("CREATE ROLE alice LOGIN PASSWORD 'I\u{AD}X'")
        func logIn(_ password: String, _ binding: SCRAMChannelBinding, port: Int) throws -> String {
            try logInAsClient(password, binding, port: port)
        }
        #expect(try logIn("IX", .notSupported, port: server.port) == "in")
        #expect(try logIn("Ix", .notSupported, port: server.port) == "refused")

        let relay = try Relay(["client", "\(server.port)"])
        #expect(try logIn("IX", .tlsServerEndPoint(certificate.endPoint), port: relay.port) == "in")
        #expect(try logIn("Ix", .tlsServerEndPoint(certificate.endPoint), port: relay.port) == "refused")
        #expect(try logIn("IX", .tlsServerEndPoint([1, 2, 3]), port: relay.port) == "refused")
        #expect(try logIn("IX", .notSupported, port: relay.port) == "in")
        // It offers channel binding, and is told that it did not.
        #expect(try logIn("IX", .notOffered, port: relay.port) == "refused")
    }

    @Test("our server and libpq accept each other, and refuse what they must")
    func server() throws {
        let certificate = try Certificate()
        let listener = try LoopbackListener()
        let relay = try Relay(["server", "\(listener.port)", certificate.path, certificate.keyPath])
        func logIn(_ password: String, port: Int, mode: String, endPoint: [UInt8]?) throws -> (Int32, String)
        {
            let psql = try #require(Program.find("psql")).start(
                octets: [
                    "-X", "-w", "-d",
                    "host=127.0.0.1 port=\(port) user=alice password=\(password) dbname=x \(mode)", "-c", "",
                ].map { Array($0.utf8) }
            )
            var outcome = "broken off"
            do {
                outcome = try serve(listener.accept(), password: "right", endPoint: endPoint)
            } catch is ConnectionFailure {}
            return (psql.wait(), outcome)
        }
        let plain = "sslmode=disable"
        let bound = "sslmode=require channel_binding=require"
        #expect(try logIn("right", port: listener.port, mode: plain, endPoint: nil) == (0, "SCRAM-SHA-256"))
        #expect(try logIn("wrong", port: listener.port, mode: plain, endPoint: nil) == (2, "invalidProof"))
        #expect(
            try logIn("right", port: relay.port, mode: bound, endPoint: certificate.endPoint) == (
                0, "SCRAM-SHA-256-PLUS"
            )
        )
        #expect(
            try logIn("wrong", port: relay.port, mode: bound, endPoint: certificate.endPoint) == (
                2, "invalidProof"
            )
        )
        #expect(
            try logIn("right", port: relay.port, mode: bound, endPoint: [1]) == (2, "channelBindingMismatch")
        )
    }

    /// Logs in as alice with our client.
    private func logInAsClient(_ password: String, _ binding: SCRAMChannelBinding, port: Int) throws -> String
    {
        var random = OperatingSystemRandom()
        let connection = try ProtocolConnection(LoopbackConnection(port: port))
        try connection.send(nil, [0, 3, 0, 0] + Array("user\0alice\0database\0postgres\0\0".utf8))
        let offer = try connection.receive()
        try #require(offer.type == "R" && offer.octets.starts(with: [0, 0, 0, 10]))
        let client = try SCRAMClient(
            userName: [UInt8]().span,
            password: Array(password.utf8).span,
            nonce: SCRAMNonce.make(using: &random),
            channelBinding: binding
        )
        let name = Array(client.mechanism.rawValue.utf8)
        let first = client.firstMessage
        try connection.send("p", name + [0] + bigEndian(first.count) + first)
        let answer = try connection.receive()
        guard answer.type == "R" else { return "refused" }
        let message = Array(answer.octets.dropFirst(4))
        let proof = try client.answer(message.span)
        let final = proof.finalMessage
        try connection.send("p", final)
        let end = try connection.receive()
        guard end.type == "R" else { return "refused" }
        try #require(end.octets.starts(with: [0, 0, 0, 12]))
        let signature = Array(end.octets.dropFirst(4))
        try proof.finish(signature.span)
        let done = try connection.receive()
        return done.type == "R" && done.octets == [0, 0, 0, 0] ? "in" : "refused"
    }

    /// Lets a client in with our server, and answers its one empty query; the mechanism, or why it was refused.
    private func serve(
        _ socket: LoopbackConnection,
        password: String,
        endPoint: [UInt8]?
    ) throws -> String {
        var random = OperatingSystemRandom()
        let connection = ProtocolConnection(socket)
        _ = try connection.receiveStartup()
        let mechanisms: [SCRAMMechanism] = endPoint == nil ? [.sha256] : [.sha256Plus, .sha256]
        let names = Array((mechanisms.map(\.rawValue).joined(separator: "\0") + "\0\0").utf8)
        try connection.send("R", [0, 0, 0, 10] + names)
        let initial = try connection.receive().octets
        let end = try #require(initial.firstIndex(of: 0))
        let name = String(decoding: initial[..<end], as: UTF8.self)
        let mechanism = try #require(SCRAMMechanism(rawValue: name))
        do throws(SCRAMError) {
            let first = Array(initial[(end + 5)...])
            let server = try SCRAMServer(
                clientFirstMessage: first.span,
                mechanism: mechanism,
                serverEndPoint: endPoint
            )
            let secret = try SCRAMSecret(password: Array(password.utf8).span, using: &random)
            let challenge = try server.challenge(secret: secret, nonce: SCRAMNonce.make(using: &random))
            let message = challenge.message
            guard let final = try? connection.ask([0, 0, 0, 11] + message) else { return "broken off" }
            let signature = try challenge.finish(final.span)
            // AuthenticationSASLFinal, AuthenticationOk, ReadyForQuery; then EmptyQueryResponse and ready again.
            try? connection.send("R", [0, 0, 0, 12] + signature)
            try? connection.send("R", [0, 0, 0, 0])
            try? connection.send("Z", Array("I".utf8))
            _ = try? connection.receive()
            try? connection.send("I", [])
            try? connection.send("Z", Array("I".utf8))
            return name
        } catch {
            try connection.send("E", Array("SFATAL\0C28P01\0Mrefused\0\0".utf8))
            return "\(error)" == SCRAMError.invalidProof.description
                ? "invalidProof" : "channelBindingMismatch"
        }
    }
}

/// Messages of PostgreSQL's protocol, version 3.
private struct ProtocolConnection {
    let socket: LoopbackConnection

    init(_ socket: LoopbackConnection) {
        self.socket = socket
    }

    func send(_ type: Character?, _ octets: [UInt8]) throws {
        try socket.send((type.map { Array(String($0).utf8) } ?? []) + bigEndian(octets.count + 4) + octets)
    }

    func receive() throws -> (type: Character, octets: [UInt8]) {
        let head = try socket.receive(5)
        let count = head[1...].reduce(0) { $0 << 8 | Int($1) }
        return (Character(UnicodeScalar(head[0])), try socket.receive(count - 4))
    }

    func receiveStartup() throws -> [UInt8] {
        let count = try socket.receive(4).reduce(0) { $0 << 8 | Int($1) }
        return try socket.receive(count - 4)
    }

    func ask(_ octets: [UInt8]) throws -> [UInt8] {
        try send("R", octets)
        return try receive().octets
    }
}

private func bigEndian(_ count: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
}

/// A certificate signed with SHA-256, and OpenSSL's digest of it.
private struct Certificate {
    let folder: TemporaryFolder
    let endPoint: [UInt8]

    var path: String { folder.path("server.crt") }
    var keyPath: String { folder.path("server.key") }

    init() throws {
        folder = try TemporaryFolder()
        let openssl = try #require(Programs.openssl)
        let made = try openssl.run([
            "req", "-x509", "-newkey", "rsa:2048", "-sha256", "-nodes", "-days", "2", "-subj",
            "/CN=localhost",
            "-keyout", folder.path("server.key"), "-out", folder.path("server.crt"),
        ])
        try #require(made.status == 0, "\(made.errorText)")
        let octets = try openssl.run(["x509", "-in", folder.path("server.crt"), "-outform", "DER"]).output
        endPoint = TLSServerEndPoint.data(certificate: octets.span, signatureDigest: .sha2(.sha256))
        try ServerAccount.give(folder.path)
        try ServerAccount.give(folder.path("server.key"))
        try ServerAccount.give(folder.path("server.crt"))
    }
}

/// A program that takes TLS off the connections that go through it, or puts it on.
private final class Relay: Sendable {
    let port: Int
    private let process: RunningProgram

    init(_ arguments: [String]) throws {
        let script =
            #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast()
            .joined(separator: "/") + "/relay.py"
        let folder = try TemporaryFolder()
        process = try #require(Programs.python).start(
            octets: ([script] + arguments).map { Array($0.utf8) },
            output: folder.path("port")
        )
        var text = ""
        _ = eventually {
            text = (try? folder.text("port")) ?? ""
            return text.hasSuffix("\n")
        }
        port = try #require(Int(text.dropLast()), "the relay does not start")
    }

    deinit {
        process.signal(SIGKILL)
        _ = process.wait()
    }
}
