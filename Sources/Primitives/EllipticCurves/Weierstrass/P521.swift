/// P-521, also named secp521r1 (SP 800-186, section 3.2.1.5).
enum P521: WeierstrassCurve {
    typealias Prime = P521Prime
    typealias Order = P521Order

    @inline(__always)
    static var coefficient: Residue<P521Prime> {
        Residue(
            montgomeryForm: FixedLimbs([
                0x8014_654F_AE58_6387, 0x78F7_A28F_EA35_A81F,
                0x839A_B9EF_C41E_961A, 0xBD8B_2960_5E9D_D8DF,
                0xF0AB_0C9C_A8F6_3F49, 0xF9DC_5A44_C8C7_7884,
                0x7751_6D39_2DCC_D98A, 0x0FC9_4D10_D05B_42A0,
                0x0000_0000_0000_004D,
            ])
        )
    }

    static var generator: AffinePoint<P521> {
        AffinePoint(
            x: Residue(
                montgomeryForm: FixedLimbs([
                    0xB331_A163_81AD_C101, 0x4DFC_BF3F_18E1_72DE,
                    0x6F19_A459_E0C2_B521, 0x947F_0EE0_93D1_7FD4,
                    0xDD50_A5AF_3BF7_F3AC, 0x90FC_1457_B035_A69E,
                    0x214E_3240_9C82_9FDA, 0xE6CF_1F65_B311_CADA,
                    0x0000_0000_0000_0074,
                ])
            ),
            y: Residue(
                montgomeryForm: FixedLimbs([
                    0x2846_0E4A_5A9E_268E, 0x2044_5F4A_3B4F_E8B3,
                    0xB09A_9E38_4351_3961, 0x2062_A85C_809F_D683,
                    0x164B_F739_4CAF_7A13, 0x340B_D7DE_8B93_9F33,
                    0xECCC_7AA2_24AB_CDA2, 0x022E_452F_DA16_3E8D,
                    0x0000_0000_0000_01E0,
                ])
            )
        )
    }
}
