internal import CVectorIntrinsics

extension LaneModuli {
    /// Fermat's test to base 2 of all eight moduli n: bit i is set where 2^(n − 1) = 1 modulo the n of lane i.
    ///
    /// One square and, where a bit of n is set, one doubling for each bit of n.
    func passesFermatTest() -> UInt8 {
        prepare()
        let power = unsafe others
        // The top bit of n − 1 is set: the power starts as 2.
        unsafe double(power, one)
        var position = bitCount &- 2
        while position > 0 {
            let shift = unsafe bit(position, of: modulus)
            unsafe square(power, power, shift: shift)
            position &-= 1
        }
        // The lowest bit of n − 1 is not set.
        unsafe square(power, power, shift: c_lanes_repeating(0))
        unsafe reduceOnce(power)
        return unsafe equal(power, one)
    }
}
