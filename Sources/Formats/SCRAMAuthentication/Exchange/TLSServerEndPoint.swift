internal import MessageDigests

/// Channel binding of the type `tls-server-end-point` (RFC 5929, section 4): a digest of the server's certificate.
public enum TLSServerEndPoint {
    /// The digest that the certificate's signature algorithm uses.
    ///
    /// An algorithm that has none of its own, such as Ed25519, has no such binding; libpq fails there.
    public enum SignatureDigest: Sendable, Hashable, CaseIterable {
        case md5
        case sha1
        case sha224
        case sha256
        case sha384
        case sha512
    }

    /// The data to bind to: `certificate`, the octets of its DER as they travel, under the digest of its
    /// signature, or under SHA-256 where that is MD5 or SHA-1.
    public static func data(certificate: Span<UInt8>, signatureDigest: SignatureDigest) -> [UInt8] {
        switch signatureDigest {
        case .md5, .sha1, .sha256: SHA256.hash(certificate)
        case .sha224: SHA224.hash(certificate)
        case .sha384: SHA384.hash(certificate)
        case .sha512: SHA512.hash(certificate)
        }
    }
}
