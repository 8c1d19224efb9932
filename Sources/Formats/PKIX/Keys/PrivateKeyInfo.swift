internal import DERCoding

/// How PKCS#8 wraps a private key of any algorithm (RFC 5958, section 2).
///
///     OneAsymmetricKey ::= SEQUENCE {
///         version                   INTEGER { v1(0), v2(1) },
///         privateKeyAlgorithm       AlgorithmIdentifier,
///         privateKey                OCTET STRING,
///         attributes           [0]  IMPLICIT SET OF Attribute OPTIONAL,
///         publicKey            [1]  IMPLICIT BIT STRING OPTIONAL }
enum PrivateKeyInfo {
    typealias Reader = DERReader<KeyEncodingError>

    /// Reads a key: `key` what is within the OCTET STRING, and `isPublicKey` says whether the public key beside it is
    /// that of the private one.
    static func read<Key: ~Copyable>(
        _ octets: Span<UInt8>,
        key readKey: (AlgorithmIdentifier, inout Reader) throws(KeyEncodingError) -> Key,
        isPublicKey: (borrowing Key, Span<UInt8>) throws(KeyEncodingError) -> Bool
    ) throws(KeyEncodingError) -> Key {
        try Reader.read(octets) { reader throws(KeyEncodingError) in
            try reader.sequence { reader throws(KeyEncodingError) in
                // EncryptedPrivateKeyInfo begins with the algorithm (section 3).
                if try reader.nextIs(.sequence) { throw KeyEncodingError.encrypted }
                let version = try reader.smallInteger()
                guard version <= 1 else { throw KeyEncodingError.unknownVersion(version) }
                let algorithm = try AlgorithmIdentifier(reading: &reader)
                let key = try reader.octetStringContents { reader throws(KeyEncodingError) in
                    try readKey(algorithm, &reader)
                }
                if try reader.nextIs(.constructedField(0)) { _ = try reader.anyElement() }
                if version == 1, try reader.nextIs(.field(1)) {
                    let publicKey = try reader.octetAlignedBitString(.field(1))
                    guard try isPublicKey(key, publicKey) else { throw KeyEncodingError.publicKeyMismatch }
                }
                return key
            }
        }
    }

    /// The tag of what follows the version, by which the forms of private keys differ: a SEQUENCE in PKCS#8, an INTEGER
    /// in PKCS#1, an OCTET STRING in SEC 1. An encrypted PKCS#8, which has no version, begins with a SEQUENCE too.
    static func distinguishingTag(of octets: Span<UInt8>) throws(KeyEncodingError) -> DERTag? {
        var outer = try Reader(octets)
        return try outer.sequence { reader throws(KeyEncodingError) in
            if try reader.nextIs(.integer) { _ = try reader.anyElement() }
            let tag = try reader.nextTag()
            while !reader.isAtEnd { _ = try reader.anyElement() }
            return tag
        }
    }
}
