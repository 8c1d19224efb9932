import SecretMemory
import TestSupport
import Testing

@testable import Bignum

/// What each test here needs: lanes, and Python as the judge.
private let python = Program.find("python3")

@Suite(
    "A power with a public exponent, on all lanes",
    .enabled(
        if: LaneKernel.integer.isAvailable,
        "the processor has no AVX-512 IFMA, or the package was built without it"
    ),
    .enabled(if: python != nil, "python3 is not installed")
)
struct SpreadPublicPowerTests {
    /// One case: all numbers in 64-bit limbs.
    private struct Case {
        var modulus: [UInt]
        var base: [UInt]
        var exponent: [UInt]
        var exponentBitCount: Int

        func power(square: [UInt], bitCount: Int) -> [UInt] {
            let power = SpreadPublicPower.power(
                modulus: modulus.span,
                square: square.span,
                base: base.span,
                exponent: exponent.span,
                exponentBitCount: exponentBitCount,
                bitCount: bitCount
            )
            return power.span.indices.map { power.span[$0] }
        }
    }

    /// The sizes at which the lanes hold another number of digits.
    @Test(
        "The power is the one that Python computes",
        arguments: [512, 1024, 2048, 2072, 2073, 3072, 3320, 3321, 4096, 4152]
    )
    func powers(bitCount: Int) throws {
        var random = SeededRandom(seed: UInt64(bitCount))
        let limbCount = (bitCount + 63) / 64
        let radixBitCount = try #require(SpreadPublicPower.radixBitCount(bitCount: bitCount))
        let zero = [UInt](repeating: 0, count: limbCount)
        let most = (0..<limbCount).map { index in
            index == limbCount - 1 && bitCount % 64 > 0 ? 1 << UInt(bitCount % 64) - 1 : UInt.max
        }
        var cases: [Case] = []
        let exponents: [(limbs: [UInt], bitCount: Int)] = [
            ([3], 2), ([65537], 17), ([1], 1), ([.max, 0, 1], 129), ([5, .max, .max, .max], 256),
        ]
        for (exponent, count) in exponents {
            let modulus = TestLimbs.odd(bitCount: bitCount, using: &random)
            let base = TestLimbs.any(bitCount: bitCount - 1, using: &random)
            // A random base, and those at an edge: 0, 1 and n − 1, where all digits of n are ones.
            cases += [
                Case(modulus: modulus, base: base, exponent: exponent, exponentBitCount: count),
                Case(modulus: modulus, base: zero, exponent: exponent, exponentBitCount: count),
                Case(modulus: modulus, base: [1] + zero[1...], exponent: exponent, exponentBitCount: count),
                Case(
                    modulus: most,
                    base: [most[0] - 1] + most[1...],
                    exponent: exponent,
                    exponentBitCount: count
                ),
            ]
        }

        // Python computes R² for the case, and says what the power is.
        let judge = cases.map { item in
            let (modulus, base) = (TestLimbs.text(item.modulus), TestLimbs.text(item.base))
            let digits = 16 * limbCount
            return "print('%0\(digits)x %0\(digits)x' % (pow(2, \(2 * radixBitCount), \(modulus)), "
                + "pow(\(base), \(TestLimbs.text(item.exponent)), \(modulus))))"
        }
        let answer = try #require(try python?.run(["-c", judge.joined(separator: "\n")]))
        try #require(answer.status == 0, "\(answer.errorText)")
        for (item, line) in zip(cases, answer.text.split(separator: "\n")) {
            let numbers = line.split(separator: " ").map(TestLimbs.limbs)
            let found = item.power(square: numbers[0], bitCount: bitCount)
            // The modulus itself stands for zero.
            #expect(found == numbers[1] || numbers[1] == zero && found == item.modulus)
        }
    }

    @Test("Lanes refuse moduli that are too long for them")
    func refusedSize() {
        #expect(SpreadPublicPower.radixBitCount(bitCount: 4153) == nil)
    }
}
