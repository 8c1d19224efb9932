import MessageDigests
import SecretMemory
import TestSupport
import Testing
import VectorFiles

@Suite("HMAC (FIPS 198-1)")
struct HMACTests {
    /// The files of RFC 2202 and RFC 4231; the truncated codes of the latter are published in their first 128 bits.
    private static let standards = [
        "rfc/2202-md5", "rfc/2202-sha1", "rfc/4231-sha224", "rfc/4231-sha256", "rfc/4231-sha384",
        "rfc/4231-sha512",
        "rfc/4231-truncated",
    ]

    @Test("the codes that RFC 2202 and RFC 4231 print, and nothing else, are valid", arguments: standards)
    func standard(name: String) throws {
        for vector in try publishedCases(name) {
            let hash = try Hash(vector)
            let key = try vector.octets("key")
            let message = try vector.octets("message")
            let tag = try vector.octets("tag")
            let code = hash.code(for: message, key: key)
            #expect(Array(code.prefix(tag.count)) == tag, "\(vector)")
            #expect(hash.isValid(code, for: message, key: key))
            #expect(!hash.isValid(code, for: message + [0], key: key))
            for place in code.indices {
                var other = code
                other[place] ^= 0x10
                #expect(!hash.isValid(other, for: message, key: key), "\(vector), octet \(place)")
            }
            #expect(!hash.isValid(Array(code.dropLast()), for: message, key: key))
            #expect(!hash.isValid(code + [0], for: message, key: key))
            #expect(!hash.isValid([], for: message, key: key))
        }
    }

    @Test(
        "Wycheproof's whole codes are valid, and those that it altered or cut off are not",
        arguments: ["hmac_sha1", "hmac_sha256", "hmac_sha512"]
    )
    func wycheproof(name: String) throws {
        for vector in try publishedCases("wycheproof/\(name)") {
            let hash = try Hash(vector)
            let key = try vector.octets("key")
            let message = try vector.octets("message")
            let tag = try vector.octets("tag")
            let code = hash.code(for: message, key: key)
            // A code that is cut off is that of the message all the same, but nobody is to be satisfied with it.
            let count = try vector.number("tag-bits") / 8
            #expect((Array(code.prefix(count)) == tag) == (vector.result == .valid), "\(vector)")
            let isWhole = tag.count == code.count
            #expect(
                hash.isValid(tag, for: message, key: key) == (vector.result == .valid && isWhole),
                "\(vector)"
            )
        }
    }

    @Test("a key of a block is taken as it is, a longer one as its digest", arguments: Hash.allCases)
    func keys(hash: Hash) {
        let blockByteCount = [.sha384, .sha512].contains(hash) ? 128 : 64
        let message: [UInt8] = [1, 2, 3]
        let key = (0...blockByteCount).map { UInt8($0) }
        let whole = Array(key.dropLast())
        // A shorter key is the same as one filled with zeros up to a block, and no further.
        #expect(hash.code(for: message, key: [7]) == hash.code(for: message, key: [7, 0]))
        let filled = [7] + [UInt8](repeating: 0, count: blockByteCount - 1)
        #expect(hash.code(for: message, key: [7]) == hash.code(for: message, key: filled))
        #expect(hash.code(for: message, key: [7]) != hash.code(for: message, key: filled + [0]))
        #expect(hash.code(for: message, key: whole) != hash.code(for: message, key: key))
        if hash == .sha256 {
            let digest = SHA256.hash(key.span)
            #expect(hash.code(for: message, key: key) == hash.code(for: message, key: digest))
        }
    }

    @Test("one value makes the codes of many messages, given in parts")
    func manyMessages() {
        var random = SeededRandom(seed: 7)
        let key = random.bytes(count: 20)
        var hmac = HMAC<SHA256>(key: key.span)
        for count in stride(from: 0, to: 200, by: 7) {
            let message = random.bytes(count: count)
            hmac.update(message.span.extracting(0..<count / 3))
            hmac.update(message.span.extracting(count / 3..<count))
            var code = [UInt8](repeating: 0, count: HMAC<SHA256>.byteCount)
            var span = code.mutableSpan
            hmac.finalizeAndReset(into: &span)
            #expect(code == Hash.sha256.code(for: message, key: key))
        }
    }
}
