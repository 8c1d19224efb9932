public import SecretMemory

/// A key that several share, such as several issuers or an issuer and a server: it is dropped, and wiped, with the last
/// of them.
public final class SharedKey<Key: SigningKey & ~Copyable>: SigningKey {
    /// The key.
    public let key: Key

    /// Takes a key.
    public init(_ key: consuming Key) {
        self.key = key
    }

    /// The public key.
    public var publicKeyInfo: SubjectPublicKeyInfo { key.publicKeyInfo }

    /// The algorithm that is used where no other is asked for.
    public var defaultSignatureAlgorithm: SignatureAlgorithm { key.defaultSignatureAlgorithm }

    /// Whether the key signs by `algorithm`.
    public func supports(_ algorithm: SignatureAlgorithm) -> Bool { key.supports(algorithm) }

    /// A signature of `message`. Leaks: what the key's own does.
    public func signature(
        of message: Span<UInt8>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8] {
        try key.signature(of: message, algorithm: algorithm, using: &random)
    }

    /// The signatures of several messages, in their order. Leaks: what the key's own do.
    public func signatures(
        of messages: [[UInt8]],
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [[UInt8]] {
        try key.signatures(of: messages, algorithm: algorithm, using: &random)
    }
}
