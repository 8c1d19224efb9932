internal import MessageDigests
internal import SecretMemory
internal import TextEncodings

/// The server's side of an exchange (RFC 5802, section 5) that knows who asks, and has not answered yet.
///
/// Look the secret of ``userName`` up, or take ``SCRAMSecret/mock(userName:mockKey:iterationCount:)`` where there is
/// none, give it to ``challenge(secret:nonce:)``, send its ``SCRAMServerChallenge/message``, give the answer to
/// ``SCRAMServerChallenge/finish(_:)`` and send what that returns. Each step consumes the one before.
public struct SCRAMServer: ~Copyable, Sendable {
    /// The user that the client names, unescaped: UTF-8, which the client should have prepared by SASLprep.
    /// PostgreSQL's clients leave it empty and name the user in the protocol around it.
    public let userName: [UInt8]

    private let header: [UInt8]
    private let bare: [UInt8]
    private let nonce: [UInt8]
    private let bindingInput: [UInt8]

    /// Reads `client-first-message`.
    ///
    /// `mechanism` is that which the client chose; `serverEndPoint` is the data of ``TLSServerEndPoint`` where this
    /// server offered ``SCRAMMechanism/sha256Plus``, else `nil`. Throws ``SCRAMError/malformedMessage(_:)``,
    /// ``SCRAMError/unsupportedExtension(_:)``, ``SCRAMError/authorizationIdentityNotSupported``,
    /// ``SCRAMError/channelBindingHidden``, ``SCRAMError/channelBindingNotOfMechanism`` or
    /// ``SCRAMError/unsupportedChannelBindingType``.
    public init(
        clientFirstMessage: Span<UInt8>,
        mechanism: SCRAMMechanism,
        serverEndPoint: [UInt8]?
    ) throws(SCRAMError) {
        let octets = [UInt8](copying: clientFirstMessage)
        let comma = UInt8(ascii: ",")
        // gs2-header = gs2-cbind-flag "," [ authzid ] ","
        guard
            let flagEnd = octets.firstIndex(of: comma),
            let headerEnd = octets[(flagEnd + 1)...].firstIndex(of: comma)
        else { throw .malformedMessage(.clientFirst) }
        var binding: [UInt8] = []
        switch octets[..<flagEnd] {
        case Array("n".utf8)[...]:
            guard mechanism == .sha256 else { throw .channelBindingNotOfMechanism }
        case Array("y".utf8)[...]:
            guard mechanism == .sha256 else { throw .channelBindingNotOfMechanism }
            // Section 6: the client supports channel binding and believes that this server does not.
            if serverEndPoint != nil { throw .channelBindingHidden }
        case let flag where flag.starts(with: Array("p=".utf8)):
            guard mechanism == .sha256Plus, let serverEndPoint else { throw .channelBindingNotOfMechanism }
            guard flag.dropFirst(2) == Array("tls-server-end-point".utf8)[...] else {
                throw .unsupportedChannelBindingType
            }
            binding = serverEndPoint
        default:
            throw .malformedMessage(.clientFirst)
        }
        guard octets[flagEnd + 1..<headerEnd].isEmpty else {
            throw octets[flagEnd + 1..<headerEnd].starts(with: Array("a=".utf8))
                ? .authorizationIdentityNotSupported : .malformedMessage(.clientFirst)
        }

        var attributes = try MessageAttributes(octets, of: .clientFirst, from: headerEnd + 1)
        let nameText = try attributes.takeFirst("n", canBeEmpty: true)
        let clientNonce = try attributes.takeFirst("r")
        try attributes.finish()
        guard let name = SASLName.decode(nameText), SCRAMNonce.isValid(clientNonce) else {
            throw .malformedMessage(.clientFirst)
        }
        nonce = clientNonce
        userName = name
        header = Array(octets[...headerEnd])
        bare = Array(octets[(headerEnd + 1)...])
        bindingInput = header + binding
    }

    /// Answers with the salt and the iteration count of the user's `secret`.
    ///
    /// `nonce` must never come twice: ``SCRAMNonce/make(using:)``. Throws ``SCRAMError/invalidNonce``.
    public consuming func challenge(
        secret: consuming SCRAMSecret,
        nonce serverNonce: [UInt8]
    ) throws(SCRAMError) -> SCRAMServerChallenge {
        guard SCRAMNonce.isValid(serverNonce) else { throw .invalidNonce }
        let wholeNonce = nonce + serverNonce
        let message =
            Array("r=".utf8) + wholeNonce
            + Array(",s=\(Base64.encode(secret.salt.span)),i=\(secret.iterationCount)".utf8)
        let comma = [UInt8(ascii: ",")]
        return SCRAMServerChallenge(
            message: message,
            nonce: wholeNonce,
            bindingInput: bindingInput,
            authMessageStart: bare + comma + message + comma,
            secret: secret
        )
    }
}

/// The server's side of an exchange that waits for the client's proof.
public struct SCRAMServerChallenge: ~Copyable, Sendable {
    /// `server-first-message`.
    public let message: [UInt8]

    private let nonce: [UInt8]
    private let bindingInput: [UInt8]
    private let authMessageStart: [UInt8]
    private let secret: SCRAMSecret

    init(
        message: [UInt8],
        nonce: [UInt8],
        bindingInput: [UInt8],
        authMessageStart: [UInt8],
        secret: consuming SCRAMSecret
    ) {
        self.message = message
        self.nonce = nonce
        self.bindingInput = bindingInput
        self.authMessageStart = authMessageStart
        self.secret = secret
    }

    /// Reads `client-final-message`; returns `server-final-message`, and returns it only where the client knows the
    /// password.
    ///
    /// Throws ``SCRAMError/malformedMessage(_:)``, ``SCRAMError/unsupportedExtension(_:)``,
    /// ``SCRAMError/channelBindingMismatch``, ``SCRAMError/nonceMismatch`` or ``SCRAMError/invalidProof``, which is
    /// also what a secret that stands for nobody ends in, after the same work. Leaks: what is in the messages.
    public consuming func finish(_ clientFinalMessage: Span<UInt8>) throws(SCRAMError) -> [UInt8] {
        let clientFinal = [UInt8](copying: clientFinalMessage)
        var attributes = try MessageAttributes(clientFinal, of: .clientFinal)
        let (proofText, proofStart) = try attributes.takeLast("p")
        let binding = try attributes.takeFirstDecoded("c")
        let clientNonce = try attributes.takeFirst("r")
        let proof = try attributes.decoded(proofText)
        try attributes.finish()
        guard proof.count == SHA256.byteCount else { throw .malformedMessage(.clientFinal) }
        guard binding == bindingInput else { throw .channelBindingMismatch }
        guard clientNonce == nonce else { throw .nonceMismatch }

        // Without the comma before the proof.
        let authMessage = authMessageStart + clientFinal[..<(proofStart - 1)]
        let clientSignature = HMAC<SHA256>.code(for: authMessage.span, key: secret.storedKey.span)
        let clientKey = exclusiveOr(proof.span, clientSignature.span)
        let isProof = constantTimeEquals(digest(SHA256.self, clientKey.span).span, secret.storedKey.span)
        let serverSignature = HMAC<SHA256>.code(for: authMessage.span, key: secret.serverKey.span)
        guard isProof, !secret.isMock else { throw .invalidProof }
        return Array("v=\(Base64.encode(serverSignature.span))".utf8)
    }
}

extension SCRAMError {
    /// What a server sends as `server-final-message` where it refused for this reason (RFC 5802, section 7).
    public var serverFinalMessage: [UInt8] {
        let name =
            switch self {
            case .malformedMessage(.clientFinal), .malformedMessage(.clientFirst): "invalid-encoding"
            case .unsupportedExtension: "extensions-not-supported"
            case .channelBindingMismatch: "channel-bindings-dont-match"
            case .channelBindingHidden: "server-does-support-channel-binding"
            case .channelBindingNotOfMechanism: "channel-binding-not-supported"
            case .unsupportedChannelBindingType: "unsupported-channel-binding-type"
            case .invalidProof: "invalid-proof"
            case .invalidUserName: "invalid-username-encoding"
            default: "other-error"
            }
        return Array("e=\(name)".utf8)
    }
}
