internal import CVectorIntrinsics

/// Montgomery's multiplication in each lane, without its last subtraction ("almost Montgomery": Gueron and
/// Krasnov, "Software implementation of modular exponentiation, using advanced vector instructions architectures"), by
/// products of doubles. What comes out is the same, digit for digit, as with AVX-512 IFMA.
///
/// Doubles must be rounded toward zero, as ``FloatingExponentiation`` sees to.
///
/// Five columns are summed at a time, for the one half of the lanes and then for the other: to find the factors of a
/// reduction is a chain of instructions that wait for each other, and the processor fills the waiting with the other half.
extension LaneNumbers {
    /// result = number² · 2^shift / R modulo the modulus, with `shift` 0 or 1 in each lane. `result` may be `number`.
    @inline(never)
    func square(
        _ result: UnsafeMutablePointer<CLanes>,
        _ number: UnsafePointer<CLanes>,
        shift: CLanes
    ) {
        let shifts = (low: shift.lowHalf, high: shift.highHalf)
        for half in 0..<2 {
            unsafe convert(number, to: left(half: half), half: half, count: digitCount)
        }
        clearCarries()
        var column = 0
        while column < 2 &* digitCount {
            for half in 0..<2 {
                var sums = FloatingSums()
                sums.addSquare(of: left(half: half), digitCount: digitCount, column: column)
                let shift = half == 0 ? shifts.low : shifts.high
                unsafe finish(&sums, column, half, result, shift)
            }
            column &+= 5
        }
    }

    /// result = left · right / R modulo the modulus. `result` may be one of the factors.
    @inline(never)
    func multiply(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>
    ) {
        for half in 0..<2 {
            unsafe convert(left, to: self.left(half: half), half: half, count: digitCount)
            unsafe convert(right, to: self.right(half: half), half: half, count: digitCount)
        }
        clearCarries()
        let zero = c_half_lanes_repeating(0)
        var column = 0
        while column < 2 &* digitCount {
            for half in 0..<2 {
                let (left, right) = (self.left(half: half), self.right(half: half))
                var sums = FloatingSums()
                if column < digitCount {
                    sums.addRows(0..<column, of: left, right, column: column)
                    sums.addLowEnd(left.from(column), right)
                } else {
                    addHigh(&sums, left, right, column)
                }
                unsafe finish(&sums, column, half, result, zero)
            }
            column &+= 5
        }
    }

    private func clearCarries() {
        unsafe carries[0] = c_lanes_repeating(0)
        unsafe carries[1] = c_lanes_repeating(0)
    }

    /// Adds what five columns above R have of a product.
    @inline(__always)
    private func addHigh(
        _ sums: inout FloatingSums,
        _ left: FloatingDigits,
        _ right: FloatingDigits,
        _ column: Int
    ) {
        let first = column &- digitCount
        sums.addHighEnd(left.from(first &+ 1), right.from(digitCount &- 4))
        sums.addRows(min(first &+ 5, digitCount)..<digitCount, of: left, right, column: column)
    }

    /// Adds the multiples of the modulus that belong to five columns, and clears them or stores them as digits.
    @inline(__always)
    private func finish(
        _ sums: inout FloatingSums,
        _ column: Int,
        _ half: Int,
        _ result: UnsafeMutablePointer<CLanes>,
        _ shift: CHalfLanes
    ) {
        let carried = unsafe UnsafeMutableRawPointer(carries) + 32 &* half
        let (modulus, factors) = (floatingModulus(half: half), factors(half: half))
        sums.s0 = unsafe c_half_lanes_add(sums.s0, carried.load(as: CHalfLanes.self))
        sums.s0 = correct(sums.s0, column)
        sums.s1 = correct(sums.s1, column &+ 1)
        sums.s2 = correct(sums.s2, column &+ 2)
        sums.s3 = correct(sums.s3, column &+ 3)
        sums.s4 = correct(sums.s4, column &+ 4)
        if column < digitCount {
            sums.addRows(0..<column, of: factors, modulus, column: column)
            sums.reduce(modulus, inverse: modulus[digitCount], factors: factors.from(column))
        } else {
            addHigh(&sums, factors, modulus, column)
            var carry = unsafe carried.load(fromByteOffset: 64, as: CHalfLanes.self)
            let digits = unsafe UnsafeMutableRawPointer(result + (column &- digitCount)) + 32 &* half
            unsafe LaneNumbers.storeDigit(digits, sums.s0, &carry, shift)
            unsafe LaneNumbers.storeDigit(digits + 64, sums.s1, &carry, shift)
            unsafe LaneNumbers.storeDigit(digits + 128, sums.s2, &carry, shift)
            unsafe LaneNumbers.storeDigit(digits + 192, sums.s3, &carry, shift)
            unsafe LaneNumbers.storeDigit(digits + 256, sums.s4, &carry, shift)
            unsafe carried.storeBytes(of: carry, toByteOffset: 64, as: CHalfLanes.self)
        }
        unsafe carried.storeBytes(of: sums.s5, as: CHalfLanes.self)
    }

    @inline(__always)
    private func correct(_ sum: CHalfLanes, _ column: Int) -> CHalfLanes {
        let correction = unsafe corrections.load(fromByteOffset: 8 &* column, as: UInt64.self)
        return c_half_lanes_add(sum, c_half_lanes_repeating(correction))
    }

    /// Stores a sum, times 2 to the power of `shift` and with what the digit below carries, as a digit of 52 bits.
    @inline(__always)
    private static func storeDigit(
        _ digit: UnsafeMutableRawPointer,
        _ sum: CHalfLanes,
        _ carry: inout CHalfLanes,
        _ shift: CHalfLanes
    ) {
        let whole = c_half_lanes_add(c_half_lanes_shift_left(sum, shift), carry)
        let mask = c_half_lanes_repeating(1 &<< 52 &- 1)
        unsafe digit.storeBytes(of: c_half_lanes_and(whole, mask), as: CHalfLanes.self)
        carry = c_half_lanes_shift_right_52(whole)
    }
}
