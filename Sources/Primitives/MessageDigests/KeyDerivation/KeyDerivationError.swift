/// Why a key could not be derived.
public enum KeyDerivationError: Error, Equatable, Sendable {
    /// At least one iteration is needed; this many were asked for.
    case invalidIterationCount(Int)

    /// A derived key has at least one octet, and no more than the function can give; this many were asked for.
    case invalidDerivedByteCount(Int)

    /// EVP_BytesToKey takes a salt of 8 octets, or none; this one has another count.
    case invalidSaltByteCount(Int)
}

extension KeyDerivationError: CustomStringConvertible {
    /// One line for the operator.
    public var description: String {
        switch self {
        case .invalidIterationCount(let count):
            "the iteration count is \(count); it must be at least 1"
        case .invalidDerivedByteCount(let count):
            "a derived key cannot have \(count) bytes; it must have at least 1, and no more than the function can give"
        case .invalidSaltByteCount(let count):
            "the salt has \(count) bytes; it must have 8 or none"
        }
    }
}
