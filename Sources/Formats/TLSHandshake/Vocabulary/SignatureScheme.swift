internal import EllipticCurves
internal import MessageDigests
package import PKIX
internal import RSACryptography

/// How a handshake, or a certificate, may be signed (RFC 8446, section 4.2.3), the first one best.
package enum SignatureScheme: UInt16, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case ed25519 = 0x0807
    case ecdsaP256SHA256 = 0x0403
    case ecdsaP384SHA384 = 0x0503
    case ecdsaP521SHA512 = 0x0603
    case rsaPSSSHA256 = 0x0804
    case rsaPSSSHA384 = 0x0805
    case rsaPSSSHA512 = 0x0806
    case pssKeySHA256 = 0x0809
    case pssKeySHA384 = 0x080A
    case pssKeySHA512 = 0x080B
    case rsaPKCS1SHA256 = 0x0401
    case rsaPKCS1SHA384 = 0x0501
    case rsaPKCS1SHA512 = 0x0601

    /// The algorithm, as certificates know it. The salt of PSS is as long as the digest.
    package var algorithm: SignatureAlgorithm {
        switch self {
        case .ed25519: .ed25519
        case .ecdsaP256SHA256: .ecdsa(.sha256)
        case .ecdsaP384SHA384: .ecdsa(.sha384)
        case .ecdsaP521SHA512: .ecdsa(.sha512)
        case .rsaPSSSHA256, .pssKeySHA256: .pss(.sha256, saltByteCount: 32)
        case .rsaPSSSHA384, .pssKeySHA384: .pss(.sha384, saltByteCount: 48)
        case .rsaPSSSHA512, .pssKeySHA512: .pss(.sha512, saltByteCount: 64)
        case .rsaPKCS1SHA256: .pkcs1v15(.sha256)
        case .rsaPKCS1SHA384: .pkcs1v15(.sha384)
        case .rsaPKCS1SHA512: .pkcs1v15(.sha512)
        }
    }

    /// Whether a handshake of that version may be signed so by that key.
    ///
    /// TLS 1.3 has no PKCS #1 v1.5 there, and ties each scheme of ECDSA to its curve.
    func isOf(_ key: any VerifyingKey, in version: TLSVersion) -> Bool {
        switch self {
        case .ed25519: return key is Ed25519.PublicKey
        case .ecdsaP256SHA256, .ecdsaP384SHA384, .ecdsaP521SHA512:
            guard let curve = (key as? ECDSA.PublicKey)?.curve else { return false }
            // TLS 1.2 has the digest alone, for any curve (RFC 8422, section 5.10).
            return version == .tls12 || keyKind == .ecdsa(curve)
        case .rsaPSSSHA256, .rsaPSSSHA384, .rsaPSSSHA512: return key is RSA.PublicKey
        case .pssKeySHA256, .pssKeySHA384, .pssKeySHA512: return key is RSA.PSSPublicKey
        case .rsaPKCS1SHA256, .rsaPKCS1SHA384, .rsaPKCS1SHA512:
            return version == .tls12 && key is RSA.PublicKey
        }
    }

    /// Whether a key that signs a handshake of that version by this scheme may sign by the other one, too.
    package func sharesKeys(with other: SignatureScheme, in version: TLSVersion) -> Bool {
        switch (keyKind, other.keyKind) {
        case (.ecdsa(let curve), .ecdsa(let otherCurve)): version == .tls12 || curve == otherCurve
        case (let kind, let otherKind): kind == otherKind
        }
    }

    /// A kind of key that signs.
    private enum KeyKind: Equatable {
        case ed25519, rsa, rsaForPSS
        /// The curve is that of TLS 1.3.
        case ecdsa(NamedCurve)
    }

    private var keyKind: KeyKind {
        switch self {
        case .ed25519: .ed25519
        case .ecdsaP256SHA256: .ecdsa(.p256)
        case .ecdsaP384SHA384: .ecdsa(.p384)
        case .ecdsaP521SHA512: .ecdsa(.p521)
        case .rsaPSSSHA256, .rsaPSSSHA384, .rsaPSSSHA512: .rsa
        case .rsaPKCS1SHA256, .rsaPKCS1SHA384, .rsaPKCS1SHA512: .rsa
        case .pssKeySHA256, .pssKeySHA384, .pssKeySHA512: .rsaForPSS
        }
    }

    /// Whether it is one of a key of RSA.
    var isOfRSA: Bool {
        switch algorithm {
        case .pkcs1v15, .pss: true
        default: false
        }
    }

    /// The name in the registry.
    package var description: String {
        switch self {
        case .ed25519: "ed25519"
        case .ecdsaP256SHA256: "ecdsa_secp256r1_sha256"
        case .ecdsaP384SHA384: "ecdsa_secp384r1_sha384"
        case .ecdsaP521SHA512: "ecdsa_secp521r1_sha512"
        case .rsaPSSSHA256: "rsa_pss_rsae_sha256"
        case .rsaPSSSHA384: "rsa_pss_rsae_sha384"
        case .rsaPSSSHA512: "rsa_pss_rsae_sha512"
        case .pssKeySHA256: "rsa_pss_pss_sha256"
        case .pssKeySHA384: "rsa_pss_pss_sha384"
        case .pssKeySHA512: "rsa_pss_pss_sha512"
        case .rsaPKCS1SHA256: "rsa_pkcs1_sha256"
        case .rsaPKCS1SHA384: "rsa_pkcs1_sha384"
        case .rsaPKCS1SHA512: "rsa_pkcs1_sha512"
        }
    }
}
