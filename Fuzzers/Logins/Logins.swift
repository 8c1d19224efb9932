import Checking
import SCRAMAuthentication

@testable import SecretMemory
@testable import ServerProbe
@testable import TLSHandshake
@testable import TextEncodings

private let password = Array("pencil".utf8)
private let nonce = Array("fyko+d2lbbFgONRv9qkxdawL".utf8)
private let endPoint: [UInt8] = [1, 2, 3]

/// What the server has stored, as it is stored.
private let stored: [UInt8] = {
    let salt = Array("QSXCR+Q6sek8bf92".utf8)
    guard let secret = try? SCRAMSecret(password: password.span, salt: salt.span, iterationCount: 4096) else {
        preconditionFailure("the password is one that SCRAM has")
    }
    let text = secret.text()
    return octets(of: text)
}()

/// A login at a server that may be anybody: one octet for what the user has, and then for each message of his what the
/// server answers, the right answer or any octets, and in which portions they come.
///
/// Who is let in by a password has met a server that knows it; the password goes to nobody as it is, unless that was
/// allowed; and what is said of the end is fit for a terminal.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard let choice = input.first else { return }
    let server = Server(Array(input[1...]), binds: choice & 1 == 0)
    var login = Login(host: "db", port: 1, user: "app", database: "postgres")
    if choice & 2 == 0 { login.password = SharedSecret(copying: password.span) }
    login.givesWeakProofs = choice & 4 != 0
    var exchange = LoginExchange(
        MessageStream(Stream(server, portion: choice & 8 == 0 ? 1 << 14 : 3), at: "db, port 1"),
        login,
        serverEndPoint: choice & 16 == 0 ? endPoint : nil,
        hasClientCertificate: choice & 32 != 0,
        nonce: nonce
    )
    do throws(LoginFault) {
        try exchange.perform()
        switch exchange.method {
        case .scram: precondition(server.hasProved && login.password != nil)
        case .md5, .cleartext: precondition(login.givesWeakProofs && login.password != nil)
        case .unasked: precondition(login.password == nil)
        case nil: preconditionFailure("nobody is let in by nothing")
        }
    } catch {
        let text = "\(error)"
        precondition(!text.isEmpty && text.unicodeScalars.allSatisfy(VisibleText.isVisible), text)
    }
    if !login.givesWeakProofs { precondition(!server.hasHeard(password)) }
}

/// A server that knows the user's secret, and answers with it or with what the input says.
private final class Server {
    private var script: ArraySlice<UInt8>
    private let mechanism: SCRAMMechanism
    private var challenge: SCRAMServerChallenge?
    private var heard: [UInt8] = []
    private var count = 0
    /// Whether it has sent the proof that it knows the secret.
    private(set) var hasProved = false

    init(_ script: [UInt8], binds: Bool) {
        self.script = script[...]
        mechanism = binds ? .sha256Plus : .sha256
    }

    func hasHeard(_ octets: [UInt8]) -> Bool {
        heard.indices.dropLast(octets.count - 1).contains { heard[$0...].starts(with: octets) }
    }

    /// What comes back on a message: as it should be, something else, or that behind the right one.
    func answer(to message: [UInt8]) -> [UInt8] {
        heard += message
        defer { count += 1 }
        let choice = script.popFirst() ?? 0
        let right = choice & 1 == 0 ? right(message) : []
        return right + (choice & 3 == 0 ? [] : other())
    }

    /// Any octets, or a message whose length is right.
    private func other() -> [UInt8] {
        let kind = script.popFirst() ?? 0
        let count = Int(script.popFirst() ?? 0)
        defer { script = script.dropFirst(count) }
        let content = Array(script.prefix(count))
        if kind == 0 { return content }
        if kind == 1 { return Self.authentication(UInt8(script.last ?? 0) % 13, content) }
        return Self.message(kind, content)
    }

    private func right(_ message: [UInt8]) -> [UInt8] {
        switch count {
        case 0: return Self.authentication(10, Array(mechanism.rawValue.utf8) + [0, 0])
        case 1:
            let first = Array(message.dropFirst(5 + mechanism.rawValue.utf8.count + 5))
            do throws(SCRAMError) {
                let server = try SCRAMServer(
                    clientFirstMessage: first.span,
                    mechanism: mechanism,
                    serverEndPoint: mechanism == .sha256Plus ? endPoint : nil
                )
                let challenge = try server.challenge(secret: SCRAMSecret(parsing: stored.span), nonce: nonce)
                let text = challenge.message
                self.challenge = consume challenge
                return Self.authentication(11, text)
            } catch {
                return []
            }
        default:
            let last = Array(message.dropFirst(5))
            guard let challenge = challenge.take(), let proof = try? challenge.finish(last.span) else {
                return []
            }
            hasProved = true
            return Self.authentication(12, proof) + Self.authentication(0, [])
                + Self.message(UInt8(ascii: "Z"), [73])
        }
    }

    private static func authentication(_ number: UInt8, _ content: [UInt8]) -> [UInt8] {
        message(UInt8(ascii: "R"), [0, 0, 0, number] + content)
    }

    private static func message(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
        let count = content.count + 4
        return [type, 0, 0, UInt8(count >> 8), UInt8(count & 0xFF)] + content
    }
}

/// The octets of such a server, in portions, and its end.
private struct Stream: ~Copyable, ByteStream {
    private let server: Server
    private let portion: Int
    private var pending: [UInt8] = []

    init(_ server: Server, portion: Int) { (self.server, self.portion) = (server, portion) }

    mutating func send(_ data: Span<UInt8>) throws(TLSError) {
        pending += server.answer(to: data.indices.map { data[$0] })
    }

    mutating func receive() throws(TLSError) -> SharedSecret? {
        let part = Array(pending.prefix(portion))
        pending.removeFirst(part.count)
        return part.isEmpty ? nil : SharedSecret(copying: part.span)
    }
}
