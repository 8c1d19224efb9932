public import SecretMemory

/// A private key that signs certificates and requests: `RSA.PrivateKey`, or a key that lies elsewhere, such as in
/// hardware or with another process.
///
/// What is signed is a certificate or request, encoded; the signature is what stands in its BIT STRING.
/// A key that lies elsewhere conforms with a type that asks for the signature there:
///
/// ```swift
/// struct AgentKey: SigningKey {
///     let agent: Agent
///     let publicKeyInfo: SubjectPublicKeyInfo
///     var defaultSignatureAlgorithm: SignatureAlgorithm { .pkcs1v15(.sha256) }
///
///     func supports(_ algorithm: SignatureAlgorithm) -> Bool { algorithm == defaultSignatureAlgorithm }
///
///     func signature(
///         of message: Span<UInt8>,
///         algorithm: SignatureAlgorithm,
///         using random: inout some RandomSource
///     ) throws(PKIXError) -> [UInt8] {
///         guard let signature = agent.sign(message) else { throw .signingFailed(SafeText("no answer")) }
///         return signature
///     }
/// }
/// ```
public protocol SigningKey: ~Copyable, Sendable {
    /// The public key.
    var publicKeyInfo: SubjectPublicKeyInfo { get }

    /// The algorithm that is used where no other is asked for.
    var defaultSignatureAlgorithm: SignatureAlgorithm { get }

    /// Whether the key signs by `algorithm`; it may be too short for it all the same.
    func supports(_ algorithm: SignatureAlgorithm) -> Bool

    /// A signature of `message` by an algorithm that the key supports.
    ///
    /// `random` gives what the algorithm needs of randomness. Throws ``PKIXError/keyTooShort(_:bitCount:)``,
    /// ``PKIXError/signatureFault``, or ``PKIXError/signingFailed(_:)`` with the reason of a key that lies elsewhere.
    ///
    /// Leaks: what the key's own operation says; nothing else here is secret.
    func signature(
        of message: Span<UInt8>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8]

    /// The signatures of several messages, in their order, as ``signature(of:algorithm:using:)`` makes each: for a key
    /// that makes many for less time each.
    func signatures(
        of messages: [[UInt8]],
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [[UInt8]]
}

extension SigningKey where Self: ~Copyable {
    /// The signatures of several messages, one after the other.
    public func signatures(
        of messages: [[UInt8]],
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [[UInt8]] {
        var signatures: [[UInt8]] = []
        for message in messages {
            signatures.append(try signature(of: message.span, algorithm: algorithm, using: &random))
        }
        return signatures
    }
}
