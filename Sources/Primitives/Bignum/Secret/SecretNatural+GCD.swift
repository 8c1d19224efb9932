internal import SecretMemory

extension SecretNatural {
    /// The greatest common divisor of two numbers of as many limbs, neither of which is zero.
    package func greatestCommonDivisor(with other: borrowing SecretNatural) -> SecretNatural {
        precondition(limbCount == other.limbCount, "both numbers must have the same number of limbs")
        // The power of two of the answer is the smaller one of both; without its own one, the first number is odd.
        var odd = copy()
        let exponent = odd.removeFactorsOfTwo()
        var second = other.copy()
        let otherExponent = second.removeFactorsOfTwo()
        let bitCount = limbCount * UInt.bitWidth
        var steps = DivisionSteps(odd, second, bitCount: bitCount)
        for _ in 0..<DivisionSteps.batchCount(bitCount: bitCount) { _ = steps.advance() }
        steps.f.negate(where: steps.f.sign)
        var divisor = steps.f.natural(limbCount: limbCount)
        let isLess = SecretBit(isLess: exponent, otherExponent).value
        let smaller = otherExponent ^ ((exponent ^ otherExponent) & (0 &- isLess))
        divisor.shiftLeft(bySecret: smaller, below: bitCount)
        return divisor
    }

    /// Halves this number, which is not zero, until it is odd. Gives how often.
    private mutating func removeFactorsOfTwo() -> UInt {
        var exponent: UInt = 0
        // As many bits as a number of that many limbs may have as trailing zeros, in powers of two.
        var step = 1
        while step < limbCount * UInt.bitWidth { step *= 2 }
        while step > 1 {
            step /= 2
            let shifted = shiftedRight(by: step)
            let back = shifted.shiftedLeft(by: step)
            let isDivisible = equals(back)
            replace(with: shifted, where: isDivisible)
            exponent &+= UInt(step) & (0 &- isDivisible.value)
        }
        return exponent
    }

    /// Shifts left by a number of bits that is a secret below a public bound: one public shift for each bit of
    /// the number, taken or not.
    private mutating func shiftLeft(bySecret count: UInt, below bound: Int) {
        var step = 1
        var bit: UInt = 0
        while step < bound {
            let shifted = shiftedLeft(by: step)
            replace(with: shifted, where: SecretBit(count &>> bit & 1))
            step *= 2
            bit += 1
        }
    }
}
