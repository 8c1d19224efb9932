public import SecretMemory

/// The content of a file, held once, shared, and wiped with its last owner: it may be a key.
public final class FileContent: Sendable {
    private let octets: SecretBytes

    /// Holds a copy of `octets`.
    public init(_ octets: Span<UInt8>) {
        self.octets = SecretBytes(copying: octets)
    }

    /// Holds `octets`.
    public init(_ octets: consuming SecretBytes) {
        self.octets = octets
    }

    /// The count of octets.
    public var count: Int { octets.count }

    /// Lends the octets.
    public func withSpan<Result: ~Copyable, Failure: Error>(
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
    public var publicOctets: [UInt8] {
        withSpan { [UInt8](copying: $0) }
    }
}

extension FileContent: Equatable {
    /// Whether both hold the same octets, in a time that depends on their counts alone.
    public static func == (left: FileContent, right: FileContent) -> Bool {
        left.withSpan { leftSpan in right.withSpan { constantTimeEquals(leftSpan, $0) } }
    }
}
