internal import DERCoding
public import MessageDigests

/// How a certificate or request is signed (RFC 4055, RFC 5758, RFC 8410, RFC 8017 appendix A).
public enum SignatureAlgorithm: Hashable, Sendable {
    /// RSASSA-PKCS1-v1_5, such as `sha256WithRSAEncryption`.
    case pkcs1v15(DigestAlgorithm)
    /// RSASSA-PSS with the same digest for the message and for MGF1, and a salt of so many octets.
    case pss(DigestAlgorithm, saltByteCount: Int)
    /// RSASSA-PSS with MGF1 on another digest than the message's, as Java signs unless told otherwise: verified, and
    /// never made.
    case pssWithOtherMask(DigestAlgorithm, mask: SignatureDigest, saltByteCount: Int)
    /// ECDSA, such as `ecdsa-with-SHA256`.
    case ecdsa(DigestAlgorithm)
    /// Ed25519, which has a digest of its own.
    case ed25519
    /// Any other algorithm, or PSS with other parameters, as it stands.
    case other(AlgorithmIdentifier)

    /// Takes the algorithm of an identifier.
    ///
    /// The parameters of the PKCS#1 v1.5 algorithms are NULL, or absent, which readers must take all the same
    /// (RFC 4055, section 5); those of ECDSA and Ed25519 are absent (RFC 5758, section 3.2; RFC 8410, section 3).
    public init(_ identifier: AlgorithmIdentifier) {
        let hasNoParameters =
            identifier.parameters == nil || identifier.parameters == AlgorithmIdentifier.nullParameters
        if hasNoParameters,
            let digest = DigestAlgorithm.allCases.first(where: { $0.rsaSignature == identifier.algorithm })
        {
            self = .pkcs1v15(digest)
        } else if identifier.parameters == nil,
            let digest = DigestAlgorithm.allCases.first(where: { $0.ecdsaSignature == identifier.algorithm })
        {
            self = .ecdsa(digest)
        } else if identifier == AlgorithmIdentifier(algorithm: .ed25519) {
            self = .ed25519
        } else if identifier.algorithm == .rsassaPSS, let parameters = identifier.parameters,
            let pss = try? PSSParameters(encoding: parameters)
        {
            self =
                pss.hasOneDigest
                ? .pss(pss.digest, saltByteCount: pss.saltByteCount)
                : .pssWithOtherMask(pss.digest, mask: pss.maskDigest, saltByteCount: pss.saltByteCount)
        } else {
            self = .other(identifier)
        }
    }

    /// The identifier, as it is written.
    public var identifier: AlgorithmIdentifier {
        switch self {
        case .pkcs1v15(let digest):
            AlgorithmIdentifier(
                algorithm: digest.rsaSignature,
                parameters: AlgorithmIdentifier.nullParameters
            )
        case .pss(let digest, let saltByteCount):
            AlgorithmIdentifier(
                algorithm: .rsassaPSS,
                parameters: PSSParameters(digest: digest, saltByteCount: saltByteCount).encoding
            )
        case .pssWithOtherMask(let digest, let mask, let saltByteCount):
            AlgorithmIdentifier(
                algorithm: .rsassaPSS,
                parameters: PSSParameters(digest: digest, maskDigest: mask, saltByteCount: saltByteCount)
                    .encoding
            )
        case .ecdsa(let digest): AlgorithmIdentifier(algorithm: digest.ecdsaSignature)
        case .ed25519: AlgorithmIdentifier(algorithm: .ed25519)
        case .other(let identifier): identifier
        }
    }
}

extension SignatureAlgorithm: CustomStringConvertible {
    /// The algorithm's name in the standards, or its dotted identifier.
    public var description: String {
        switch self {
        case .pkcs1v15(let digest): "sha\(digest.byteCount * 8)WithRSAEncryption"
        case .pss(let digest, let saltByteCount):
            "RSASSA-PSS (SHA-\(digest.byteCount * 8), salt \(saltByteCount))"
        case .pssWithOtherMask(let digest, let mask, let saltByteCount):
            "RSASSA-PSS (SHA-\(digest.byteCount * 8), mask by \(mask.name), salt \(saltByteCount))"
        case .ecdsa(let digest): "ecdsa-with-SHA\(digest.byteCount * 8)"
        case .ed25519: "Ed25519"
        case .other(let identifier):
            SignatureAlgorithm.others[identifier.algorithm]?.name ?? "\(identifier.algorithm)"
        }
    }
}

extension SignatureAlgorithm {
    /// The digest that the signature is made with; `nil` where the algorithm has none of its own, as Ed25519 has none,
    /// or is not known here.
    public var digest: SignatureDigest? {
        switch self {
        case .pkcs1v15(let digest), .pss(let digest, _), .pssWithOtherMask(let digest, _, _),
            .ecdsa(let digest):
            .sha2(digest)
        case .ed25519: nil
        case .other(let identifier): SignatureAlgorithm.others[identifier.algorithm]?.digest
        }
    }
}

extension SignatureDigest {
    fileprivate var name: String {
        switch self {
        case .md5: "MD5"
        case .sha1: "SHA-1"
        case .sha2(let digest): "SHA-\(digest.byteCount * 8)"
        }
    }
}

extension DigestAlgorithm {
    /// The identifier of RSASSA-PKCS1-v1_5 with the digest (RFC 8017, appendix A.2.4).
    var rsaSignature: ObjectIdentifier {
        let last: UInt =
            switch self {
            case .sha256: 11
            case .sha384: 12
            case .sha512: 13
            case .sha224: 14
            }
        return ObjectIdentifier(1, 2, 840, 113549, 1, 1, last)
    }
}

extension DigestAlgorithm {
    /// The identifier of ECDSA with the digest (RFC 5758, section 3.2).
    var ecdsaSignature: ObjectIdentifier {
        let last: UInt =
            switch self {
            case .sha224: 1
            case .sha256: 2
            case .sha384: 3
            case .sha512: 4
            }
        return ObjectIdentifier(1, 2, 840, 10045, 4, 3, last)
    }
}
