internal import CVectorIntrinsics

extension LaneModuli {
    /// How many of the bits above the lowest one ``passesMillerRabin()`` takes one at a time.
    static var millerRabinTail: Int { 32 }

    /// One round of the Miller–Rabin test (FIPS 186-5, appendix B.3.1) of each modulus w with the base of its lane: bit
    /// i is set where the w of lane i passes.
    ///
    /// A base b is above 1 and below w − 1. Where 2^a divides w − 1 with a ≥ ``millerRabinTail``, the answer of that
    /// lane means nothing. The powers of the appendix, b^((w−1)/2^j) for j from a to 1, are all on the way of a power
    /// by square and multiply; where j > a, they are computed and not looked at, so that a stays a secret.
    func passesMillerRabin() -> UInt8 {
        prepare()
        prepareSquare()
        let base = unsafe others
        let power = unsafe base + digitCount
        let other = unsafe power + digitCount
        let tail = LaneModuli.millerRabinTail

        // (w − 1)/2^tail, rounded down, which is the same for w.
        unsafe shiftRight(other, modulus, UInt64(tail))
        unsafe multiply(base, bases, square)
        unsafe self.power(power, base: base, exponent: other, exponentBitCount: bitCount &- tail)

        let low = unsafe c_lanes_exclusive_or(modulus[0], c_lanes_repeating(1))
        let zero = c_lanes_repeating(0)
        var passes: UInt8 = 0
        var j = tail &- 1
        while j > 0 {
            let bit = unsafe bit(j, of: modulus)
            for place in 0..<digitCount {
                unsafe other[place] = c_lanes_choose_where_equal(bit, zero, one[place], base[place])
            }
            unsafe square(power, power, shift: zero)
            unsafe multiply(power, power, other)
            unsafe other.update(from: power, count: digitCount)
            unsafe reduceOnce(other)
            let isOne = unsafe equal(other, one)
            unsafe negate(other)
            let isMinusOne = unsafe equal(other, one)
            let isWhole = c_lanes_equal(c_lanes_and(low, c_lanes_repeating(1 &<< UInt64(j) &- 1)), zero)
            // 4.4 If ((z = 1) or (z = w − 1)), then go to step 4.7: at j = a, which is where the bit is set.
            // 4.5.2 If (z = w − 1), then go to step 4.7: at j < a.
            passes |= isWhole & isMinusOne | isWhole & isOne & ~c_lanes_equal(bit, zero)
            j &-= 1
        }
        return passes
    }

    /// result = number / 2^count, rounded down, for a count below 52.
    private func shiftRight(
        _ result: UnsafeMutablePointer<CLanes>,
        _ number: UnsafePointer<CLanes>,
        _ count: UInt64
    ) {
        let mask = c_lanes_repeating(1 &<< 52 &- 1)
        for place in 0..<digitCount {
            let above = unsafe place &+ 1 < digitCount ? number[place &+ 1] : c_lanes_repeating(0)
            let moved = c_lanes_and(c_lanes_shift_left(above, c_lanes_repeating(52 &- count)), mask)
            unsafe result[place] = c_lanes_or(
                c_lanes_shift_right(number[place], c_lanes_repeating(count)),
                moved
            )
        }
    }

    /// number = modulus − number, for a number that is not above the modulus.
    private func negate(_ number: UnsafeMutablePointer<CLanes>) {
        let zero = c_lanes_repeating(0)
        let mask = c_lanes_repeating(1 &<< 52 &- 1)
        var borrow = zero
        for place in 0..<digitCount {
            let whole = unsafe c_lanes_add(c_lanes_subtract(modulus[place], number[place]), borrow)
            unsafe number[place] = c_lanes_and(whole, mask)
            borrow = c_lanes_subtract(zero, c_lanes_shift_right_63(whole))
        }
    }
}
