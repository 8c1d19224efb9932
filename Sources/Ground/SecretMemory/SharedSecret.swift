/// Secret bytes with several owners: they lie once on the heap, are never copied by sharing, and are wiped when the
/// last owner drops them.
///
/// For what is passed on and kept, such as the content of a file that may be a key. What has one owner is
/// ``SecretBytes``.
///
/// Leaks: ``count``. A description never shows a byte.
public final class SharedSecret: Sendable {
    private let bytes: SecretBytes

    /// Takes `bytes` over.
    public init(_ bytes: consuming SecretBytes) {
        self.bytes = bytes
    }

    /// Holds a copy of `bytes`; what they were read from stays the caller's to wipe.
    public init(copying bytes: Span<UInt8>) {
        self.bytes = SecretBytes(copying: bytes)
    }

    /// The number of bytes.
    public var count: Int { bytes.count }

    /// Lends the bytes to `body`.
    public func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Self.lend(bytes, to: body)
    }

    /// A span of a class's property cannot be passed on, and one of a borrowed parameter can.
    private static func lend<Result: ~Copyable, Failure: Error>(
        _ bytes: borrowing SecretBytes,
        to body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(bytes.span)
    }

    /// A copy for one owner.
    public func copy() -> SecretBytes {
        bytes.copy()
    }

    /// The bytes as an array, which does not wipe itself: for what is no secret.
    public var publicBytes: [UInt8] {
        withSpan { [UInt8](copying: $0) }
    }
}

extension SharedSecret: Equatable {
    /// Whether both hold the same bytes, in a time that depends on their counts only.
    public static func == (left: SharedSecret, right: SharedSecret) -> Bool {
        left.withSpan { leftSpan in right.withSpan { constantTimeEquals(leftSpan, $0) } }
    }
}

extension SharedSecret: CustomStringConvertible {
    /// How many bytes there are.
    public var description: String { "\(count) secret bytes" }
}
