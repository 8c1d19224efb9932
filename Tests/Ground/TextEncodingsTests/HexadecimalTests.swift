import TestSupport
import Testing
import TextEncodings
import VectorFiles

@Suite("Hexadecimal (RFC 4648)")
struct HexadecimalTests {
    @Test("the examples of RFC 4648, section 10")
    func examples() throws {
        for vector in try VectorFolder(near: #filePath).file("rfc/4648-base16").cases {
            let octets = try vector.octets("octets")
            // The RFC prints capitals; we write small letters and read both.
            let text = String(decoding: try vector.octets("text"), as: UTF8.self)
            #expect(Hexadecimal.encode(octets.span) == text.lowercased(), "\(vector)")
            #expect(try Hexadecimal.decode(Array(text.utf8).span) == octets, "\(vector)")
        }
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
