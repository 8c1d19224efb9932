public import SecretMemory

/// A writer of DER (X.690) by continuation: a structure is written by a closure, and its length is put before it
/// when the closure returns.
///
/// What is written lies in memory that is wiped whenever it is outgrown or dropped, so that a private key can be
/// written too. Leaks: the structure of what is written, that is tags and lengths, and of an INTEGER the count of
/// its leading zero bits.
public struct DERWriter: ~Copyable {
    private var text: SecretText

    /// The number of bytes written.
    public var count: Int { text.count }

    /// Makes a writer with room for `capacity` octets before it must grow.
    public init(capacity: Int = 512) {
        text = SecretText(capacity: capacity)
    }

    /// The octets of what `body` writes, for what is not secret.
    public static func octets<Failure: Error>(
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) -> [UInt8] {
        var writer = DERWriter()
        try body(&writer)
        return writer.octets()
    }

    /// The octets of what `body` writes, for a secret.
    public static func secretBytes<Failure: Error>(
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) -> SecretBytes {
        var writer = DERWriter(capacity: 4096)
        try body(&writer)
        return writer.secretBytes()
    }

    /// Ends with the octets as an array, for what is not secret.
    public consuming func octets() -> [UInt8] {
        [UInt8](copying: written)
    }

    /// Ends with the octets as a secret.
    public consuming func secretBytes() -> SecretBytes {
        text.finish()
    }

    /// What was written up to now.
    public var written: Span<UInt8> {
        @_lifetime(borrow self)
        get { text.span }
    }

    /// Writes an element with `tag` around what `body` writes.
    public mutating func element<Failure: Error>(
        _ tag: DERTag,
        _ body: (inout DERWriter) throws(Failure) -> Void
    ) throws(Failure) {
        append(tag)
        let lengthPosition = count
        // One octet is enough for most; a longer form moves the contents up.
        append(octet: 0)
        try body(&self)
        let length = count - lengthPosition - 1
        guard length >= 0x80 else { return text.replaceByte(at: lengthPosition, with: UInt8(length)) }
        let more = (Int.bitWidth - length.leadingZeroBitCount + 7) / 8
        text.replaceByte(at: lengthPosition, with: 0x80 | UInt8(more))
        let longForm = (0..<more).map { UInt8(truncatingIfNeeded: length >> (8 * (more - 1 - $0))) }
        text.insert(contentsOf: longForm.span, at: lengthPosition + 1)
    }

    /// Writes octets that are DER already.
    public mutating func encoded(_ octets: Span<UInt8>) {
        append(octets)
    }

    mutating func append(octet: UInt8) {
        text.append(octet)
    }

    mutating func append(_ source: Span<UInt8>) {
        text.append(contentsOf: source)
    }

    private mutating func append(_ tag: DERTag) {
        if let octet = tag.octet { return append(octet: octet) }
        append(octet: tag.leadingBits | 0x1F)
        var shift: UInt32 = 21
        while tag.number >> shift == 0 { shift -= 7 }
        while shift > 0 {
            append(octet: 0x80 | UInt8(tag.number >> shift & 0x7F))
            shift -= 7
        }
        append(octet: UInt8(tag.number & 0x7F))
    }
}
