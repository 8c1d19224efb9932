internal import Bignum
internal import BlockCiphers
internal import SecretMemory

/// The draws of candidates for a prime: steps 4.2 to 4.4 of FIPS 186-5, appendix A.1.3.
///
/// Candidates are drawn in batches, and the top limbs of a batch first: two in five are refused for them, and need no
/// other limbs. How large a hand is does not depend on who tests the candidates, so that the same source gives the same
/// candidates in the same order.
///
/// A key takes some hundred thousand random octets, nearly all of which go to composites. The operating system is asked
/// for the seed of a generator that is as strong, and not for each of them; another source gives them itself.
struct CandidateDraws<Source: RandomSource>: ~Copyable {
    /// How many draws are begun at once.
    static var handCount: Int { 32 }

    private let bitCount: Int
    /// The least number that is √2 · 2^(nlen/2 − 1) at least.
    private let least: SecretNatural
    /// How many candidates may still be tried: what is left of the limit on i of the standard.
    private var remaining: Int
    private var source: Source
    private var generator: CounterGenerator?

    /// Prepares draws of `limit` candidates of `bitCount` bits, which is nlen / 2.
    init(bitCount: Int, limit: Int, source: Source) {
        self.bitCount = bitCount
        // The square of the bound is 2^(nlen − 1), which is not the square of an integer.
        let exponent = 2 * bitCount - 1
        let power = [UInt8(1 << (exponent % 8))] + [UInt8](repeating: 0, count: exponent / 8)
        least = SecretNatural(Natural(bigEndian: power.span).squareRootVarTime() + Natural(1))
        remaining = limit
        self.source = source
        if source is OperatingSystemRandom {
            let seed = self.source.secretBytes(count: CounterGenerator.seedByteCount)
            generator = CounterGenerator(seed: seed.span)
        }
    }

    /// Allows as many candidates more.
    mutating func allow(_ count: Int) { remaining += count }

    /// Draws a hand and appends what is left of it to `queue`; gives whether anything may be drawn at all.
    ///
    /// Throws ``RSAError/noPrimeFound`` where the source is broken: a working one falls below the bound in two draws of
    /// five, a broken one may do so always.
    mutating func draw(into queue: inout CandidateQueue<Source>) throws(RSAError) -> Bool {
        guard remaining > 0 else { return false }
        let lowCount = least.limbCount - 1
        for _ in 0..<32 {
            // 4.2, 5.2 Obtain a string p of nlen/2 bits. Its top bit is set: without it, step 4.4 would refuse it.
            var tops = limbs(CandidateDraws.handCount)
            let keptCount = keepLargeEnough(&tops)
            let lows = limbs(keptCount * lowCount)
            let before = remaining
            for index in 0..<keptCount where remaining > 0 {
                var candidate = SecretNatural(
                    lowLimbs: lows.span.extracting(index * lowCount..<(index + 1) * lowCount),
                    topLimb: tops.span[index]
                )
                // 4.3, 5.3 If p is not odd, then p = p + 1.
                candidate.setBit(0)
                // 4.4, 5.4 If p < √2 · 2^(nlen/2 − 1), then go to step 4.2.
                if candidate.isLess(than: least).revealed { continue }
                // 4.6, 5.7 i = i + 1.
                remaining -= 1
                queue.append(candidate, source: source.split())
            }
            if remaining < before { return true }
        }
        throw .noPrimeFound
    }

    /// Brings the top limbs of which a candidate may come to the front, and gives how many there are.
    private func keepLargeEnough(_ tops: inout SecretBuffer<UInt>) -> Int {
        let topBitCount = UInt((bitCount - 1) % UInt.bitWidth)
        let leastTop = least.topLimb
        var span = tops.mutableSpan
        var keptCount = 0
        for index in span.indices {
            let top = span[index] & (2 &<< topBitCount &- 1) | 1 &<< topBitCount
            span[keptCount] = top
            // What is not kept is not part of any key.
            if top >= leastTop { keptCount += 1 }
        }
        return keptCount
    }

    /// Random limbs.
    private mutating func limbs(_ count: Int) -> SecretBuffer<UInt> {
        var limbs = SecretBuffer<UInt>(repeating: 0, count: count)
        var span = limbs.mutableSpan
        unsafe span.withUnsafeMutableBytes { bytes in
            var octets = unsafe MutableSpan<UInt8>(_unsafeBytes: bytes)
            if generator?.fill(&octets) == nil { source.fill(&octets) }
        }
        return limbs
    }
}
