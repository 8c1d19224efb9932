package import MessageDigests

/// The cipher suites that are offered, the first one best (RFC 8446, appendix B.4).
package enum CipherSuite: UInt16, Sendable, Hashable, CaseIterable, CustomStringConvertible {
    case aes128GCMSHA256 = 0x1301
    case aes256GCMSHA384 = 0x1302

    /// The version that it belongs to.
    package var version: TLSVersion {
        switch self {
        case .aes128GCMSHA256, .aes256GCMSHA384: .tls13
        }
    }

    /// The digest of the transcript and of all keys.
    package var digest: DigestAlgorithm {
        switch self {
        case .aes128GCMSHA256: .sha256
        case .aes256GCMSHA384: .sha384
        }
    }

    /// The octets of a key of AES.
    package var keyByteCount: Int {
        switch self {
        case .aes128GCMSHA256: 16
        case .aes256GCMSHA384: 32
        }
    }

    /// The name in the registry.
    package var description: String {
        switch self {
        case .aes128GCMSHA256: "TLS_AES_128_GCM_SHA256"
        case .aes256GCMSHA384: "TLS_AES_256_GCM_SHA384"
        }
    }
}
