import MessageDigests
import TestSupport
import Testing

@Suite("SHA-512 with two schedules side by side")
struct SHA512PairTests {
    private static let reason: Comment =
        "this processor has no AVX2 or no BMI2, or the package leaves vectors out"

    @Test(
        "compressing in pairs gives the state that compressing portably gives",
        .enabled(if: SHA512Compression.usesPairs, reason)
    )
    func compressions() {
        var random = SeededRandom(seed: 22)
        for blockCount in 0...20 {
            // Also at addresses that are no multiple of 16.
            let octets = random.bytes(count: 128 * blockCount + 3)
            let state = (0..<8).map { _ in random.next() }
            for offset in 0...3 {
                let blocks = octets.span.extracting(offset..<offset + 128 * blockCount)
                let own = compressed(blocks, state, of: SHA512Compression.self, SHA512Compression.compress)
                let other = compressed(
                    blocks,
                    state,
                    of: SHA512Compression.self,
                    SHA512Compression.compressPortably
                )
                #expect(own == other)
                #expect((own == state) == (blockCount == 0))
            }
        }
    }

    @Test(
        "words of all zeros and all ones are compressed as portably",
        .enabled(if: SHA512Compression.usesPairs, reason)
    )
    func extremes() {
        for octet in [0x00, 0xFF] as [UInt8] {
            for word in [0, .max] as [UInt64] {
                let blocks = [UInt8](repeating: octet, count: 3 * 128)
                let state = [UInt64](repeating: word, count: 8)
                let own = compressed(
                    blocks.span,
                    state,
                    of: SHA512Compression.self,
                    SHA512Compression.compress
                )
                #expect(
                    own
                        == compressed(
                            blocks.span,
                            state,
                            of: SHA512Compression.self,
                            SHA512Compression.compressPortably
                        )
                )
            }
        }
    }
}
