internal import CVectorIntrinsics

/// Montgomery's multiplication in each lane, without its last subtraction ("almost Montgomery": Gueron and
/// Krasnov, "Software implementation of modular exponentiation, using advanced vector instructions architectures"), by
/// products of doubles. What comes out is the same, digit for digit, as with AVX-512 IFMA.
///
/// Doubles must be rounded toward zero, as ``FloatingExponentiation`` sees to.
///
/// Five columns are summed at a time, for the one half of the lanes and then for the other.
extension LaneModuli {
    /// result = number² · 2^shift / R modulo the modulus, with `shift` 0 or 1 in each lane. `result` may be `number`.
    @inline(never)
    func square(
        _ result: UnsafeMutablePointer<CLanes>,
        _ number: UnsafePointer<CLanes>,
        shift: CLanes
    ) {
        let shifts = (low: shift.lowHalf, high: shift.highHalf)
        let numbers = (left(half: 0), left(half: 1))
        unsafe convert(number, to: numbers.0, half: 0, count: digitCount)
        unsafe convert(number, to: numbers.1, half: 1, count: digitCount)
        clearCarries()
        var column = 0
        while column < digitCount {
            var (first, second) = (FloatingSums(), FloatingSums())
            first.addSquare(of: numbers.0, digitCount: digitCount, column: column)
            addFactors(&first, column, half: 0)
            second.addSquare(of: numbers.1, digitCount: digitCount, column: column)
            addFactors(&second, column, half: 1)
            clear(&first, &second, column)
            column &+= 5
        }
        while column < 2 &* digitCount {
            for half in 0..<2 {
                var sums = FloatingSums()
                let number = half == 0 ? numbers.0 : numbers.1
                sums.addSquare(of: number, digitCount: digitCount, column: column)
                unsafe store(&sums, column, half, result, half == 0 ? shifts.low : shifts.high)
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
        var column = 0
        while column < digitCount {
            var (first, second) = (FloatingSums(), FloatingSums())
            addLow(&first, column, half: 0)
            addFactors(&first, column, half: 0)
            addLow(&second, column, half: 1)
            addFactors(&second, column, half: 1)
            clear(&first, &second, column)
            column &+= 5
        }
        while column < 2 &* digitCount {
            for half in 0..<2 {
                var sums = FloatingSums()
                addHigh(&sums, self.left(half: half), self.right(half: half), column)
                unsafe store(&sums, column, half, result, c_half_lanes_repeating(0))
            }
            column &+= 5
        }
    }

    private func clearCarries() {
        unsafe carries[0] = c_lanes_repeating(0)
        unsafe carries[1] = c_lanes_repeating(0)
    }

    /// Adds what five columns below R have of the product of ``left(half:)`` and ``right(half:)``.
    @inline(__always)
    private func addLow(_ sums: inout FloatingSums, _ column: Int, half: Int) {
        let (left, right) = (left(half: half), right(half: half))
        sums.addRows(0..<column, of: left, right, column: column)
        sums.addLowEnd(left.from(column), right)
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

    /// Adds what the factors that are known, of the columns below, have in five columns below R.
    @inline(__always)
    private func addFactors(_ sums: inout FloatingSums, _ column: Int, half: Int) {
        addCarried(&sums, column, half: half)
        sums.addRows(0..<column, of: factors(half: half), floatingModulus(half: half), column: column)
    }

    /// Adds the multiples of the modulus that clear five columns below R, of both halves.
    @inline(__always)
    private func clear(_ first: inout FloatingSums, _ second: inout FloatingSums, _ column: Int) {
        let (m, n) = (floatingModulus(half: 0), floatingModulus(half: 1))
        let (f, g) = (factors(half: 0), factors(half: 1))
        let (i, j) = (m[digitCount], n[digitCount])
        f[column] = first.clear0(m, i)
        g[column] = second.clear0(n, j)
        f[column &+ 1] = first.clear1(m, i)
        g[column &+ 1] = second.clear1(n, j)
        f[column &+ 2] = first.clear2(m, i)
        g[column &+ 2] = second.clear2(n, j)
        f[column &+ 3] = first.clear3(m, i)
        g[column &+ 3] = second.clear3(n, j)
        f[column &+ 4] = first.clear4(m, i)
        g[column &+ 4] = second.clear4(n, j)
        carry(first.s5, half: 0)
        carry(second.s5, half: 1)
    }

    /// Adds the multiples of the modulus that belong to five columns above R, and stores these as digits.
    @inline(__always)
    private func store(
        _ sums: inout FloatingSums,
        _ column: Int,
        _ half: Int,
        _ result: UnsafeMutablePointer<CLanes>,
        _ shift: CHalfLanes
    ) {
        addCarried(&sums, column, half: half)
        addHigh(&sums, factors(half: half), floatingModulus(half: half), column)
        let carries = unsafe UnsafeMutableRawPointer(carries + 1) + 32 &* half
        var carry = unsafe carries.load(as: CHalfLanes.self)
        let digits = unsafe UnsafeMutableRawPointer(result + (column &- digitCount)) + 32 &* half
        unsafe LaneModuli.storeDigit(digits, sums.s0, &carry, shift)
        unsafe LaneModuli.storeDigit(digits + 64, sums.s1, &carry, shift)
        unsafe LaneModuli.storeDigit(digits + 128, sums.s2, &carry, shift)
        unsafe LaneModuli.storeDigit(digits + 192, sums.s3, &carry, shift)
        unsafe LaneModuli.storeDigit(digits + 256, sums.s4, &carry, shift)
        unsafe carries.storeBytes(of: carry, as: CHalfLanes.self)
        self.carry(sums.s5, half: half)
    }

    /// Adds what the column below has left, and takes off of five sums what is always too much of them.
    @inline(__always)
    private func addCarried(_ sums: inout FloatingSums, _ column: Int, half: Int) {
        let carried = unsafe (UnsafeRawPointer(carries) + 32 &* half).load(as: CHalfLanes.self)
        sums.s0 = c_half_lanes_add(correct(sums.s0, column), carried)
        sums.s1 = correct(sums.s1, column &+ 1)
        sums.s2 = correct(sums.s2, column &+ 2)
        sums.s3 = correct(sums.s3, column &+ 3)
        sums.s4 = correct(sums.s4, column &+ 4)
    }

    @inline(__always)
    private func correct(_ sum: CHalfLanes, _ column: Int) -> CHalfLanes {
        let correction = unsafe corrections.load(fromByteOffset: 8 &* column, as: UInt64.self)
        return c_half_lanes_add(sum, c_half_lanes_repeating(correction))
    }

    /// Leaves a sum for the columns above.
    @inline(__always)
    private func carry(_ sum: CHalfLanes, half: Int) {
        unsafe (UnsafeMutableRawPointer(carries) + 32 &* half).storeBytes(of: sum, as: CHalfLanes.self)
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
