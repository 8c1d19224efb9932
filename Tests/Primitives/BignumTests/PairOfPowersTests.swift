import Bignum
import TestSupport
import Testing

@Suite("Powers modulo two secret moduli at once")
struct PairOfPowersTests {
    /// The sizes at which the lanes hold another number of digits, and unequal ones.
    @Test(
        "each power is what the arithmetic of public numbers gives",
        arguments: [
            (512, 512), (1024, 1024), (1032, 1000), (1033, 1024), (1536, 1536), (1656, 64), (1657, 1024),
            (2048, 2048), (2072, 2072), (2073, 2073),
        ]
    )
    func powers(firstBitCount: Int, secondBitCount: Int) throws {
        var random = SeededRandom(seed: UInt64(firstBitCount))
        for round in 0..<4 {
            let p = modulus(bitCount: firstBitCount, round, using: &random)
            let q = modulus(bitCount: secondBitCount, round, using: &random)
            let base = SecretNatural(bitCount: firstBitCount + secondBitCount, using: &random)
            var firstExponent = SecretNatural(bitCount: firstBitCount, using: &random)
            let secondExponent = SecretNatural(bitCount: secondBitCount, using: &random)
            if round == 1 { firstExponent = SecretNatural(Natural(0), limbCount: firstExponent.limbCount) }
            let first = try #require(
                base.revealed().powerVarTime(firstExponent.revealed(), modulo: p) as Natural?
            )
            let second = try #require(
                base.revealed().powerVarTime(secondExponent.revealed(), modulo: q) as Natural?
            )
            guard let firstModulus = OddModulus(p), let secondModulus = OddModulus(q) else {
                Issue.record("an even modulus")
                return
            }
            let found = PairOfPowers(
                of: base,
                firstExponent,
                modulo: firstModulus,
                secondExponent,
                modulo: secondModulus
            )
            let revealed = [found.first.revealed(), found.second.revealed()]
            #expect(revealed == [first, second])
        }
    }

    @Test("a multiple of a modulus gives zero")
    func zero() {
        var random = SeededRandom(seed: 1)
        let p = modulus(bitCount: 1024, 0, using: &random)
        let q = modulus(bitCount: 1024, 0, using: &random)
        guard let firstModulus = OddModulus(p), let secondModulus = OddModulus(q) else { return }
        let exponent = SecretNatural(Natural(65537), limbCount: 16)
        let found = PairOfPowers(
            of: SecretNatural(p * q),
            exponent,
            modulo: firstModulus,
            exponent,
            modulo: secondModulus
        )
        let revealed = [found.first.revealed(), found.second.revealed()]
        #expect(revealed == [Natural(0), Natural(0)])
    }

    /// Odd and of that many bits: random ones, and the least and the greatest there are.
    private func modulus(bitCount: Int, _ round: Int, using random: inout SeededRandom) -> Natural {
        var number = SecretNatural(bitCount: bitCount, using: &random)
        if round > 1 {
            number = SecretNatural(Natural(0), limbCount: number.limbCount)
            if round == 3 {
                for place in 0..<bitCount {
                    number.setBit(place)
                }
            }
        }
        number.setBit(0)
        number.setBit(bitCount - 1)
        return number.revealed()
    }
}
