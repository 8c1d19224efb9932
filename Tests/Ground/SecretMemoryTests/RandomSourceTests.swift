import SecretMemory
import Testing

@Suite("The operating system's randomness")
struct RandomSourceTests {
    @Test("a request of any size is filled to its last octet", arguments: [1, 255, 256, 257, 20_000])
    func filled(count: Int) {
        var source = OperatingSystemRandom()
        // Each octet is not zero at least once in 64 draws, but for a chance of 2^-512.
        var seen = [Bool](repeating: false, count: count)
        for _ in 0..<64 {
            for (index, octet) in source.bytes(count: count).enumerated() where octet != 0 {
                seen[index] = true
            }
        }
        #expect(!seen.contains(false))
    }

    @Test("two draws differ")
    func draws() {
        var source = OperatingSystemRandom()
        var other = source.split()
        let drawn = source.secretBytes(count: 32)
        let second = other.secretBytes(count: 32)
        let same = constantTimeEquals(drawn.span, second.span)
        #expect(!same)
    }
}
