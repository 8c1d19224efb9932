internal import SCRAMAuthentication
internal import SecretMemory
internal import TextEncodings
internal import VectorFiles

/// Whole exchanges: both sides play their part, and every message is the published one.
struct SCRAMExchangeSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        let serverFirst = try Attributes(vector, "server-first")
        let clientFirst = try Attributes(vector, "client-first")
        let iterations = try serverFirst.number("i")
        let salt = try serverFirst.decoded("s")
        if try VectorDigest(vector) != .sha256 {
            return try computed(vector, serverFirst: serverFirst, salt: salt, iterations: iterations)
        }
        let password = try vector.octets("password")
        let clientNonce = clientFirst["r"]
        let serverNonce = serverFirst["r"].dropFirst(clientNonce.count)

        let user = try vector.octets("user")
        let client = try SCRAMClient(
            userName: user.span,
            password: password.span,
            nonce: Array(clientNonce.utf8),
            channelBinding: .notSupported
        )
        let clientMessage = client.firstMessage
        guard clientMessage == (try vector.octets("client-first")) else {
            return .refused("the client's first message is different")
        }
        let server = try SCRAMServer(
            clientFirstMessage: clientMessage.span,
            mechanism: .sha256,
            serverEndPoint: nil
        )
        let secret = try SCRAMSecret(password: password.span, salt: salt.span, iterationCount: iterations)
        let challenge = try server.challenge(secret: secret, nonce: Array(serverNonce.utf8))
        let serverMessage = challenge.message
        guard serverMessage == (try vector.octets("server-first")) else {
            return .refused("the server's first message is different")
        }
        let proof = try client.answer(serverMessage.span)
        let clientFinal = proof.finalMessage
        guard clientFinal == (try vector.octets("client-final")) else {
            return .refused("the client's final message is different")
        }
        let serverFinal = try challenge.finish(clientFinal.span)
        guard serverFinal == (try vector.octets("server-final")) else {
            return .refused("the server's final message is different")
        }
        try proof.finish(serverFinal.span)
        return .accepted
    }

    /// RFC 5802, section 3, step by step, for a digest that the exchange is not offered with.
    private func computed(
        _ vector: VectorCase,
        serverFirst: Attributes,
        salt: [UInt8],
        iterations: Int
    ) throws -> Answer {
        let digest = try VectorDigest(vector)
        let clientFinal = try Attributes(vector, "client-final")
        let bare = try vector.octets("client-first").dropFirst("n,,".utf8.count)
        let withoutProof = Array("c=\(clientFinal["c"]),r=\(clientFinal["r"])".utf8)
        let comma = [UInt8(ascii: ",")]
        let message = Array(bare) + comma + (try vector.octets("server-first")) + comma + withoutProof

        let salted = try digest.deriveKey(
            password: try vector.octets("password"),
            salt: salt,
            iterations: iterations,
            byteCount: digest.hash([]).count
        )
        let clientKey = digest.code(for: Array("Client Key".utf8), key: salted)
        let clientSignature = digest.code(for: message, key: digest.hash(clientKey))
        let proof = zip(clientKey, clientSignature).map { $0 ^ $1 }
        guard proof == (try clientFinal.decoded("p")) else { return .refused("the proof is different") }
        let serverKey = digest.code(for: Array("Server Key".utf8), key: salted)
        let verifier = try Attributes(vector, "server-final").decoded("v")
        return digest.code(for: message, key: serverKey) == verifier
            ? .accepted : .refused("the server's signature is different")
    }
}

/// The attributes of a message, by name.
private struct Attributes {
    private let values: [String: String]
    private let line: Int

    init(_ vector: VectorCase, _ name: String) throws {
        var values: [String: String] = [:]
        for part in try vector.octets(name).split(separator: UInt8(ascii: ","))
        where part.dropFirst().first == UInt8(ascii: "=") {
            values[String(decoding: part.prefix(1), as: UTF8.self)] =
                String(decoding: part.dropFirst(2), as: UTF8.self)
        }
        self.values = values
        line = vector.line
    }

    subscript(name: String) -> String { values[name, default: ""] }

    func decoded(_ name: String) throws -> [UInt8] {
        let text = Array(self[name].utf8)
        return try Base64.decode(text.span)
    }

    func number(_ name: String) throws -> Int {
        guard let number = Int(self[name]) else { throw VectorSuiteError.unknownWord(self[name], line: line) }
        return number
    }
}
