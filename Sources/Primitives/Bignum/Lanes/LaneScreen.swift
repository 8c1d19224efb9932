package import SecretMemory

/// Eight candidates at a time, one in each vector lane.
package struct LaneScreen: CompositenessScreen {
    package let bitCount: Int
    private let kernel: LaneKernel
    private let sieve: LaneSieve

    /// Prepares the screen of candidates of `bitCount` bits on a kernel; `nil` where this machine, or this build of the
    /// package, lacks it, or it has no lanes for them.
    package init?(bitCount: Int, kernel: LaneKernel? = .quickest) {
        guard let kernel, LaneModuli.supports(bitCount: bitCount, kernel: kernel) else { return nil }
        self.bitCount = bitCount
        self.kernel = kernel
        sieve = LaneScreen.sieve(bitCount: bitCount, kernel: kernel)
    }

    private static func sieve(bitCount: Int, kernel: LaneKernel) -> LaneSieve {
        switch (kernel, bitCount) {
        case (.integer, ...1280): shortSieve
        case (.integer, _): longSieve
        case (.floating, ...1280): shortFloatingSieve
        case (.floating, _): longFloatingSieve
        }
    }

    // The bounds are where one more prime costs as much as it saves: a test of eight candidates of 1024 bits takes 0.4
    // ms, of 2048 bits 2.8 ms, and one prime divided into eight takes 5 and 10 ns. With doubles all of it takes twice
    // as long.
    private static let shortSieve = LaneSieve(primes: SmallPrimes.odd(below: 1 << 16), kernel: .integer)
    private static let longSieve = LaneSieve(primes: SmallPrimes.odd(below: 1 << 17), kernel: .integer)
    private static let shortFloatingSieve = LaneSieve(
        primes: SmallPrimes.odd(below: 1 << 16),
        kernel: .floating
    )
    private static let longFloatingSieve = LaneSieve(
        primes: SmallPrimes.odd(below: 1 << 17),
        kernel: .floating
    )

    package var candidateCount: Int { LaneKernel.laneCount }

    package var stageCount: Int { sieve.stageCount }

    package func dividesOne(of limbs: Span<UInt>, stage: Int) -> UInt64 {
        UInt64(sieve.dividesOne(of: limbs, limbCount: limbCount, stage: stage))
    }

    package func mayBePrime(_ limbs: Span<UInt>) -> UInt64 {
        // The screen is for sizes that lanes support.
        guard var moduli = LaneModuli(limbs, bitCount: bitCount, forPowers: false, kernel: kernel) else {
            return .max
        }
        return UInt64(moduli.passesFermatTest())
    }

    package func isProbablyPrime(
        _ candidate: borrowing SecretNatural,
        rounds: Int,
        using random: inout some RandomSource
    ) -> Bool {
        // There is no test of numbers below 5, and no candidate is that small.
        guard let test = MillerRabin(candidate) else { return false }
        return test.isProbablyPrimeInLanes(rounds: rounds, kernel: kernel, using: &random)
    }

    package func takesPairs(rounds: Int) -> Bool { rounds <= LaneKernel.laneCount / 2 + 1 }

    package func arePassed<Source: RandomSource>(
        _ first: borrowing SecretNatural,
        _ second: borrowing SecretNatural,
        rounds: Int,
        _ firstSource: inout Source,
        _ secondSource: inout Source
    ) -> (first: Bool, second: Bool) {
        guard let one = MillerRabin(first), let other = MillerRabin(second) else { return (false, false) }
        let firstBases = one.drawBases(rounds, using: &firstSource)
        let secondBases = other.drawBases(rounds, using: &secondSource)
        var passes = (first: true, second: true)
        // As many rounds of both as lanes take at once; the time of a call does not depend on how many lanes are used.
        for start in stride(from: 0, to: rounds, by: LaneKernel.laneCount / 2) {
            let end = min(rounds, start + LaneKernel.laneCount / 2)
            let first = firstBases.span.extracting(start * limbCount..<end * limbCount)
            let second = secondBases.span.extracting(start * limbCount..<end * limbCount)
            let part =
                end - start == 1
                ? passSingle(one, first, other, second)
                : pass(one, first, other, second)
            passes = (passes.first && part.first, passes.second && part.second)
        }
        return passes
    }

    /// Whether two numbers pass a round with one base each: the two halves of one signature, or, where that is not
    /// computed in lanes, two rounds on GMP, which are quicker than eight in lanes.
    private func passSingle(
        _ first: borrowing MillerRabin,
        _ firstBase: Span<UInt>,
        _ second: borrowing MillerRabin,
        _ secondBase: Span<UInt>
    ) -> (first: Bool, second: Bool) {
        switch kernel {
        case .integer: MillerRabin.pass(first, base: firstBase, second, base: secondBase)
        case .floating: (first.passesOneByOne(firstBase), second.passesOneByOne(secondBase))
        }
    }

    /// Whether two numbers pass a round with each of as many bases, four at most.
    private func pass(
        _ first: borrowing MillerRabin,
        _ firstBases: Span<UInt>,
        _ second: borrowing MillerRabin,
        _ secondBases: Span<UInt>
    ) -> (first: Bool, second: Bool) {
        let limbCount = first.number.limbCount
        let count = firstBases.count / limbCount
        let moduli = Limbs.join(first.number, second.number, limbCount, times: count)
        var bases = SecretBuffer<UInt>(repeating: 0, count: 2 * firstBases.count)
        var span = bases.mutableSpan
        for index in firstBases.indices {
            span[index] = firstBases[index]
            span[firstBases.count + index] = secondBases[index]
        }
        if var lanes = LaneModuli(moduli.span, bitCount: first.bitCount, kernel: kernel),
            let passes = lanes.passesMillerRabin(bases: bases.span)
        {
            let all: UInt8 = 1 << UInt8(count) - 1
            return (passes & all == all, passes >> UInt8(count) == all)
        }
        return (
            first.passesOneByOne(firstBases),
            second.passesOneByOne(secondBases)
        )
    }
}

extension MillerRabin {
    /// The answer of ``isProbablyPrime(rounds:using:)``, with as many bases at once as there are lanes; where there are
    /// none for this number, with one after another.
    ///
    /// Leaks the same, but for the round in which a composite was found out.
    package func isProbablyPrimeInLanes(
        rounds: Int,
        kernel: LaneKernel? = .quickest,
        using random: inout some RandomSource
    ) -> Bool {
        var remaining = rounds
        while remaining > 0 {
            let count = min(remaining, LaneKernel.laneCount)
            let bases = drawBases(count, using: &random)
            guard passesInLanes(bases, kernel) else { return false }
            remaining -= count
        }
        return true
    }

    /// Draws the bases of `count` rounds, one after another, each in as many limbs as w has.
    fileprivate func drawBases(_ count: Int, using random: inout some RandomSource) -> SecretBuffer<UInt> {
        var bases = SecretBuffer<UInt>(repeating: 0, count: count * number.limbCount)
        for index in 0..<count {
            drawBase(using: &random).copyLimbs(into: &bases, at: index * number.limbCount)
        }
        return bases
    }

    /// Whether w passes a round with each of one to eight bases, all at once where lanes can.
    fileprivate func passesInLanes(_ bases: borrowing SecretBuffer<UInt>, _ kernel: LaneKernel?) -> Bool {
        if var moduli = LaneModuli(number.limbs.span, bitCount: bitCount, kernel: kernel),
            let passes = moduli.passesMillerRabin(bases: bases.span)
        {
            return passes == UInt8(truncatingIfNeeded: 1 << (bases.count / number.limbCount) - 1)
        }
        return passesOneByOne(bases.span)
    }

    fileprivate func passesOneByOne(_ bases: Span<UInt>) -> Bool {
        for start in stride(from: 0, to: bases.count, by: number.limbCount) {
            let base = SecretNatural(copyingLimbs: bases.extracting(start..<start + number.limbCount))
            guard passes(base: base) else { return false }
        }
        return true
    }
}
