internal import CVectorIntrinsics

extension LaneModuli {
    /// How many vectors multiplication keeps for itself: four numbers, three vectors, and ``corrections``.
    static func scratchCount(blockCount: Int) -> Int { 40 &* blockCount &+ 3 &+ 3 &* blockCount }

    /// The factors of a reduction.
    func factors(half: Int) -> FloatingDigits { unsafe FloatingDigits(scratch, half: half) }

    /// What is multiplied, as doubles.
    func left(half: Int) -> FloatingDigits { unsafe FloatingDigits(scratch + digitCount, half: half) }
    func right(half: Int) -> FloatingDigits { unsafe FloatingDigits(scratch + 2 &* digitCount, half: half) }

    /// The moduli as doubles, and behind them −1 / modulus modulo 2^52.
    func floatingModulus(half: Int) -> FloatingDigits {
        unsafe FloatingDigits(scratch + 3 &* digitCount, half: half)
    }

    /// What a column has carried to the next one, and what the digits of the result have.
    var carries: UnsafeMutablePointer<CLanes> { unsafe scratch + 4 &* digitCount + 1 }

    /// What is to be added to the sum of each column of a product and its reduction.
    var corrections: UnsafeMutableRawPointer { unsafe UnsafeMutableRawPointer(carries + 2) }

    /// Computes ``floatingModulus(half:)`` and ``corrections``.
    func prepareReduction() {
        let mask = c_lanes_repeating(1 &<< 52 &- 1)
        // Newton's iteration for 1/n modulo 2^64: an odd n is its own inverse modulo 2^3, and each step doubles the
        // number of bits that are right.
        let low = unsafe modulus[0]
        var inverse = low
        for _ in 0..<5 {
            let correction = c_lanes_subtract(c_lanes_repeating(2), c_lanes_multiply(low, inverse))
            inverse = c_lanes_multiply(inverse, correction)
        }
        unsafe scratch.pointee = c_lanes_and(c_lanes_subtract(c_lanes_repeating(0), inverse), mask)
        for half in 0..<2 {
            unsafe convert(modulus, to: floatingModulus(half: half), half: half, count: digitCount)
            unsafe convert(scratch, to: floatingModulus(half: half).from(digitCount), half: half, count: 1)
        }
        // Column c has the products of as many pairs of digits as there are i and j with i + j = c, of the factors and
        // of the reduction, and the high halves of those of the column below.
        for column in 0..<2 &* digitCount {
            let count = min(column, 2 &* digitCount &- 2 &- column) &+ 1
            let countBelow = column == 0 ? 0 : min(column &- 1, 2 &* digitCount &- 1 &- column) &+ 1
            let correction = FloatingSums.correction(lowCount: 2 &* count, highCount: 2 &* countBelow)
            unsafe corrections.storeBytes(of: correction, toByteOffset: 8 &* column, as: UInt64.self)
        }
    }

    /// Writes half of the lanes of a number as doubles.
    @inline(__always)
    func convert(_ number: UnsafePointer<CLanes>, to digits: FloatingDigits, half: Int, count: Int) {
        for place in 0..<count {
            let digit = unsafe UnsafeRawPointer(number + place)
                .load(fromByteOffset: 32 &* half, as: CHalfLanes.self)
            digits[place] = FloatingDigits.float(digit)
        }
    }
}
