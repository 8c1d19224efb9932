public import DERCoding
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
    /// The key is of another algorithm.
    case otherAlgorithm(ObjectIdentifier)
    /// The numbers are no RSA key that is taken.
    case invalidKey(RSAError)
    /// The public key beside a private key is not its own (RFC 5958, section 2).
    case publicKeyMismatch
    /// The algorithm `rsaEncryption` has parameters other than NULL (RFC 8017, appendix A.1).
    case unexpectedParameters
}

extension KeyEncodingError: DERReaderFailure {
    /// The error for malformed DER.
    public init(malformed error: DERError) { self = .malformed(error) }
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
        case .otherAlgorithm(let algorithm):
            "the key is \(KeyEncodingError.name(algorithm)); an RSA key is needed"
        case .invalidKey(let reason): "\(reason)"
        case .publicKeyMismatch: "the public key beside the private key does not match it"
        case .unexpectedParameters: "the RSA key's algorithm has parameters other than NULL"
        }
    }

    private static func name(_ algorithm: ObjectIdentifier) -> String {
        switch algorithm {
        case .ecPublicKey: "an elliptic-curve key"
        case .ed25519: "an Ed25519 key"
        case .ed448: "an Ed448 key"
        case .rsassaPSS: "an RSA key for PSS only"
        default: "for the algorithm \(algorithm)"
        }
    }
}
