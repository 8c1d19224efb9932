import Checking
import SCRAMAuthentication
import SecretMemory

private let noName: [UInt8] = []
private let password = Array("pencil".utf8)
private let nonces = (
    client: Array("fyko+d2lbbFgONRv9qkxdawL".utf8), server: Array("3rfcNHYJY1ZVvWVs7j".utf8)
)
private let salt: [UInt8] = Array("QSXCR+Q6sek8bf92".utf8)

private func secret() throws -> SCRAMSecret {
    try SCRAMSecret(password: password.span, salt: salt.span, iterationCount: 1)
}

private func client() throws -> SCRAMClient {
    try SCRAMClient(
        userName: noName.span,
        password: password.span,
        nonce: nonces.client,
        channelBinding: .notSupported,
        acceptedIterationCounts: 1...8
    )
}

/// Secrets as PostgreSQL stores them, and the messages of both sides: one octet says which, one more where the rest of
/// the input takes the place of how much of the right message.
///
/// A secret that was read is written octet for octet. Nobody is taken for one who knows the password by any message but
/// the right one, on either side.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard input.count >= 3 else { return }
    let rest = Array(input[3...])
    /// The right message, changed.
    func changed(_ message: [UInt8]) -> [UInt8] {
        let from = Int(input[1]) % (message.count + 1)
        let to = min(message.count, from + Int(input[2]))
        return message[..<from] + rest + message[to...]
    }
    switch input[0] % 6 {
    case 0:
        if let secret = try? SCRAMSecret(parsing: rest.span) {
            let text = secret.text()
            precondition(octets(of: text) == rest)
        }
        _ = try? MD5Secret(parsing: rest.span)
    case 1:
        let prepared = SASLprep.prepareAsPostgreSQL(rest.span)
        precondition(rest.isEmpty || prepared.count > 0)
    case 2:
        for (mechanism, endPoint) in [(SCRAMMechanism.sha256, nil), (.sha256Plus, [1, 2])]
            as [(SCRAMMechanism, [UInt8]?)]
        {
            _ = try? SCRAMServer(
                clientFirstMessage: rest.span,
                mechanism: mechanism,
                serverEndPoint: endPoint
            )
        }
    case 3:
        _ = try? client().answer(changed(try serverFirst()).span)
    case 4:
        let challenge = try challenge()
        let first = challenge.message
        let right = try client().answer(first.span).finalMessage
        let message = changed(right)
        var isTaken = true
        do throws(SCRAMError) { _ = try challenge.finish(message.span) } catch { isTaken = false }
        precondition(isTaken == (message == right))
    default:
        let challenge = try challenge()
        let first = challenge.message
        let proof = try client().answer(first.span)
        let last = proof.finalMessage
        let right = try challenge.finish(last.span)
        let message = changed(right)
        var isTaken = true
        do throws(SCRAMError) { try proof.finish(message.span) } catch { isTaken = false }
        // Extensions behind it change nothing (RFC 5802, section 7).
        precondition(!isTaken || message == right || message.starts(with: right + [UInt8(ascii: ",")]))
        precondition(isTaken || message != right)
    }
}

private func challenge() throws -> SCRAMServerChallenge {
    let first = try client().firstMessage
    let server = try SCRAMServer(clientFirstMessage: first.span, mechanism: .sha256, serverEndPoint: nil)
    return try server.challenge(secret: try secret(), nonce: nonces.server)
}

private func serverFirst() throws -> [UInt8] { try challenge().message }
