import SecretMemory
import TestSupport
import Testing
import TextEncodings
import VectorFiles

@Suite("Base64 (RFC 4648)")
struct Base64Tests {
    @Test("the examples of RFC 4648, section 10")
    func examples() throws {
        for vector in try VectorFolder(near: #filePath).file("rfc/4648-base64").cases {
            let octets = try vector.octets("octets")
            let text = try vector.octets("text")
            #expect(Array(Base64.encode(octets.span).utf8) == text, "\(vector)")
            #expect(try Base64.decode(text.span) == octets, "\(vector)")
        }
    }

    @Test("every character of the alphabet stands for its own value")
    func alphabet() throws {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        for (value, character) in alphabet.enumerated() {
            let decoded = try Base64.decode([65, 65, 65, character].span)
            #expect(decoded == [0, 0, UInt8(value)])
            #expect(Base64.encode(decoded.span) == "AAA" + String(UnicodeScalar(character)))
        }
        for character in UInt8.min...UInt8.max where !alphabet.contains(character) {
            #expect(throws: TextEncodingError.invalidCharacter) {
                try Base64.decode([65, character, 65, 65].span)
            }
        }
    }

    @Test(
        "malformed text is refused, with its own reason",
        arguments: [
            ("Zg=", TextEncodingError.invalidCount(3)), ("Zg", .invalidCount(2)), ("=", .invalidCount(1)),
            ("Zg==Zg==", .invalidCharacter), ("Z===", .invalidCharacter), ("====", .invalidCharacter),
            ("Zm9=v", .invalidCount(5)), ("Zm 9", .invalidCharacter), ("Zh==", .nonZeroPaddingBits),
            ("Zm9=", .nonZeroPaddingBits), ("Zm8\n", .invalidCharacter),
        ]
    )
    func malformed(text: String, error: TextEncodingError) {
        #expect(throws: error) { try Base64.decode(Array(text.utf8).span) }
    }

    @Test("random octets of every count come back")
    func roundTrips() throws {
        var random = SeededRandom(seed: 1)
        for count in 0..<200 {
            let octets = random.bytes(count: count)
            let text = Base64.encode(octets.span)
            #expect(text.utf8.count == Base64.encodedCount(count))
            #expect(try Base64.decode(Array(text.utf8).span) == octets)
        }
    }
}
