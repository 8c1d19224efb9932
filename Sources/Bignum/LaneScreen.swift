internal import LaneArithmetic
package import SecretMemory

/// Eight candidates at a time, one in each vector lane.
package struct LaneScreen: CompositenessScreen {
    package let bitCount: Int
    private let sieve: LaneSieve

    /// Prepares the screen of candidates of `bitCount` bits; `nil` where this machine, or this build of the package,
    /// has no lanes for them.
    package init?(bitCount: Int) {
        guard LaneModuli.supports(bitCount: bitCount) else { return nil }
        self.bitCount = bitCount
        sieve = bitCount <= 1280 ? LaneScreen.shortSieve : LaneScreen.longSieve
    }

    // The bounds are where one more prime costs as much as it saves: a test of eight candidates of 1024 bits takes 0.4 ms,
    // of 2048 bits 2.8 ms, and one prime divided into eight takes 5 and 10 ns.
    private static let shortSieve = LaneSieve(primes: SmallPrimes.odd(below: 1 << 16))
    private static let longSieve = LaneSieve(primes: SmallPrimes.odd(below: 1 << 17))

    package var candidateCount: Int { VectorLanes.count }

    package var stageCount: Int { sieve.stageCount }

    package func dividesOne(of limbs: Span<UInt>, stage: Int) -> UInt64 {
        UInt64(sieve.dividesOne(of: limbs, limbCount: limbCount, stage: stage))
    }

    package func mayBePrime(_ limbs: Span<UInt>) -> UInt64 {
        // The screen is for sizes that lanes support.
        guard var moduli = LaneModuli(limbs, bitCount: bitCount) else { return .max }
        return UInt64(moduli.passesFermatTest())
    }

    package func isProbablyPrime(
        _ candidate: borrowing SecretNatural,
        rounds: Int,
        using random: inout some RandomSource
    ) -> Bool {
        // There is no test of numbers below 5, and no candidate is that small.
        guard let test = MillerRabin(candidate) else { return false }
        var remaining = rounds
        while remaining > 0 {
            let count = min(remaining, VectorLanes.count)
            guard test.passesInLanes(baseCount: count, using: &random) else { return false }
            remaining -= count
        }
        return true
    }
}

extension MillerRabin {
    /// Whether w passes a round with each of one to eight bases drawn from `random`, all at once where lanes can.
    fileprivate func passesInLanes(baseCount: Int, using random: inout some RandomSource) -> Bool {
        var bases = SecretBuffer<UInt>(repeating: 0, count: baseCount * number.limbCount)
        for index in 0..<baseCount {
            drawBase(using: &random).copyLimbs(into: &bases, at: index * number.limbCount)
        }
        if var moduli = LaneModuli(number.limbs.span, bitCount: bitCount),
            let passes = moduli.passesMillerRabin(bases: bases.span)
        {
            return passes == UInt8(truncatingIfNeeded: 1 << baseCount - 1)
        }
        for index in 0..<baseCount {
            let base = SecretNatural(
                copyingLimbs: bases.span.extracting(index * number.limbCount..<(index + 1) * number.limbCount)
            )
            guard passes(base: base) else { return false }
        }
        return true
    }
}
