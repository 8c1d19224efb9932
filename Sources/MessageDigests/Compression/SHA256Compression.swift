/// The compression function of SHA-224 and SHA-256 (FIPS 180-4, section 6.2).
package enum SHA256Compression: CompressionFunction {
    package static var stateWordCount: Int { 8 }
    package static var scheduleWordCount: Int { 64 }
    package static var blockByteCount: Int { 64 }
    package static var lengthByteCount: Int { 8 }
    package static var byteOrder: ByteOrder { .bigEndian }

    package static func compress(
        _ blocks: Span<UInt8>,
        into state: inout MutableSpan<UInt32>,
        schedule: inout MutableSpan<UInt32>
    ) {
        checkCounts(blocks, state, schedule)
        var start = 0
        while start < blocks.count {
            expand(blocks, from: start, into: &schedule)
            takeRounds(schedule.span, into: &state)
            start &+= blockByteCount
        }
    }

    /// Step 1 of the standard's loop: W.
    @inline(__always)
    private static func expand(
        _ blocks: Span<UInt8>,
        from start: Int,
        into schedule: inout MutableSpan<UInt32>
    ) {
        let octets = unsafe blocks.bytes
        for t in 0..<16 {
            let word = unsafe octets.unsafeLoadUnaligned(
                fromUncheckedByteOffset: start &+ 4 &* t,
                as: UInt32.self
            )
            unsafe schedule[unchecked: t] = UInt32(bigEndian: word)
        }
        for t in 16..<64 {
            unsafe schedule[unchecked: t] =
                sigma1(schedule[unchecked: t &- 2]) &+ schedule[unchecked: t &- 7]
                &+ sigma0(schedule[unchecked: t &- 15]) &+ schedule[unchecked: t &- 16]
        }
    }

    /// Steps 2 to 4 of the standard's loop. Instead of moving each variable to the next, eight rounds at a time
    /// are written with the names moved.
    @inline(__always)
    private static func takeRounds(_ schedule: Span<UInt32>, into state: inout MutableSpan<UInt32>) {
        @inline(__always)
        func sum(_ t: Int) -> UInt32 {
            unsafe schedule[unchecked: t] &+ constants[unchecked: t]
        }
        var a = unsafe state[unchecked: 0]
        var b = unsafe state[unchecked: 1]
        var c = unsafe state[unchecked: 2]
        var d = unsafe state[unchecked: 3]
        var e = unsafe state[unchecked: 4]
        var f = unsafe state[unchecked: 5]
        var g = unsafe state[unchecked: 6]
        var h = unsafe state[unchecked: 7]
        var t = 0
        while t < 64 {
            round(a, b, c, &d, e, f, g, &h, sum(t))
            round(h, a, b, &c, d, e, f, &g, sum(t &+ 1))
            round(g, h, a, &b, c, d, e, &f, sum(t &+ 2))
            round(f, g, h, &a, b, c, d, &e, sum(t &+ 3))
            round(e, f, g, &h, a, b, c, &d, sum(t &+ 4))
            round(d, e, f, &g, h, a, b, &c, sum(t &+ 5))
            round(c, d, e, &f, g, h, a, &b, sum(t &+ 6))
            round(b, c, d, &e, f, g, h, &a, sum(t &+ 7))
            t &+= 8
        }
        unsafe state[unchecked: 0] &+= a
        unsafe state[unchecked: 1] &+= b
        unsafe state[unchecked: 2] &+= c
        unsafe state[unchecked: 3] &+= d
        unsafe state[unchecked: 4] &+= e
        unsafe state[unchecked: 5] &+= f
        unsafe state[unchecked: 6] &+= g
        unsafe state[unchecked: 7] &+= h
    }

    /// Step 3, with T1 and T2 put where they end up: d becomes the next e, h the next a.
    @inline(__always)
    private static func round(
        _ a: UInt32,
        _ b: UInt32,
        _ c: UInt32,
        _ d: inout UInt32,
        _ e: UInt32,
        _ f: UInt32,
        _ g: UInt32,
        _ h: inout UInt32,
        _ sum: UInt32
    ) {
        let choice = g ^ (e & (f ^ g))
        let majority = (a & b) | (c & (a | b))
        h = h &+ bigSigma1(e) &+ choice &+ sum
        d = d &+ h
        h = h &+ bigSigma0(a) &+ majority
    }

    @inline(__always)
    private static func bigSigma0(_ x: UInt32) -> UInt32 {
        x.rotatedRight(by: 2) ^ x.rotatedRight(by: 13) ^ x.rotatedRight(by: 22)
    }

    @inline(__always)
    private static func bigSigma1(_ x: UInt32) -> UInt32 {
        x.rotatedRight(by: 6) ^ x.rotatedRight(by: 11) ^ x.rotatedRight(by: 25)
    }

    @inline(__always)
    private static func sigma0(_ x: UInt32) -> UInt32 {
        x.rotatedRight(by: 7) ^ x.rotatedRight(by: 18) ^ (x &>> 3)
    }

    @inline(__always)
    private static func sigma1(_ x: UInt32) -> UInt32 {
        x.rotatedRight(by: 17) ^ x.rotatedRight(by: 19) ^ (x &>> 10)
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
