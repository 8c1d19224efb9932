internal import CVectorIntrinsics

/// Montgomery's reduction of five columns.
extension FloatingSums {
    /// Adds the multiples of the modulus that make the five columns divisible by 2^52, and stores the factors. What is left
    /// goes to ``s5``.
    @inline(__always)
    mutating func reduce(_ modulus: FloatingDigits, inverse: CFloats, factors: FloatingDigits) {
        let (n0, n1, n2, n3) = (modulus[0], modulus[1], modulus[2], modulus[3])
        let q0 = FloatingSums.factor(s0, inverse)
        add0(q0, n0)
        add1(q0, n1)
        add2(q0, n2)
        add3(q0, n3)
        add4(q0, modulus[4])
        s1 = c_half_lanes_add(s1, c_half_lanes_shift_right_52(s0))
        let q1 = FloatingSums.factor(s1, inverse)
        add1(q1, n0)
        add2(q1, n1)
        add3(q1, n2)
        add4(q1, n3)
        s2 = c_half_lanes_add(s2, c_half_lanes_shift_right_52(s1))
        let q2 = FloatingSums.factor(s2, inverse)
        add2(q2, n0)
        add3(q2, n1)
        add4(q2, n2)
        s3 = c_half_lanes_add(s3, c_half_lanes_shift_right_52(s2))
        let q3 = FloatingSums.factor(s3, inverse)
        add3(q3, n0)
        add4(q3, n1)
        s4 = c_half_lanes_add(s4, c_half_lanes_shift_right_52(s3))
        let q4 = FloatingSums.factor(s4, inverse)
        add4(q4, n0)
        s5 = c_half_lanes_add(s5, c_half_lanes_shift_right_52(s4))
        factors[0] = q0
        factors[1] = q1
        factors[2] = q2
        factors[3] = q3
        factors[4] = q4
    }

    /// The factor of the modulus that belongs to a column: the low 52 bits of the column times those of −1 / modulus.
    @inline(__always)
    private static func factor(_ sum: CHalfLanes, _ inverse: CFloats) -> CFloats {
        let digit = FloatingDigits.float(c_half_lanes_and(sum, c_half_lanes_repeating(1 &<< 52 &- 1)))
        return c_floats_subtract(halves(digit, inverse).low, c_floats_repeating(0x1p52))
    }
}
