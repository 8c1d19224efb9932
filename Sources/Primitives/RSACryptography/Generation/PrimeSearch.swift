internal import Bignum
internal import SecretMemory

/// The search for the primes of a key: steps 4 and 5 of FIPS 186-5, appendix A.1.3.
///
/// Candidates are independent draws. Which one wins is settled only by the order of the draws: it is the first
/// that passes all rounds. The bases of each candidate's rounds come from a source of its own, split off when it
/// is drawn. So the same randomness gives the same prime whatever the bounds of the sieve are and however many
/// candidates the screen takes at once.
///
/// Leaks: how many candidates were drawn and at which stage each of them was refused. The candidates being
/// independent, this says nothing of the one that won, which went through every stage in constant time.
struct PrimeSearch<Source: RandomSource, Screen: CompositenessScreen>: ~Copyable {
    private let publicExponent: SecretNatural
    let screen: Screen
    let rounds: Int

    private var draws: CandidateDraws<Source>
    private var queue: CandidateQueue<Source>
    /// How many candidates the screen took last, which of them may be prime, and the place of the next one to look at.
    private var taken = 0
    private var mayBePrime: UInt64 = 0
    private var next = 0

    /// Prepares the search for prime factors of a modulus of `modulusBitCount` bits, the first one among `limit`
    /// candidates.
    init(
        modulusBitCount: Int,
        publicExponent: UInt,
        limit: Int,
        screen: Screen,
        source: Source
    ) {
        self.publicExponent = SecretNatural(Natural(publicExponent))
        self.screen = screen
        rounds = PrimeSearch.rounds(modulusBitCount: modulusBitCount)
        draws = CandidateDraws(bitCount: screen.bitCount, limit: limit, source: source)
        queue = CandidateQueue(
            stageCount: screen.stageCount,
            limbCount: screen.limbCount,
            width: screen.candidateCount,
            drawCount: CandidateDraws<Source>.handCount
        )
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
            let candidate = try nextCandidate()
            // 4.5.1, 5.6.1 Test p for primality as specified in appendix B.3, with the rounds of table B.1.
            var bases = basesOfCandidate
            if screen.isProbablyPrime(candidate, rounds: rounds, using: &bases) { return candidate }
        }
    }

    /// The next candidate that has only its rounds before it, in the order of the draws.
    mutating func nextCandidate() throws(RSAError) -> SecretNatural {
        let last = screen.stageCount
        while true {
            while next < taken {
                let place = next
                next += 1
                guard mayBePrime >> UInt64(place) & 1 == 1 else { continue }
                let candidate = queue.candidate(place, stage: last)
                // 4.5, 5.6 If GCD(p − 1, e) = 1: e is a prime, so that it does not divide p − 1.
                if candidate.remainder(dividingBy: publicExponent).equals(1).revealed { continue }
                return candidate
            }
            queue.drop(taken, stage: last)
            try fill(stage: last)
            taken = min(queue.count(stage: last), screen.candidateCount)
            next = 0
            // 4.7, 5.8 If i reaches the limit, return FAILURE.
            guard taken > 0 else { throw .noPrimeFound }
            mayBePrime = screen.mayBePrime(queue.limbs(taken, stage: last))
        }
    }

    /// Goes on to as many candidates more than those that were allowed before.
    mutating func allow(_ count: Int) { draws.allow(count) }

    /// Whether the rounds of two candidates are to be taken together.
    var takesPairs: Bool { screen.takesPairs(rounds: rounds) }

    /// The source of the bases of the candidate that ``nextCandidate()`` gave last.
    var basesOfCandidate: Source { queue.source(next - 1, stage: screen.stageCount) }

    /// Brings candidates to a stage until there are as many as the screen takes, or none are left to draw.
    private mutating func fill(stage: Int) throws(RSAError) {
        while queue.count(stage: stage) < screen.candidateCount {
            guard stage > 0 else {
                guard try draws.draw(into: &queue) else { return }
                continue
            }
            let before = stage - 1
            try fill(stage: before)
            let count = min(queue.count(stage: before), screen.candidateCount)
            guard count > 0 else { return }
            let divides = screen.dividesOne(of: queue.limbs(count, stage: before), stage: before)
            queue.advance(count, stage: before, where: ~divides)
        }
    }
}
