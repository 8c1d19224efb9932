internal import CGMP
internal import SecretMemory

extension SecretNatural {
    /// Adds `other`, of no more limbs, where `bit` is set. Gives the carry out of the announced size.
    @discardableResult
    package mutating func add(
        _ other: borrowing SecretNatural,
        where bit: SecretBit = SecretBit(1)
    ) -> SecretBit {
        let count = limbCount
        guard other.limbCount == count else { return add(other.resized(to: count), where: bit) }
        return SecretBit(
            limbs.withMutableLimbs { sum in
                other.limbs.withLimbs { addend in
                    unsafe mpn_cnd_add_n(bit.value, sum, sum, addend, count)
                }
            }
        )
    }

    /// Subtracts `other`, of no more limbs, where `bit` is set. Gives the borrow out of the announced size.
    @discardableResult
    package mutating func subtract(
        _ other: borrowing SecretNatural,
        where bit: SecretBit = SecretBit(1)
    ) -> SecretBit {
        let count = limbCount
        guard other.limbCount == count else { return subtract(other.resized(to: count), where: bit) }
        return SecretBit(
            limbs.withMutableLimbs { difference in
                other.limbs.withLimbs { subtrahend in
                    unsafe mpn_cnd_sub_n(bit.value, difference, difference, subtrahend, count)
                }
            }
        )
    }

    /// This number without its lowest bit: for an odd number, one less.
    package func clearingLowestBit() -> SecretNatural {
        var cleared = copy()
        var span = cleared.limbs.mutableSpan
        span[0] &= ~1
        return cleared
    }

    /// Sets a bit of a public place within the announced size.
    package mutating func setBit(_ place: Int) {
        let (limb, bit) = place.quotientAndRemainder(dividingBy: UInt.bitWidth)
        var span = limbs.mutableSpan
        span[limb] |= 1 &<< UInt(bit)
    }

    /// Takes the value of `other`, of as many limbs, where `bit` is set.
    ///
    /// Not inlined: who sees that a bit is 0 or 1 may as well choose the address to read from by it.
    @inline(never)
    package mutating func replace(with other: borrowing SecretNatural, where bit: SecretBit) {
        precondition(other.limbCount == limbCount, "both numbers must have the same number of limbs")
        let mask = 0 &- bit.value
        var span = limbs.mutableSpan
        for index in span.indices {
            span[index] ^= (span[index] ^ other.limbs.span[index]) & mask
        }
    }

    /// The product, in as many limbs as both factors have together.
    package func product(with other: borrowing SecretNatural) -> SecretNatural {
        let (count, otherCount) = (limbCount, other.limbCount)
        // GMP wants the longer factor first.
        guard count >= otherCount else { return other.product(with: self) }
        var product = SecretNatural(zeroOfLimbCount: count + otherCount)
        var scratch = SecretBuffer<UInt>.scratch(mpn_sec_mul_itch(count, otherCount))
        product.limbs.withMutableLimbs { product in
            limbs.withLimbs { left in
                other.limbs.withLimbs { right in
                    scratch.withMutableLimbs { scratch in
                        unsafe mpn_sec_mul(product, left, count, right, otherCount, scratch)
                    }
                }
            }
        }
        return product
    }

    /// The square, in twice as many limbs.
    package func square() -> SecretNatural {
        let count = limbCount
        var square = SecretNatural(zeroOfLimbCount: 2 * count)
        var scratch = SecretBuffer<UInt>.scratch(mpn_sec_sqr_itch(count))
        square.limbs.withMutableLimbs { square in
            limbs.withLimbs { root in
                scratch.withMutableLimbs { scratch in
                    unsafe mpn_sec_sqr(square, root, count, scratch)
                }
            }
        }
        return square
    }

    /// The quotient, rounded down, and the remainder.
    ///
    /// The top limb of `divisor` is not zero: its announced size is exact.
    package func quotientAndRemainder(dividingBy divisor: borrowing SecretNatural) -> SecretDivision {
        let divisorCount = divisor.limbCount
        let count = max(limbCount, divisorCount)
        var remainder = resized(to: count)
        var quotient = SecretNatural(zeroOfLimbCount: count - divisorCount + 1)
        var scratch = SecretBuffer<UInt>.scratch(mpn_sec_div_qr_itch(count, divisorCount))
        quotient.limbs.withMutableLimbs { quotient in
            remainder.limbs.withMutableLimbs { remainder in
                divisor.limbs.withLimbs { divisor in
                    scratch.withMutableLimbs { scratch in
                        unsafe quotient[count - divisorCount] = mpn_sec_div_qr(
                            quotient,
                            remainder,
                            count,
                            divisor,
                            divisorCount,
                            scratch
                        )
                    }
                }
            }
        }
        return SecretDivision(quotient: quotient, remainder: remainder.resized(to: divisorCount))
    }

    /// The quotient, rounded down. The same holds for `divisor`.
    package func quotient(dividingBy divisor: borrowing SecretNatural) -> SecretNatural {
        quotientAndRemainder(dividingBy: divisor).takeQuotient()
    }

    /// The remainder, in as many limbs as `divisor` has.
    ///
    /// The top limb of `divisor` is not zero: its announced size is exact.
    package func remainder(dividingBy divisor: borrowing SecretNatural) -> SecretNatural {
        let divisorCount = divisor.limbCount
        let count = max(limbCount, divisorCount)
        var remainder = resized(to: count)
        var scratch = SecretBuffer<UInt>.scratch(mpn_sec_div_r_itch(count, divisorCount))
        remainder.limbs.withMutableLimbs { remainder in
            divisor.limbs.withLimbs { divisor in
                scratch.withMutableLimbs { scratch in
                    unsafe mpn_sec_div_r(remainder, count, divisor, divisorCount, scratch)
                }
            }
        }
        return remainder.resized(to: divisorCount)
    }
}

/// A quotient and a remainder.
package struct SecretDivision: ~Copyable, Sendable {
    /// The quotient, rounded down.
    package let quotient: SecretNatural
    /// The remainder, less than the divisor.
    package let remainder: SecretNatural

    /// Gives up the remainder.
    consuming func takeQuotient() -> SecretNatural { quotient }
}
