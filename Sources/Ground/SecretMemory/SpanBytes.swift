extension [UInt8] {
    /// A copy of `span`, for what is not secret.
    package init(copying span: Span<UInt8>) {
        self = unsafe span.withUnsafeBufferPointer { unsafe [UInt8]($0) }
    }
}

extension OutputSpan<UInt8> {
    /// Appends a copy of `bytes`, for which there must be room.
    package mutating func append(copying bytes: Span<UInt8>) {
        precondition(bytes.count <= freeCapacity, "there is no room for \(bytes.count) bytes")
        unsafe withUnsafeMutableBufferPointer { buffer, count in
            unsafe bytes.withUnsafeBufferPointer { source in
                guard let start = source.baseAddress, let free = buffer.baseAddress else { return }
                unsafe (free + count).initialize(from: start, count: source.count)
                count += source.count
            }
        }
    }
}

extension Span<UInt8> {
    /// Whether the first bytes are those of `prefix`.
    ///
    /// Leaks: both counts and the answer; the time does not depend on where they differ.
    package func starts(with prefix: [UInt8]) -> Bool {
        guard count >= prefix.count else { return false }
        return constantTimeEquals(extracting(first: prefix.count), prefix.span)
    }
}
