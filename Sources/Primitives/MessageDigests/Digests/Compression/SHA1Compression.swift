/// The compression function of SHA-1 (FIPS 180-4, section 6.1.2).
package enum SHA1Compression: CompressionFunction {
    package static var stateWordCount: Int { 5 }
    package static var scheduleWordCount: Int { 80 }
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
        for t in 16..<80 {
            let mixed =
                unsafe schedule[unchecked: t &- 3] ^ schedule[unchecked: t &- 8]
                ^ schedule[unchecked: t &- 14] ^ schedule[unchecked: t &- 16]
            unsafe schedule[unchecked: t] = mixed.rotatedLeft(by: 1)
        }
    }

    /// Steps 2 to 4 of the standard's loop: four times twenty rounds, each with a function f and a constant K of
    /// its own (sections 4.1.1 and 4.2.1).
    @inline(__always)
    private static func takeRounds(_ schedule: Span<UInt32>, into state: inout MutableSpan<UInt32>) {
        var words = unsafe Words(
            a: state[unchecked: 0],
            b: state[unchecked: 1],
            c: state[unchecked: 2],
            d: state[unchecked: 3],
            e: state[unchecked: 4]
        )
        words.takeTwenty(schedule, from: 0, constant: 0x5A82_7999) { x, y, z in z ^ (x & (y ^ z)) }
        words.takeTwenty(schedule, from: 20, constant: 0x6ED9_EBA1) { x, y, z in x ^ y ^ z }
        words.takeTwenty(schedule, from: 40, constant: 0x8F1B_BCDC) { x, y, z in (x & y) | (z & (x | y)) }
        words.takeTwenty(schedule, from: 60, constant: 0xCA62_C1D6) { x, y, z in x ^ y ^ z }
        unsafe state[unchecked: 0] &+= words.a
        unsafe state[unchecked: 1] &+= words.b
        unsafe state[unchecked: 2] &+= words.c
        unsafe state[unchecked: 3] &+= words.d
        unsafe state[unchecked: 4] &+= words.e
    }

    /// The working variables; they live in registers for the time of one block.
    private struct Words {
        var a: UInt32
        var b: UInt32
        var c: UInt32
        var d: UInt32
        var e: UInt32

        /// Instead of moving each variable to the next, five rounds at a time are written with the names moved.
        @inline(__always)
        mutating func takeTwenty(
            _ schedule: Span<UInt32>,
            from start: Int,
            constant: UInt32,
            _ function: (UInt32, UInt32, UInt32) -> UInt32
        ) {
            @inline(__always)
            func round(
                _ a: UInt32,
                _ b: inout UInt32,
                _ c: UInt32,
                _ d: UInt32,
                _ e: inout UInt32,
                _ t: Int
            ) {
                let word = unsafe schedule[unchecked: t]
                e = a.rotatedLeft(by: 5) &+ function(b, c, d) &+ e &+ constant &+ word
                b = b.rotatedLeft(by: 30)
            }
            var t = start
            while t < start &+ 20 {
                round(a, &b, c, d, &e, t)
                round(e, &a, b, c, &d, t &+ 1)
                round(d, &e, a, b, &c, t &+ 2)
                round(c, &d, e, a, &b, t &+ 3)
                round(b, &c, d, e, &a, t &+ 4)
                t &+= 5
            }
        }
    }
}
