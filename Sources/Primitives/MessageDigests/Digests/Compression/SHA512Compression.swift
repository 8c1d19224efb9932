internal import ProcessorFeatures

#if VectorLanes && arch(x86_64)
    internal import DigestPairKernels
#endif

/// The compression function of SHA-384 and SHA-512 (FIPS 180-4, section 6.4), with the schedules of two blocks at once
/// where the processor has AVX2 and BMI2.
package enum SHA512Compression: CompressionFunction {
    package static var stateWordCount: Int { 8 }

    /// What two schedules side by side need; one alone takes sixteen.
    package static var scheduleWordCount: Int { 96 }

    package static var blockByteCount: Int { 128 }
    package static var lengthByteCount: Int { 16 }
    package static var byteOrder: ByteOrder { .bigEndian }

    /// Whether ``compress(_:into:schedule:)`` takes vectors.
    package static var usesPairs: Bool {
        #if VectorLanes && arch(x86_64)
            return ProcessorFeature.hasWideAdditionBesideRotation
        #else
            return false
        #endif
    }

    package static func compress(
        _ blocks: Span<UInt8>,
        into state: inout MutableSpan<UInt64>,
        schedule: inout MutableSpan<UInt64>
    ) {
        #if VectorLanes && arch(x86_64)
            if ProcessorFeature.hasWideAdditionBesideRotation {
                compressInPairs(blocks, into: &state, schedule: &schedule)
                return
            }
        #endif
        compressPortably(blocks, into: &state, schedule: &schedule)
    }

    #if VectorLanes && arch(x86_64)
        @inline(__always)
        private static func compressInPairs(
            _ blocks: Span<UInt8>,
            into state: inout MutableSpan<UInt64>,
            schedule: inout MutableSpan<UInt64>
        ) {
            checkCounts(blocks, state, schedule)
            unsafe state.withUnsafeMutableBufferPointer { state in
                unsafe schedule.withUnsafeMutableBufferPointer { schedule in
                    unsafe blocks.withUnsafeBufferPointer { octets in
                        unsafe constants.span.withUnsafeBufferPointer { constants in
                            guard let octetsStart = octets.baseAddress, let stateStart = state.baseAddress,
                                let constantsStart = constants.baseAddress,
                                let scheduleStart = schedule.baseAddress
                            else { return }
                            unsafe SHA512Pairs.compress(
                                octetsStart,
                                blockCount: octets.count / blockByteCount,
                                into: stateStart,
                                constants: constantsStart,
                                schedule: scheduleStart
                            )
                        }
                    }
                }
            }
        }
    #endif

    /// The same in portable Swift.
    package static func compressPortably(
        _ blocks: Span<UInt8>,
        into state: inout MutableSpan<UInt64>,
        schedule: inout MutableSpan<UInt64>
    ) {
        checkCounts(blocks, state, schedule)
        let octets = unsafe blocks.bytes
        var start = 0
        while start < blocks.count {
            for t in 0..<16 {
                let word = unsafe octets.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: start &+ 8 &* t,
                    as: UInt64.self
                )
                unsafe schedule[unchecked: t] = UInt64(bigEndian: word)
            }
            takeRounds(&schedule, into: &state)
            start &+= blockByteCount
        }
    }

    /// Steps 2 to 4 of the standard's loop, and step 1 as it goes: the schedule holds W for sixteen rounds.
    @inline(__always)
    private static func takeRounds(
        _ schedule: inout MutableSpan<UInt64>,
        into state: inout MutableSpan<UInt64>
    ) {
        var words = unsafe Words(
            a: state[unchecked: 0],
            b: state[unchecked: 1],
            c: state[unchecked: 2],
            d: state[unchecked: 3],
            e: state[unchecked: 4],
            f: state[unchecked: 5],
            g: state[unchecked: 6],
            h: state[unchecked: 7]
        )
        var t = 0
        while t < 64 {
            words.takeSixteen(&schedule, from: t, andExpand: true)
            t &+= 16
        }
        words.takeSixteen(&schedule, from: t, andExpand: false)
        unsafe state[unchecked: 0] &+= words.a
        unsafe state[unchecked: 1] &+= words.b
        unsafe state[unchecked: 2] &+= words.c
        unsafe state[unchecked: 3] &+= words.d
        unsafe state[unchecked: 4] &+= words.e
        unsafe state[unchecked: 5] &+= words.f
        unsafe state[unchecked: 6] &+= words.g
        unsafe state[unchecked: 7] &+= words.h
    }

    /// The working variables; they live in registers for the time of one block.
    private struct Words {
        var a: UInt64
        var b: UInt64
        var c: UInt64
        var d: UInt64
        var e: UInt64
        var f: UInt64
        var g: UInt64
        var h: UInt64

        /// Rounds `start` to `start` + 15, where `expand` says so with each word of the schedule replaced, once it
        /// is taken, by the one that comes sixteen rounds later.
        ///
        /// Instead of moving each variable to the next, the rounds are written with the names moved.
        @inline(__always)
        mutating func takeSixteen(
            _ schedule: inout MutableSpan<UInt64>,
            from start: Int,
            andExpand expand: Bool
        ) {
            @inline(__always)
            func take(_ i: Int) -> UInt64 {
                let word = unsafe schedule[unchecked: i]
                if expand {
                    unsafe schedule[unchecked: i] =
                        sigma1(schedule[unchecked: (i &+ 14) & 15]) &+ schedule[unchecked: (i &+ 9) & 15]
                        &+ sigma0(schedule[unchecked: (i &+ 1) & 15]) &+ word
                }
                return unsafe word &+ constants[unchecked: start &+ i]
            }
            var carried = b ^ c
            round(a, b, &carried, &d, e, f, g, &h, take(0))
            round(h, a, &carried, &c, d, e, f, &g, take(1))
            round(g, h, &carried, &b, c, d, e, &f, take(2))
            round(f, g, &carried, &a, b, c, d, &e, take(3))
            round(e, f, &carried, &h, a, b, c, &d, take(4))
            round(d, e, &carried, &g, h, a, b, &c, take(5))
            round(c, d, &carried, &f, g, h, a, &b, take(6))
            round(b, c, &carried, &e, f, g, h, &a, take(7))
            round(a, b, &carried, &d, e, f, g, &h, take(8))
            round(h, a, &carried, &c, d, e, f, &g, take(9))
            round(g, h, &carried, &b, c, d, e, &f, take(10))
            round(f, g, &carried, &a, b, c, d, &e, take(11))
            round(e, f, &carried, &h, a, b, c, &d, take(12))
            round(d, e, &carried, &g, h, a, b, &c, take(13))
            round(c, d, &carried, &f, g, h, a, &b, take(14))
            round(b, c, &carried, &e, f, g, h, &a, take(15))
        }
    }

    /// Step 3, with T1 and T2 put where they end up: d becomes the next e, h the next a.
    ///
    /// Maj(a, b, c) is b where a and b, or b and c, are equal, and a (which is c) where not; `carried` comes in
    /// as b ^ c and goes out as a ^ b, which is that of the next round.
    @inline(__always)
    private static func round(
        _ a: UInt64,
        _ b: UInt64,
        _ carried: inout UInt64,
        _ d: inout UInt64,
        _ e: UInt64,
        _ f: UInt64,
        _ g: UInt64,
        _ h: inout UInt64,
        _ sum: UInt64
    ) {
        let choice = g ^ (e & (f ^ g))
        let changed = a ^ b
        let majority = b ^ (changed & carried)
        carried = changed
        h = h &+ bigSigma1(e) &+ choice &+ sum
        d = d &+ h
        h = h &+ bigSigma0(a) &+ majority
    }

    /// x rotated by 28, 34 and 39, added bit by bit.
    @inline(__always)
    private static func bigSigma0(_ x: UInt64) -> UInt64 {
        (x ^ (x ^ x.rotatedRight(by: 5)).rotatedRight(by: 6)).rotatedRight(by: 28)
    }

    /// x rotated by 14, 18 and 41, added bit by bit.
    @inline(__always)
    private static func bigSigma1(_ x: UInt64) -> UInt64 {
        (x ^ (x ^ x.rotatedRight(by: 23)).rotatedRight(by: 4)).rotatedRight(by: 14)
    }

    @inline(__always)
    private static func sigma0(_ x: UInt64) -> UInt64 {
        x.rotatedRight(by: 1) ^ x.rotatedRight(by: 8) ^ (x &>> 7)
    }

    @inline(__always)
    private static func sigma1(_ x: UInt64) -> UInt64 {
        x.rotatedRight(by: 19) ^ x.rotatedRight(by: 61) ^ (x &>> 6)
    }

    /// The fractional parts of the cube roots of the first 80 primes (section 4.2.3).
    private static let constants: InlineArray<80, UInt64> = [
        0x428A_2F98_D728_AE22, 0x7137_4491_23EF_65CD, 0xB5C0_FBCF_EC4D_3B2F, 0xE9B5_DBA5_8189_DBBC,
        0x3956_C25B_F348_B538, 0x59F1_11F1_B605_D019, 0x923F_82A4_AF19_4F9B, 0xAB1C_5ED5_DA6D_8118,
        0xD807_AA98_A303_0242, 0x1283_5B01_4570_6FBE, 0x2431_85BE_4EE4_B28C, 0x550C_7DC3_D5FF_B4E2,
        0x72BE_5D74_F27B_896F, 0x80DE_B1FE_3B16_96B1, 0x9BDC_06A7_25C7_1235, 0xC19B_F174_CF69_2694,
        0xE49B_69C1_9EF1_4AD2, 0xEFBE_4786_384F_25E3, 0x0FC1_9DC6_8B8C_D5B5, 0x240C_A1CC_77AC_9C65,
        0x2DE9_2C6F_592B_0275, 0x4A74_84AA_6EA6_E483, 0x5CB0_A9DC_BD41_FBD4, 0x76F9_88DA_8311_53B5,
        0x983E_5152_EE66_DFAB, 0xA831_C66D_2DB4_3210, 0xB003_27C8_98FB_213F, 0xBF59_7FC7_BEEF_0EE4,
        0xC6E0_0BF3_3DA8_8FC2, 0xD5A7_9147_930A_A725, 0x06CA_6351_E003_826F, 0x1429_2967_0A0E_6E70,
        0x27B7_0A85_46D2_2FFC, 0x2E1B_2138_5C26_C926, 0x4D2C_6DFC_5AC4_2AED, 0x5338_0D13_9D95_B3DF,
        0x650A_7354_8BAF_63DE, 0x766A_0ABB_3C77_B2A8, 0x81C2_C92E_47ED_AEE6, 0x9272_2C85_1482_353B,
        0xA2BF_E8A1_4CF1_0364, 0xA81A_664B_BC42_3001, 0xC24B_8B70_D0F8_9791, 0xC76C_51A3_0654_BE30,
        0xD192_E819_D6EF_5218, 0xD699_0624_5565_A910, 0xF40E_3585_5771_202A, 0x106A_A070_32BB_D1B8,
        0x19A4_C116_B8D2_D0C8, 0x1E37_6C08_5141_AB53, 0x2748_774C_DF8E_EB99, 0x34B0_BCB5_E19B_48A8,
        0x391C_0CB3_C5C9_5A63, 0x4ED8_AA4A_E341_8ACB, 0x5B9C_CA4F_7763_E373, 0x682E_6FF3_D6B2_B8A3,
        0x748F_82EE_5DEF_B2FC, 0x78A5_636F_4317_2F60, 0x84C8_7814_A1F0_AB72, 0x8CC7_0208_1A64_39EC,
        0x90BE_FFFA_2363_1E28, 0xA450_6CEB_DE82_BDE9, 0xBEF9_A3F7_B2C6_7915, 0xC671_78F2_E372_532B,
        0xCA27_3ECE_EA26_619C, 0xD186_B8C7_21C0_C207, 0xEADA_7DD6_CDE0_EB1E, 0xF57D_4F7F_EE6E_D178,
        0x06F0_67AA_7217_6FBA, 0x0A63_7DC5_A2C8_98A6, 0x113F_9804_BEF9_0DAE, 0x1B71_0B35_131C_471B,
        0x28DB_77F5_2304_7D84, 0x32CA_AB7B_40C7_2493, 0x3C9E_BE0A_15C9_BEBC, 0x431D_67C4_9C10_0D4C,
        0x4CC5_D4BE_CB3E_42B6, 0x597F_299C_FC65_7E2A, 0x5FCB_6FAB_3AD6_FAEC, 0x6C44_198C_4A47_5817,
    ]
}
