internal import SecretMemory

/// Two powers modulo two secret odd moduli: the halves of an operation with an RSA key.
///
/// Computed at once on vector lanes where the processor has them, one after the other by GMP where not. Leaks what
/// `OddModulus.power` leaks.
package struct PairOfPowers: ~Copyable, Sendable {
    /// The power modulo the first modulus, in as many limbs as that has.
    package let first: SecretNatural
    /// The power modulo the second modulus, in as many limbs as that has.
    package let second: SecretNatural

    /// Raises `base`, reduced by each of the moduli, to an exponent for each, which has no more bits than its modulus.
    package init(
        of base: borrowing SecretNatural,
        _ firstExponent: borrowing SecretNatural,
        modulo firstModulus: borrowing OddModulus,
        _ secondExponent: borrowing SecretNatural,
        modulo secondModulus: borrowing OddModulus
    ) {
        self.init(
            of: firstModulus.reduced(base),
            firstExponent,
            modulo: firstModulus,
            of: secondModulus.reduced(base),
            secondExponent,
            modulo: secondModulus
        )
    }

    /// Raises two reduced numbers, each to an exponent that has no more bits than its modulus.
    init(
        of firstBase: borrowing SecretNatural,
        _ firstExponent: borrowing SecretNatural,
        modulo firstModulus: borrowing OddModulus,
        of secondBase: borrowing SecretNatural,
        _ secondExponent: borrowing SecretNatural,
        modulo secondModulus: borrowing OddModulus
    ) {
        let bitCount = max(firstModulus.bitCount, secondModulus.bitCount)
        guard let radixBitCount = SpreadPairPower.radixBitCount(bitCount: bitCount) else {
            first = firstModulus.power(of: firstBase, firstExponent, exponentBitCount: firstModulus.bitCount)
            second = secondModulus.power(
                of: secondBase,
                secondExponent,
                exponentBitCount: secondModulus.bitCount
            )
            return
        }
        let limbCount = Limbs.count(bits: bitCount)
        let square = SecretNatural(powerOfTwo: 2 * radixBitCount)
        let powers = SpreadPairPower.power(
            moduli: Limbs.join(firstModulus.value, secondModulus.value, limbCount).span,
            squares: Limbs.join(firstModulus.reduced(square), secondModulus.reduced(square), limbCount)
                .span,
            bases: Limbs.join(firstBase, secondBase, limbCount).span,
            exponents: Limbs.join(firstExponent, secondExponent, limbCount).span,
            bitCount: bitCount
        )
        first = firstModulus.reduced(SecretNatural(copyingLimbs: powers.span.extracting(0..<limbCount)))
        second = secondModulus.reduced(
            SecretNatural(copyingLimbs: powers.span.extracting(limbCount..<2 * limbCount))
        )
    }
}
