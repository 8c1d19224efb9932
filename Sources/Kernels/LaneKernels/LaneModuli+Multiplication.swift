internal import CVectorIntrinsics

/// Montgomery's multiplication in each lane, without its last subtraction ("almost Montgomery": Gueron and
/// Krasnov, "Software implementation of modular exponentiation, using advanced vector instructions architectures").
///
/// With n < 2^b for the modulus, R = 2^(b + h), and factors below 2^(b + h/2 − 1), the result left · right / R + n·(1 −
/// 1/R) is below n + 2^(b − 2): no subtraction is needed between two multiplications, and there is room for doubling.
extension LaneModuli {
    /// result = number² · 2^shift / R modulo the modulus, with `shift` 0 or 1 in each lane. `result` may be `number`.
    @inline(never)
    func square(
        _ result: UnsafeMutablePointer<CLanes>,
        _ number: UnsafePointer<CLanes>,
        shift: CLanes
    ) {
        let mask = c_lanes_repeating(1 &<< 52 &- 1)
        let carried = unsafe scratch + digitCount
        for place in 0..<10 {
            unsafe carried[place] = c_lanes_repeating(0)
        }
        var carry = c_lanes_repeating(0)
        for column in 0..<2 &* blockCount &- 1 {
            var sums = Columns()
            // What appears twice is added once and doubled.
            var low = max(0, column &- blockCount &+ 1)
            while 2 &* low < column {
                unsafe sums.add(number + 10 &* low, times: number + 10 &* (column &- low))
                low &+= 1
            }
            if 2 &* low == column {
                unsafe sums.addPairs(number + 10 &* low)
            }
            sums.double()
            unsafe sums.addCarried(carried)
            if 2 &* low == column {
                unsafe sums.addSquares(number + 10 &* low)
            }
            unsafe finish(&sums, column, result, &carry, shift, mask)
        }
        unsafe storeTop(result, &carry, shift, mask)
    }

    /// result = left · right / R modulo the modulus. `result` may be one of the factors.
    @inline(never)
    func multiply(
        _ result: UnsafeMutablePointer<CLanes>,
        _ left: UnsafePointer<CLanes>,
        _ right: UnsafePointer<CLanes>
    ) {
        let mask = c_lanes_repeating(1 &<< 52 &- 1)
        let zero = c_lanes_repeating(0)
        let carried = unsafe scratch + digitCount
        for place in 0..<10 {
            unsafe carried[place] = zero
        }
        var carry = zero
        for column in 0..<2 &* blockCount &- 1 {
            var sums = Columns()
            unsafe sums.addCarried(carried)
            var low = max(0, column &- blockCount &+ 1)
            while low < min(column &+ 1, blockCount) {
                unsafe sums.add(left + 10 &* low, times: right + 10 &* (column &- low))
                low &+= 1
            }
            unsafe finish(&sums, column, result, &carry, zero, mask)
        }
        unsafe storeTop(result, &carry, zero, mask)
    }

    /// Adds the multiples of the modulus that belong to a block of columns, and clears it or stores it as digits.
    ///
    /// A block of the result is stored when both factors have been read to the same height and beyond, which is why the
    /// result may lie where a factor does.
    @inline(__always)
    private func finish(
        _ sums: inout Columns,
        _ column: Int,
        _ result: UnsafeMutablePointer<CLanes>,
        _ carry: inout CLanes,
        _ shift: CLanes,
        _ mask: CLanes
    ) {
        var low = max(0, column &- blockCount &+ 1)
        while low < min(column, blockCount) {
            unsafe sums.add(scratch + 10 &* low, times: modulus + 10 &* (column &- low))
            low &+= 1
        }
        if column < blockCount {
            unsafe sums.reduce(modulus, inverse.pointee, mask, factors: scratch + 10 &* column)
        } else {
            unsafe sums.storeDigits(result + 10 &* (column &- blockCount), &carry, shift, mask)
        }
        unsafe sums.storeCarried(scratch + digitCount)
    }

    /// Stores the last block of the result.
    @inline(__always)
    private func storeTop(
        _ result: UnsafeMutablePointer<CLanes>,
        _ carry: inout CLanes,
        _ shift: CLanes,
        _ mask: CLanes
    ) {
        let carried = unsafe scratch + digitCount
        for place in 0..<10 {
            unsafe LaneModuli.storeDigit(
                &result[digitCount &- 10 &+ place],
                carried[place],
                &carry,
                shift,
                mask
            )
        }
    }
}
