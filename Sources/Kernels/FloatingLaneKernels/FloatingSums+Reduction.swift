internal import CVectorIntrinsics

/// Montgomery's reduction of five columns.
///
/// A factor waits for the one before it, through some thirty cycles of instructions that wait for each other. So both
/// halves of the lanes are reduced side by side, digit by digit.
extension FloatingSums {
    /// Adds the multiple of the modulus that makes column 0 divisible by 2^52, and gives the factor. What is left of
    /// the column goes to column 1. The others likewise, where the columns below are cleared.
    @inline(__always)
    mutating func clear0(_ modulus: FloatingDigits, _ inverse: CFloats) -> CFloats {
        let factor = FloatingSums.factor(s0, inverse)
        addRow(factor, modulus)
        s1 = c_half_lanes_add(s1, c_half_lanes_shift_right_52(s0))
        return factor
    }

    @inline(__always)
    mutating func clear1(_ modulus: FloatingDigits, _ inverse: CFloats) -> CFloats {
        let factor = FloatingSums.factor(s1, inverse)
        add1(factor, modulus[0])
        add2(factor, modulus[1])
        add3(factor, modulus[2])
        add4(factor, modulus[3])
        s2 = c_half_lanes_add(s2, c_half_lanes_shift_right_52(s1))
        return factor
    }

    @inline(__always)
    mutating func clear2(_ modulus: FloatingDigits, _ inverse: CFloats) -> CFloats {
        let factor = FloatingSums.factor(s2, inverse)
        add2(factor, modulus[0])
        add3(factor, modulus[1])
        add4(factor, modulus[2])
        s3 = c_half_lanes_add(s3, c_half_lanes_shift_right_52(s2))
        return factor
    }

    @inline(__always)
    mutating func clear3(_ modulus: FloatingDigits, _ inverse: CFloats) -> CFloats {
        let factor = FloatingSums.factor(s3, inverse)
        add3(factor, modulus[0])
        add4(factor, modulus[1])
        s4 = c_half_lanes_add(s4, c_half_lanes_shift_right_52(s3))
        return factor
    }

    @inline(__always)
    mutating func clear4(_ modulus: FloatingDigits, _ inverse: CFloats) -> CFloats {
        let factor = FloatingSums.factor(s4, inverse)
        add4(factor, modulus[0])
        s5 = c_half_lanes_add(s5, c_half_lanes_shift_right_52(s4))
        return factor
    }

    /// The factor of the modulus that belongs to a column: the low 52 bits of the column times those of −1 / modulus.
    @inline(__always)
    private static func factor(_ sum: CHalfLanes, _ inverse: CFloats) -> CFloats {
        let digit = FloatingDigits.float(c_half_lanes_and(sum, c_half_lanes_repeating(1 &<< 52 &- 1)))
        return c_floats_subtract(halves(digit, inverse).low, c_floats_repeating(0x1p52))
    }
}
