internal import SecretMemory

extension OddModulus {
    /// A reduced number to the power of a public `exponent`, which is not zero; the modulus is above 1.
    ///
    /// Computed on vector lanes where the processor has them for this size, by GMP where not. Leaks the exponent, and
    /// beyond that what ``power(of:_:exponentBitCount:)`` leaks.
    package func power(of base: borrowing SecretNatural, publicExponent exponent: Natural) -> SecretNatural {
        precondition(base.limbCount == limbCount, "the base must be reduced modulo the modulus")
        let secretExponent = SecretNatural(exponent)
        guard let radixBitCount = SpreadPublicPower.radixBitCount(bitCount: bitCount) else {
            return power(of: base, secretExponent, exponentBitCount: exponent.bitCount)
        }
        let power = SpreadPublicPower.power(
            modulus: value.limbs.span,
            square: reduced(SecretNatural(powerOfTwo: 2 * radixBitCount)).limbs.span,
            base: base.limbs.span,
            exponent: secretExponent.limbs.span,
            exponentBitCount: exponent.bitCount,
            bitCount: bitCount
        )
        return reduced(SecretNatural(copyingLimbs: power.span))
    }
}
