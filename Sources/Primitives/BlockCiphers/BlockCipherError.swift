/// Why a block cipher refused its input.
public enum BlockCipherError: Error, Equatable, Sendable {
    /// A key of AES has 16, 24 or 32 octets; this one has another count.
    case invalidKeyByteCount(Int)

    /// A block has 16 octets; this one has another count.
    case invalidBlockByteCount(Int)

    /// An initialization vector has 16 octets; this one has another count.
    case invalidInitializationVectorByteCount(Int)

    /// A cipher text is a whole number of blocks, at least one of them where it is padded; this one has another
    /// count of octets.
    case invalidCiphertextByteCount(Int)

    /// What was deciphered does not end in a padding: the key, the initialization vector or the cipher text is
    /// not the right one.
    case invalidPadding
}

extension BlockCipherError: CustomStringConvertible {
    /// One line for the operator.
    public var description: String {
        switch self {
        case .invalidKeyByteCount(let count):
            "an AES key of \(count) octets; it must have 16, 24 or 32"
        case .invalidBlockByteCount(let count):
            "a block of \(count) octets; it must have 16"
        case .invalidInitializationVectorByteCount(let count):
            "an initialization vector of \(count) octets; it must have 16"
        case .invalidCiphertextByteCount(let count):
            "a cipher text of \(count) octets; it must be a whole number of blocks of 16"
        case .invalidPadding:
            "the cipher text does not decrypt with this key"
        }
    }
}
