/// The digest that the signature of a certificate was made with: one of SHA-2, or one that is broken and that old
/// certificates have.
public enum SignatureDigest: Sendable, Hashable {
    case md5
    case sha1
    case sha2(DigestAlgorithm)

    /// The digest that channel binding of the type `tls-server-end-point` takes of a certificate with such a signature:
    /// the same, or SHA-256 in place of a broken one (RFC 5929, section 4.1).
    public var tlsServerEndPoint: DigestAlgorithm {
        switch self {
        case .md5, .sha1: .sha256
        case .sha2(let digest): digest
        }
    }
}
