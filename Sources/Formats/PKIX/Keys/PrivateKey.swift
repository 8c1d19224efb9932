internal import DERCoding
public import EllipticCurves
public import RSACryptography
public import SecretMemory

/// A private key of any algorithm that is signed with here, for whoever reads one without knowing which it is.
///
/// ```swift
/// let key = try PrivateKey(pem: text.span)
/// let certificate = try template.selfSigned(by: key, using: &random)
/// ```
public enum PrivateKey: ~Copyable, Sendable {
    /// A key of RSA, for every use.
    case rsa(RSA.PrivateKey)
    /// A key of RSA for PSS alone.
    case rsaPSS(RSA.PSSPrivateKey)
    /// A key on an elliptic curve.
    case ecdsa(ECDSA.PrivateKey)
}

extension PrivateKey {
    /// Reads PKCS#8.
    ///
    /// Leaks: the algorithm, sizes and curve, and whether the key was right and what was wrong with it.
    public init(pkcs8 octets: Span<UInt8>) throws(KeyEncodingError) {
        self = try PrivateKeyInfo.read(octets) { algorithm, reader throws(KeyEncodingError) in
            switch algorithm.algorithm {
            case .rsaEncryption:
                try algorithm.requireRSAOfPKCS8()
                return .rsa(try RSA.PrivateKey(readingPKCS1: &reader))
            case .rsassaPSS:
                let restriction = try algorithm.pssRestriction()
                // No such signature is made here.
                guard restriction?.hasOneDigest ?? true else {
                    throw KeyEncodingError.unexpectedParameters(.rsassaPSS)
                }
                return .rsaPSS(
                    RSA.PSSPrivateKey(try RSA.PrivateKey(readingPKCS1: &reader), restriction: restriction)
                )
            case .ecPublicKey:
                return .ecdsa(try ECDSA.PrivateKey(readingSEC1: &reader, curve: algorithm.curve()))
            default: throw KeyEncodingError.unknownAlgorithm(algorithm.algorithm)
            }
        } isPublicKey: { key, octets throws(KeyEncodingError) in
            key.publicKeyInfo.subjectPublicKey == [UInt8](copying: octets)
        }
    }

    /// Reads PKCS#8, PKCS#1 or SEC 1, whichever the octets are.
    ///
    /// Leaks: the algorithm, sizes and curve, and whether the key was right and what was wrong with it.
    public init(der octets: Span<UInt8>) throws(KeyEncodingError) {
        switch try PrivateKeyInfo.distinguishingTag(of: octets) {
        case .integer: self = .rsa(try RSA.PrivateKey(pkcs1: octets))
        case .octetString: self = .ecdsa(try ECDSA.PrivateKey(sec1: octets))
        default: try self.init(pkcs8: octets)
        }
    }

    /// Reads the first private key of a PEM text, PKCS#8, PKCS#1 or SEC 1, passing over documents that are no private
    /// keys.
    ///
    /// Leaks: the text's lines and labels, the algorithm, sizes and curve, and whether the key was right and what was
    /// wrong with it.
    public init(pem text: Span<UInt8>) throws(KeyEncodingError) {
        let document = try PrivateKeyDocument.find(in: text, of: nil)
        try self.init(document.octets.span, pemLabel: document.label)
    }

    /// The labels of private keys in PEM that are read.
    public static let pemLabels = [
        PrivateKeyDocument.pkcs8Label, RSA.PrivateKey.pkcs1PEMLabel, ECDSA.PrivateKey.sec1PEMLabel,
    ]

    /// Reads what stood in PEM under one of the labels.
    ///
    /// Leaks: the algorithm, sizes and curve, and whether the key was right and what was wrong with it.
    public init(_ octets: Span<UInt8>, pemLabel label: String) throws(KeyEncodingError) {
        switch label {
        case RSA.PrivateKey.pkcs1PEMLabel: self = .rsa(try RSA.PrivateKey(pkcs1: octets))
        case ECDSA.PrivateKey.sec1PEMLabel: self = .ecdsa(try ECDSA.PrivateKey(sec1: octets))
        default: try self.init(pkcs8: octets)
        }
    }

    /// The key as PKCS#8 in PEM, in memory that wipes itself.
    ///
    /// Leaks: the algorithm, sizes and curve.
    public var pkcs8PEM: SecretBytes {
        switch self {
        case .rsa(let key): key.pkcs8PEM
        case .rsaPSS(let key): key.pkcs8PEM
        case .ecdsa(let key): key.pkcs8PEM
        }
    }
}

extension PrivateKey: SigningKey {
    /// The public key.
    public var publicKeyInfo: SubjectPublicKeyInfo {
        switch self {
        case .rsa(let key): key.publicKeyInfo
        case .rsaPSS(let key): key.publicKeyInfo
        case .ecdsa(let key): key.publicKeyInfo
        }
    }

    /// The algorithm that is used where no other is asked for.
    public var defaultSignatureAlgorithm: SignatureAlgorithm {
        switch self {
        case .rsa(let key): key.defaultSignatureAlgorithm
        case .rsaPSS(let key): key.defaultSignatureAlgorithm
        case .ecdsa(let key): key.defaultSignatureAlgorithm
        }
    }

    /// Whether the key signs by `algorithm`.
    public func supports(_ algorithm: SignatureAlgorithm) -> Bool {
        switch self {
        case .rsa(let key): key.supports(algorithm)
        case .rsaPSS(let key): key.supports(algorithm)
        case .ecdsa(let key): key.supports(algorithm)
        }
    }

    /// A signature of `message`. Leaks: what the key's own does.
    public func signature(
        of message: Span<UInt8>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [UInt8] {
        switch self {
        case .rsa(let key): try key.signature(of: message, algorithm: algorithm, using: &random)
        case .rsaPSS(let key): try key.signature(of: message, algorithm: algorithm, using: &random)
        case .ecdsa(let key): try key.signature(of: message, algorithm: algorithm, using: &random)
        }
    }

    /// The signatures of several messages, in their order. Leaks: what the key's own do.
    public func signatures(
        of messages: [[UInt8]],
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [[UInt8]] {
        switch self {
        case .rsa(let key): try key.signatures(of: messages, algorithm: algorithm, using: &random)
        case .rsaPSS(let key): try key.signatures(of: messages, algorithm: algorithm, using: &random)
        case .ecdsa(let key): try key.signatures(of: messages, algorithm: algorithm, using: &random)
        }
    }
}
