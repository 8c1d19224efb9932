internal import DERCoding
public import EllipticCurves

extension KeyAlgorithm {
    /// Keys of Ed25519.
    static let ed25519 = KeyAlgorithm(
        identifier: .ed25519,
        name: "Ed25519",
        furtherServerUsage: []
    ) { info throws(KeyEncodingError) in
        try Ed25519.PublicKey(info)
    }
}

extension Ed25519.PublicKey: VerifyingKey {
    /// Takes the key of a SubjectPublicKeyInfo (RFC 8410, section 4).
    public init(_ info: SubjectPublicKeyInfo) throws(KeyEncodingError) {
        let algorithm = info.algorithm
        guard algorithm.algorithm == .ed25519 else {
            throw .otherAlgorithm(algorithm.algorithm, needed: .ed25519)
        }
        // Section 3: the parameters must be absent.
        guard algorithm.parameters == nil else { throw .unexpectedParameters(.ed25519) }
        let key = info.subjectPublicKey
        do throws(EllipticCurveError) {
            try self.init(key.span)
        } catch {
            throw .invalidCurveKey(error)
        }
    }

    /// Whether `signature` is one of `message` by this key; `algorithm` is ``SignatureAlgorithm/ed25519``.
    public func isValidSignature(
        _ signature: Span<UInt8>,
        for message: Span<UInt8>,
        algorithm: SignatureAlgorithm
    ) throws(PKIXError) -> Bool {
        guard algorithm == .ed25519 else {
            throw .unsupportedSignatureAlgorithm(algorithm.identifier.algorithm)
        }
        return isValidSignature(signature, for: message)
    }
}
