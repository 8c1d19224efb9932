package import SecretMemory

/// A file of a set while it is in memory, shared and not copied. It may be a key, so it wipes itself.
package final class SetFile: Sendable {
    /// The name in the set's folder, such as `server.crt`.
    package let name: String
    private let content: SecretBytes

    /// Holds `content`.
    package init(_ name: String, secret content: consuming SecretBytes) {
        self.name = name
        self.content = content
    }

    init(_ name: String, text: String) {
        self.name = name
        content = SecretBytes(copying: Array(text.utf8).span)
    }

    /// Lends the octets.
    package func withSpan<Result: ~Copyable, Failure: Error>(
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
