import SCRAMAuthentication
import SecretMemory
import TLSHandshake
import TestSupport

@testable import ServerProbe

/// A server of which each step of a login can be made wrong; what is not, is right. It knows the user's secret.
final class FakeLoginServer {
    /// What it answers to the messages of a client, by their number.
    enum Answer {
        case right
        case bytes([UInt8])
        case end
    }

    /// What it offers to a client that it wants a password of.
    var mechanisms: [SCRAMMechanism] = [.sha256Plus, .sha256]
    /// What it would bind to.
    var serverEndPoint: [UInt8]? = [1, 2, 3]
    /// What it does otherwise, from 0 for the StartupMessage on.
    var answers: [Int: Answer] = [:]
    /// The messages that came, each whole.
    private(set) var received: [[UInt8]] = []
    private var challenge: SCRAMServerChallengeBox?

    static let ok = message("R", number(0))
    static let ready = message("K", [0, 0, 0, 1, 0, 0, 0, 2]) + message("Z", [73])

    static func sasl(_ code: UInt32, _ data: [UInt8]) -> [UInt8] { message("R", number(code) + data) }

    static func error(_ state: String) -> [UInt8] { message("E", Array("SFATAL\0C\(state)\0Mno\0\0".utf8)) }

    func answer(to message: [UInt8]) -> [UInt8]? {
        let count = received.count
        received.append(message)
        switch answers[count] ?? .right {
        case .bytes(let bytes): return bytes
        case .end: return nil
        case .right: break
        }
        switch count {
        case 0: return Self.sasl(10, mechanisms.flatMap { Array($0.rawValue.utf8) + [0] } + [0])
        case 1: return begin(message)
        case 2: return finish(message)
        default: return nil
        }
    }

    private func begin(_ message: [UInt8]) -> [UInt8] {
        let body = message.dropFirst(5)
        let name = body.prefix { $0 != 0 }
        let mechanism = SCRAMMechanism(rawValue: String(decoding: name, as: UTF8.self)) ?? .sha256
        let first = Array(body.dropFirst(name.count + 5))
        do {
            var random = SeededRandom(seed: 1)
            let server = try SCRAMServer(
                clientFirstMessage: first.span,
                mechanism: mechanism,
                serverEndPoint: serverEndPoint
            )
            let password = Array("secret".utf8)
            let secret = try SCRAMSecret(password: password.span, using: &random)
            let challenge = try server.challenge(secret: secret, nonce: SCRAMNonce.make(using: &random))
            let text = challenge.message
            self.challenge = SCRAMServerChallengeBox(challenge)
            return Self.sasl(11, text)
        } catch {
            return Self.error("28000")
        }
    }

    private func finish(_ message: [UInt8]) -> [UInt8] {
        let final = Array(message.dropFirst(5))
        do {
            guard let verifier = try challenge?.finish(final) else { return Self.error("XX000") }
            return Self.sasl(12, verifier) + Self.ok + Self.ready
        } catch .invalidProof {
            return Self.error("28P01")
        } catch {
            return Self.error("28000")
        }
    }
}

/// A challenge that is finished once.
final class SCRAMServerChallengeBox {
    private var challenge: SCRAMServerChallenge?

    init(_ challenge: consuming SCRAMServerChallenge) { self.challenge = consume challenge }

    func finish(_ message: [UInt8]) throws(SCRAMError) -> [UInt8]? {
        guard let challenge = challenge.take() else { return nil }
        return try challenge.finish(message.span)
    }
}

/// The bytes of a client that meets such a server.
struct FakeLoginStream: ~Copyable, ByteStream {
    let server: FakeLoginServer
    private var pending: [[UInt8]?] = []

    init(_ server: FakeLoginServer) { self.server = server }

    mutating func send(_ data: Span<UInt8>) throws(TLSError) {
        let message = [UInt8](copying: data)
        pending.append(server.answer(to: message))
    }

    mutating func receive() throws(TLSError) -> SharedSecret? {
        guard !pending.isEmpty, let bytes = pending.removeFirst() else { return nil }
        return SharedSecret(copying: bytes.span)
    }
}
