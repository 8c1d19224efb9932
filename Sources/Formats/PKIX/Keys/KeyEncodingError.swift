public import DERCoding
public import EllipticCurves
public import RSACryptography

/// Why octets or a text are not a key that is taken.
///
/// No error carries a part of a key.
public enum KeyEncodingError: Error, Equatable, Sendable {
    /// The octets are not the DER of the structure.
    case malformed(DERError)
    /// The text is not PEM.
    case malformedPEM(PEMError)
    /// The text has no document with one of the labels that are taken.
    case noKey(expected: String)
    /// A structure has a version that no standard defines.
    case unknownVersion(Int)
    /// The key is an RSA key of more than two primes (RFC 8017, appendix A.1.2, version 1).
    case multiPrime
    /// The key is encrypted, as PKCS#8 (RFC 5958, section 3) or in OpenSSL's old format.
    case encrypted
    /// The key is of another algorithm than the one that is needed.
    case otherAlgorithm(ObjectIdentifier, needed: ObjectIdentifier)
    /// The key is of an algorithm that is not used here.
    case unknownAlgorithm(ObjectIdentifier)
    /// The numbers are no RSA key that is taken.
    case invalidKey(RSAError)
    /// The octets are no key on an elliptic curve that is taken.
    case invalidCurveKey(EllipticCurveError)
    /// The key is on a curve that is not used here.
    case unknownCurve(ObjectIdentifier)
    /// The key gives the parameters of its curve, or says that its issuer has them, instead of naming it (RFC 5480,
    /// section 2.1.1).
    case explicitCurve
    /// The key does not say on which curve it is.
    case missingCurve
    /// The key names two curves (RFC 5915, section 3, and RFC 5958, section 2).
    case curveMismatch(NamedCurve, NamedCurve)
    /// The public key beside a private key is not its own (RFC 5958, section 2).
    case publicKeyMismatch
    /// The key's algorithm has other parameters than it must have: NULL for `rsaEncryption` (RFC 8017, appendix A.1),
    /// none for `id-Ed25519` (RFC 8410, section 3), those of a scheme that is verified here for `id-RSASSA-PSS`
    /// (RFC 4055, section 3.1).
    case unexpectedParameters(ObjectIdentifier)
}

extension KeyEncodingError: DERReaderFailure {
    /// The error for malformed DER.
    public init(malformed error: DERError) { self = .malformed(error) }
}

extension KeyEncodingError {
    /// The algorithm of a key that may be whole, and is of a kind that is not used here; `nil` of a broken or encrypted
    /// one.
    public var unusedAlgorithm: ObjectIdentifier? {
        switch self {
        case .otherAlgorithm(let algorithm, _), .unknownAlgorithm(let algorithm): algorithm
        case .unknownCurve, .explicitCurve, .invalidCurveKey(.verifiedOnly): .ecPublicKey
        case .unexpectedParameters(.rsassaPSS): .rsassaPSS
        default: nil
        }
    }
}

extension KeyEncodingError: CustomStringConvertible {
    /// What is wrong, and what would be right, for the operator.
    public var description: String {
        switch self {
        case .malformed(let reason): "malformed DER: \(reason)"
        case .malformedPEM(let reason): "\(reason)"
        case .noKey(let expected): "the PEM text has no document labelled \(expected)"
        case .unknownVersion(let number): "the key's version number \(number) is unknown"
        case .multiPrime: "the RSA key has more than two primes; a key of two primes is needed"
        case .encrypted: "the key is encrypted; an unencrypted key is needed"
        case .otherAlgorithm(let algorithm, let needed):
            "the key is \(KeyEncodingError.name(algorithm)); \(KeyEncodingError.name(needed)) is needed"
        case .unknownAlgorithm(let algorithm):
            "the key is \(KeyEncodingError.name(algorithm)); a key of \(KeyAlgorithm.names) is needed"
        case .invalidKey(let reason): "\(reason)"
        case .invalidCurveKey(let reason): "\(reason)"
        case .unknownCurve(let curve):
            "the key is on the elliptic curve \(curve); P-256, P-384 or P-521 is needed"
        case .explicitCurve:
            "the key spells out its elliptic curve; it must name P-256, P-384 or P-521 instead"
        case .missingCurve: "the key does not say which elliptic curve it is on"
        case .curveMismatch(let outer, let inner):
            "the key names two elliptic curves, \(outer) and \(inner); it must name one"
        case .publicKeyMismatch: "the public key beside the private key does not match it"
        case .unexpectedParameters(.rsaEncryption):
            "the parameters of the RSA key's algorithm are not NULL, as they must be"
        case .unexpectedParameters(let algorithm):
            "the key is \(KeyEncodingError.name(algorithm)), with parameters that are not supported"
        }
    }

    private static func name(_ algorithm: ObjectIdentifier) -> String {
        switch algorithm {
        case .rsaEncryption: "an RSA key"
        case .ecPublicKey: "an elliptic-curve key"
        case .ed25519: "an Ed25519 key"
        case .ed448: "an Ed448 key"
        case .rsassaPSS: "an RSA key for PSS only"
        default: "for the algorithm \(algorithm)"
        }
    }
}
