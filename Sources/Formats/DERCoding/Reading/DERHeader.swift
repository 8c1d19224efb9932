/// The beginning of an element, its tag and its length (X.690, section 8.1), where it may have any form.
///
/// The form that nearly all have is read first and for itself, ``short(_:_:at:end:)``; whatever is not of it goes
/// through the general one, which alone says what is wrong.
@usableFromInline
struct DERHeader {
    /// The tag.
    @usableFromInline
    let tag: DERTag
    /// Where the contents are.
    @usableFromInline
    let contents: Range<Int>

    /// Reads the header of the element at `offset`, which ends at `end` at the latest.
    @usableFromInline
    init(_ input: Span<UInt8>, at offset: Int, end: Int) throws(DERError) {
        var position = offset
        tag = try DERHeader.tag(input, at: &position, end: end)
        let count = try DERHeader.length(input, at: &position, end: end)
        guard count <= end - position else { throw .truncated(offset: offset) }
        contents = position..<position + count
    }

    /// Where the contents of the element at `start` are, where it has `tag` as its first octet and a length of one
    /// octet, or of two or three; else, be it right or wrong, `nil`.
    @inlinable
    @inline(__always)
    static func short(_ tag: UInt8, _ input: Span<UInt8>, at start: Int, end: Int) -> Range<Int>? {
        guard end &- start >= 2, input[start] == tag else { return nil }
        let count = Int(input[start &+ 1])
        guard count < 0x80 else { return long(input, at: start, end: end) }
        guard count <= end &- start &- 2 else { return nil }
        return start &+ 2..<start &+ 2 &+ count
    }

    @usableFromInline
    static func long(_ input: Span<UInt8>, at start: Int, end: Int) -> Range<Int>? {
        guard end - start >= 4 else { return nil }
        let (count, header): (Int, Int)
        switch input[start + 1] {
        case 0x81: (count, header) = (Int(input[start + 2]), 3)
        case 0x82: (count, header) = (Int(input[start + 2]) << 8 | Int(input[start + 3]), 4)
        default: return nil
        }
        guard count >= (header == 3 ? 0x80 : 0x100), count <= end - start - header else { return nil }
        return start + header..<start + header + count
    }

    /// Where the contents of the element at `offset` are, which must have `expected` as its tag.
    @usableFromInline
    static func contents(
        of expected: DERTag,
        _ input: Span<UInt8>,
        at offset: Int,
        end: Int
    ) throws(DERError) -> Range<Int> {
        guard offset < end else { throw .missingElement(expected: expected, offset: offset) }
        let header = try DERHeader(input, at: offset, end: end)
        guard header.tag == expected else {
            throw .unexpectedTag(found: header.tag, expected: expected, offset: offset)
        }
        return header.contents
    }

    /// The tag of the element at `offset`.
    @usableFromInline
    static func tag(_ input: Span<UInt8>, at offset: Int, end: Int) throws(DERError) -> DERTag {
        var position = offset
        return try tag(input, at: &position, end: end)
    }

    private static func tag(_ input: Span<UInt8>, at position: inout Int, end: Int) throws(DERError) -> DERTag
    {
        let start = position
        let octet = try octet(input, at: &position, end: end, of: start)
        let leadingBits = octet & 0xE0
        var number = UInt32(octet & 0x1F)
        guard number == 0x1F else { return DERTag(leadingBits: leadingBits, number: number) }
        number = 0
        for index in 0... {
            guard index < 4 else { throw .oversizedTag(offset: start) }
            let octet = try DERHeader.octet(input, at: &position, end: end, of: start)
            if index == 0, octet == 0x80 { throw .nonMinimalTag(offset: start) }
            number = number << 7 | UInt32(octet & 0x7F)
            if octet & 0x80 == 0 { break }
        }
        guard number >= 0x1F else { throw .nonMinimalTag(offset: start) }
        return DERTag(leadingBits: leadingBits, number: number)
    }

    private static func length(_ input: Span<UInt8>, at position: inout Int, end: Int) throws(DERError) -> Int
    {
        let start = position
        let first = try octet(input, at: &position, end: end, of: start)
        guard first & 0x80 != 0 else { return Int(first) }
        let octetCount = Int(first & 0x7F)
        guard octetCount > 0 else { throw .indefiniteLength(offset: start) }
        var length = 0
        for index in 0..<octetCount {
            let octet = try octet(input, at: &position, end: end, of: start)
            if index == 0, octet == 0 { throw .nonMinimalLength(offset: start) }
            // Longer than any input; the octets that would be needed cannot be there.
            guard length < 1 << 40 else { throw .truncated(offset: start) }
            length = length << 8 | Int(octet)
        }
        guard length >= 0x80 else { throw .nonMinimalLength(offset: start) }
        return length
    }

    private static func octet(
        _ input: Span<UInt8>,
        at position: inout Int,
        end: Int,
        of start: Int
    ) throws(DERError) -> UInt8 {
        guard position < end else { throw .truncated(offset: start) }
        defer { position += 1 }
        return input[position]
    }
}
