package import Bignum
internal import SecretMemory

/// The search for p and q: the first two primes of one stream of draws.
///
/// The standard draws candidates for p until it has one, and then candidates for q. Those are the same draws one after
/// another, so that a screen that takes several candidates at once takes the first ones of q with the last ones of p.
struct PrimePairSearch<Source: RandomSource, Screen: CompositenessScreen>: ~Copyable {
    private var search: PrimeSearch<Source, Screen>
    private let modulusBitCount: Int

    init(modulusBitCount: Int, publicExponent: UInt, screen: Screen, source: Source) {
        self.modulusBitCount = modulusBitCount
        search = PrimeSearch(
            modulusBitCount: modulusBitCount,
            publicExponent: publicExponent,
            limit: PrimePairSearch.limit(modulusBitCount),
            screen: screen,
            source: source
        )
    }

    /// 4.7 If i ≥ 5 nlen for p, return FAILURE. 5.8 The same for q and 10 nlen; p and q have no more than that together
    /// here.
    private static func limit(_ modulusBitCount: Int) -> Int { 5 * modulusBitCount }

    /// Finds two primes that are far enough from each other; the larger one comes first.
    consuming func run() throws(RSAError) -> PrimePair {
        let takesPairs = search.takesPairs
        let first = try takesPairs ? search.nextCandidate() : search.nextPrime()
        var firstBases = search.basesOfCandidate
        search.allow(PrimePairSearch.limit(modulusBitCount))
        let second = try takesPairs ? search.nextCandidate() : search.nextPrime()
        var secondBases = search.basesOfCandidate
        guard takesPairs else { return try pair(first, second) }
        // 4.5.1, 5.6.1 Test for primality as specified in appendix B.3, with the rounds of table B.1.
        let passes = search.screen.arePassed(
            first,
            second,
            rounds: search.rounds,
            &firstBases,
            &secondBases
        )
        // What fails is no prime, and those that come next are.
        switch passes {
        case (true, true): return try pair(first, second)
        case (true, false): return try pair(first, search.nextPrime())
        case (false, true): return try pair(second, search.nextPrime())
        case (false, false): return try pair(search.nextPrime(), search.nextPrime())
        }
    }

    /// Two primes in the order of their draws as p and q, or the first one and a later one that is further from it.
    private mutating func pair(
        _ first: borrowing SecretNatural,
        _ second: borrowing SecretNatural
    ) throws(RSAError) -> PrimePair {
        // 5.5 If |p − q| ≤ 2^(nlen/2 − 100), then go to step 5.2. It may as well be asked after the test of q: a
        // prime that is too close is dropped, and the search goes on in the order of the draws.
        guard RSA.primesAreApart(first, second, modulusBitCount: modulusBitCount) else {
            return try pair(first, search.nextPrime())
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
