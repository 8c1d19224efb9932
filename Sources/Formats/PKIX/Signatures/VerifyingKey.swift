internal import DERCoding

/// A public key, read and ready to verify signatures.
///
/// ``SubjectPublicKeyInfo/verifyingKey()`` reads one; whoever verifies much with one key keeps it.
public protocol VerifyingKey: Sendable {
    /// Whether `signature` is one of `message` by this key and `algorithm`.
    ///
    /// Throws ``PKIXError/unsupportedSignatureAlgorithm(_:)`` where a key of this kind has no such signatures, or the
    /// algorithm is not known here. Everything here is public; the time depends on all of it.
    func isValidSignature(
        _ signature: Span<UInt8>,
        for message: Span<UInt8>,
        algorithm: SignatureAlgorithm
    ) throws(PKIXError) -> Bool
}

extension SubjectPublicKeyInfo {
    /// Reads the key, to verify signatures with it.
    ///
    /// Throws ``PKIXError/unusableKey(_:)`` where the key is malformed or of a kind that is not verified with here.
    public func verifyingKey() throws(PKIXError) -> any VerifyingKey {
        do throws(KeyEncodingError) {
            guard let kind = KeyAlgorithm(of: self) else { throw .unknownAlgorithm(algorithm.algorithm) }
            return try kind.verifyingKey(self)
        } catch {
            throw .unusableKey(error)
        }
    }
}
