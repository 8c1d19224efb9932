internal import Bignum
internal import DERCoding
public import RSACryptography

extension RSA {
    /// A public key for PSS alone (`id-RSASSA-PSS`; RFC 4055, section 3.1).
    public struct PSSPublicKey: Sendable, Hashable {
        /// The key.
        public let key: RSA.PublicKey
        /// What the key restricts its signatures to; `nil` where it takes any scheme of PSS.
        let restriction: PSSParameters?

        /// Takes the key of a SubjectPublicKeyInfo.
        public init(_ info: SubjectPublicKeyInfo) throws(KeyEncodingError) {
            restriction = try info.algorithm.pssRestriction()
            let octets = info.subjectPublicKey
            key = try RSA.PublicKey(pkcs1: octets.span)
        }

        init(_ key: RSA.PublicKey, restriction: PSSParameters?) {
            self.key = key
            self.restriction = restriction
        }

        /// The key as a SubjectPublicKeyInfo.
        public var subjectPublicKeyInfo: SubjectPublicKeyInfo {
            SubjectPublicKeyInfo(
                algorithm: AlgorithmIdentifier(algorithm: .rsassaPSS, parameters: restriction?.encoding),
                subjectPublicKey: key.pkcs1Encoding
            )
        }
    }
}

extension RSA.PSSPublicKey: VerifyingKey {
    /// Whether `signature` is one of `message` by this key and `algorithm`, one of PSS.
    ///
    /// Where the key restricts its signatures, those of another digest or a shorter salt are not valid (RFC 4055,
    /// section 3.3).
    public func isValidSignature(
        _ signature: Span<UInt8>,
        for message: Span<UInt8>,
        algorithm: SignatureAlgorithm
    ) throws(PKIXError) -> Bool {
        guard let parameters = PSSParameters(algorithm) else {
            throw .unsupportedSignatureAlgorithm(algorithm.identifier.algorithm)
        }
        if let restriction, !restriction.allows(parameters) { return false }
        return try key.isValidSignature(signature, for: message, algorithm: algorithm)
    }
}

extension KeyAlgorithm {
    /// Keys for PSS alone.
    static let rsaPSS = KeyAlgorithm(
        identifier: .rsassaPSS,
        name: "RSA-PSS",
        furtherServerUsage: []
    ) { info throws(KeyEncodingError) in
        try RSA.PSSPublicKey(info)
    }
}

extension AlgorithmIdentifier {
    /// What `id-RSASSA-PSS` restricts a key's signatures to; `nil` without parameters.
    func pssRestriction() throws(KeyEncodingError) -> PSSParameters? {
        guard algorithm == .rsassaPSS else { throw .otherAlgorithm(algorithm, needed: .rsassaPSS) }
        guard let parameters else { return nil }
        do throws(PKIXError) {
            return try PSSParameters(encoding: parameters)
        } catch {
            throw .unexpectedParameters(.rsassaPSS)
        }
    }
}
