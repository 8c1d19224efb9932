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
    /// is itself the factor, and products with the prime are shifts.
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
        for index in 0..<4 { sums[index] = productSum(sums[index], digit, right[index], &carry) }
        // With what was there, less than twice the prime, it is below (2^64 + 1) · p, and so below 2^320.
        top = dropLowest(of: &sums, next: top &+ carry)
    }

    /// Adds the multiple of the prime that makes the lowest limb zero, drops that limb, and takes `next` as the one
    /// above the others; gives the carry.
    @inline(__always)
    private static func dropLowest(of sums: inout FixedLimbs<4>, next: UInt64) -> UInt64 {
        // factor · p = factor · (2^256 − 2^224 + 2^192) + factor · 2^96 − factor
        let factor = sums[0]
        var borrow: UInt64 = 0
        let low = difference(factor, factor << 32, &borrow)
        let high = difference(factor, factor >> 32, &borrow)
        var carry: UInt64 = 0
        sums[0] = sum(sums[1], factor << 32, &carry)
        sums[1] = sum(sums[2], factor >> 32, &carry)
        sums[2] = sum(sums[3], low, &carry)
        sums[3] = sum(next, high, &carry)
        return carry
    }

    /// The square, by its ten products of two limbs.
    @inline(__always)
    static func square(_ number: FixedLimbs<4>) -> FixedLimbs<4> {
        // Twice what stands beside the diagonal, from limb 1 on.
        var carry: UInt64 = 0
        var s1 = productSum(0, number[0], number[1], &carry)
        var s2 = productSum(0, number[0], number[2], &carry)
        var s3 = productSum(0, number[0], number[3], &carry)
        var s4 = carry
        carry = 0
        s3 = productSum(s3, number[1], number[2], &carry)
        s4 = productSum(s4, number[1], number[3], &carry)
        var s5 = carry
        carry = 0
        s5 = productSum(s5, number[2], number[3], &carry)
        var s6 = carry
        carry = 0
        s1 = sum(s1, s1, &carry)
        s2 = sum(s2, s2, &carry)
        s3 = sum(s3, s3, &carry)
        s4 = sum(s4, s4, &carry)
        s5 = sum(s5, s5, &carry)
        s6 = sum(s6, s6, &carry)
        var s7 = carry
        // The diagonal.
        let first = number[0].multipliedFullWidth(by: number[0])
        let second = number[1].multipliedFullWidth(by: number[1])
        let third = number[2].multipliedFullWidth(by: number[2])
        let fourth = number[3].multipliedFullWidth(by: number[3])
        carry = 0
        s1 = sum(s1, first.high, &carry)
        s2 = sum(s2, second.low, &carry)
        s3 = sum(s3, second.high, &carry)
        s4 = sum(s4, third.low, &carry)
        s5 = sum(s5, third.high, &carry)
        s6 = sum(s6, fourth.low, &carry)
        s7 = sum(s7, fourth.high, &carry)
        // The lower half, with the prime's multiples, is below 2^256 throughout.
        var sums = FixedLimbs<4>([first.low, s1, s2, s3])
        for _ in 0..<4 { _ = dropLowest(of: &sums, next: 0) }
        let top = sums.add(FixedLimbs([s4, s5, s6, s7]))
        sums.reduceOnce(modulus, top: top)
        return sums
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
