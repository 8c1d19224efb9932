/// p = 2^521 − 1 (SP 800-186, section 3.2.1.5).
enum P521Prime: PrimeModulus {
    @inline(__always)
    static var modulus: FixedLimbs<9> {
        FixedLimbs([
            0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
            0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
            0x0000_0000_0000_01FF,
        ])
    }

    static var bitCount: Int { 521 }

    @inline(__always)
    static var negatedInverse: UInt64 { 1 }

    @inline(__always)
    static var radix: FixedLimbs<9> {
        FixedLimbs([
            0x0080_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
            0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
            0x0000_0000_0000_0000,
        ])
    }

    @inline(__always)
    static var radixSquared: FixedLimbs<9> {
        FixedLimbs([
            0x0000_0000_0000_0000, 0x0000_4000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
            0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
            0x0000_0000_0000_0000,
        ])
    }
}

/// The order of the group of P-521 (SP 800-186, section 3.2.1.5).
enum P521Order: PrimeModulus {
    @inline(__always)
    static var modulus: FixedLimbs<9> {
        FixedLimbs([
            0xBB6F_B71E_9138_6409, 0x3BB5_C9B8_899C_47AE, 0x7FCC_0148_F709_A5D0, 0x5186_8783_BF2F_966B,
            0xFFFF_FFFF_FFFF_FFFA, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF, 0xFFFF_FFFF_FFFF_FFFF,
            0x0000_0000_0000_01FF,
        ])
    }

    static var bitCount: Int { 521 }

    @inline(__always)
    static var negatedInverse: UInt64 { 0x1D2F_5CCD_79A9_95C7 }

    @inline(__always)
    static var radix: FixedLimbs<9> {
        FixedLimbs([
            0xFB80_0000_0000_0000, 0x28A2_4824_70B7_63CD, 0x17E2_251B_23BB_31DC, 0xCA40_19FF_5B84_7B2D,
            0x02D7_3CBC_3E20_6834, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000, 0x0000_0000_0000_0000,
            0x0000_0000_0000_0000,
        ])
    }

    @inline(__always)
    static var radixSquared: FixedLimbs<9> {
        FixedLimbs([
            0x137C_D04D_CF15_DD04, 0xF707_BADC_E554_7EA3, 0x12A7_8D38_7945_73FF, 0xD372_1EF5_57F7_5E06,
            0xDD6E_23D8_2E49_C7DB, 0xCFF3_D142_B775_6E3E, 0x5BCC_6D61_A8E5_67BC, 0x2D8E_03D1_492D_0D45,
            0x0000_0000_0000_003D,
        ])
    }
}
