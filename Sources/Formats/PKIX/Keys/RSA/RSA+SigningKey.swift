internal import DERCoding
internal import MessageDigests
public import RSACryptography
public import SecretMemory

// RSA keys sign and are verified with here, and nowhere else in this module is RSA named but where its keys are read
// and written.

extension KeyAlgorithm {
    /// Keys for every use of RSA, of which TLS before version 1.3 knows the encryption of its keys.
    static let rsa = KeyAlgorithm(
        identifier: .rsaEncryption,
        name: "RSA",
        furtherServerUsage: .keyEncipherment
    ) { info throws(KeyEncodingError) in
        let key = try RSA.PublicKey(info)
        do throws(RSAError) {
            try key.requireQuickVerification()
        } catch {
            throw KeyEncodingError.invalidKey(error)
        }
        return key
    }
}

extension SignatureAlgorithm {
    /// Takes a scheme of RSA.
    public init(_ scheme: RSA.SignatureScheme) {
        switch scheme {
        case .pkcs1v15(let digest): self = .pkcs1v15(digest)
        case .pss(let digest, let saltByteCount): self = .pss(digest, saltByteCount: saltByteCount)
        }
    }
}

extension RSA.SignatureScheme {
    /// Takes the scheme that a signature algorithm is; `nil` where it is none of RSA, or has other parameters.
    public init?(_ algorithm: SignatureAlgorithm) {
        switch algorithm {
        case .pkcs1v15(let digest): self = .pkcs1v15(digest)
        case .pss(let digest, let saltByteCount): self = .pss(digest, saltByteCount: saltByteCount)
        default: return nil
        }
    }
}

extension RSA.PublicKey: VerifyingKey {
    /// Whether `signature` is one of `message` by this key and `algorithm`, one of RSA with a SHA-2 digest.
    public func isValidSignature(
        _ signature: Span<UInt8>,
        for message: Span<UInt8>,
        algorithm: SignatureAlgorithm
    ) throws(PKIXError) -> Bool {
        if case .pssWithOtherMask(let digest, let mask, let saltByteCount) = algorithm {
            return isValidPSSSignature(
                signature,
                for: message,
                digest: digest,
                maskDigest: mask,
                saltByteCount: saltByteCount
            )
        }
        guard let scheme = RSA.SignatureScheme(algorithm) else {
            throw .unsupportedSignatureAlgorithm(algorithm.identifier.algorithm)
        }
        return isValidSignature(signature, for: message, scheme: scheme)
    }
}

extension RSA.PrivateKey: SigningKey {
    /// The public key.
    public var publicKeyInfo: SubjectPublicKeyInfo { publicKey.subjectPublicKeyInfo }

    /// `sha256WithRSAEncryption`.
    public var defaultSignatureAlgorithm: SignatureAlgorithm { .pkcs1v15(.sha256) }

    /// Whether `algorithm` is one of RSA.
    public func supports(_ algorithm: SignatureAlgorithm) -> Bool {
        RSA.SignatureScheme(algorithm) != nil
    }

    /// A signature of `message`; `random` gives the blinding and, for PSS, the salt.
    ///
    /// Leaks: the count of `message`, the sizes of n, p and q.
    public func signature(
        of message: Span<UInt8>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8] {
        let scheme = try scheme(algorithm)
        do {
            return try sign(message, scheme: scheme, using: &random)
        } catch {
            throw PKIXError(error, algorithm)
        }
    }

    /// The signatures of several messages, for less time each where the processor has vector lanes.
    ///
    /// Leaks: the counts of the messages, the sizes of n, p and q.
    public func signatures(
        of messages: [[UInt8]],
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [[UInt8]] {
        let scheme = try scheme(algorithm)
        do {
            return try sign(messages, scheme: scheme, using: &random)
        } catch {
            throw PKIXError(error, algorithm)
        }
    }

    private func scheme(_ algorithm: SignatureAlgorithm) throws(PKIXError) -> RSA.SignatureScheme {
        guard let scheme = RSA.SignatureScheme(algorithm) else {
            throw .signatureAlgorithmNotOfKey(algorithm)
        }
        return scheme
    }
}

extension PKIXError {
    /// Why a key of RSA made no signature by `algorithm`.
    fileprivate init(_ error: RSAError, _ algorithm: SignatureAlgorithm) {
        switch error {
        case .modulusTooShortForScheme(let bitCount): self = .keyTooShort(algorithm, bitCount: bitCount)
        case .signatureFault: self = .signatureFault
        default: self = .signingFailed(SafeText(error.description))
        }
    }
}
