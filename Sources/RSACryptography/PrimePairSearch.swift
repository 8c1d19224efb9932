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
        let first = try p.takePrime()
        var second = try q.takePrime()
        // 5.5 If |p − q| ≤ 2^(nlen/2 − 100), then go to step 5.2. It may as well be asked after the test of q: a
        // prime that is too close is dropped, and the search goes on in the order of the draws.
        while !RSA.primesAreApart(first, second, modulusBitCount: modulusBitCount) {
            q.run()
            second = try q.takePrime()
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
    private var prime: SecretNatural?
    private var error: RSAError?

    init(_ search: consuming PrimeSearch<Source, Screen>) {
        self.search = search
    }

    /// Searches for the next prime.
    func run() {
        do throws(RSAError) {
            prime = try search.nextPrime()
        } catch {
            self.error = error
        }
    }

    /// What the last run found.
    func takePrime() throws(RSAError) -> SecretNatural {
        if let error { throw error }
        guard let prime = prime.take() else { throw .noPrimeFound }
        return prime
    }
}
