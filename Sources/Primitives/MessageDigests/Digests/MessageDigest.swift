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

    /// Adds to `code`, bit by bit, `count` codes more of HMAC, the first of them that of `code`, each other that of
    /// the one before it: what PBKDF2 spends its time with.
    ///
    /// `inner` and `outer` have taken one block each, the key with ipad and with opad; `code` has ``byteCount`` octets.
    static func addChain(
        to code: inout MutableSpan<UInt8>,
        count: Int,
        inner: borrowing Self,
        outer: borrowing Self
    )
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

    /// Adds to `code`, bit by bit, `count` codes more of HMAC, each that of the one before it.
    public static func addChain(
        to code: inout MutableSpan<UInt8>,
        count: Int,
        inner: borrowing Self,
        outer: borrowing Self
    ) {
        precondition(code.count == byteCount, "the code must have as many bytes as a digest")
        var running = inner.copy()
        var digest = SecretBytes(copying: code.span)
        var octets = digest.mutableSpan
        for _ in 0..<count {
            running.restore(inner)
            running.update(octets.span)
            running.finalizeAndReset(into: &octets)
            running.restore(outer)
            running.update(octets.span)
            running.finalizeAndReset(into: &octets)
            for index in code.indices {
                code[index] ^= octets[index]
            }
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
