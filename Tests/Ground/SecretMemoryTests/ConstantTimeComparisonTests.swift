import SecretMemory
import Testing

@Suite("Constant-time comparison")
struct ConstantTimeComparisonTests {
    @Test("equal and unequal octets are told apart, whichever bit differs")
    func everyBit() {
        let octets: [UInt8] = [0, 0x55, 0xFF, 7]
        #expect(same(octets, octets))
        for bit in 0..<32 {
            var other = octets
            other[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!same(octets, other))
        }
    }

    @Test("octets of another count are unequal")
    func counts() {
        #expect(!same([1, 2], [1, 2, 3]))
        #expect(!same([], [0]))
        #expect(same([], []))
    }

    @Test("a zero octet is found wherever it is, and no other is taken for one")
    func zeroOctets() {
        let octets: [UInt8] = [1, 0x80, 0xFF, 0x7F]
        #expect(!hasZero(octets))
        #expect(!hasZero([]))
        for index in octets.indices {
            var other = octets
            other[index] = 0
            #expect(hasZero(other))
        }
    }

    private func hasZero(_ octets: [UInt8]) -> Bool { hasZeroOctet(octets.span) }

    private func same(_ left: [UInt8], _ right: [UInt8]) -> Bool {
        constantTimeEquals(left.span, right.span)
    }
}
