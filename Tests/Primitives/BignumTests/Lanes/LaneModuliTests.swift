import SecretMemory
import TestSupport
import Testing

@testable import Bignum

/// What each test here needs: lanes, and Python as the judge.
private let python = Program.find("python3")

@Suite(
    "Powers in lanes",
    .enabled(
        if: LaneKernel.quickest != nil,
        "the processor has no AVX2 with FMA, or the package was built without it"
    ),
    .enabled(if: python != nil, "python3 is not installed")
)
struct LaneModuliTests {
    @Test(
        "Every lane's power is the one that Python computes",
        arguments: LaneKernel.available,
        [512, 1000, 1024, 1032, 1033, 1536, 2048, 3072, 4096]
    )
    func powers(kernel: LaneKernel, bitCount: Int) throws {
        var random = SeededRandom(seed: UInt64(bitCount))
        let limbCount = (bitCount + 63) / 64
        let top = [UInt](repeating: 0, count: limbCount - 1) + [1 << UInt((bitCount - 1) % 64)]
        let least = [1] + top[1...]
        let most = (0..<limbCount).map { index in
            index == limbCount - 1 && bitCount % 64 > 0 ? 1 << UInt(bitCount % 64) - 1 : UInt.max
        }
        let zero = [UInt](repeating: 0, count: limbCount)
        let one = [1] + zero[1...]
        // Random ones, and what is at an edge: all digits ones or zeros, a base of 0, 1, n − 1 and beyond n, an
        // exponent of 0.
        var moduli = (0..<3).map { _ in TestLimbs.odd(bitCount: bitCount, using: &random) }
        moduli += [least, least, most, most, moduli[0]]
        var bases = (0..<3).map { _ in TestLimbs.any(bitCount: bitCount, using: &random) }
        bases += [most, one, [most[0] - 1] + most[1...], most, zero]
        var exponents = (0..<3).map { _ in TestLimbs.any(bitCount: bitCount, using: &random) }
        exponents += [most, top, most, zero, most]

        let judge = (0..<8).map { lane in
            let numbers = [bases, exponents, moduli].map { TestLimbs.text($0[lane]) }
            return "print('%0\(16 * limbCount)x' % pow(\(numbers.joined(separator: ", "))))"
        }
        let expected = try #require(try python?.run(["-c", judge.joined(separator: "\n")]))
        try #require(expected.status == 0, "\(expected.errorText)")

        #expect(
            TestLimbs.powers(
                kernel,
                moduli: moduli,
                bases: bases,
                exponents: exponents,
                bitCount: bitCount
            )
                == expected.text.split(separator: "\n").map(String.init)
        )
    }

    @Test("One modulus and one exponent serve all bases", arguments: LaneKernel.available)
    func sharedModulus(kernel: LaneKernel) throws {
        var random = SeededRandom(seed: 5)
        let modulus = TestLimbs.odd(bitCount: 1024, using: &random)
        let exponent = TestLimbs.any(bitCount: 700, using: &random)
        let bases = (0..<5).map { _ in TestLimbs.any(bitCount: 1024, using: &random) }
        let judge = bases.map {
            "print('%0256x' % pow(\(TestLimbs.text($0)), \(TestLimbs.text(exponent)), \(TestLimbs.text(modulus))))"
        }
        let expected = try #require(try python?.run(["-c", judge.joined(separator: "\n")]))
        let powers = TestLimbs.powers(
            kernel,
            moduli: [modulus],
            bases: bases,
            exponents: [exponent],
            bitCount: 1024,
            exponentBitCount: 700
        )
        #expect(powers == expected.text.split(separator: "\n").map(String.init))
    }
}

@Suite(
    "Tests of primality in lanes",
    .enabled(
        if: LaneKernel.quickest != nil,
        "the processor has no AVX2 with FMA, or the package was built without it"
    )
)
struct LanePrimalityTests {
    /// 2^521 − 1 and 2^607 − 1 are primes (Robinson 1952), 2^523 − 1 and 2^613 − 1 are not. To base 2 Fermat's test
    /// takes all of them for primes, since the order of 2 divides n − 1; the rounds of Miller and Rabin to other bases
    /// do not.
    @Test(
        "Mersenne's primes pass, and his composites are found out",
        arguments: LaneKernel.available,
        [(521, true), (607, true), (523, false), (613, false)]
    )
    func mersenneNumbers(kernel: LaneKernel, number: (exponent: Int, isPrime: Bool)) {
        let (exponent, isPrime) = number
        let limbs = TestLimbs.mersenne(exponent)
        #expect(TestLimbs.passesFermatTest(kernel, limbs, bitCount: exponent) == 1)
        let bases = [3, 5, 7, 11, 13, 17, 19, 23].flatMap {
            [$0] + [UInt](repeating: 0, count: limbs.count - 1)
        }
        // 2^p − 2 has a single factor of two.
        #expect(
            TestLimbs.passesMillerRabin(kernel, limbs, bases: bases, bitCount: exponent)
                == (isPrime ? 0xFF : 0)
        )
    }

    @Test(
        "A number without small factors that is composite fails Fermat's test, each in its own lane",
        arguments: LaneKernel.available
    )
    func compositesAmongPrimes(kernel: LaneKernel) {
        // Neighbours of a prime: 2^521 − 1 less 2, 4, 6 …: of those none is prime.
        let prime = TestLimbs.mersenne(521)
        var limbs: [UInt] = []
        for lane in 0..<8 {
            limbs += lane == 2 || lane == 5 ? prime : [prime[0] - 2 * UInt(lane + 1)] + prime[1...]
        }
        #expect(TestLimbs.passesFermatTest(kernel, limbs, bitCount: 521) == 0b10_0100)
    }

    @Test(
        "Where a high power of two divides w − 1, Miller and Rabin's test is not done in lanes",
        arguments: LaneKernel.available
    )
    func longTail(kernel: LaneKernel) {
        // 3 · 2^520 + 1, whatever it is.
        let limbs: [UInt] = [1, 0, 0, 0, 0, 0, 0, 0, 3 << 8]
        let base: [UInt] = [3, 0, 0, 0, 0, 0, 0, 0, 0]
        #expect(TestLimbs.passesMillerRabin(kernel, limbs, bases: base, bitCount: 522) == nil)
    }

    @Test("Lanes refuse moduli that are too short or too long for them", arguments: [64, 511, 8193])
    func refusedSizes(bitCount: Int) {
        let limbs = [UInt](repeating: .max, count: (bitCount + 63) / 64)
        let isThere = LaneModuli(limbs.span, bitCount: bitCount) != nil
        #expect(!isThere)
    }
}

extension TestLimbs {
    /// 2^exponent − 1.
    fileprivate static func mersenne(_ exponent: Int) -> [UInt] {
        var limbs = [UInt](repeating: .max, count: (exponent + 63) / 64)
        if !exponent.isMultiple(of: 64) { limbs[limbs.count - 1] = 1 << UInt(exponent % 64) - 1 }
        return limbs
    }

    fileprivate static func passesFermatTest(_ kernel: LaneKernel, _ moduli: [UInt], bitCount: Int)
        -> UInt8?
    {
        guard var lanes = LaneModuli(moduli.span, bitCount: bitCount, kernel: kernel) else { return nil }
        return lanes.passesFermatTest()
    }

    fileprivate static func passesMillerRabin(
        _ kernel: LaneKernel,
        _ moduli: [UInt],
        bases: [UInt],
        bitCount: Int
    ) -> UInt8? {
        guard var lanes = LaneModuli(moduli.span, bitCount: bitCount, kernel: kernel) else { return nil }
        return lanes.passesMillerRabin(bases: bases.span)
    }

    /// The powers in hexadecimal, one for each base.
    fileprivate static func powers(
        _ kernel: LaneKernel,
        moduli: [[UInt]],
        bases: [[UInt]],
        exponents: [[UInt]],
        bitCount: Int,
        exponentBitCount: Int? = nil
    ) -> [String]? {
        let (all, limbCount) = (Array(moduli.joined()), moduli[0].count)
        guard var lanes = LaneModuli(all.span, bitCount: bitCount, kernel: kernel) else { return nil }
        let (allBases, allExponents) = (Array(bases.joined()), Array(exponents.joined()))
        let powers = lanes.power(
            bases: allBases.span,
            exponents: allExponents.span,
            exponentBitCount: exponentBitCount ?? bitCount
        )
        return bases.indices.map { lane in
            String(text((0..<limbCount).map { powers.span[lane * limbCount + $0] }).dropFirst(2))
        }
    }
}
