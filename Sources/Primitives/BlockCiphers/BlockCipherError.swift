/// Why a block cipher refused its input.
public enum BlockCipherError: Error, Equatable, Sendable {
    /// A key of AES has 16, 24 or 32 octets; this one has another count.
    case invalidKeyByteCount(Int)

    /// A block has 16 octets; this one has another count.
    case invalidBlockByteCount(Int)

    /// An initialization vector has 16 octets; this one has another count.
    case invalidInitializationVectorByteCount(Int)

    /// A ciphertext is a whole number of blocks, at least one of them where it is padded; this one has another
    /// count of octets.
    case invalidCiphertextByteCount(Int)

    /// The plaintext does not end in valid padding: the key, the initialization vector or the ciphertext is not
    /// the right one.
    case invalidPadding

    /// A nonce of GCM has at least one octet; this one has none.
    case invalidNonceByteCount(Int)

    /// A message of GCM has no more than 2^36 − 32 octets; this one has more.
    case invalidMessageByteCount(Int)

    /// What was sealed by GCM ends in a tag of 16 octets; this has fewer in all.
    case invalidSealedByteCount(Int)

    /// The tag is not that of ciphertext and associated data: they, the key or the nonce are not the right ones.
    case invalidTag
}

extension BlockCipherError: CustomStringConvertible {
    /// One line for the operator.
    public var description: String {
        switch self {
        case .invalidKeyByteCount(let count):
            "the AES key has \(count) bytes; it must have 16, 24 or 32"
        case .invalidBlockByteCount(let count):
            "the block has \(count) bytes; it must have 16"
        case .invalidInitializationVectorByteCount(let count):
            "the initialization vector has \(count) bytes; it must have 16"
        case .invalidCiphertextByteCount(let count):
            "the ciphertext has \(count) bytes; it must have a multiple of 16"
        case .invalidPadding:
            "the ciphertext does not decrypt with this key"
        case .invalidNonceByteCount(let count):
            "the nonce has \(count) bytes; it must have at least 1, and best 12"
        case .invalidMessageByteCount(let count):
            "the message has \(count) bytes; one nonce is good for at most \(GCM.maximumByteCount)"
        case .invalidSealedByteCount(let count):
            "the sealed message has \(count) bytes; it must have at least the 16 of its tag"
        case .invalidTag:
            "the message was changed, or sealed with another key or nonce"
        }
    }
}
