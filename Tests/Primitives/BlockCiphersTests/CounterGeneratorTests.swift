import SecretMemory
import TestSupport
import Testing

@testable import BlockCiphers

@Suite("Random octets by counters")
struct CounterGeneratorTests {
    /// CTR_DRBG with AES-256, no derivation function, no prediction resistance, an entropy input of 384 bits and
    /// nothing else, count 0 of NIST's CAVS 14.3: the second request is what is published.
    @Test("a seed gives what NIST published")
    func published() {
        let seed = octets(
            "df5d73faa468649edda33b5cca79b0b05600419ccb7a879d"
                + "dfec9db32ee494e5531b51de16a30f769262474c73bec010"
        )
        var generator = CounterGenerator(seed: seed.span)
        _ = generator.octets(64)
        let second = generator.octets(64)
        let expected =
            "d1c07cd95af8a7f11012c84ce48bb8cb87189e99d40fccb1771c619bdf82ab22"
            + "80b1dc2f2581f39164f7ac0c510494b3a43c41b7db17514c87b107ae793e01c5"
        #expect(second == octets(expected))
    }

    @Test("a request that ends within a block takes the block, and one above 65,536 octets is two")
    func counts() {
        let seed = [UInt8](0..<48)
        var whole = CounterGenerator(seed: seed.span)
        var cut = CounterGenerator(seed: seed.span)
        let (first, cutFirst) = (whole.octets(64), cut.octets(50))
        #expect(cutFirst == Array(first.prefix(50)))
        // Both replaced the key by the blocks after the fourth.
        let (next, cutNext) = (whole.octets(33), cut.octets(33))
        #expect(next == cutNext)
        var one = CounterGenerator(seed: seed.span)
        var two = CounterGenerator(seed: seed.span)
        let long = one.octets(65_536 + 40)
        let parts = two.octets(65_536) + two.octets(40)
        #expect(long == parts)
    }

    @Test("the counter's carry goes from the lower word to the higher one")
    func carry() throws {
        // The seed that brings V to 2^64 − 2: what an update adds to are the first three blocks of a key of zeros.
        let cipher = try AES(key: [UInt8](repeating: 0, count: 32).span)
        var seed: [UInt8] = []
        let target = [UInt8](repeating: 0, count: 8) + [UInt8](repeating: 0xFF, count: 7) + [0xFE]
        for block in 1...3 as ClosedRange<UInt8> {
            let mask = try cipher.encrypt(block: ([UInt8](repeating: 0, count: 15) + [block]).span)
            seed += block < 3 ? mask : zip(mask, target).map { $0 ^ $1 }
        }
        var generator = CounterGenerator(seed: seed.span)
        let zeros = [UInt8](repeating: 0, count: 7)
        let counters: [[UInt8]] = [
            zeros + [0] + [UInt8](repeating: 0xFF, count: 8), zeros + [1] + zeros + [0],
            zeros + [1] + zeros + [1],
        ]
        // The key is zeros again.
        var expected: [UInt8] = []
        for counter in counters { expected += try cipher.encrypt(block: counter.span) }
        let given = generator.octets(48)
        #expect(given == expected)
    }
}

extension CounterGenerator {
    /// So many octets as one request.
    fileprivate mutating func octets(_ count: Int) -> [UInt8] {
        var octets = [UInt8](repeating: 0, count: count)
        var span = octets.mutableSpan
        fill(&span)
        return octets
    }
}
