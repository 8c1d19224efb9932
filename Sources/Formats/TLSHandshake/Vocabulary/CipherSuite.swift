package import MessageDigests

/// The cipher suites that are offered, the first one best (RFC 8446, appendix B.4; RFC 5289, section 3).
package enum CipherSuite: UInt16, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case aes128GCMSHA256 = 0x1301
    case aes256GCMSHA384 = 0x1302
    case ecdsaAES128GCMSHA256 = 0xC02B
    case ecdsaAES256GCMSHA384 = 0xC02C
    case rsaAES128GCMSHA256 = 0xC02F
    case rsaAES256GCMSHA384 = 0xC030

    /// The version that it belongs to.
    package var version: TLSVersion {
        switch self {
        case .aes128GCMSHA256, .aes256GCMSHA384: .tls13
        default: .tls12
        }
    }

    /// Whether the server's key is one of RSA; `nil` where the suite does not say.
    var isOfRSA: Bool? {
        switch self {
        case .aes128GCMSHA256, .aes256GCMSHA384: nil
        case .ecdsaAES128GCMSHA256, .ecdsaAES256GCMSHA384: false
        case .rsaAES128GCMSHA256, .rsaAES256GCMSHA384: true
        }
    }

    /// The digest of the transcript and of all keys.
    package var digest: DigestAlgorithm {
        switch self {
        case .aes128GCMSHA256, .ecdsaAES128GCMSHA256, .rsaAES128GCMSHA256: .sha256
        case .aes256GCMSHA384, .ecdsaAES256GCMSHA384, .rsaAES256GCMSHA384: .sha384
        }
    }

    /// The octets of a key of AES.
    package var keyByteCount: Int { digest == .sha256 ? 16 : 32 }

    /// The name in the registry.
    package var description: String {
        switch self {
        case .aes128GCMSHA256: "TLS_AES_128_GCM_SHA256"
        case .aes256GCMSHA384: "TLS_AES_256_GCM_SHA384"
        case .ecdsaAES128GCMSHA256: "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256"
        case .ecdsaAES256GCMSHA384: "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384"
        case .rsaAES128GCMSHA256: "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
        case .rsaAES256GCMSHA384: "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"
        }
    }
}
