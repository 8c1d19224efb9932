internal import ProcessorFeatures

#if VectorLanes && arch(x86_64)
    internal import DigestKernels
#endif

/// The compression function of SHA-224 and SHA-256 (FIPS 180-4, section 6.2), on the SHA instructions where the
/// processor has them.
package enum SHA256Compression: CompressionFunction {
    package static var stateWordCount: Int { 8 }
    package static var scheduleWordCount: Int { 16 }
    package static var blockByteCount: Int { 64 }
    package static var lengthByteCount: Int { 8 }
    package static var byteOrder: ByteOrder { .bigEndian }

    /// Whether ``compress(_:into:schedule:)`` takes the SHA instructions.
    package static var usesInstructions: Bool {
        #if VectorLanes && arch(x86_64)
            return ProcessorFeature.hasSHA256
        #else
            return false
        #endif
    }

    package static func compress(
        _ blocks: Span<UInt8>,
        into state: inout MutableSpan<UInt32>,
        schedule: inout MutableSpan<UInt32>
    ) {
        #if VectorLanes && arch(x86_64)
            if ProcessorFeature.hasSHA256 {
                checkCounts(blocks, state, schedule)
                unsafe state.withUnsafeMutableBufferPointer { state in
                    unsafe blocks.withUnsafeBufferPointer { octets in
                        guard let start = octets.baseAddress, let words = state.baseAddress else { return }
                        let blockCount = octets.count / blockByteCount
                        unsafe SHA256Instructions.compress(start, blockCount: blockCount, into: words)
                    }
                }
                return
            }
        #endif
        compressPortably(blocks, into: &state, schedule: &schedule)
    }

    /// The same in portable Swift.
    package static func compressPortably(
        _ blocks: Span<UInt8>,
        into state: inout MutableSpan<UInt32>,
        schedule: inout MutableSpan<UInt32>
    ) {
        checkCounts(blocks, state, schedule)
        let octets = unsafe blocks.bytes
        var start = 0
        while start < blocks.count {
            for t in 0..<16 {
                let word = unsafe octets.unsafeLoadUnaligned(
                    fromUncheckedByteOffset: start &+ 4 &* t,
                    as: UInt32.self
                )
                unsafe schedule[unchecked: t] = UInt32(bigEndian: word)
            }
            takeRounds(&schedule, into: &state)
            start &+= blockByteCount
        }
    }

    /// Steps 2 to 4 of the standard's loop, and step 1 as it goes: the schedule holds W for sixteen rounds.
    @inline(__always)
    private static func takeRounds(
        _ schedule: inout MutableSpan<UInt32>,
        into state: inout MutableSpan<UInt32>
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
        while t < 48 {
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
        var a: UInt32
        var b: UInt32
        var c: UInt32
        var d: UInt32
        var e: UInt32
        var f: UInt32
        var g: UInt32
        var h: UInt32

        /// Rounds `start` to `start` + 15, where `expand` says so with each word of the schedule replaced, once it
        /// is taken, by the one that comes sixteen rounds later.
        ///
        /// Instead of moving each variable to the next, the rounds are written with the names moved.
        @inline(__always)
        mutating func takeSixteen(
            _ schedule: inout MutableSpan<UInt32>,
            from start: Int,
            andExpand expand: Bool
        ) {
            @inline(__always)
            func take(_ i: Int) -> UInt32 {
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
        _ a: UInt32,
        _ b: UInt32,
        _ carried: inout UInt32,
        _ d: inout UInt32,
        _ e: UInt32,
        _ f: UInt32,
        _ g: UInt32,
        _ h: inout UInt32,
        _ sum: UInt32
    ) {
        let choice = g ^ (e & (f ^ g))
        let changed = a ^ b
        let majority = b ^ (changed & carried)
        carried = changed
        h = h &+ bigSigma1(e) &+ choice &+ sum
        d = d &+ h
        h = h &+ bigSigma0(a) &+ majority
    }

    /// x rotated by 2, 13 and 22, added bit by bit.
    @inline(__always)
    private static func bigSigma0(_ x: UInt32) -> UInt32 {
        (x ^ (x ^ x.rotatedRight(by: 9)).rotatedRight(by: 11)).rotatedRight(by: 2)
    }

    /// x rotated by 6, 11 and 25, added bit by bit.
    @inline(__always)
    private static func bigSigma1(_ x: UInt32) -> UInt32 {
        (x ^ (x ^ x.rotatedRight(by: 14)).rotatedRight(by: 5)).rotatedRight(by: 6)
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
