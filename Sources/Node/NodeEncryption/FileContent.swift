package import SecretMemory

/// The content of a file, held once, shared, and wiped with its last owner: it may be a key.
package final class FileContent: Sendable {
    private let octets: SecretBytes

    /// Holds a copy of `octets`.
    package init(_ octets: Span<UInt8>) {
        self.octets = SecretBytes(copying: octets)
    }

    /// Holds `octets`.
    package init(_ octets: consuming SecretBytes) {
        self.octets = octets
    }

    /// The count of octets.
    package var count: Int { octets.count }

    /// Lends the octets.
    package func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try Self.lend(octets, body)
    }

    private static func lend<Result: ~Copyable, Failure: Error>(
        _ octets: borrowing SecretBytes,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        try body(octets.span)
    }

    /// The octets of what is no secret.
    package var publicOctets: [UInt8] {
        withSpan { [UInt8](copying: $0) }
    }
}

extension FileContent: Equatable {
    /// Whether both hold the same octets, in a time that depends on their counts alone.
    package static func == (left: FileContent, right: FileContent) -> Bool {
        left.withSpan { leftSpan in right.withSpan { constantTimeEquals(leftSpan, $0) } }
    }
}
