internal import DERCoding
internal import MessageDigests

extension SignatureAlgorithm {
    /// The algorithms that are only read, by their names in the standards, and their digests where they have one that
    /// is known here (RFC 8017, RFC 5758, RFC 8410, RFC 8692, RFC 9215, RFC 9881, RFC 9909, and NIST's register of
    /// algorithms, 2.16.840.1.101.3.4.3).
    static let others: [ObjectIdentifier: (name: String, digest: SignatureDigest?)] = {
        var all: [ObjectIdentifier: (name: String, digest: SignatureDigest?)] = [
            ObjectIdentifier(1, 2, 840, 113549, 1, 1, 2): ("md2WithRSAEncryption", nil),
            ObjectIdentifier(1, 2, 840, 113549, 1, 1, 3): ("md4WithRSAEncryption", nil),
            ObjectIdentifier(1, 2, 840, 113549, 1, 1, 4): ("md5WithRSAEncryption", .md5),
            ObjectIdentifier(1, 2, 840, 113549, 1, 1, 5): ("sha1WithRSAEncryption", .sha1),
            ObjectIdentifier(1, 2, 840, 10045, 4, 1): ("ecdsa-with-SHA1", .sha1),
            ObjectIdentifier(1, 2, 840, 10040, 4, 3): ("dsa-with-sha1", .sha1),
            ObjectIdentifier(1, 3, 14, 3, 2, 27): ("dsaWithSHA1", .sha1),
            ObjectIdentifier(1, 3, 14, 3, 2, 29): ("sha1WithRSASignature", .sha1),
            // Their digests, in parameters that are not taken, may be any.
            .rsassaPSS: ("RSASSA-PSS", nil),
            ObjectIdentifier(1, 2, 840, 10045, 4, 3): ("ecdsa-with-Specified", nil),
            .ed448: ("Ed448", nil),
            ObjectIdentifier(1, 2, 156, 10197, 1, 501): ("SM2-with-SM3", nil),
            ObjectIdentifier(1, 2, 643, 7, 1, 1, 3, 2): ("id-tc26-signwithdigest-gost3410-12-256", nil),
            ObjectIdentifier(1, 2, 643, 7, 1, 1, 3, 3): ("id-tc26-signwithdigest-gost3410-12-512", nil),
        ]
        let names: [(first: UInt, names: [String])] = [
            (1, ["dsa-with-sha224", "dsa-with-sha256", "dsa-with-sha384", "dsa-with-sha512"]),
            (9, ["224", "256", "384", "512"].map { "id-ecdsa-with-sha3-\($0)" }),
            (13, ["224", "256", "384", "512"].map { "id-rsassa-pkcs1-v1-5-with-sha3-\($0)" }),
            (17, ["ML-DSA-44", "ML-DSA-65", "ML-DSA-87"]),
            (
                20,
                ["SHA2", "SHAKE"].flatMap { digest in
                    ["128s", "128f", "192s", "192f", "256s", "256f"].map { "SLH-DSA-\(digest)-\($0)" }
                }
            ),
        ]
        for (first, names) in names {
            for (place, name) in names.enumerated() {
                all[ObjectIdentifier(2, 16, 840, 1, 101, 3, 4, 3, first + UInt(place))] = (name, nil)
            }
        }
        return all
    }()
}
