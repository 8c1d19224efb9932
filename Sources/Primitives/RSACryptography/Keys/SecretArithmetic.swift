internal import Bignum
internal import BlockCiphers
public import SecretMemory

/// What a key is drawn, derived and signs with, of secret numbers whose sizes are public: big-endian octets, as many as
/// the modulus or the first number has.
///
/// For `Tests/ConstantTime`, a package of its own, which looks at what depends on a secret. Of the primes of a key it
/// cannot see that: they tell their sizes, which are public, and from there on all counts are as secret to it as they.
extension RSA {
    /// What a generator of candidates gives of a seed of 48 octets: as many octets of it. Leaks nothing.
    @_spi(ConstantTime)
    public static func candidates(seed: Span<UInt8>, byteCount: Int) -> SecretBytes {
        var generator = CounterGenerator(seed: seed)
        var octets = SecretBytes(repeating: 0, count: byteCount)
        var span = octets.mutableSpan
        generator.fill(&span)
        return octets
    }

    /// The inverse of a number below a public odd modulus; nothing where there is none. Leaks which of both.
    @_spi(ConstantTime)
    public static func inverse(of number: Span<UInt8>, modulo modulus: Span<UInt8>) -> SecretBytes {
        guard let modulus = OddModulus(Natural(bigEndian: modulus)),
            let number = SecretNatural(bigEndian: number, limbCount: modulus.limbCount),
            let inverse = modulus.inverse(of: number)
        else { return SecretBytes(repeating: 0, count: 0) }
        return inverse.bigEndianBytes(count: modulus.byteCount)
    }

    /// The greatest common divisor of two numbers of as many octets, neither of which is zero. Leaks nothing.
    @_spi(ConstantTime)
    public static func greatestCommonDivisor(_ number: Span<UInt8>, _ other: Span<UInt8>) -> SecretBytes {
        let limbCount = (number.count + 7) / 8
        guard let first = SecretNatural(bigEndian: number, limbCount: limbCount),
            let second = SecretNatural(bigEndian: other, limbCount: limbCount)
        else { return SecretBytes(repeating: 0, count: 0) }
        return first.greatestCommonDivisor(with: second).bigEndianBytes(count: number.count)
    }

    /// The power of a number below a public odd modulus with an exponent of as many octets, on GMP. Leaks nothing.
    @_spi(ConstantTime)
    public static func power(
        of number: Span<UInt8>,
        _ exponent: Span<UInt8>,
        modulo modulus: Span<UInt8>
    ) -> SecretBytes {
        guard let modulus = OddModulus(Natural(bigEndian: modulus)),
            let number = SecretNatural(bigEndian: number, limbCount: modulus.limbCount),
            let exponent = SecretNatural(bigEndian: exponent, limbCount: modulus.limbCount)
        else { return SecretBytes(repeating: 0, count: 0) }
        return modulus.power(of: number, exponent, exponentBitCount: modulus.bitCount)
            .bigEndianBytes(count: modulus.byteCount)
    }

    /// What a signature is made of: the powers of a number modulo two secret odd moduli, with an exponent for each, of
    /// which the second is given. Both moduli have half of the octets of `moduli` and all of their bits, as the
    /// exponents have of `exponents`. Leaks of the moduli what division by them does (`mpn_invert_limb`, SECURITY.md).
    @_spi(ConstantTime)
    public static func powers(
        of number: Span<UInt8>,
        _ exponents: Span<UInt8>,
        modulo moduli: Span<UInt8>
    ) -> SecretBytes {
        let count = moduli.count / 2
        let limbCount = (count + 7) / 8
        let (first, last) = (0..<count, count..<2 * count)
        guard let number = SecretNatural(bigEndian: number, limbCount: 2 * limbCount),
            let firstExponent = SecretNatural(bigEndian: exponents.extracting(first), limbCount: limbCount),
            let secondExponent = SecretNatural(bigEndian: exponents.extracting(last), limbCount: limbCount),
            let firstValue = SecretNatural(bigEndian: moduli.extracting(first), limbCount: limbCount),
            let secondValue = SecretNatural(bigEndian: moduli.extracting(last), limbCount: limbCount),
            let firstModulus = OddModulus(secret: firstValue),
            let secondModulus = OddModulus(secret: secondValue)
        else { return SecretBytes(repeating: 0, count: 0) }
        let powers = PairOfPowers(
            of: number,
            firstExponent,
            modulo: firstModulus,
            secondExponent,
            modulo: secondModulus
        )
        return powers.second.bigEndianBytes(count: count)
    }
}
