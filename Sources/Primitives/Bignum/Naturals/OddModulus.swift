internal import CGMP
internal import SecretMemory

/// An odd modulus, which may itself be a secret, such as a prime factor of an RSA modulus.
///
/// Leaks the number of bits of the modulus and the counts of limbs of all operands, and nothing else, whether the
/// modulus is public or not.
package struct OddModulus: ~Copyable, Sendable {
    /// The modulus; its top limb is not zero.
    package let value: SecretNatural

    /// The number of bits of the modulus, which is public.
    package let bitCount: Int

    /// The number of limbs of the modulus and of everything reduced by it.
    package var limbCount: Int { value.limbCount }

    /// Takes a public modulus; `nil` where it is even.
    package init?(_ modulus: Natural) {
        guard modulus.isOdd else { return nil }
        value = SecretNatural(modulus)
        bitCount = modulus.bitCount
    }

    /// Takes a secret modulus whose number of bits may be known; `nil` where it is even.
    ///
    /// Leaks the number of bits and whether the modulus is odd.
    package init?(secret modulus: borrowing SecretNatural) {
        guard modulus.isOdd().revealed else { return nil }
        bitCount = modulus.bitCountVarTime()
        value = modulus.resized(to: Limbs.count(bits: bitCount))
    }

    /// A second modulus of the same value.
    package func copy() -> OddModulus {
        OddModulus(value: value.copy(), bitCount: bitCount)
    }

    private init(value: consuming SecretNatural, bitCount: Int) {
        self.value = value
        self.bitCount = bitCount
    }

    /// What is left of `number`, of any count of limbs.
    package func reduced(_ number: borrowing SecretNatural) -> SecretNatural {
        number.remainder(dividingBy: value)
    }

    /// The product, reduced.
    package func product(_ left: borrowing SecretNatural, _ right: borrowing SecretNatural) -> SecretNatural {
        reduced(left.product(with: right))
    }

    /// The square, reduced.
    package func square(_ number: borrowing SecretNatural) -> SecretNatural {
        reduced(number.square())
    }

    /// The difference of two reduced numbers, reduced.
    package func difference(
        _ left: borrowing SecretNatural,
        _ right: borrowing SecretNatural
    ) -> SecretNatural {
        var difference = left.copy()
        let borrow = difference.subtract(right)
        difference.add(value, where: borrow)
        return difference
    }

    /// `base` to the power of `exponent`, which has `exponentBitCount` bits at most.
    ///
    /// Neither the modulus nor `exponentBitCount` is 1 or less, or 0. A `base` of zero gives zero. Leaks the
    /// announced sizes only: `mpn_sec_powm` takes the exponent by windows of a fixed width and reads its whole
    /// table for each.
    package func power(
        of base: borrowing SecretNatural,
        _ exponent: borrowing SecretNatural,
        exponentBitCount: Int
    ) -> SecretNatural {
        precondition(
            exponentBitCount > 0 && exponentBitCount <= exponent.limbCount * UInt.bitWidth,
            "the exponent must have the announced number of bits"
        )
        let (baseCount, count, bits) = (base.limbCount, limbCount, UInt(exponentBitCount))
        var power = SecretNatural(zeroOfLimbCount: count)
        var scratch = SecretBuffer<UInt>.scratch(mpn_sec_powm_itch(baseCount, bits, count))
        power.limbs.withMutableLimbs { power in
            base.limbs.withLimbs { base in
                exponent.limbs.withLimbs { exponent in
                    value.limbs.withLimbs { modulus in
                        scratch.withMutableLimbs { scratch in
                            unsafe mpn_sec_powm(
                                power,
                                base,
                                baseCount,
                                exponent,
                                bits,
                                modulus,
                                count,
                                scratch
                            )
                        }
                    }
                }
            }
        }
        return power
    }
}
