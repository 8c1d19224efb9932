import BlockCiphers
import TestSupport
import Testing

@Suite("AES (FIPS 197)")
struct AESTests {
    @Test(
        "the examples of the standard's appendices B and C",
        arguments: [
            (
                "2b7e151628aed2a6abf7158809cf4f3c", "3243f6a8885a308d313198a2e0370734",
                "3925841d02dc09fbdc118597196a0b32"
            ),
            (
                "000102030405060708090a0b0c0d0e0f", "00112233445566778899aabbccddeeff",
                "69c4e0d86a7b0430d8cdb78070b4c55a"
            ),
            (
                "000102030405060708090a0b0c0d0e0f1011121314151617", "00112233445566778899aabbccddeeff",
                "dda97ca4864cdfe06eaf70a0ec0d7191"
            ),
            (
                "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                "00112233445566778899aabbccddeeff", "8ea2b7ca516745bfeafc49904b496089"
            ),
        ]
    )
    func examples(key: String, plaintext: String, ciphertext: String) throws {
        try check(AES(key: octets(key).span), plaintext, ciphertext)
        try check(AES(portably: octets(key).span), plaintext, ciphertext)
    }

    private func check(_ aes: borrowing AES, _ plaintext: String, _ ciphertext: String) throws {
        let encrypted = try aes.encrypt(block: octets(plaintext).span)
        #expect(hexadecimal(encrypted) == ciphertext)
        let decrypted = try array(aes.decrypt(block: encrypted.span))
        #expect(hexadecimal(decrypted) == plaintext)
    }

    @Test("keys of another size are refused", arguments: Array(0...40))
    func keySizes(count: Int) throws {
        let key = [UInt8](repeating: 0, count: count)
        if [16, 24, 32].contains(count) {
            _ = try AES(key: key.span)
        } else {
            #expect(throws: BlockCipherError.invalidKeyByteCount(count)) { _ = try AES(key: key.span) }
        }
    }

    @Test("blocks of another size are refused", arguments: [0, 15, 17, 32])
    func blockSizes(count: Int) {
        let key = [UInt8](repeating: 0, count: 16)
        let block = [UInt8](repeating: 0, count: count)
        #expect(throws: BlockCipherError.invalidBlockByteCount(count)) {
            _ = try AES(key: key.span).encrypt(block: block.span)
        }
        #expect(throws: BlockCipherError.invalidBlockByteCount(count)) {
            _ = try AES(key: key.span).decrypt(block: block.span)
        }
    }
}
