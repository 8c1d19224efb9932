/// Base64 with padding, of RFC 4648, section 4.
///
/// Read strictly: no white space, padding in full, and no bits that stand for nothing. Leaks: the counts, and
/// whether a text was valid; no time or address depends on what the octets are.
package enum Base64 {
    /// How many characters `count` octets take.
    package static func encodedCount(_ count: Int) -> Int {
        (count + 2) / 3 * 4
    }

    /// The most octets that `count` characters can stand for.
    package static func decodedCapacity(_ count: Int) -> Int {
        count / 4 * 3
    }

    /// Appends four characters for every three octets begun.
    package static func encode(_ octets: Span<UInt8>, into output: inout OutputSpan<UInt8>) {
        var index = 0
        while index < octets.count {
            let present = min(3, octets.count - index)
            var group = UInt32(octets[index]) << 16
            if present > 1 { group |= UInt32(octets[index + 1]) << 8 }
            if present > 2 { group |= UInt32(octets[index + 2]) }
            output.append(character(group >> 18 & 63))
            output.append(character(group >> 12 & 63))
            output.append(present > 1 ? character(group >> 6 & 63) : padding)
            output.append(present > 2 ? character(group & 63) : padding)
            index += present
        }
    }

    /// The text of `octets`, for what is not secret.
    package static func encode(_ octets: Span<UInt8>) -> String {
        let text = [UInt8](capacity: encodedCount(octets.count)) { output in
            encode(octets, into: &output)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the octets that `text` stands for.
    package static func decode(
        _ text: Span<UInt8>,
        into output: inout OutputSpan<UInt8>
    ) throws(TextEncodingError) {
        guard text.count.isMultiple(of: 4) else { throw .invalidCount(text.count) }
        var padded = 0
        if text.count > 0, text[text.count - 1] == padding {
            padded = text[text.count - 2] == padding ? 2 : 1
        }
        var invalid: Int16 = 0
        var surplus: UInt32 = 0
        for group in 0..<text.count / 4 {
            let isLast = group == text.count / 4 - 1
            let present = isLast ? 4 - padded : 4
            var bits: UInt32 = 0
            for position in 0..<present {
                let value = value(text[4 * group + position])
                invalid |= value
                bits |= UInt32(truncatingIfNeeded: value & 63) << (18 - 6 * position)
            }
            output.append(UInt8(truncatingIfNeeded: bits >> 16))
            if present > 2 { output.append(UInt8(truncatingIfNeeded: bits >> 8)) }
            if present > 3 { output.append(UInt8(truncatingIfNeeded: bits)) }
            if present == 2 { surplus = bits & 0xFFFF }
            if present == 3 { surplus = bits & 0xFF }
        }
        // A negative value has its sign bit kept by the disjunction.
        if invalid < 0 { throw .invalidCharacter }
        if surplus != 0 { throw .nonZeroPaddingBits }
    }

    /// The octets of `text`, for what is not secret.
    package static func decode(_ text: Span<UInt8>) throws(TextEncodingError) -> [UInt8] {
        try [UInt8](capacity: decodedCapacity(text.count)) { output throws(TextEncodingError) in
            try decode(text, into: &output)
        }
    }

    private static let padding = UInt8(ascii: "=")

    private static func character(_ sextet: UInt32) -> UInt8 {
        let value = Int16(truncatingIfNeeded: sextet)
        // From "A", each step leads from where one run of the alphabet would go on to where the next begins.
        var character = value + 65
        character += ((25 - value) >> 8) & 6
        character -= ((51 - value) >> 8) & 75
        character -= ((61 - value) >> 8) & 15
        character += ((62 - value) >> 8) & 3
        return UInt8(truncatingIfNeeded: character)
    }

    /// The value of a character, or a negative number.
    private static func value(_ character: UInt8) -> Int16 {
        let character = Int16(character)
        var value: Int16 = -1
        value += mask(character, in: 65...90) & (character - 64)
        value += mask(character, in: 97...122) & (character - 70)
        value += mask(character, in: 48...57) & (character + 5)
        value += mask(character, in: 43...43) & 63
        value += mask(character, in: 47...47) & 64
        return value
    }
}
