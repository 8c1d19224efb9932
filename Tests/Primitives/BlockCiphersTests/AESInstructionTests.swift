import TestSupport
import Testing

@testable import BlockCiphers

@Suite("AES on the instructions of the processor")
struct AESInstructionTests {
    @Test(
        "chains of any number of blocks are those that Swift alone makes, wherever they lie in memory",
        .enabled(
            if: AES.hasInstructions,
            "this processor has no AES instructions, or the package leaves them out"
        ),
        arguments: [16, 24, 32]
    )
    func chains(keyByteCount: Int) throws {
        var random = SeededRandom(seed: 22)
        // Up to three times what is deciphered at once, eight blocks and 32, and what is left over by them.
        for blockCount in Array(0...44) + [64, 65, 66, 97, 98, 101, 133] {
            let key = random.bytes(count: keyByteCount)
            let vector = random.bytes(count: 16)
            let octets = random.bytes(count: 16 * blockCount + 3)
            for offset in 0...3 {
                let blocks = octets.span.extracting(offset..<offset + 16 * blockCount)
                let own = try both(AES(key: key.span), blocks, vector.span)
                let portable = try both(AES(portably: key.span), blocks, vector.span)
                #expect(own.encrypted == portable.encrypted)
                #expect(own.decrypted == portable.decrypted)
                #expect(own.encrypted.count == 16 * (blockCount + 1))
                #expect(own.decrypted.count == 16 * blockCount)
                if AES.hasWideInstructions {
                    // Where four blocks are taken at once, one at a time is not what the others were held against.
                    let narrow = try decryptedNarrowly(AES(key: key.span), blocks, vector.span)
                    #expect(narrow == portable.decrypted)
                }
            }
        }
    }

    private func decryptedNarrowly(
        _ key: borrowing AES,
        _ blocks: Span<UInt8>,
        _ vector: Span<UInt8>
    ) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: blocks.count)
        var span = output.mutableSpan
        key.decryptChainOnInstructions(blocks, after: vector, into: &span, widely: false)
        return output
    }

    private func both(
        _ key: borrowing AES,
        _ blocks: Span<UInt8>,
        _ vector: Span<UInt8>
    ) throws -> (encrypted: [UInt8], decrypted: [UInt8]) {
        let encrypted = try CBC.encrypt(blocks, key: key, initializationVector: vector)
        let decrypted = try CBC.decryptWithoutPadding(blocks, key: key, initializationVector: vector)
        return (encrypted, array(decrypted))
    }
}
