/// p = 2^384 − 2^128 − 2^96 + 2^32 − 1 (SP 800-186, section 3.2.1.4).
enum P384Prime: PrimeModulus {
    @inline(__always)
    static var modulus: FixedLimbs<6> {
        FixedLimbs([
            0x0000_0000_FFFF_FFFF, 0xFFFF_FFFF_0000_0000, 0xFFFF_FFFF_FFFF_FFFE, 0xFFFF_FFFF_FFFF_FFFF,
            0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
        ])
    }

    static var bitCount: Int { 384 }

    @inline(__always)
    static var negatedInverse: UInt64 { 0x0000_0001_0000_0001 }

    @inline(__always)
    static var radix: FixedLimbs<6> {
        FixedLimbs([
            0xFFFF_FFFF_0000_0001, 0x0000_0000_FFFF_FFFF, 0x0000_0000_0000_0001, 0x0000_0000_0000_0000,
            0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
        ])
    }

    @inline(__always)
    static var radixSquared: FixedLimbs<6> {
        FixedLimbs([
            0xFFFF_FFFE_0000_0001, 0x0000_0002_0000_0000, 0xFFFF_FFFE_0000_0000, 0x0000_0002_0000_0000,
            0x0000_0000_0000_0001, 0x0000_0000_0000_0000,
        ])
    }
}

/// The order of the group of P-384 (SP 800-186, section 3.2.1.4).
enum P384Order: PrimeModulus {
    @inline(__always)
    static var modulus: FixedLimbs<6> {
        FixedLimbs([
            0xECEC_196A_CCC5_2973, 0x581A_0DB2_48B0_A77A, 0xC763_4D81_F437_2DDF, 0xFFFF_FFFF_FFFF_FFFF,
            0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
        ])
    }

    static var bitCount: Int { 384 }

    @inline(__always)
    static var negatedInverse: UInt64 { 0x6ED4_6089_E88F_DC45 }

    @inline(__always)
    static var radix: FixedLimbs<6> {
        FixedLimbs([
            0x1313_E695_333A_D68D, 0xA7E5_F24D_B74F_5885, 0x389C_B27E_0BC8_D220, 0x0000_0000_0000_0000,
            0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
        ])
    }

    @inline(__always)
    static var radixSquared: FixedLimbs<6> {
        FixedLimbs([
            0x2D31_9B24_19B4_09A9, 0xFF3D_81E5_DF1A_A419, 0xBC3E_483A_FCB8_2947, 0xD40D_4917_4AAB_1CC5,
            0x3FB0_5B7A_2826_6895, 0x0C84_EE01_2B39_BF21,
        ])
    }
}
