import BlockCiphers
import TestSupport
import Testing
import VectorFiles

@Suite("AES (FIPS 197)")
struct AESTests {
    @Test("the examples of the standard's appendices B and C")
    func examples() throws {
        for vector in try VectorFolder(near: #filePath).file("nist-aes/fips-197").cases {
            let key = try vector.octets("key")
            try check(AES(key: key.span), vector)
            try check(AES(portably: key.span), vector)
        }
    }

    private func check(_ aes: borrowing AES, _ vector: VectorCase) throws {
        let plaintext = try vector.octets("plaintext")
        let ciphertext = try vector.octets("ciphertext")
        let encrypted = try aes.encrypt(block: plaintext.span)
        #expect(encrypted == ciphertext, "\(vector)")
        let decrypted = try array(aes.decrypt(block: ciphertext.span))
        #expect(decrypted == plaintext, "\(vector)")
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
