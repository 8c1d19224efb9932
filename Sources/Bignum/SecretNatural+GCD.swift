internal import SecretMemory

extension SecretNatural {
    /// The greatest common divisor of two numbers of as many limbs, neither of which is zero.
    ///
    /// The binary algorithm, in as many steps as both numbers have bits: each step halves at least one of them.
    /// A step does the same work whatever the bits are (so does `bn_gcd_consttime` of BoringSSL).
    package func greatestCommonDivisor(with other: borrowing SecretNatural) -> SecretNatural {
        precondition(limbCount == other.limbCount, "both have the same count of limbs")
        var left = copy()
        var right = other.copy()
        // How often both were even: the power of two in the answer.
        var shift: UInt = 0
        for _ in 0..<2 * limbCount * UInt.bitWidth {
            // Where both are odd, the smaller one is taken from the larger one, which makes that one even.
            let bothOdd = left.isOdd() & right.isOdd()
            let leftIsLess = left.isLess(than: right)
            left.subtract(right, where: bothOdd & !leftIsLess)
            right.subtract(left, where: bothOdd & leftIsLess)
            // Every even one is halved; a zero stays.
            let leftIsEven = !left.isOdd()
            let rightIsEven = !right.isOdd()
            shift &+= (leftIsEven & rightIsEven).value
            left.halve(where: leftIsEven)
            right.halve(where: rightIsEven)
        }
        // One of them is zero now, and the other one is the answer without its power of two. Which one, the
        // union need not know.
        left.add(right)
        left.shiftLeft(bySecret: shift, below: 2 * limbCount * UInt.bitWidth)
        return left
    }

    /// Halves, rounding down, where `bit` is set.
    private mutating func halve(where bit: SecretBit) {
        let mask = 0 &- bit.value
        let count = limbCount
        var span = limbs.mutableSpan
        for index in 0..<count {
            let above = index + 1 < count ? span[index + 1] : 0
            let half = span[index] &>> 1 | above &<< UInt(UInt.bitWidth - 1)
            span[index] ^= (span[index] ^ half) & mask
        }
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
