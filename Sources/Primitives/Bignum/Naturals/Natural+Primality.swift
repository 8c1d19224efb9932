public import SecretMemory

extension Natural {
    /// All odd primes that a number is divided by before the first power.
    private static let smallPrimes = TrialDivision(bound: 2048)

    /// Whether this is a prime, but for an error that a composite number passes one round with a probability of
    /// a quarter at most: trial division, then the Miller–Rabin test (FIPS 186-5, appendix B.3.1) with bases drawn
    /// from `random`.
    ///
    /// For a number below 2048² the answer is certain. For a number that somebody else chose, 64 `rounds` leave an
    /// error of 2^-128. The time depends on the number.
    public func isProbablyPrimeVarTime(rounds: Int, using random: inout some RandomSource) -> Bool {
        let bound = UInt(Natural.smallPrimes.bound)
        guard isOdd else { return self == Natural(2) }
        guard self >= Natural(bound) else {
            return SmallPrimes.odd(below: Int(bound)).contains { self == Natural($0) }
        }
        if Natural.smallPrimes.dividesOne(of: limbs.span) { return false }
        if self < Natural(bound * bound) { return true }
        guard let test = MillerRabin(SecretNatural(self)) else { return false }
        return test.isProbablyPrime(rounds: rounds, using: &random)
    }
}
