internal import Bignum
internal import SecretMemory
internal import Synchronization

extension RSA.PrivateKey {
    /// Takes a key made elsewhere, from the big-endian octets of its components (RSAPrivateKey of RFC 8017,
    /// appendix A.1.2), and checks it whole.
    ///
    /// Each `RSAError` names one thing that is wrong: the public key is out of range, p · q is not n, the primes
    /// are the same, too short or composite, d, dP, dQ or qInv does not fit. Primes of different sizes and moduli
    /// of any number of bits from 512 to 16384 are accepted, and d modulo (p − 1)(q − 1) as well as modulo the
    /// least common multiple. Leading zeros are accepted.
    ///
    /// The primes are tested by Miller–Rabin, eight rounds each, with bases from the operating system. A factor
    /// that is composite by accident is found out in the first one; one made to deceive passes with a probability
    /// of 2^-16 at most, and who made it knew the key anyway.
    ///
    /// Leaks: the counts of octets, the sizes of p and q in bits, and the answer.
    public init(
        modulus: Span<UInt8>,
        publicExponent: Span<UInt8>,
        privateExponent: Span<UInt8>,
        prime1: Span<UInt8>,
        prime2: Span<UInt8>,
        exponent1: Span<UInt8>,
        exponent2: Span<UInt8>,
        coefficient: Span<UInt8>
    ) throws(RSAError) {
        let key = try RSA.PrivateKey.read(
            publicKey: RSA.PublicKey(
                modulus: Natural(bigEndian: modulus),
                publicExponent: Natural(bigEndian: publicExponent)
            ),
            privateExponent: privateExponent,
            prime1: prime1,
            prime2: prime2,
            exponent1: exponent1,
            exponent2: exponent2,
            coefficient: coefficient
        )
        try key.checkComponents()
        try key.checkPrimality()
        wipeStackBelow()
        self = key
    }

    /// Takes components that fit into the announced sizes; all but p · q = n is yet to be checked.
    private static func read(
        publicKey: RSA.PublicKey,
        privateExponent: Span<UInt8>,
        prime1: Span<UInt8>,
        prime2: Span<UInt8>,
        exponent1: Span<UInt8>,
        exponent2: Span<UInt8>,
        coefficient: Span<UInt8>
    ) throws(RSAError) -> RSA.PrivateKey {
        guard let odd = OddModulus(publicKey.modulus) else { throw .modulusEven }
        let limbCount = odd.limbCount
        // A number that does not fit into the limbs of n is not a factor of n, and too large for all else.
        guard let p = SecretNatural(bigEndian: prime1, limbCount: limbCount),
            let q = SecretNatural(bigEndian: prime2, limbCount: limbCount),
            p.product(with: q).equals(odd.value).revealed,
            // Of an odd modulus, no factor is even.
            let oddP = OddModulus(secret: p), let oddQ = OddModulus(secret: q)
        else { throw .primesDoNotMultiplyToModulus }
        guard let d = SecretNatural(bigEndian: privateExponent, limbCount: limbCount) else {
            throw .privateExponentOutOfRange
        }
        guard let dP = SecretNatural(bigEndian: exponent1, limbCount: oddP.limbCount) else {
            throw .exponent1Wrong
        }
        guard let dQ = SecretNatural(bigEndian: exponent2, limbCount: oddQ.limbCount) else {
            throw .exponent2Wrong
        }
        guard let qInv = SecretNatural(bigEndian: coefficient, limbCount: oddP.limbCount) else {
            throw .coefficientWrong
        }
        return RSA.PrivateKey(
            publicKey: publicKey,
            modulus: odd,
            primes: PrimePair(p: oddP, q: oddQ),
            exponent: d,
            exponent1: dP,
            exponent2: dQ,
            coefficient: qInv,
            blindings: Mutex(Blindings())
        )
    }

    /// Throws where the components do not fit each other. Leaks: their sizes, and the answer.
    func checkComponents() throws(RSAError) {
        guard primes.p.bitCount >= RSA.leastPrimeBitCount else { throw .prime1TooShort }
        guard primes.q.bitCount >= RSA.leastPrimeBitCount else { throw .prime2TooShort }
        guard !primes.p.value.equals(primes.q.value).revealed else { throw .primesEqual }
        guard primes.p.value.product(with: primes.q.value).equals(modulus.value).revealed else {
            throw .primesDoNotMultiplyToModulus
        }
        let one = SecretNatural(Natural(1))
        guard (exponent.isLess(than: modulus.value) & one.isLess(than: exponent)).revealed else {
            throw .privateExponentOutOfRange
        }
        let pLessOne = primes.p.value.clearingLowestBit()
        let qLessOne = primes.q.value.clearingLowestBit()
        let product = exponent.product(with: SecretNatural(publicKey.publicExponent))
        guard product.remainder(dividingBy: pLessOne).equals(1).revealed else {
            throw .privateExponentDoesNotFitPrime1
        }
        guard product.remainder(dividingBy: qLessOne).equals(1).revealed else {
            throw .privateExponentDoesNotFitPrime2
        }
        guard exponent.remainder(dividingBy: pLessOne).equals(exponent1).revealed else {
            throw .exponent1Wrong
        }
        guard exponent.remainder(dividingBy: qLessOne).equals(exponent2).revealed else {
            throw .exponent2Wrong
        }
        let inverted = primes.p.product(coefficient, primes.q.value)
        guard (inverted.equals(1) & coefficient.isLess(than: primes.p.value)).revealed else {
            throw .coefficientWrong
        }
    }

    /// Throws where a factor is found to be composite.
    private func checkPrimality() throws(RSAError) {
        var random = OperatingSystemRandom()
        let rounds = 8
        guard let first = MillerRabin(primes.p.value),
            first.isProbablyPrimeInLanes(rounds: rounds, using: &random)
        else { throw .prime1Composite }
        guard let second = MillerRabin(primes.q.value),
            second.isProbablyPrimeInLanes(rounds: rounds, using: &random)
        else { throw .prime2Composite }
    }
}
