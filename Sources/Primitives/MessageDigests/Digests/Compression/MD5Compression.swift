/// The compression function of MD5 (RFC 1321, section 3.4).
package enum MD5Compression: CompressionFunction {
    package static var stateWordCount: Int { 4 }
    package static var scheduleWordCount: Int { 16 }
    package static var blockByteCount: Int { 64 }
    package static var lengthByteCount: Int { 8 }
    package static var byteOrder: ByteOrder { .littleEndian }

    package static func compress(
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
                unsafe schedule[unchecked: t] = UInt32(littleEndian: word)
            }
            takeRounds(schedule.span, into: &state)
            start &+= blockByteCount
        }
    }

    /// The four rounds of sixteen operations, each with a function, an order of words and four rotations of its
    /// own.
    @inline(__always)
    private static func takeRounds(_ schedule: Span<UInt32>, into state: inout MutableSpan<UInt32>) {
        var words = unsafe Words(
            a: state[unchecked: 0],
            b: state[unchecked: 1],
            c: state[unchecked: 2],
            d: state[unchecked: 3]
        )
        words.takeSixteen(schedule, 0, (1, 0), (7, 12, 17, 22)) { x, y, z in z ^ (x & (y ^ z)) }
        words.takeSixteen(schedule, 16, (5, 1), (5, 9, 14, 20)) { x, y, z in y ^ (z & (x ^ y)) }
        words.takeSixteen(schedule, 32, (3, 5), (4, 11, 16, 23)) { x, y, z in x ^ y ^ z }
        words.takeSixteen(schedule, 48, (7, 0), (6, 10, 15, 21)) { x, y, z in y ^ (x | ~z) }
        unsafe state[unchecked: 0] &+= words.a
        unsafe state[unchecked: 1] &+= words.b
        unsafe state[unchecked: 2] &+= words.c
        unsafe state[unchecked: 3] &+= words.d
    }

    /// The working variables; they live in registers for the time of one block.
    private struct Words {
        var a: UInt32
        var b: UInt32
        var c: UInt32
        var d: UInt32

        /// Operation i of a round takes the word `order.step` · i + `order.start` modulo 16, and the constant
        /// `first` + i.
        @inline(__always)
        mutating func takeSixteen(
            _ schedule: Span<UInt32>,
            _ first: Int,
            _ order: (step: Int, start: Int),
            _ rotations: (UInt32, UInt32, UInt32, UInt32),
            _ function: (UInt32, UInt32, UInt32) -> UInt32
        ) {
            @inline(__always)
            func operate(
                _ a: inout UInt32,
                _ b: UInt32,
                _ c: UInt32,
                _ d: UInt32,
                _ i: Int,
                _ rotation: UInt32
            ) {
                let place = (order.step &* i &+ order.start) & 15
                let word = unsafe schedule[unchecked: place] &+ constants[unchecked: first &+ i]
                a = b &+ (a &+ function(b, c, d) &+ word).rotatedLeft(by: rotation)
            }
            var i = 0
            while i < 16 {
                operate(&a, b, c, d, i, rotations.0)
                operate(&d, a, b, c, i &+ 1, rotations.1)
                operate(&c, d, a, b, i &+ 2, rotations.2)
                operate(&b, c, d, a, i &+ 3, rotations.3)
                i &+= 4
            }
        }
    }

    /// T of the standard: the whole parts of 2^32 · |sin i|, for i from 1 to 64.
    private static let constants: InlineArray<64, UInt32> = [
        0xD76A_A478, 0xE8C7_B756, 0x2420_70DB, 0xC1BD_CEEE, 0xF57C_0FAF, 0x4787_C62A,
        0xA830_4613, 0xFD46_9501, 0x6980_98D8, 0x8B44_F7AF, 0xFFFF_5BB1, 0x895C_D7BE,
        0x6B90_1122, 0xFD98_7193, 0xA679_438E, 0x49B4_0821, 0xF61E_2562, 0xC040_B340,
        0x265E_5A51, 0xE9B6_C7AA, 0xD62F_105D, 0x0244_1453, 0xD8A1_E681, 0xE7D3_FBC8,
        0x21E1_CDE6, 0xC337_07D6, 0xF4D5_0D87, 0x455A_14ED, 0xA9E3_E905, 0xFCEF_A3F8,
        0x676F_02D9, 0x8D2A_4C8A, 0xFFFA_3942, 0x8771_F681, 0x6D9D_6122, 0xFDE5_380C,
        0xA4BE_EA44, 0x4BDE_CFA9, 0xF6BB_4B60, 0xBEBF_BC70, 0x289B_7EC6, 0xEAA1_27FA,
        0xD4EF_3085, 0x0488_1D05, 0xD9D4_D039, 0xE6DB_99E5, 0x1FA2_7CF8, 0xC4AC_5665,
        0xF429_2244, 0x432A_FF97, 0xAB94_23A7, 0xFC93_A039, 0x655B_59C3, 0x8F0C_CC92,
        0xFFEF_F47D, 0x8584_5DD1, 0x6FA8_7E4F, 0xFE2C_E6E0, 0xA301_4314, 0x4E08_11A1,
        0xF753_7E82, 0xBD3A_F235, 0x2AD7_D2BB, 0xEB86_D391,
    ]
}
