import Glibc
import Testing

@testable import Bignum

@Suite(
    "Doubles in lanes",
    .enabled(
        if: LaneKernel.floating.isAvailable,
        "the processor has no AVX2 with FMA, or the package was built without it"
    )
)
struct RoundingTests {
    /// Upward, downward, toward zero, to the nearest: the bits of MXCSR and of the x87's control word.
    @Test(
        "However a thread rounds, primes are told apart from composites, and the thread goes on rounding so",
        arguments: [0x800, 0x400, 0xC00, 0] as [Int32]
    )
    func rounding(mode: Int32) throws {
        // 2^521 − 1 is a prime of Mersenne's; 3 divides 2^521 − 5.
        let prime = [UInt](repeating: .max, count: 8) + [1 << 9 - 1]
        let below = [prime[0] - 4] + prime[1...]
        let numbers = prime + below
        let base = [3] + [UInt](repeating: 0, count: 8)
        let bases = base + base

        let before = fegetround()
        try #require(fesetround(mode) == 0)
        var fermat: UInt8?
        var millerRabin: UInt8?
        if var lanes = LaneModuli(numbers.span, bitCount: 521, kernel: .floating) {
            fermat = lanes.passesFermatTest()
            millerRabin = lanes.passesMillerRabin(bases: bases.span)
        }
        let sieve = LaneSieve(primes: [3, 5, 7, 11], kernel: .floating)
        let divides = sieve.dividesOne(of: numbers.span, limbCount: 9, stage: 0)
        let after = fegetround()
        fesetround(before)

        #expect(fermat == 0b01 && millerRabin == 0b01)
        #expect(divides == 0b10)
        #expect(after == mode)
    }
}
