internal import DERCoding
public import EllipticCurves
internal import MessageDigests
public import SecretMemory

extension KeyAlgorithm {
    /// Keys on elliptic curves. TLS agrees on keys with others of its own, so that such a key does no more than sign.
    static let ellipticCurve = KeyAlgorithm(
        identifier: .ecPublicKey,
        name: "ECDSA",
        furtherServerUsage: []
    ) { info throws(KeyEncodingError) in
        try ECDSA.PublicKey(info)
    }
}

extension ECDSA.PublicKey: VerifyingKey {
    /// Whether `signature`, an ECDSA-Sig-Value in DER, is one of `message` by this key and `algorithm`, one of ECDSA.
    ///
    /// Any digest of SHA-2 goes with any curve. A signature that is not DER, or not in the one way that DER has, is not
    /// valid.
    public func isValidSignature(
        _ signature: Span<UInt8>,
        for message: Span<UInt8>,
        algorithm: SignatureAlgorithm
    ) throws(PKIXError) -> Bool {
        guard case .ecdsa(let digest) = algorithm else {
            throw .unsupportedSignatureAlgorithm(algorithm.identifier.algorithm)
        }
        guard let value = ECDSASignatureValue(encoding: signature, curve: curve) else { return false }
        return isValidSignature(value.octets.span, for: message, digest: digest)
    }
}

extension ECDSA.PrivateKey: SigningKey {
    /// The public key.
    public var publicKeyInfo: SubjectPublicKeyInfo { publicKey.subjectPublicKeyInfo }

    /// ECDSA with the digest of the curve's strength: SHA-256 for P-256, SHA-384 for P-384.
    public var defaultSignatureAlgorithm: SignatureAlgorithm {
        .ecdsa(curve == .p256 ? .sha256 : .sha384)
    }

    /// Whether `algorithm` is one of ECDSA.
    public func supports(_ algorithm: SignatureAlgorithm) -> Bool {
        if case .ecdsa = algorithm { true } else { false }
    }

    /// A signature of `message`, an ECDSA-Sig-Value in DER; `random` hedges the nonce.
    ///
    /// Leaks: the count of `message`.
    public func signature(
        of message: Span<UInt8>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8] {
        guard case .ecdsa(let digest) = algorithm else { throw .signatureAlgorithmNotOfKey(algorithm) }
        return ECDSASignatureValue(sign(message, digest: digest, using: &random)).encoding
    }
}
