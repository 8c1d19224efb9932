public import MessageDigests

extension RSA {
    /// How a message is made into the number that is signed.
    public enum SignatureScheme: Sendable, Hashable {
        /// RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2).
        case pkcs1v15(DigestAlgorithm)

        /// RSASSA-PSS (RFC 8017, section 8.1) with MGF1 on the same digest and a salt of this many octets, of
        /// which as many as the digest has are usual.
        case pss(DigestAlgorithm, saltByteCount: Int)
    }
}
