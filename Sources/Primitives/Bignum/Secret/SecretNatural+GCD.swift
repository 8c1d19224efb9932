internal import SecretMemory

extension SecretNatural {
    /// The greatest common divisor of two numbers of as many limbs, neither of which is zero.
    ///
    /// The binary algorithm: of two odd numbers the difference is even, and what is even is halved. It takes as many
    /// steps as both numbers have bits, since each step shortens one of them, and a step does the same work whatever
    /// the bits are. Of its two passes, the first one subtracts, and the second one keeps the difference or what there
    /// was, and halves it.
    package func greatestCommonDivisor(with other: borrowing SecretNatural) -> SecretNatural {
        precondition(limbCount == other.limbCount, "both numbers must have the same number of limbs")
        // The power of two of the answer is the smaller one of both. Without its own one, `odd` is odd and stays so.
        var odd = copy()
        let exponent = odd.removeFactorsOfTwo()
        var second = other.copy()
        let otherExponent = second.removeFactorsOfTwo()
        var difference = SecretNatural(zeroOfLimbCount: limbCount)
        for _ in 0..<2 * limbCount * UInt.bitWidth {
            let borrow = SecretNatural.subtract(odd, from: second, into: &difference)
            SecretNatural.step(&odd, &second, difference, borrow: borrow)
        }
        // The second number is zero now, and the first one the answer without its power of two.
        let isLess = SecretBit(isLess: exponent, otherExponent).value
        let smaller = otherExponent ^ ((exponent ^ otherExponent) & (0 &- isLess))
        odd.shiftLeft(bySecret: smaller, below: limbCount * UInt.bitWidth)
        return odd
    }

    /// difference = number − subtrahend, modulo 2 to the power of all bits. Gives the borrow.
    private static func subtract(
        _ subtrahend: borrowing SecretNatural,
        from number: borrowing SecretNatural,
        into difference: inout SecretNatural
    ) -> UInt {
        let left = number.limbs.span
        let right = subtrahend.limbs.span
        var span = difference.limbs.mutableSpan
        var borrow: UInt = 0
        for index in span.indices {
            let (first, underflow) = left[index].subtractingReportingOverflow(right[index])
            let (second, again) = first.subtractingReportingOverflow(borrow)
            span[index] = second
            borrow = (underflow ? 1 : 0) | (again ? 1 : 0)
        }
        return borrow
    }

    /// One step, of which `difference` is the second number less the odd one, and `borrow` its sign.
    ///
    /// Where the second number is odd, it becomes the absolute value of the difference, and the first one the smaller
    /// of both. Then it is even and is halved.
    private static func step(
        _ odd: inout SecretNatural,
        _ second: inout SecretNatural,
        _ difference: borrowing SecretNatural,
        borrow: UInt
    ) {
        let source = difference.limbs.span
        var first = odd.limbs.mutableSpan
        var last = second.limbs.mutableSpan
        let isOdd = 0 &- (last[0] & 1)
        let isNegative = isOdd & (0 &- borrow)
        // Two's complement: all bits turned over, and one more.
        var carry = isNegative & 1
        var below: UInt = 0
        for index in source.indices {
            let kept = last[index]
            first[index] ^= (first[index] ^ kept) & isNegative
            let (absolute, overflow) = (source[index] ^ isNegative).addingReportingOverflow(carry)
            carry = overflow ? 1 : 0
            let limb = kept ^ ((kept ^ absolute) & isOdd)
            if index > 0 { last[index - 1] = below | limb &<< UInt(UInt.bitWidth - 1) }
            below = limb &>> 1
        }
        last[source.count - 1] = below
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
