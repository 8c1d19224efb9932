internal import CVectorIntrinsics

extension LaneModuli {
    /// How many vectors multiplication keeps for itself: the factors of a reduction, ten carried sums, and ``inverse``.
    static func scratchCount(blockCount: Int) -> Int { 10 &* blockCount &+ 11 }

    /// −1 / modulus modulo 2^52: one vector.
    var inverse: UnsafeMutablePointer<CLanes> { unsafe scratch + digitCount + 10 }

    /// Computes ``inverse``, by Newton's iteration for −1/n modulo 2^52.
    ///
    /// An odd n is its own inverse modulo 2^3, and each step doubles the number of bits that are right. With y = −1/n
    /// it reads y ← y · (2 + n·y).
    func prepareReduction() {
        let zero = c_lanes_repeating(0)
        let low = unsafe modulus[0]
        var inverse = c_lanes_subtract(zero, low)
        for _ in 0..<5 {
            let correction = c_lanes_add_low_product(c_lanes_repeating(2), low, inverse)
            inverse = c_lanes_add_low_product(zero, inverse, correction)
        }
        unsafe self.inverse.pointee = c_lanes_and(inverse, c_lanes_repeating(1 &<< 52 &- 1))
    }
}
