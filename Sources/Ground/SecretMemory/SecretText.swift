/// Secret bytes that grow at their end.
///
/// The room doubles in a new buffer, and the old one is wiped, so that no half of a secret stays behind.
///
/// Leaks: the counts of what is appended.
package struct SecretText: ~Copyable, Sendable {
    @usableFromInline
    var room: SecretBytes
    /// The number of bytes.
    @usableFromInline
    package internal(set) var count: Int

    /// An empty text with room for `capacity` bytes before it must grow.
    package init(capacity: Int = 256) {
        room = SecretBytes(repeating: 0, count: max(capacity, 16))
        count = 0
    }

    /// A text that begins with `content`.
    package init(_ content: consuming SecretBytes) {
        count = content.count
        room = content
    }

    /// The bytes, for reading.
    @inlinable
    package var span: Span<UInt8> {
        @_lifetime(borrow self)
        get { room.span.extracting(0..<count) }
    }

    /// Overwrites the byte at `index`.
    package mutating func replaceByte(at index: Int, with byte: UInt8) {
        precondition(index < count, "there is no byte \(index)")
        var span = room.mutableSpan
        span[index] = byte
    }

    /// Puts bytes before the one at `index`, which moves up with all behind it.
    package mutating func insert(contentsOf bytes: Span<UInt8>, at index: Int) {
        precondition(0...count ~= index, "there is no place \(index)")
        reserve(bytes.count)
        unsafe (room.base + index + bytes.count).update(from: room.base + index, count: count - index)
        put(bytes, at: index)
    }

    /// Appends a byte.
    @inlinable
    package mutating func append(_ byte: UInt8) {
        reserve(1)
        unsafe room.base[count] = byte
        count += 1
    }

    /// Appends bytes.
    package mutating func append(contentsOf bytes: Span<UInt8>) {
        reserve(bytes.count)
        put(bytes, at: count)
    }

    /// Copies bytes to where there is room for them, and counts them.
    private mutating func put(_ bytes: Span<UInt8>, at index: Int) {
        unsafe bytes.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            unsafe (room.base + index).update(from: start, count: source.count)
        }
        count += bytes.count
    }

    /// Appends the UTF-8 of a text that is no secret itself.
    package mutating func append(_ text: String) {
        append(contentsOf: Array(text.utf8).span)
    }

    /// Appends what `body` writes into the room that is left, for `least` bytes at least; it gives how many it wrote.
    @unsafe
    package mutating func append<Failure: Error>(
        least: Int,
        _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Int
    ) throws(Failure) {
        reserve(least)
        let end = count
        let capacity = room.count
        let free = unsafe UnsafeMutableRawBufferPointer(start: room.base + end, count: capacity - end)
        count += unsafe try body(free)
    }

    /// Makes room for `more` bytes behind those that are there.
    @inlinable
    package mutating func reserve(_ more: Int) {
        if more > room.count - count { grow(by: more) }
    }

    @usableFromInline
    mutating func grow(by more: Int) {
        let larger = SecretBytes(repeating: 0, count: max(2 * room.count, count + more))
        unsafe larger.base.update(from: room.base, count: count)
        room = larger
    }

    /// Ends with the bytes.
    package consuming func finish() -> SecretBytes {
        if room.count == count { return room }
        return SecretBytes(copying: span)
    }
}
