internal import CVectorIntrinsics

/// The working variables of SHA-256 (FIPS 180-4, section 6.2.2), as the SHA instructions hold them: two vectors of four
/// words, the letter named last in the lowest word.
struct SHA256Rounds {
    var abef: CWords
    var cdgh: CWords

    /// From vectors as the instructions hold them.
    @inline(__always)
    init(abef: CWords, cdgh: CWords) {
        self.abef = abef
        self.cdgh = cdgh
    }

    /// From words in the order of the alphabet, lowest first.
    @inline(__always)
    init(abcd: CWords, efgh: CWords) {
        let badc = c_words_swap_pairs(abcd)
        let hgfe = c_words_reverse(efgh)
        abef = c_words_skip_two(badc, hgfe)
        cdgh = c_words_blend(hgfe, badc)
    }

    /// The words a to d, lowest first.
    @inline(__always)
    var abcd: CWords {
        c_words_blend(c_words_reverse(abef), c_words_swap_pairs(cdgh))
    }

    /// The words e to h, lowest first.
    @inline(__always)
    var efgh: CWords {
        c_words_skip_two(c_words_swap_pairs(cdgh), c_words_reverse(abef))
    }

    /// Adds the words of another, modulo 2^32.
    @inline(__always)
    mutating func add(_ other: SHA256Rounds) {
        abef = c_words_add(abef, other.abef)
        cdgh = c_words_add(cdgh, other.cdgh)
    }

    /// All 64 rounds, for a block of the words `w0` to `w3`, `w4` to `w7` and so on.
    @inline(__always)
    mutating func take(_ w0: CWords, _ w4: CWords, _ w8: CWords, _ w12: CWords) {
        var (w0, w4, w8, w12) = (w0, w4, w8, w12)
        // The constants of section 4.2.2.
        takeFour(w0, c_words(0x428A_2F98, 0x7137_4491, 0xB5C0_FBCF, 0xE9B5_DBA5))
        takeFour(w4, c_words(0x3956_C25B, 0x59F1_11F1, 0x923F_82A4, 0xAB1C_5ED5))
        takeFour(w8, c_words(0xD807_AA98, 0x1283_5B01, 0x2431_85BE, 0x550C_7DC3))
        takeFour(w12, c_words(0x72BE_5D74, 0x80DE_B1FE, 0x9BDC_06A7, 0xC19B_F174))
        takeNext(&w0, w4, w8, w12, c_words(0xE49B_69C1, 0xEFBE_4786, 0x0FC1_9DC6, 0x240C_A1CC))
        takeNext(&w4, w8, w12, w0, c_words(0x2DE9_2C6F, 0x4A74_84AA, 0x5CB0_A9DC, 0x76F9_88DA))
        takeNext(&w8, w12, w0, w4, c_words(0x983E_5152, 0xA831_C66D, 0xB003_27C8, 0xBF59_7FC7))
        takeNext(&w12, w0, w4, w8, c_words(0xC6E0_0BF3, 0xD5A7_9147, 0x06CA_6351, 0x1429_2967))
        takeNext(&w0, w4, w8, w12, c_words(0x27B7_0A85, 0x2E1B_2138, 0x4D2C_6DFC, 0x5338_0D13))
        takeNext(&w4, w8, w12, w0, c_words(0x650A_7354, 0x766A_0ABB, 0x81C2_C92E, 0x9272_2C85))
        takeNext(&w8, w12, w0, w4, c_words(0xA2BF_E8A1, 0xA81A_664B, 0xC24B_8B70, 0xC76C_51A3))
        takeNext(&w12, w0, w4, w8, c_words(0xD192_E819, 0xD699_0624, 0xF40E_3585, 0x106A_A070))
        takeNext(&w0, w4, w8, w12, c_words(0x19A4_C116, 0x1E37_6C08, 0x2748_774C, 0x34B0_BCB5))
        takeNext(&w4, w8, w12, w0, c_words(0x391C_0CB3, 0x4ED8_AA4A, 0x5B9C_CA4F, 0x682E_6FF3))
        takeNext(&w8, w12, w0, w4, c_words(0x748F_82EE, 0x78A5_636F, 0x84C8_7814, 0x8CC7_0208))
        takeNext(&w12, w0, w4, w8, c_words(0x90BE_FFFA, 0xA450_6CEB, 0xBEF9_A3F7, 0xC671_78F2))
    }

    /// Four rounds.
    @inline(__always)
    private mutating func takeFour(_ words: CWords, _ constants: CWords) {
        let sums = c_words_add(words, constants)
        // What was abef is cdgh two rounds later.
        cdgh = c_words_sha256_two_rounds(cdgh, abef, sums)
        abef = c_words_sha256_two_rounds(abef, cdgh, c_words_move_down(sums))
    }

    /// Four rounds with the words that come after the sixteen that are given; they replace the first four.
    @inline(__always)
    private mutating func takeNext(
        _ w0: inout CWords,
        _ w4: CWords,
        _ w8: CWords,
        _ w12: CWords,
        _ constants: CWords
    ) {
        let sums = c_words_add(c_words_sha256_schedule_first(w0, w4), c_words_skip_one(w12, w8))
        w0 = c_words_sha256_schedule_second(sums, w12)
        takeFour(w0, constants)
    }
}
