package import SecretMemory

/// The Miller–Rabin test of FIPS 186-5, appendix B.3.1, for one number w.
package struct MillerRabin: ~Copyable, Sendable {
    /// w, odd.
    private let modulus: OddModulus
    /// w − 1.
    private let lessOne: SecretNatural

    /// How many of the bits above the lowest one the test of a secret number takes as a secret.
    private static let secretTail = 32

    /// Prepares the test of `number`, which is odd and at least 5; `nil` for any other.
    ///
    /// Leaks the number of bits, and whether it is refused.
    package init?(_ number: borrowing SecretNatural) {
        guard number.isLess(than: SecretNatural(Natural(5))).value == 0,
            let modulus = OddModulus(secret: number)
        else { return nil }
        lessOne = modulus.value.clearingLowestBit()
        self.modulus = modulus
    }

    /// Whether w passes `rounds` rounds, each with a base drawn from `random`.
    ///
    /// Leaks the number of bits of w, the number of rounds until a composite is found out, how many draws of a
    /// base were refused, and, for one number in 2^32, how often 2 divides w − 1.
    package func isProbablyPrime(rounds: Int, using random: inout some RandomSource) -> Bool {
        // 4. For i = 1 to iterations do
        for _ in 0..<rounds {
            guard passes(base: drawBase(using: &random)) else { return false }
        }
        // 5. Return PROBABLY PRIME.
        return true
    }

    /// w.
    var number: SecretNatural {
        _read { yield modulus.value }
    }

    /// The number of bits of w.
    var bitCount: Int { modulus.bitCount }

    /// Draws a base of a round, in as many limbs as w has.
    func drawBase(using random: inout some RandomSource) -> SecretNatural {
        // 4.1 Obtain a string b of wlen bits from an RBG.
        // 4.2 If ((b ≤ 1) or (b ≥ w − 1)), then go to step 4.1.
        var base = SecretNatural(bitCount: modulus.bitCount, using: &random)
        while !isBase(base) {
            base = SecretNatural(bitCount: modulus.bitCount, using: &random)
        }
        return base
    }

    private func isBase(_ base: borrowing SecretNatural) -> Bool {
        let one = SecretNatural(Natural(1))
        return (one.isLess(than: base) & base.isLess(than: lessOne)).revealed
    }

    /// Whether w passes the round with this base b, with 1 < b < w − 1: steps 4.3 to 4.7 of the appendix.
    ///
    /// Leaks what ``isProbablyPrime(rounds:using:)`` leaks.
    package func passes(base: borrowing SecretNatural) -> Bool {
        guard hasSecretTail else { return passesVarTime(base: base) }
        // With a secret a, the largest integer such that 2^a divides w − 1, the powers of the appendix are
        // z(j) = b^((w−1)/2^j) for j from a down to 1. They are all on the way of a power by square and multiply
        // that starts at j = secretTail, where (w−1)/2^j is rounded down: there, and as far as j > a, they are not
        // looked at.
        return passes(
            base: base,
            firstPower: modulus.power(
                of: base,
                firstExponent,
                exponentBitCount: modulus.bitCount - MillerRabin.secretTail
            )
        )
    }

    /// Whether two numbers pass a round with one base each, the limbs of a base above 1 and below w − 1: the long
    /// powers of both are computed at once.
    static func pass(
        _ first: borrowing MillerRabin,
        base firstBase: Span<UInt>,
        _ second: borrowing MillerRabin,
        base secondBase: Span<UInt>
    ) -> (first: Bool, second: Bool) {
        let one = SecretNatural(copyingLimbs: firstBase)
        let other = SecretNatural(copyingLimbs: secondBase)
        guard first.hasSecretTail, second.hasSecretTail else {
            return (first.passes(base: one), second.passes(base: other))
        }
        let powers = PairOfPowers(
            of: one,
            first.firstExponent,
            modulo: first.modulus,
            of: other,
            second.firstExponent,
            modulo: second.modulus
        )
        return (
            first.passes(base: one, firstPower: powers.first),
            second.passes(base: other, firstPower: powers.second)
        )
    }

    /// Whether the number of zero bits below the lowest bit of w − 1 is treated as a secret: one with a long tail of
    /// zeros is too rare to be drawn, and a short number is not secret.
    private var hasSecretTail: Bool {
        modulus.bitCount > 2 * MillerRabin.secretTail
            && lessOne.limbs.span[0] & (1 &<< UInt(MillerRabin.secretTail) - 1) != 0
    }

    /// (w − 1) / 2^secretTail, rounded down.
    private var firstExponent: SecretNatural { lessOne.shiftedRight(by: MillerRabin.secretTail) }

    /// The rest of a round of a number with a secret tail, from the power of the base with ``firstExponent`` on.
    private func passes(base: borrowing SecretNatural, firstPower: borrowing SecretNatural) -> Bool {
        let low = lessOne.limbs.span[0] & (1 &<< UInt(MillerRabin.secretTail) - 1)
        var power = firstPower.copy()
        let one = SecretNatural(Natural(1), limbCount: modulus.limbCount)
        var passes = SecretBit(0)
        for j in (1..<MillerRabin.secretTail).reversed() {
            let bit = SecretBit(low &>> UInt(j) & 1)
            var factor = one.copy()
            factor.replace(with: base, where: bit)
            power = modulus.product(modulus.square(power), factor)
            let isWhole = SecretBit(isZero: low & (1 &<< UInt(j) - 1))
            // 4.4 If ((z = 1) or (z = w − 1)), then go to step 4.7: at j = a. 4.5.2: z = w − 1, at j < a.
            passes =
                passes | (isWhole & power.equals(lessOne)) | (isWhole & bit & power.equals(one))
        }
        return passes.revealed
    }

    /// The same round as the appendix has it, whose time depends on a, the largest integer such that 2^a divides
    /// w − 1.
    private func passesVarTime(base: borrowing SecretNatural) -> Bool {
        // 1. Let a be the largest integer such that 2^a divides w − 1.
        let a = lessOne.trailingZeroBitCountVarTime()
        // 2. m = (w − 1) / 2^a.
        let m = lessOne.shiftedRight(by: a)
        // 4.3 z = b^m mod w.
        var power = modulus.power(of: base, m, exponentBitCount: modulus.bitCount - a)
        // 4.4 If ((z = 1) or (z = w − 1)), then go to step 4.7.
        if (power.equals(1) | power.equals(lessOne)).revealed { return true }
        // 4.5 For j = 1 to a − 1 do
        for _ in 1..<max(1, a) {
            // 4.5.1 z = z^2 mod w. 4.5.2 If (z = w − 1), then go to step 4.7.
            power = modulus.square(power)
            if power.equals(lessOne).revealed { return true }
        }
        // 4.6 Return COMPOSITE.
        return false
    }
}
