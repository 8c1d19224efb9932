package import Bignum
public import SecretMemory
internal import Synchronization

extension RSA.PrivateKey {
    /// Makes a key with a modulus of `bitCount` bits and the public exponent 65537 (FIPS 186-5, appendix A.1.3:
    /// random probable primes).
    ///
    /// All is done on the caller's thread, and the same source gives the same key on every processor. Throws
    /// `RSAError` where `bitCount` is odd, below 2048 or above 16384, and where `random` is broken.
    ///
    /// Leaks: how many candidates were refused, and by which test; nothing about the primes that were taken.
    public static func generate(
        bitCount: Int,
        using random: inout some RandomSource
    ) throws(RSAError) -> RSA.PrivateKey {
        try generate(bitCount: bitCount, on: .quickest(bitCount: bitCount), using: &random)
    }

    /// The same with a screen of the caller's choice, for candidates of half of `bitCount`; it changes nothing but the
    /// time.
    package static func generate(
        bitCount: Int,
        screen: some CompositenessScreen,
        using random: inout some RandomSource
    ) throws(RSAError) -> RSA.PrivateKey {
        try checkGenerated(bitCount: bitCount)
        precondition(screen.bitCount == bitCount / 2, "the screen must be made for primes of the key's size")
        // 2. 2^16 < e < 2^256, and e is odd. It is a prime, too.
        let e: UInt = 65537
        // 3. The security strength is that of the random source.

        defer { wipeStackBelow() }
        while true {
            let pair = PrimePairSearch(
                modulusBitCount: bitCount,
                publicExponent: e,
                screen: screen,
                source: random.split()
            )
            let primes = try pair.run()
            // A.1.1, criterion 3: where d is too small, which is very rare, p and q are drawn again.
            if let key = try derive(p: primes.p.value, q: primes.q.value, publicExponent: e) {
                // A processor at fault makes no key that later leaks itself.
                try key.checkComponents()
                return key
            }
        }
    }

    /// Refuses a size that no key is made of.
    private static func checkGenerated(bitCount: Int) throws(RSAError) {
        // 1. If nlen < 2048, then return FAILURE.
        guard bitCount >= RSA.generatedBitCounts.lowerBound else {
            throw .generatedModulusTooShort(bitCount: bitCount)
        }
        guard bitCount <= RSA.generatedBitCounts.upperBound else {
            throw .generatedModulusTooLong(bitCount: bitCount)
        }
        guard bitCount.isMultiple(of: 2) else { throw .generatedModulusOfOddLength(bitCount: bitCount) }
    }

    /// Derives all values of a key from its primes p > q and a prime e that divides neither p − 1 nor q − 1; `nil`
    /// where d is not above 2^(nlen/2).
    private static func derive(
        p: borrowing SecretNatural,
        q: borrowing SecretNatural,
        publicExponent e: UInt
    ) throws(RSAError) -> RSA.PrivateKey? {
        let pLessOne = p.clearingLowestBit()
        let qLessOne = q.clearingLowestBit()
        let n = p.product(with: q).revealed()
        let publicKey = try RSA.PublicKey(modulus: n, publicExponent: Natural(e))
        guard let modulus = OddModulus(n), let exponentModulus = OddModulus(Natural(e)),
            let primeP = OddModulus(secret: p), let primeQ = OddModulus(secret: q)
        else { throw .noPrimeFound }

        // The size of the common divisor in limbs is one but for a chance of 2^-60; it may be known.
        let divisor = pLessOne.greatestCommonDivisor(with: qLessOne)
        let exactDivisor = divisor.resized(
            to: (divisor.bitCountVarTime() + UInt.bitWidth - 1) / UInt.bitWidth
        )
        let multiple = pLessOne.product(with: qLessOne.quotient(dividingBy: exactDivisor))
        // A.1.1, criterion 3: d = e^−1 mod LCM(p − 1, q − 1). With k = −LCM^−1 mod e, e divides 1 + k · LCM, and
        // the quotient is d. Since e is a prime, LCM^−1 is LCM^(e − 2).
        let residue = exponentModulus.reduced(multiple)
        let inverse = exponentModulus.power(
            of: residue,
            SecretNatural(Natural(e - 2)),
            exponentBitCount: publicKey.publicExponent.bitCount
        )
        var k = SecretNatural(Natural(e))
        k.subtract(inverse)
        var dividend = multiple.product(with: k)
        dividend.add(SecretNatural(Natural(1)))
        let d = dividend.quotient(dividingBy: SecretNatural(Natural(e))).resized(to: modulus.limbCount)

        // 2^(nlen/2) < d.
        let bound = SecretNatural(Natural(1), limbCount: modulus.limbCount).shiftedLeft(by: n.bitCount / 2)
        guard bound.isLess(than: d).revealed else { return nil }

        guard let coefficient = primeP.inverse(of: primeP.reduced(q)) else { throw .primesEqual }
        let exponent1 = d.remainder(dividingBy: pLessOne)
        let exponent2 = d.remainder(dividingBy: qLessOne)
        return RSA.PrivateKey(
            publicKey: publicKey,
            modulus: modulus,
            primes: PrimePair(p: primeP, q: primeQ),
            exponent: d,
            exponent1: exponent1,
            exponent2: exponent2,
            coefficient: coefficient,
            blindings: Mutex(Blindings())
        )
    }
}
