internal import SecretMemory

/// A cryptographic hash function that takes its message in parts.
///
/// What it holds of the message lies on the heap and is wiped with the value, since a message may be a secret.
///
/// Leaks: the counts of octets given, and how they were split; nothing about what they are.
public protocol MessageDigest: ~Copyable, Sendable {
    /// The octets of a digest.
    static var byteCount: Int { get }

    /// The octets of a block, by which the message is taken in.
    static var blockByteCount: Int { get }

    /// Starts an empty message.
    init()

    /// A second value that has taken the same message so far, to go on from by itself.
    borrowing func copy() -> Self

    /// Goes to where `midstate` is, forgetting the message so far; allocates nothing.
    mutating func restore(_ midstate: borrowing Self)

    /// Appends `data` to the message.
    mutating func update(_ data: Span<UInt8>)

    /// Writes the digest over the first ``byteCount`` octets of `output`, which must have as many, and starts an
    /// empty message again; allocates nothing.
    mutating func finalizeAndReset(into output: inout MutableSpan<UInt8>)

    /// Appends the digest to `output`, which must have room for ``byteCount`` octets.
    consuming func finalize(into output: inout OutputSpan<UInt8>)

    /// The digest of `data`, for what is not secret.
    static func hash(_ data: Span<UInt8>) -> [UInt8]
}

extension MessageDigest where Self: ~Copyable {
    /// Appends the digest to `output`, which must have room for ``byteCount`` octets.
    public consuming func finalize(into output: inout OutputSpan<UInt8>) {
        var digest = SecretBytes(repeating: 0, count: Self.byteCount)
        var span = digest.mutableSpan
        finalizeAndReset(into: &span)
        for index in digest.span.indices {
            output.append(digest.span[index])
        }
    }

    /// The digest of the message, for what is not secret.
    public consuming func finalize() -> [UInt8] {
        var digest = [UInt8](repeating: 0, count: Self.byteCount)
        var span = digest.mutableSpan
        finalizeAndReset(into: &span)
        return digest
    }

    /// The digest of `data`, for what is not secret.
    public static func hash(_ data: Span<UInt8>) -> [UInt8] {
        var digest = Self()
        digest.update(data)
        return digest.finalize()
    }
}
