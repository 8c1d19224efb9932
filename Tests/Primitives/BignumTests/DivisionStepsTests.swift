import SecretMemory
import TestSupport
import Testing

@testable import Bignum

/// Held against GMP's Euclid for public numbers.
@Suite("Inverses and common divisors by division steps")
struct DivisionStepsTests {
    /// Sizes around the ends of digits and limbs, and those of primes of keys.
    private static let bitCounts = [
        2, 3, 31, 60, 61, 62, 63, 64, 65, 122, 124, 126, 128, 186, 192, 1024, 1088, 2048,
    ]

    @Test("an inverse is the one of Euclid's algorithm, or missing as there", arguments: bitCounts)
    func inverses(bitCount: Int) throws {
        var random = SeededRandom(seed: UInt64(bitCount))
        let top = power(of: 2, bitCount - 1)
        let most = top + top - Natural(1) ?? Natural(1)
        var moduli = [top + Natural(1), most]
        for _ in 0..<6 { moduli.append(odd(top, &random)) }
        for modulus in moduli {
            guard let secret = OddModulus(modulus) else {
                Issue.record("an odd modulus is refused")
                return
            }
            let half = modulus.quotientAndRemainderVarTime(dividingBy: Natural(2))?.quotient ?? Natural(0)
            let last = modulus - Natural(1) ?? Natural(0)
            var numbers = [Natural(0), Natural(1), Natural(2), Natural(3), half, half + Natural(1), last]
            // Powers of two, and what shares a factor with some of the moduli.
            numbers += [power(of: 2, bitCount / 2), power(of: 2, bitCount - 1), power(of: 3, bitCount / 2)]
            for _ in 0..<12 { numbers.append(draw(bitCount, &random)) }
            for number in numbers {
                let rest = try #require(number.quotientAndRemainderVarTime(dividingBy: modulus)?.remainder)
                let reduced = SecretNatural(rest, limbCount: secret.limbCount)
                let inverse = secret.inverse(of: reduced)?.revealed()
                #expect(inverse == rest.inverseVarTime(modulo: modulus))
                if let inverse { #expect(inverse < modulus) }
            }
        }
    }

    @Test("a number that shares a factor with the modulus has no inverse", arguments: [64, 1024])
    func shared(bitCount: Int) {
        var random = SeededRandom(seed: 9)
        for factor in [3, 5, 65537] as [UInt] {
            let modulus = odd(power(of: 2, bitCount - 20), &random) * Natural(factor)
            guard let secret = OddModulus(modulus) else {
                Issue.record("an odd modulus is refused")
                return
            }
            let multiple = SecretNatural(Natural(factor) * Natural(2), limbCount: secret.limbCount)
            let none = secret.inverse(of: multiple) == nil
            #expect(none)
        }
    }

    @Test("a greatest common divisor is the one of Euclid's algorithm", arguments: bitCounts)
    func divisors(bitCount: Int) {
        var random = SeededRandom(seed: UInt64(bitCount) + 1)
        let limbCount = (bitCount + 63) / 64
        let top = power(of: 2, bitCount - 1)
        let most = top + top - Natural(1) ?? Natural(1)
        let (less, half) = (most - Natural(1) ?? Natural(1), power(of: 2, bitCount / 2))
        var numbers = [Natural(1), Natural(2), Natural(3), half, top, most, less]
        for _ in 0..<6 { numbers.append(draw(bitCount, &random) + Natural(1)) }
        // With a common factor, and with powers of two.
        let factor = draw(max(1, bitCount / 3), &random) + Natural(1)
        for _ in 0..<4 { numbers.append(factor * (draw(bitCount / 3, &random) + Natural(1))) }
        let even = power(of: 2, bitCount / 3)
        for _ in 0..<4 { numbers.append(even * (draw(bitCount / 3, &random) + Natural(1))) }
        numbers = numbers.filter { $0.bitCount <= 64 * limbCount }
        for left in numbers {
            for right in numbers {
                let divisor = SecretNatural(left, limbCount: limbCount)
                    .greatestCommonDivisor(with: SecretNatural(right, limbCount: limbCount)).revealed()
                #expect(divisor == gcd(left, right))
            }
        }
    }

    @Test("there are as many batches as the bound on the steps asks for")
    func batches() {
        // ⌊(45907 · b + 30179) / 19929⌋ is 591 for 256 bits, 2360 for 1024, 4719 for 2048.
        #expect([256, 1024, 2048].map(DivisionSteps.batchCount(bitCount:)) == [10, 39, 77])
    }

    private func power(of base: UInt, _ exponent: Int) -> Natural {
        (0..<exponent).reduce(Natural(1)) { power, _ in power * Natural(base) }
    }

    private func draw(_ bitCount: Int, _ random: inout SeededRandom) -> Natural {
        SecretNatural(bitCount: bitCount, using: &random).revealed()
    }

    /// An odd number between a power of two and its double.
    private func odd(_ top: Natural, _ random: inout SeededRandom) -> Natural {
        let low = draw(top.bitCount - 1, &random)
        return top + (low.isOdd ? low : low + Natural(1))
    }

    private func gcd(_ a: Natural, _ b: Natural) -> Natural {
        var (a, b) = (a, b)
        while let rest = a.quotientAndRemainderVarTime(dividingBy: b)?.remainder { (a, b) = (b, rest) }
        return a
    }
}
