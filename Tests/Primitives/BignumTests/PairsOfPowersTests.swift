import Bignum
import TestSupport
import Testing

@Suite("Powers of several numbers modulo two secret moduli at once")
struct PairsOfPowersTests {
    @Test("each power is the one that GMP computes", arguments: [512, 1024, 1536], [1, 3, 4])
    func powers(bitCount: Int, count: Int) throws {
        var random = SeededRandom(seed: UInt64(bitCount + count))
        let p = modulus(bitCount: bitCount, using: &random)
        let q = modulus(bitCount: bitCount, using: &random)
        guard PairsOfPowers.supports(p, q) else { return }
        let firstExponent = SecretNatural(bitCount: bitCount, using: &random)
        let secondExponent = SecretNatural(bitCount: bitCount, using: &random)
        var pairs = PairsOfPowers(count: count, modulo: p)
        var expected: [Natural] = []
        for index in 0..<count {
            let number = SecretNatural(bitCount: 2 * bitCount, using: &random)
            pairs.set(index, to: number, modulo: p, q)
            let first = p.power(of: p.reduced(number), firstExponent, exponentBitCount: bitCount)
            let second = q.power(of: q.reduced(number), secondExponent, exponentBitCount: bitCount)
            expected += [first.revealed(), second.revealed()]
        }
        pairs.raise(to: firstExponent, modulo: p, secondExponent, modulo: q)
        var found: [Natural] = []
        for index in 0..<count {
            found += [pairs.first(index).revealed(), pairs.second(index).revealed()]
        }
        #expect(found == expected)
    }

    @Test("moduli of two sizes are not for it")
    func sizes() {
        var random = SeededRandom(seed: 1)
        let isSupported = PairsOfPowers.supports(
            modulus(bitCount: 1024, using: &random),
            modulus(bitCount: 1000, using: &random)
        )
        #expect(!isSupported)
    }

    private func modulus(bitCount: Int, using random: inout SeededRandom) -> OddModulus {
        var number = SecretNatural(bitCount: bitCount, using: &random)
        number.setBit(0)
        number.setBit(bitCount - 1)
        guard let modulus = OddModulus(secret: number) else { fatalError("an odd number is odd") }
        return modulus
    }
}
