package import SecretMemory

/// What candidates for a prime of a key go through: division by small primes, a quick test that sorts out composites,
/// and the rounds that a standard asks for.
///
/// The seam for vector instructions: a screen may take several candidates at once. The first two never refuse a
/// prime, and what they let pass goes through the rounds, so that which screen is used changes no result.
///
/// Candidates are odd, of ``bitCount`` bits each, and lie one after another, each in the same count of limbs. A screen
/// leaks the announced sizes, which of the candidates it refuses and, of the small primes, roughly the least one that
/// divides a candidate.
package protocol CompositenessScreen: Sendable {
    /// How many bits each candidate has.
    var bitCount: Int { get }

    /// How many candidates one call takes at most.
    var candidateCount: Int { get }

    /// How many stages the division by small primes has. The later ones refuse few, so that candidates are put together
    /// again between two of them.
    var stageCount: Int { get }

    /// Which of the candidates a small prime of that stage divides: bit i stands for candidate i.
    func dividesOne(of limbs: Span<UInt>, stage: Int) -> UInt64

    /// Which of the candidates may be prime: bit i stands for candidate i.
    func mayBePrime(_ limbs: Span<UInt>) -> UInt64

    /// Whether a number passes `rounds` rounds of the Miller–Rabin test, each with a base drawn from `random`.
    ///
    /// Leaks what `MillerRabin.isProbablyPrime(rounds:using:)` does.
    func isProbablyPrime(
        _ candidate: borrowing SecretNatural,
        rounds: Int,
        using random: inout some RandomSource
    ) -> Bool

    /// Whether that many rounds of two numbers, ``arePassed(_:_:rounds:_:_:)``, take less work than those of each by
    /// itself.
    func takesPairs(rounds: Int) -> Bool

    /// Whether each of two numbers passes `rounds` rounds of the Miller–Rabin test, each with bases from a source of
    /// its own: the same answers as of ``isProbablyPrime(_:rounds:using:)``.
    func arePassed<Source: RandomSource>(
        _ first: borrowing SecretNatural,
        _ second: borrowing SecretNatural,
        rounds: Int,
        _ firstSource: inout Source,
        _ secondSource: inout Source
    ) -> (first: Bool, second: Bool)
}

extension CompositenessScreen {
    /// How many limbs each candidate has.
    package var limbCount: Int { Limbs.count(bits: bitCount) }

    package func takesPairs(rounds: Int) -> Bool { false }

    package func arePassed<Source: RandomSource>(
        _ first: borrowing SecretNatural,
        _ second: borrowing SecretNatural,
        rounds: Int,
        _ firstSource: inout Source,
        _ secondSource: inout Source
    ) -> (first: Bool, second: Bool) {
        (
            isProbablyPrime(first, rounds: rounds, using: &firstSource),
            isProbablyPrime(second, rounds: rounds, using: &secondSource)
        )
    }
}
