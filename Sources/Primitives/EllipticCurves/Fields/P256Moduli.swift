/// p = 2^256 − 2^224 + 2^192 + 2^96 − 1 (SP 800-186, section 3.2.1.3).
enum P256Prime: PrimeModulus {
    @inline(__always)
    static var modulus: FixedLimbs<4> {
        FixedLimbs([
            0xFFFF_FFFF_FFFF_FFFF, 0x0000_0000_FFFF_FFFF, 0x0000_0000_0000_0000, 0xFFFF_FFFF_0000_0001,
        ])
    }

    static var bitCount: Int { 256 }

    @inline(__always)
    static var negatedInverse: UInt64 { 1 }

    @inline(__always)
    static var radix: FixedLimbs<4> {
        FixedLimbs([
            0x0000_0000_0000_0001, 0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF_FFFF_FFFF, 0x0000_0000_FFFF_FFFE,
        ])
    }

    @inline(__always)
    static var radixSquared: FixedLimbs<4> {
        FixedLimbs([
            0x0000_0000_0000_0003, 0xFFFF_FFFB_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFE, 0x0000_0004_FFFF_FFFD,
        ])
    }

    /// Montgomery's product with what this prime saves: its lowest limb is 2^64 − 1, so that the lowest limb of a row
    /// is itself the factor, and all but one of the products with the prime are shifts.
    @inline(__always)
    static func product(_ left: FixedLimbs<4>, _ right: FixedLimbs<4>) -> FixedLimbs<4> {
        var sums = FixedLimbs<4>()
        var top: UInt64 = 0
        // Not a loop, which would keep the sums in memory.
        addRow(left[0], right, to: &sums, &top)
        addRow(left[1], right, to: &sums, &top)
        addRow(left[2], right, to: &sums, &top)
        addRow(left[3], right, to: &sums, &top)
        sums.reduceOnce(modulus, top: top)
        return sums
    }

    @inline(__always)
    private static func addRow(
        _ digit: UInt64,
        _ right: FixedLimbs<4>,
        to sums: inout FixedLimbs<4>,
        _ top: inout UInt64
    ) {
        var carry: UInt64 = 0
        let factor = productSum(sums[0], digit, right[0], &carry)
        let second = productSum(sums[1], digit, right[1], &carry)
        let third = productSum(sums[2], digit, right[2], &carry)
        let fourth = productSum(sums[3], digit, right[3], &carry)
        var overflow: UInt64 = 0
        let fifth = sum(top, carry, &overflow)
        // factor · p = factor · (2^256 − 2^224 + 2^192) + factor · 2^96 − factor
        let upper = factor.multipliedFullWidth(by: 0xFFFF_FFFF_0000_0001)
        carry = 0
        sums[0] = sum(second, factor << 32, &carry)
        sums[1] = sum(third, factor >> 32, &carry)
        sums[2] = sum(fourth, upper.low, &carry)
        sums[3] = sum(fifth, upper.high, &carry)
        top = overflow &+ carry
    }
}

/// The order of the group of P-256 (SP 800-186, section 3.2.1.3).
enum P256Order: PrimeModulus {
    @inline(__always)
    static var modulus: FixedLimbs<4> {
        FixedLimbs([
            0xF3B9_CAC2_FC63_2551, 0xBCE6_FAAD_A717_9E84, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_0000_0000,
        ])
    }

    static var bitCount: Int { 256 }

    @inline(__always)
    static var negatedInverse: UInt64 { 0xCCD1_C8AA_EE00_BC4F }

    @inline(__always)
    static var radix: FixedLimbs<4> {
        FixedLimbs([
            0x0C46_353D_039C_DAAF, 0x4319_0552_58E8_617B, 0x0000_0000_0000_0000, 0x0000_0000_FFFF_FFFF,
        ])
    }

    @inline(__always)
    static var radixSquared: FixedLimbs<4> {
        FixedLimbs([
            0x8324_4C95_BE79_EEA2, 0x4699_799C_49BD_6FA6, 0x2845_B239_2B6B_EC59, 0x66E1_2D94_F3D9_5620,
        ])
    }
}
