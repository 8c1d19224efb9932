public import MessageDigests

/// Channel binding of the type `tls-server-end-point` (RFC 5929, section 4): a digest of the server's certificate.
public enum TLSServerEndPoint {
    /// The data to bind to: `certificate`, the octets of its DER as they travel, under the digest of its
    /// signature, or under SHA-256 where that is MD5 or SHA-1.
    ///
    /// A signature that has no digest of its own, such as one of Ed25519, has no such binding; libpq fails there.
    public static func data(certificate: Span<UInt8>, signatureDigest: SignatureDigest) -> [UInt8] {
        signatureDigest.tlsServerEndPoint.hash(certificate)
    }
}
