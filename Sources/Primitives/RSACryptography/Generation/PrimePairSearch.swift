package import Bignum
internal import SecretMemory

/// The search for p and q on two threads.
struct PrimePairSearch<Source: RandomSource, Screen: CompositenessScreen>: ~Copyable {
    private let p: PrimeJob<Source, Screen>
    private let q: PrimeJob<Source, Screen>
    private let modulusBitCount: Int

    init(
        p: consuming PrimeSearch<Source, Screen>,
        q: consuming PrimeSearch<Source, Screen>,
        modulusBitCount: Int
    ) {
        self.p = PrimeJob(p)
        self.q = PrimeJob(q)
        self.modulusBitCount = modulusBitCount
    }

    /// Finds two primes that are far enough from each other; the larger one comes first.
    consuming func run() throws(RSAError) -> PrimePair {
        let (p, q) = (self.p, self.q)
        SecondThread.run({ p.run() }, meanwhile: { q.run() })
        var first = try p.take()
        var second = try q.take()
        try PrimeJob.test(&first, of: p, &second, of: q)
        // 5.5 If |p − q| ≤ 2^(nlen/2 − 100), then go to step 5.2. It may as well be asked after the test of q: a
        // prime that is too close is dropped, and the search goes on in the order of the draws.
        while !RSA.primesAreApart(first, second, modulusBitCount: modulusBitCount) {
            second = try q.nextPrime()
        }
        guard let one = OddModulus(secret: first), let other = OddModulus(secret: second) else {
            throw .noPrimeFound
        }
        // Which of both is larger says nothing of either.
        if second.isLess(than: first).revealed { return PrimePair(p: one, q: other) }
        return PrimePair(p: other, q: one)
    }
}

extension RSA {
    /// Whether |p − q| > 2^(nlen/2 − 100).
    package static func primesAreApart(
        _ p: borrowing SecretNatural,
        _ q: borrowing SecretNatural,
        modulusBitCount: Int
    ) -> Bool {
        var difference = p.copy()
        let isNegative = difference.subtract(q)
        var negated = q.copy()
        negated.subtract(p)
        difference.replace(with: negated, where: isNegative)
        let bound = SecretNatural(Natural(1), limbCount: p.limbCount)
            .shiftedLeft(by: modulusBitCount / 2 - 100)
        return bound.isLess(than: difference).revealed
    }
}

/// A search that another thread may run, and what it found.
///
/// Unchecked, since the one who starts a run waits for its end before anyone touches the job again.
private final class PrimeJob<Source: RandomSource, Screen: CompositenessScreen>: @unchecked Sendable {
    private var search: PrimeSearch<Source, Screen>
    private var found: SecretNatural?
    private var error: RSAError?

    init(_ search: consuming PrimeSearch<Source, Screen>) {
        self.search = search
    }

    /// Searches for a prime; where the screen takes the rounds of two at once, for a candidate that has only these
    /// before it.
    func run() {
        do throws(RSAError) {
            found = try search.takesPairs ? search.nextCandidate() : search.nextPrime()
        } catch {
            self.error = error
        }
    }

    /// What ``run()`` found.
    func take() throws(RSAError) -> SecretNatural {
        if let error { throw error }
        guard let found = found.take() else { throw .noPrimeFound }
        return found
    }

    func nextPrime() throws(RSAError) -> SecretNatural {
        try search.nextPrime()
    }

    /// Puts the candidates of two searches through their rounds where that is still to be done, and replaces one that
    /// fails by the next prime of its search.
    static func test(
        _ first: inout SecretNatural,
        of p: PrimeJob,
        _ second: inout SecretNatural,
        of q: PrimeJob
    ) throws(RSAError) {
        guard p.search.takesPairs else { return }
        var firstBases = p.search.basesOfCandidate
        var secondBases = q.search.basesOfCandidate
        // 4.5.1, 5.6.1 Test for primality as specified in appendix B.3, with the rounds of table B.1.
        let passes = p.search.screen.arePassed(
            first,
            second,
            rounds: p.search.rounds,
            &firstBases,
            &secondBases
        )
        if !passes.first { first = try p.nextPrime() }
        if !passes.second { second = try q.nextPrime() }
    }
}
