/// The order of the group that the generator of edwards25519 makes, 2^252 + 27742317777372353535851937790883648493
/// (RFC 8032, section 5.1).
enum Order25519: PrimeModulus {
    @inline(__always)
    static var modulus: FixedLimbs<4> {
        FixedLimbs([
            0x5812_631A_5CF5_D3ED, 0x14DE_F9DE_A2F7_9CD6, 0x0000_0000_0000_0000, 0x1000_0000_0000_0000,
        ])
    }

    static var bitCount: Int { 253 }

    @inline(__always)
    static var negatedInverse: UInt64 { 0xD2B5_1DA3_1254_7E1B }

    @inline(__always)
    static var radix: FixedLimbs<4> {
        FixedLimbs([
            0xD6EC_3174_8D98_951D, 0xC6EF_5BF4_737D_CF70, 0xFFFF_FFFF_FFFF_FFFE, 0x0FFF_FFFF_FFFF_FFFF,
        ])
    }

    @inline(__always)
    static var radixSquared: FixedLimbs<4> {
        FixedLimbs([
            0xA406_11E3_449C_0F01, 0xD00E_1BA7_6885_9347, 0xCEEC_73D2_17F5_BE65, 0x0399_411B_7C30_9A3D,
        ])
    }
}
