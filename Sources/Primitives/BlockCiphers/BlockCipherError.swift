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
        }
    }
}
