public import SecretMemory

/// A file of a set while it is in memory, shared and not copied. It may be a key, so it wipes itself.
public final class SetFile: Sendable {
    /// The name in the set's folder, such as `server.crt`.
    public let name: String
    private let content: SecretBytes

    /// Holds `content`.
    public init(_ name: String, secret content: consuming SecretBytes) {
        self.name = name
        self.content = content
    }

    init(_ name: String, text: String) {
        self.name = name
        content = SecretBytes(copying: Array(text.utf8).span)
    }

    /// Lends the octets.
    public func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Self.lend(content, body)
    }

    private static func lend<Result: ~Copyable, Failure: Error>(
        _ content: borrowing SecretBytes,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(content.span)
    }
}
