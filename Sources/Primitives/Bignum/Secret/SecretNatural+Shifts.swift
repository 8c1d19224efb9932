internal import SecretMemory

extension SecretNatural {
    /// This number shifted left by a public number of bits; what leaves the announced size is lost.
    package func shiftedLeft(by bitCount: Int) -> SecretNatural {
        shifted(by: bitCount)
    }

    /// This number shifted right by a public number of bits.
    package func shiftedRight(by bitCount: Int) -> SecretNatural {
        shifted(by: -bitCount)
    }

    /// The number of zero bits below the lowest bit that is set; that of all bits for zero. Leaks the answer.
    package func trailingZeroBitCountVarTime() -> Int {
        for index in limbs.span.indices where limbs.span[index] != 0 {
            return index * UInt.bitWidth + limbs.span[index].trailingZeroBitCount
        }
        return limbCount * UInt.bitWidth
    }

    /// Shifts left by a public number of bits, or right where that is negative.
    private func shifted(by bitCount: Int) -> SecretNatural {
        // Each limb of the answer is made of two neighbours: rounded down, the shift is by `limbShift` whole limbs
        // and `bitShift` bits to the left.
        let bitShift = bitCount & (UInt.bitWidth - 1)
        let limbShift = (bitCount - bitShift) / UInt.bitWidth
        var shifted = SecretNatural(zeroOfLimbCount: limbCount)
        let source = limbs.span
        var target = shifted.limbs.mutableSpan
        for index in target.indices {
            let high = index - limbShift
            if source.indices.contains(high) {
                target[index] = source[high] &<< UInt(bitShift)
            }
            if bitShift > 0, source.indices.contains(high - 1) {
                target[index] |= source[high - 1] &>> UInt(UInt.bitWidth - bitShift)
            }
        }
        return shifted
    }
}
