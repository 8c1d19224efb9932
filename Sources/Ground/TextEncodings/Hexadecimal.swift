/// Hexadecimal, "base16" of RFC 4648, section 8.
///
/// Written in lower case, read in either. Leaks: the counts, and whether a text was valid; no time or address
/// depends on what the octets are.
package enum Hexadecimal {
    /// Appends two lower-case characters for each octet.
    package static func encode(_ octets: Span<UInt8>, into output: inout OutputSpan<UInt8>) {
        for index in octets.indices {
            output.append(character(octets[index] >> 4))
            output.append(character(octets[index] & 15))
        }
    }

    /// The text of `octets`, for what is not secret.
    package static func encode(_ octets: Span<UInt8>) -> String {
        let text = [UInt8](capacity: octets.count * 2) { output in
            encode(octets, into: &output)
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends one octet for each pair of characters.
    package static func decode(
        _ text: Span<UInt8>,
        into output: inout OutputSpan<UInt8>
    ) throws(TextEncodingError) {
        guard text.count.isMultiple(of: 2) else { throw .invalidCount(text.count) }
        var invalid: Int16 = 0
        for pair in 0..<text.count / 2 {
            let high = value(text[2 * pair])
            let low = value(text[2 * pair + 1])
            invalid |= high | low
            output.append(UInt8(truncatingIfNeeded: high << 4 | low))
        }
        // A negative value has its sign bit kept by the disjunction.
        if invalid < 0 { throw .invalidCharacter }
    }

    /// The octets of `text`, for what is not secret.
    package static func decode(_ text: Span<UInt8>) throws(TextEncodingError) -> [UInt8] {
        try [UInt8](capacity: text.count / 2) { output throws(TextEncodingError) in
            try decode(text, into: &output)
        }
    }

    private static func character(_ nibble: UInt8) -> UInt8 {
        let value = Int16(nibble)
        // "0" is 48, and "a" is 39 above where the digits would go on.
        return UInt8(truncatingIfNeeded: value + 48 + (((9 - value) >> 8) & 39))
    }

    /// The value of a character, or a negative number.
    private static func value(_ character: UInt8) -> Int16 {
        let character = Int16(character)
        var value: Int16 = -1
        value += mask(character, in: 48...57) & (character - 47)
        value += mask(character, in: 65...70) & (character - 54)
        value += mask(character, in: 97...102) & (character - 86)
        return value
    }
}
