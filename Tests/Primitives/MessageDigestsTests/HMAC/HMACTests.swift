import MessageDigests
import SecretMemory
import TestSupport
import Testing

@Suite("HMAC (FIPS 198-1)")
struct HMACTests {
    @Test(
        "the published codes, and nothing else, are valid",
        arguments: HMACFigures.rfc2202 + HMACFigures.rfc4231 + HMACFigures.wycheproofValid
    )
    func valid(figure: HMACFigures.Figure) {
        let key = octets(figure.key)
        let message = octets(figure.message)
        let expected = octets(figure.code)
        let code = figure.hash.code(for: message, key: key)
        #expect(Array(code.prefix(expected.count)) == expected)
        #expect(figure.hash.isValid(code, for: message, key: key))
        #expect(!figure.hash.isValid(code, for: message + [0], key: key))
        for place in code.indices {
            var other = code
            other[place] ^= 0x10
            #expect(!figure.hash.isValid(other, for: message, key: key))
        }
        #expect(!figure.hash.isValid(Array(code.dropLast()), for: message, key: key))
        #expect(!figure.hash.isValid(code + [0], for: message, key: key))
        #expect(!figure.hash.isValid([], for: message, key: key))
    }

    @Test("the codes that Wycheproof altered or shortened are not", arguments: HMACFigures.wycheproofInvalid)
    func invalid(figure: HMACFigures.Figure) {
        #expect(
            !figure.hash.isValid(octets(figure.code), for: octets(figure.message), key: octets(figure.key))
        )
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
