import SecretMemory
import TestSupport
import Testing

@testable import Bignum

@Suite(
    "Eight candidates at a time",
    .enabled(
        if: LaneKernel.quickest != nil,
        "the processor has no AVX2 with FMA, or the package was built without it"
    )
)
struct LaneScreenTests {
    private static let kernels = LaneKernel.allCases.filter(\.isAvailable)

    @Test("lanes and GMP pass the same candidates", arguments: kernels, [512, 1024, 1536, 2048])
    func screening(kernel: LaneKernel, bitCount: Int) throws {
        let lanes = try #require(LaneScreen(bitCount: bitCount, kernel: kernel))
        let scalars = ScalarScreen(bitCount: bitCount, bound: 1 << 16)
        let limbCount = (bitCount + 63) / 64
        var random = SeededRandom(seed: UInt64(bitCount))
        var sieved: UInt64 = 0
        for _ in 0..<8 {
            var limbs = SecretBuffer<UInt>(repeating: 0, count: 8 * limbCount)
            for index in 0..<8 {
                var candidate = SecretNatural(bitCount: bitCount, using: &random)
                candidate.setBit(0)
                candidate.setBit(bitCount - 1)
                candidate.copyLimbs(into: &limbs, at: index * limbCount)
            }
            let one = (0..<lanes.stageCount).reduce(0) { $0 | lanes.dividesOne(of: limbs.span, stage: $1) }
            let other = scalars.dividesOne(of: limbs.span, stage: 0)
            // The bound of the lanes may be the larger one.
            #expect(other & ~one == 0)
            sieved |= one
            #expect(lanes.mayBePrime(limbs.span) == scalars.mayBePrime(limbs.span))
        }
        #expect(sieved != 0)
    }

    /// (6k + 1)(12k + 1)(18k + 1) with three primes is a number of Carmichael's (Chernick 1939): Fermat's test takes it
    /// for a prime to every base without a common factor, and the rounds of Miller and Rabin find it out. This k was
    /// found with Python.
    @Test("a number of Carmichael's passes the quick test and not the rounds", arguments: kernels)
    func pseudoprime(kernel: LaneKernel) throws {
        let k = Natural(
            hex: "edce3b60ddf73110ba35864e52b1240b50af112d741269e0d23685985612797e7bac182066193efc5b91"
        )
        let number = [6, 12, 18].reduce(Natural(1)) { $0 * (k * Natural($1) + Natural(1)) }
        let screen = try #require(LaneScreen(bitCount: number.bitCount, kernel: kernel))
        let scalars = ScalarScreen(bitCount: number.bitCount)
        var limbs = SecretBuffer<UInt>(repeating: 0, count: (number.bitCount + 63) / 64)
        SecretNatural(number).copyLimbs(into: &limbs, at: 0)
        #expect(screen.mayBePrime(limbs.span) == 1)
        #expect(scalars.mayBePrime(limbs.span) == 1)
        // One base in some finds nothing out; lanes and GMP agree on which.
        var passes: [Bool] = []
        for seed in 1...12 as ClosedRange<UInt64> {
            var random = SeededRandom(seed: seed)
            passes.append(screen.isProbablyPrime(SecretNatural(number), rounds: 1, using: &random))
            random = SeededRandom(seed: seed)
            #expect(passes.last == scalars.isProbablyPrime(SecretNatural(number), rounds: 1, using: &random))
        }
        #expect(passes.contains(true) && passes.contains(false))
        var random = SeededRandom(seed: 1)
        #expect(!screen.isProbablyPrime(SecretNatural(number), rounds: 16, using: &random))
    }

    @Test("primes pass as many rounds as are asked for", arguments: kernels, [521, 607, 1279])
    func rounds(kernel: LaneKernel, exponent: Int) throws {
        // 2^521 − 1, 2^607 − 1 and 2^1279 − 1 are Mersenne's.
        let power = [UInt8(1 << (exponent % 8))] + [UInt8](repeating: 0, count: exponent / 8)
        let next = Natural(bigEndian: power.span)
        let prime = try #require((next - Natural(1)) as Natural?)
        let screen = try #require(LaneScreen(bitCount: exponent, kernel: kernel))
        var random = SeededRandom(seed: 5)
        #expect(screen.isProbablyPrime(SecretNatural(prime), rounds: 11, using: &random))
    }

    @Test("two numbers are told apart, whichever of them is composite", arguments: kernels, [1, 4, 5, 9])
    func pairs(kernel: LaneKernel, rounds: Int) throws {
        // 607 = 8 · 75 + 7.
        let octets = [0x80] + [UInt8](repeating: 0, count: 75)
        let power = Natural(bigEndian: octets.span)
        // 2^607 − 1 is Mersenne's, 2^607 − 57 the next prime below it, by rounds in Python; 2^607 − 3 is composite.
        let numbers = [1, 57, 3].compactMap { power - Natural($0) }
        let screen = try #require(LaneScreen(bitCount: 607, kernel: kernel))
        for (one, other) in [(0, 1), (0, 2), (2, 1), (2, 2)] {
            var sources = (SeededRandom(seed: 8), SeededRandom(seed: 9))
            let passes = screen.arePassed(
                SecretNatural(numbers[one]),
                SecretNatural(numbers[other]),
                rounds: rounds,
                &sources.0,
                &sources.1
            )
            #expect(passes == (one < 2, other < 2))
        }
    }
}
