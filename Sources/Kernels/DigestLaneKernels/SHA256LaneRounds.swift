internal import CVectorIntrinsics

/// The working variables of sixteen SHA-256 (FIPS 180-4, section 6.2.2), one in each lane.
///
/// Everything here is unrolled and inlined, so that the variables and the schedule stay in the 32 registers.
struct SHA256LaneRounds {
    var a: CWordLanes
    var b: CWordLanes
    var c: CWordLanes
    var d: CWordLanes
    var e: CWordLanes
    var f: CWordLanes
    var g: CWordLanes
    var h: CWordLanes

    /// Loads eight vectors.
    @inline(__always)
    init(_ words: UnsafePointer<UInt32>) {
        unsafe a = c_word_lanes_load(words)
        unsafe b = c_word_lanes_load(words + 16)
        unsafe c = c_word_lanes_load(words + 32)
        unsafe d = c_word_lanes_load(words + 48)
        unsafe e = c_word_lanes_load(words + 64)
        unsafe f = c_word_lanes_load(words + 80)
        unsafe g = c_word_lanes_load(words + 96)
        unsafe h = c_word_lanes_load(words + 112)
    }

    /// Stores eight vectors.
    @inline(__always)
    func store(_ words: UnsafeMutablePointer<UInt32>) {
        unsafe c_word_lanes_store(words, a)
        unsafe c_word_lanes_store(words + 16, b)
        unsafe c_word_lanes_store(words + 32, c)
        unsafe c_word_lanes_store(words + 48, d)
        unsafe c_word_lanes_store(words + 64, e)
        unsafe c_word_lanes_store(words + 80, f)
        unsafe c_word_lanes_store(words + 96, g)
        unsafe c_word_lanes_store(words + 112, h)
    }

    /// Adds eight vectors of memory, modulo 2^32.
    @inline(__always)
    mutating func add(_ words: UnsafePointer<UInt32>) {
        let other = unsafe SHA256LaneRounds(words)
        a = c_word_lanes_add(a, other.a)
        b = c_word_lanes_add(b, other.b)
        c = c_word_lanes_add(c, other.c)
        d = c_word_lanes_add(d, other.d)
        e = c_word_lanes_add(e, other.e)
        f = c_word_lanes_add(f, other.f)
        g = c_word_lanes_add(g, other.g)
        h = c_word_lanes_add(h, other.h)
    }

    /// Adds eight vectors of memory bit by bit.
    @inline(__always)
    mutating func addBits(_ words: UnsafePointer<UInt32>) {
        let other = unsafe SHA256LaneRounds(words)
        a = c_word_lanes_exclusive_or(a, other.a)
        b = c_word_lanes_exclusive_or(b, other.b)
        c = c_word_lanes_exclusive_or(c, other.c)
        d = c_word_lanes_exclusive_or(d, other.d)
        e = c_word_lanes_exclusive_or(e, other.e)
        f = c_word_lanes_exclusive_or(f, other.f)
        g = c_word_lanes_exclusive_or(g, other.g)
        h = c_word_lanes_exclusive_or(h, other.h)
    }

    /// All 64 rounds, for a block that is a digest behind another block: its own words, and the padding of 96 octets.
    @inline(__always)
    mutating func take(_ digest: SHA256LaneRounds) {
        let zero = c_word_lanes_repeating(0)
        var (w0, w1, w2, w3) = (digest.a, digest.b, digest.c, digest.d)
        var (w4, w5, w6, w7) = (digest.e, digest.f, digest.g, digest.h)
        var (w8, w9, w10, w11) = (c_word_lanes_repeating(0x8000_0000), zero, zero, zero)
        var (w12, w13, w14, w15) = (zero, zero, zero, c_word_lanes_repeating(768))
        var place = 0
        while true {
            takeEight(w0, w1, w2, w3, w4, w5, w6, w7, from: place)
            takeEight(w8, w9, w10, w11, w12, w13, w14, w15, from: place &+ 8)
            if place == 48 { break }
            place &+= 16
            expand(&w0, &w1, &w2, &w3, &w4, &w5, &w6, &w7, w8, w9, w10, w11, w12, w13, w14, w15)
            expand(&w8, &w9, &w10, &w11, &w12, &w13, &w14, &w15, w0, w1, w2, w3, w4, w5, w6, w7)
        }
    }

    /// Eight rounds. Instead of moving each variable to the next, they are written with the names moved.
    @inline(__always)
    private mutating func takeEight(
        _ w0: CWordLanes,
        _ w1: CWordLanes,
        _ w2: CWordLanes,
        _ w3: CWordLanes,
        _ w4: CWordLanes,
        _ w5: CWordLanes,
        _ w6: CWordLanes,
        _ w7: CWordLanes,
        from place: Int
    ) {
        SHA256LaneRounds.round(a, b, c, &d, e, f, g, &h, w0, place &+ 0)
        SHA256LaneRounds.round(h, a, b, &c, d, e, f, &g, w1, place &+ 1)
        SHA256LaneRounds.round(g, h, a, &b, c, d, e, &f, w2, place &+ 2)
        SHA256LaneRounds.round(f, g, h, &a, b, c, d, &e, w3, place &+ 3)
        SHA256LaneRounds.round(e, f, g, &h, a, b, c, &d, w4, place &+ 4)
        SHA256LaneRounds.round(d, e, f, &g, h, a, b, &c, w5, place &+ 5)
        SHA256LaneRounds.round(c, d, e, &f, g, h, a, &b, w6, place &+ 6)
        SHA256LaneRounds.round(b, c, d, &e, f, g, h, &a, w7, place &+ 7)
    }

    /// One round, with T1 and T2 put where they end up: d becomes the next e, h the next a.
    @inline(__always)
    private static func round(
        _ a: CWordLanes,
        _ b: CWordLanes,
        _ c: CWordLanes,
        _ d: inout CWordLanes,
        _ e: CWordLanes,
        _ f: CWordLanes,
        _ g: CWordLanes,
        _ h: inout CWordLanes,
        _ word: CWordLanes,
        _ place: Int
    ) {
        let bigSigma1 = c_word_lanes_parity(
            c_word_lanes_rotate_right_6(e),
            c_word_lanes_rotate_right_11(e),
            c_word_lanes_rotate_right_25(e)
        )
        let bigSigma0 = c_word_lanes_parity(
            c_word_lanes_rotate_right_2(a),
            c_word_lanes_rotate_right_13(a),
            c_word_lanes_rotate_right_22(a)
        )
        let sum = unsafe c_word_lanes_add(word, c_word_lanes_repeating(constants[unchecked: place]))
        h = c_word_lanes_add(c_word_lanes_add(h, sum), c_word_lanes_choose(e, f, g))
        h = c_word_lanes_add(h, bigSigma1)
        d = c_word_lanes_add(d, h)
        h = c_word_lanes_add(h, c_word_lanes_add(bigSigma0, c_word_lanes_majority(a, b, c)))
    }

    /// The eight words of the schedule that come after the sixteen that are given; they replace the first eight.
    @inline(__always)
    private func expand(
        _ w0: inout CWordLanes,
        _ w1: inout CWordLanes,
        _ w2: inout CWordLanes,
        _ w3: inout CWordLanes,
        _ w4: inout CWordLanes,
        _ w5: inout CWordLanes,
        _ w6: inout CWordLanes,
        _ w7: inout CWordLanes,
        _ w8: CWordLanes,
        _ w9: CWordLanes,
        _ w10: CWordLanes,
        _ w11: CWordLanes,
        _ w12: CWordLanes,
        _ w13: CWordLanes,
        _ w14: CWordLanes,
        _ w15: CWordLanes
    ) {
        SHA256LaneRounds.expand(&w0, w1, w9, w14)
        SHA256LaneRounds.expand(&w1, w2, w10, w15)
        SHA256LaneRounds.expand(&w2, w3, w11, w0)
        SHA256LaneRounds.expand(&w3, w4, w12, w1)
        SHA256LaneRounds.expand(&w4, w5, w13, w2)
        SHA256LaneRounds.expand(&w5, w6, w14, w3)
        SHA256LaneRounds.expand(&w6, w7, w15, w4)
        SHA256LaneRounds.expand(&w7, w8, w0, w5)
    }

    /// The word sixteen places behind the first one, from those that are one, nine and fourteen places behind it.
    @inline(__always)
    private static func expand(
        _ word: inout CWordLanes,
        _ next: CWordLanes,
        _ ninth: CWordLanes,
        _ fourteenth: CWordLanes
    ) {
        let sigma0 = c_word_lanes_parity(
            c_word_lanes_rotate_right_7(next),
            c_word_lanes_rotate_right_18(next),
            c_word_lanes_shift_right_3(next)
        )
        let sigma1 = c_word_lanes_parity(
            c_word_lanes_rotate_right_17(fourteenth),
            c_word_lanes_rotate_right_19(fourteenth),
            c_word_lanes_shift_right_10(fourteenth)
        )
        word = c_word_lanes_add(c_word_lanes_add(word, ninth), c_word_lanes_add(sigma0, sigma1))
    }

    /// The fractional parts of the cube roots of the first 64 primes (section 4.2.2).
    private static let constants: InlineArray<64, UInt32> = [
        0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5, 0x3956_C25B, 0x59F1_11F1,
        0x923F_82A4, 0xAB1C_5ED5, 0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3,
        0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174, 0xE49B_69C1, 0xEFBE_4786,
        0x0FC1_9DC6, 0x240C_A1CC, 0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA,
        0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7, 0xC6E0_0BF3, 0xD5A7_9147,
        0x06CA_6351, 0x1429_2967, 0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13,
        0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85, 0xA2BF_E8A1, 0xA81A_664B,
        0xC24B_8B70, 0xC76C_51A3, 0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070,
        0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5, 0x391C_0CB3, 0x4ED8_AA4A,
        0x5B9C_CA4F, 0x682E_6FF3, 0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208,
        0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2,
    ]
}
