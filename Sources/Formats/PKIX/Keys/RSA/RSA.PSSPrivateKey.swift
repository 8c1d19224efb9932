internal import DERCoding
internal import MessageDigests
public import RSACryptography
public import SecretMemory

extension RSA {
    /// A private key for PSS alone (`id-RSASSA-PSS`; RFC 4055, section 3.1), as PKCS#8 has it.
    public struct PSSPrivateKey: ~Copyable, Sendable {
        /// The key.
        public let key: RSA.PrivateKey
        /// What the key restricts its signatures to; `nil` where it takes any scheme of PSS.
        let restriction: PSSParameters?

        init(_ key: consuming RSA.PrivateKey, restriction: PSSParameters?) {
            self.key = key
            self.restriction = restriction
        }

        /// Takes a key, to be restricted to what another is restricted to, or to nothing.
        public init(_ key: consuming RSA.PrivateKey, restrictedAs other: PSSPublicKey? = nil) {
            self.init(key, restriction: other?.restriction)
        }

        /// The public key.
        public var publicKey: PSSPublicKey { PSSPublicKey(key.publicKey, restriction: restriction) }

        /// The key as PKCS#8, in memory that wipes itself.
        ///
        /// Leaks: the sizes of all numbers.
        public var pkcs8Encoding: SecretBytes {
            DERWriter.secretBytes { writer in
                writer.sequence { writer in
                    writer.integer(0)
                    publicKey.subjectPublicKeyInfo.algorithm.write(to: &writer)
                    let encoding = key.pkcs1Encoding
                    writer.octetString(encoding.span)
                }
            }
        }

        /// The key as PKCS#8 in PEM, in memory that wipes itself.
        ///
        /// Leaks: the sizes of all numbers.
        public var pkcs8PEM: SecretBytes {
            let encoding = pkcs8Encoding
            return PEM.encodeSecret(encoding.span, label: PrivateKeyDocument.pkcs8Label)
        }
    }
}

extension RSA.PSSPrivateKey: SigningKey {
    /// The public key.
    public var publicKeyInfo: SubjectPublicKeyInfo { publicKey.subjectPublicKeyInfo }

    /// PSS by the digest that the key is restricted to, or SHA-256, with a salt as long as the digest or longer where
    /// the key asks for that.
    public var defaultSignatureAlgorithm: SignatureAlgorithm {
        let digest = restriction?.digest ?? .sha256
        return .pss(digest, saltByteCount: max(digest.byteCount, restriction?.saltByteCount ?? 0))
    }

    /// Whether `algorithm` is one of PSS, and not against what the key is restricted to.
    public func supports(_ algorithm: SignatureAlgorithm) -> Bool {
        guard let parameters = PSSParameters(algorithm), parameters.hasOneDigest else { return false }
        return restriction?.allows(parameters) ?? true
    }

    /// A signature of `message`; `random` gives the blinding and the salt.
    ///
    /// Leaks: the count of `message`, the sizes of n, p and q.
    public func signature(
        of message: Span<UInt8>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8] {
        guard supports(algorithm) else { throw .signatureAlgorithmNotOfKey(algorithm) }
        return try key.signature(of: message, algorithm: algorithm, using: &random)
    }

    /// The signatures of several messages, for less time each where the processor has vector lanes.
    ///
    /// Leaks: the counts of the messages, the sizes of n, p and q.
    public func signatures(
        of messages: [[UInt8]],
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [[UInt8]] {
        guard supports(algorithm) else { throw .signatureAlgorithmNotOfKey(algorithm) }
        return try key.signatures(of: messages, algorithm: algorithm, using: &random)
    }
}
