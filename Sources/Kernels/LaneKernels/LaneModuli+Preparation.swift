internal import CVectorIntrinsics

extension LaneModuli {
    /// Computes what a reduction needs, and ``one``, for the moduli, which the caller has written.
    func prepare() {
        prepareReduction()
        let zero = c_lanes_repeating(0)

        // 2^bitCount − n is 2^bitCount modulo n, since n has exactly bitCount bits.
        var borrow = zero
        for place in 0..<digitCount {
            let difference = unsafe c_lanes_subtract(borrow, modulus[place])
            let bitsBelow = min(max(bitCount &- 52 &* place, 0), 52)
            unsafe one[place] = c_lanes_and(difference, c_lanes_repeating(1 &<< UInt64(bitsBelow) &- 1))
            borrow = c_lanes_subtract(zero, c_lanes_shift_right_63(difference))
        }
        for _ in 0..<52 &* digitCount &- bitCount {
            unsafe double(one, one)
        }
    }

    /// Computes ``square``, after ``prepare()``: 2^(52 · digitCount) in Montgomery's form, by square and double.
    func prepareSquare() {
        let exponent = 52 &* digitCount
        unsafe double(square, one)
        var bit = Int.bitWidth &- exponent.leadingZeroBitCount &- 2
        while bit >= 0 {
            let shift = c_lanes_repeating(UInt64(exponent &>> bit & 1))
            unsafe self.square(square, square, shift: shift)
            bit &-= 1
        }
    }

    /// result = 2 · number modulo the modulus, for a number that is less than the modulus.
    func double(_ result: UnsafeMutablePointer<CLanes>, _ number: UnsafePointer<CLanes>) {
        let mask = c_lanes_repeating(1 &<< 52 &- 1)
        var carry = c_lanes_repeating(0)
        for place in 0..<digitCount {
            let digit = unsafe number[place]
            unsafe LaneModuli.storeDigit(&result[place], digit, &carry, c_lanes_repeating(1), mask)
        }
        unsafe reduceOnce(result)
    }

    /// Subtracts the modulus from a number below twice the modulus, where it is not below the modulus already.
    func reduceOnce(_ number: UnsafeMutablePointer<CLanes>) {
        let zero = c_lanes_repeating(0)
        let mask = c_lanes_repeating(1 &<< 52 &- 1)
        let difference = unsafe scratch
        var borrow = zero
        for place in 0..<digitCount {
            let whole = unsafe c_lanes_add(c_lanes_subtract(number[place], modulus[place]), borrow)
            unsafe difference[place] = c_lanes_and(whole, mask)
            borrow = c_lanes_subtract(zero, c_lanes_shift_right_63(whole))
        }
        for place in 0..<digitCount {
            unsafe number[place] = c_lanes_choose_where_equal(borrow, zero, difference[place], number[place])
        }
    }

    /// Bit i is set where the two numbers of lane i are equal, digit by digit.
    func equal(_ left: UnsafePointer<CLanes>, _ right: UnsafePointer<CLanes>) -> UInt8 {
        var differences = c_lanes_repeating(0)
        for place in 0..<digitCount {
            unsafe differences = c_lanes_or(differences, c_lanes_exclusive_or(left[place], right[place]))
        }
        return c_lanes_equal(differences, c_lanes_repeating(0))
    }

    /// In each lane the bit of weight 2^`position` of a number.
    @inline(__always)
    func bit(_ position: Int, of number: UnsafePointer<CLanes>) -> CLanes {
        let (place, count) = position.quotientAndRemainder(dividingBy: 52)
        let digit = unsafe number[place]
        return c_lanes_and(c_lanes_shift_right(digit, c_lanes_repeating(UInt64(count))), c_lanes_repeating(1))
    }
}
