import TestSupport
import Testing

@testable import Bignum

@Suite(
    "Small primes in lanes",
    .enabled(
        if: LaneKernel.quickest != nil,
        "the processor has no AVX2 with FMA, or the package was built without it"
    )
)
struct LaneSieveTests {
    /// The odd primes below 2^14, by division.
    private static let primes: [UInt] = {
        var primes: [UInt] = []
        for number in stride(from: UInt(3), to: 1 << 14, by: 2)
        where !primes.prefix(while: { $0 * $0 <= number }).contains(where: { number.isMultiple(of: $0) }) {
            primes.append(number)
        }
        return primes
    }()

    private static let sieves = LaneKernel.available.map { LaneSieve(primes: primes, kernel: $0) }

    /// The answer of all stages.
    private func dividesOne(of limbs: [UInt], limbCount: Int, _ sieve: LaneSieve) -> UInt8 {
        (0..<sieve.stageCount).reduce(0) {
            $0 | sieve.dividesOne(of: limbs.span, limbCount: limbCount, stage: $1)
        }
    }

    @Test("A number has a small factor just where long division finds one", arguments: sieves)
    func agreesWithDivision(sieve: LaneSieve) {
        var random = SeededRandom(seed: 3)
        for limbCount in [1, 2, 3, 13, 16, 24, 32] {
            for _ in 0..<6 {
                let numbers = (0..<8).map { _ in TestLimbs.odd(bitCount: 64 * limbCount, using: &random) }
                let found = dividesOne(of: Array(numbers.joined()), limbCount: limbCount, sieve)
                for (lane, number) in numbers.enumerated() {
                    let hasFactor = LaneSieveTests.primes.contains { prime in
                        number.reversed().reduce(0) { prime.dividingFullWidth(($0, $1)).remainder } == 0
                    }
                    #expect(found >> UInt8(lane) & 1 == (hasFactor ? 1 : 0))
                }
            }
        }
    }

    @Test("Every prime divides itself, and none of the powers of two does", arguments: sieves)
    func eachPrime(sieve: LaneSieve) {
        for start in stride(from: 0, to: LaneSieveTests.primes.count, by: 8) {
            let primes = Array(LaneSieveTests.primes[start..<min(start + 8, LaneSieveTests.primes.count)])
            let all = UInt8(truncatingIfNeeded: 1 << primes.count - 1)
            #expect(dividesOne(of: primes, limbCount: 1, sieve) == all)
            #expect(dividesOne(of: primes.map { 1 << ($0 % 64) }, limbCount: 1, sieve) == 0)
        }
    }

    @Test("Zero is divisible, one and the primes beyond are not", arguments: sieves)
    func edges(sieve: LaneSieve) {
        #expect(dividesOne(of: [0, 1, 16411, .max - 58], limbCount: 1, sieve) == 0b0001)
    }
}
