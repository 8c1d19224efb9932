/// RSA by PKCS #1 (RFC 8017), with keys by FIPS 186-5.
public enum RSA {
    /// The sizes of a modulus, in bits, that a key may have: below, it is broken by now; above, the work of one
    /// operation has no bound that a server could live with.
    public static let modulusBitCounts = 512...16384

    /// The sizes of a modulus, in bits, that a key is generated with (SP 800-131A: 2048 at least). They are even.
    public static let generatedBitCounts = 2048...16384

    /// The most bits of a public exponent (FIPS 186-5, appendix A.1.1: below 2^256).
    public static let publicExponentBitCount = 256

    /// The least size of a prime factor of a key that is read in, in bits: a smaller one is found by trying.
    static let leastPrimeBitCount = 128
}
