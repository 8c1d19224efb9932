import TestSupport
import Testing
import TextEncodings

@Suite("Hexadecimal (RFC 4648)")
struct HexadecimalTests {
    @Test(
        "the examples of RFC 4648, section 10",
        arguments: [("", ""), ("f", "66"), ("foobar", "666f6f626172")]
    )
    func examples(plain: String, encoded: String) throws {
        #expect(Hexadecimal.encode(Array(plain.utf8).span) == encoded)
        #expect(try Hexadecimal.decode(Array(encoded.uppercased().utf8).span) == Array(plain.utf8))
    }

    @Test("every octet has its own text, read in either case")
    func everyOctet() throws {
        for octet in UInt8.min...UInt8.max {
            let expected = (octet < 16 ? "0" : "") + String(octet, radix: 16)
            #expect(Hexadecimal.encode([octet].span) == expected)
            #expect(try Hexadecimal.decode(Array(expected.utf8).span) == [octet])
            #expect(try Hexadecimal.decode(Array(expected.uppercased().utf8).span) == [octet])
        }
    }

    @Test("every character outside the alphabet is refused")
    func outside() {
        let alphabet = Set("0123456789abcdefABCDEF".utf8)
        for character in UInt8.min...UInt8.max where !alphabet.contains(character) {
            #expect(throws: TextEncodingError.invalidCharacter) {
                try Hexadecimal.decode([character, 48].span)
            }
            #expect(throws: TextEncodingError.invalidCharacter) {
                try Hexadecimal.decode([48, character].span)
            }
        }
        #expect(throws: TextEncodingError.invalidCount(3)) { try Hexadecimal.decode([48, 48, 48].span) }
    }
}
