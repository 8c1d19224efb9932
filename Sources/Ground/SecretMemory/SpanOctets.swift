extension [UInt8] {
    /// A copy of `span`, for what is no secret.
    package init(copying span: Span<UInt8>) {
        self.init(capacity: span.count) { output in
            for index in span.indices { output.append(span[index]) }
        }
    }
}

extension Span<UInt8> {
    /// Whether the first octets are those of `prefix`.
    ///
    /// Leaks: both counts and the answer; the time does not depend on where they differ.
    package func starts(with prefix: [UInt8]) -> Bool {
        guard count >= prefix.count else { return false }
        return constantTimeEquals(extracting(first: prefix.count), prefix.span)
    }
}
