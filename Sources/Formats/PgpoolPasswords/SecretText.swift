internal import SecretMemory

/// Secret octets that grow at their end, each doubling of the room in a new buffer that wipes itself.
struct SecretText: ~Copyable, Sendable {
    private var buffer: SecretBytes
    private(set) var count: Int

    init(_ content: consuming SecretBytes) {
        count = content.count
        buffer = content
    }

    var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { buffer.span.extracting(0..<count) }
    }

    mutating func append(_ octets: Span<UInt8>) {
        if buffer.count - count < octets.count {
            var larger = SecretBytes(repeating: 0, count: max(2 * buffer.count, count + octets.count))
            copy(buffer.span.extracting(0..<count), into: &larger, at: 0)
            buffer = larger
        }
        copy(octets, into: &buffer, at: count)
        count += octets.count
    }
}

private func copy(_ octets: Span<UInt8>, into buffer: inout SecretBytes, at start: Int) {
    var span = buffer.mutableSpan
    for index in octets.indices { span[start + index] = octets[index] }
}
