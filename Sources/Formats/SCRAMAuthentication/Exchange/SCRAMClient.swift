internal import MessageDigests
internal import SecretMemory
internal import TextEncodings

/// The client's side of an exchange (RFC 5802, section 5) that has not heard of the server yet.
///
/// Send ``firstMessage`` under the name of ``mechanism``, give the answer to ``answer(_:)``, send its
/// ``SCRAMClientProof/finalMessage``, and give the answer to that to ``SCRAMClientProof/finish(_:)``. Only when that
/// returns has the server shown that it knows the password's secret. Each step consumes the one before: no nonce
/// or proof serves twice.
public struct SCRAMClient: ~Copyable, Sendable {
    /// The mechanism that the channel binding needs.
    public let mechanism: SCRAMMechanism

    /// `client-first-message`.
    public let firstMessage: [UInt8]

    private let password: SecretBytes
    private let nonce: [UInt8]
    private let channelBinding: SCRAMChannelBinding
    private let acceptedIterationCounts: ClosedRange<Int>

    /// Begins an exchange.
    ///
    /// `userName` is UTF-8 and prepared by SASLprep; PostgreSQL takes the name from its own protocol and ignores
    /// this one, which libpq leaves empty. `password` is prepared by ``SASLprep/prepareAsPostgreSQL(_:)``. `nonce`
    /// must never come twice: ``SCRAMNonce/make(using:)``. A count of iterations outside of
    /// `acceptedIterationCounts` is refused: too few make the proof worth guessing at (RFC 7677, section 4, has
    /// at least 4096), too many keep the client busy.
    ///
    /// Throws ``SCRAMError/emptyPassword``, ``SCRAMError/passwordHasZeroOctet``, ``SCRAMError/invalidUserName`` or
    /// ``SCRAMError/invalidNonce``.
    public init(
        userName: Span<UInt8>,
        password: Span<UInt8>,
        nonce: [UInt8],
        channelBinding: SCRAMChannelBinding,
        acceptedIterationCounts: ClosedRange<Int> = 4096...SCRAMSecret.greatestAcceptedIterationCount
    ) throws(SCRAMError) {
        try checkPassword(password)
        guard SCRAMNonce.isValid(nonce) else { throw .invalidNonce }
        let name = try SASLName.encode(userName)
        mechanism = channelBinding.mechanism
        firstMessage = channelBinding.header + Array("n=".utf8) + name + Array(",r=".utf8) + nonce
        self.password = SecretBytes(copying: password)
        self.nonce = nonce
        self.channelBinding = channelBinding
        self.acceptedIterationCounts = acceptedIterationCounts
    }

    /// Reads `server-first-message` and makes the proof.
    ///
    /// Throws ``SCRAMError/malformedMessage(_:)``, ``SCRAMError/unsupportedExtension(_:)``,
    /// ``SCRAMError/nonceMismatch``, ``SCRAMError/emptySalt`` or ``SCRAMError/iterationCountNotAccepted(_:)``.
    /// Leaks: what is in the messages, the password's count of octets, and what SASLprep leaks of it.
    public consuming func answer(_ serverFirstMessage: Span<UInt8>) throws(SCRAMError) -> SCRAMClientProof {
        let serverFirst = [UInt8](copying: serverFirstMessage)
        var attributes = try MessageAttributes(serverFirst, of: .serverFirst)
        let serverNonce = try attributes.takeFirst("r")
        let salt = try attributes.takeFirstDecoded("s")
        let iterationText = try attributes.takeFirst("i")
        try attributes.finish()
        guard let iterations = positiveNumber(iterationText.span) else {
            throw .malformedMessage(.serverFirst)
        }
        // Section 5.1: the server's nonce begins with ours, and has a part of its own.
        guard
            SCRAMNonce.isValid(serverNonce), serverNonce.starts(with: nonce), serverNonce.count > nonce.count
        else { throw .nonceMismatch }
        guard acceptedIterationCounts.contains(iterations) else {
            throw .iterationCountNotAccepted(iterations)
        }

        let keys = SCRAMKeys<SHA256>(password: password.span, salt: salt.span, iterationCount: iterations)
        let withoutProof = Array("c=\(Base64.encode(channelBinding.input.span)),r=".utf8) + serverNonce
        // AuthMessage := client-first-message-bare + "," + server-first-message + "," +
        //                client-final-message-without-proof
        let comma = [UInt8(ascii: ",")]
        let bare = Array(firstMessage[channelBinding.header.count...])
        let authMessage = bare + comma + serverFirst + comma + withoutProof
        let proof = keys.clientProof(authMessage.span)
        return SCRAMClientProof(
            finalMessage: withoutProof + Array(",p=\(Base64.encode(proof.span))".utf8),
            serverSignature: keys.serverSignature(authMessage.span)
        )
    }
}

/// The client's side of an exchange that has given its proof and waits for that of the server.
public struct SCRAMClientProof: ~Copyable, Sendable {
    /// `client-final-message`.
    public let finalMessage: [UInt8]

    private let serverSignature: SecretBytes

    init(finalMessage: [UInt8], serverSignature: consuming SecretBytes) {
        self.finalMessage = finalMessage
        self.serverSignature = serverSignature
    }

    /// Reads `server-final-message`; returns only where the server knows the secret.
    ///
    /// Throws ``SCRAMError/refusedByServer(_:)``, ``SCRAMError/invalidServerSignature``,
    /// ``SCRAMError/malformedMessage(_:)`` or ``SCRAMError/unsupportedExtension(_:)``.
    public consuming func finish(_ serverFinalMessage: Span<UInt8>) throws(SCRAMError) {
        var attributes = try MessageAttributes([UInt8](copying: serverFinalMessage), of: .serverFinal)
        if attributes.firstName == UInt8(ascii: "e") {
            let reason = try attributes.takeFirst("e")
            throw .refusedByServer(VisibleText.escaped(String(decoding: reason, as: UTF8.self), limit: 80))
        }
        let verifier = try attributes.takeFirstDecoded("v")
        try attributes.finish()
        guard verifier.count == SHA256.byteCount else { throw .malformedMessage(.serverFinal) }
        guard constantTimeEquals(verifier.span, serverSignature.span) else { throw .invalidServerSignature }
    }
}
