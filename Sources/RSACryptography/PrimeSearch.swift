internal import Bignum
internal import SecretMemory

/// The search for one prime of a key: steps 4 and 5 of FIPS 186-5, appendix A.1.3.
///
/// Candidates are independent draws. Which one wins is settled by the order of the draws alone: it is the first
/// that passes all rounds. The bases of each candidate's rounds come from a source of its own, split off when it
/// is drawn. So the same randomness gives the same prime whatever the bound of the sieve is and however many
/// candidates the screen takes at once.
///
/// Leaks: how many candidates were drawn and at which stage each of them was refused. The candidates being
/// independent, this says nothing of the one that won, which went through every stage in constant time.
struct PrimeSearch<Source: RandomSource, Screen: CompositenessScreen>: ~Copyable {
    /// The bits of the prime: nlen / 2.
    private let bitCount: Int
    /// The least number that is √2 · 2^(nlen/2 − 1) at least.
    private let least: SecretNatural
    private let publicExponent: SecretNatural
    private let sieve: TrialDivision
    private let screen: Screen
    private let rounds: Int
    /// How many candidates may be tried.
    private let limit: Int

    private var source: Source
    /// How many candidates were tried so far: i of the standard.
    private var tried = 0

    /// Candidates that the screen took together, one after another in the order of their draws.
    private var batch: SecretBuffer<UInt>
    private var baseSources: [Source] = []
    /// Which of the batch may be prime, and the place of the next one to look at.
    private var mayBePrime: UInt64 = 0
    private var next = 0

    /// Prepares the search for a prime factor of a modulus of `modulusBitCount` bits among `limit` candidates.
    init(
        modulusBitCount: Int,
        publicExponent: UInt,
        limit: Int,
        sieve: TrialDivision,
        screen: Screen,
        source: Source
    ) {
        bitCount = modulusBitCount / 2
        // The square of the bound is 2^(nlen − 1), which is no square of an integer.
        let square = Natural(bigEndian: PrimeSearch.powerOfTwo(modulusBitCount - 1).span)
        least = SecretNatural(square.squareRootVarTime() + Natural(1))
        self.publicExponent = SecretNatural(Natural(publicExponent))
        self.sieve = sieve
        self.screen = screen
        self.limit = limit
        self.source = source
        rounds = PrimeSearch.rounds(modulusBitCount: modulusBitCount)
        batch = SecretBuffer(repeating: 0, count: screen.candidateCount * least.limbCount)
    }

    /// The Miller–Rabin rounds of FIPS 186-5, table B.1, for p and q; the table ends at 4096 bits, and the error
    /// of four rounds goes on falling with the size.
    private static func rounds(modulusBitCount: Int) -> Int {
        modulusBitCount < 3072 ? 5 : 4
    }

    /// The next prime in the order of the draws; a second call goes on where the first one ended.
    ///
    /// Throws ``RSAError/noPrimeFound`` after as many candidates as the standard allows.
    mutating func nextPrime() throws(RSAError) -> SecretNatural {
        while true {
            while next < baseSources.count {
                let place = next
                next += 1
                guard mayBePrime >> UInt64(place) & 1 == 1 else { continue }
                let candidate = SecretNatural(
                    copyingLimbs: batch.span.extracting(
                        place * least.limbCount..<(place + 1) * least.limbCount
                    )
                )
                // 4.5.1, 5.6.1 Test p for primality as specified in appendix B.3, with the rounds of table B.1.
                guard let test = MillerRabin(candidate) else { continue }
                if test.isProbablyPrime(rounds: rounds, using: &baseSources[place]) { return candidate }
            }
            // 4.7, 5.8 If i reaches the limit, return FAILURE.
            guard tried < limit else { throw .noPrimeFound }
            try fillBatch()
        }
    }

    private mutating func fillBatch() throws(RSAError) {
        baseSources.removeAll(keepingCapacity: true)
        next = 0
        // A working source falls below the bound in two draws of five. One that always does is broken.
        var refused = 0
        while baseSources.count < screen.candidateCount, tried < limit {
            // 4.2, 5.2 Obtain a string p of nlen/2 bits. Its top bit is set: without it, step 4.4 would refuse it.
            // 4.3, 5.3 If p is not odd, then p = p + 1.
            var candidate = SecretNatural(bitCount: bitCount, using: &source)
            candidate.setBit(bitCount - 1)
            candidate.setBit(0)
            // 4.4, 5.4 If p < √2 · 2^(nlen/2 − 1), then go to step 4.2.
            guard !candidate.isLess(than: least).revealed else {
                refused += 1
                guard refused < 1000 else { throw .noPrimeFound }
                continue
            }
            refused = 0
            let bases = source.split()
            // 4.6, 5.7 i = i + 1.
            tried += 1
            if sieve.dividesOne(of: candidate) { continue }
            // 4.5, 5.6 If GCD(p − 1, e) = 1: e is a prime, so that it does not divide p − 1.
            if candidate.remainder(dividingBy: publicExponent).equals(1).revealed { continue }
            candidate.copyLimbs(into: &batch, at: baseSources.count * least.limbCount)
            baseSources.append(bases)
        }
        mayBePrime = screen.mayBePrime(
            batch.span,
            candidateCount: baseSources.count,
            bitCount: bitCount
        )
    }

    private static func powerOfTwo(_ exponent: Int) -> [UInt8] {
        [UInt8(1 << (exponent % 8))] + [UInt8](repeating: 0, count: exponent / 8)
    }
}
