internal import CVectorIntrinsics

/// SHA-512 with the schedules of two blocks side by side in vectors of AVX2, and rounds that rotate without a copy by
/// BMI2; only for a processor that has both.
///
/// The memory is the caller's, at addresses of any alignment. What is computed of a message or a state is held nowhere
/// else but in registers, of which the vectors are wiped at the end; some of the working variables a compiler puts on
/// the stack, too, since with the addresses they are more than there are registers. The time, and the addresses that
/// are touched, depend only on the counts.
package enum SHA512Pairs {
    /// Takes `blockCount` blocks of 128 octets into a state of eight words.
    ///
    /// `constants` are the 80 of the standard. `schedule` has room for 96 words, sixteen sums of a first block, which
    /// are taken at once, and the 80 of a second; it is overwritten with what depends on the message.
    package static func compress(
        _ blocks: UnsafePointer<UInt8>,
        blockCount: Int,
        into state: UnsafeMutablePointer<UInt64>,
        constants: UnsafePointer<UInt64>,
        schedule: UnsafeMutablePointer<UInt64>
    ) {
        var block = unsafe UnsafeRawPointer(blocks)
        var rest = blockCount
        while rest > 0 {
            // A last block alone is its own second, whose rounds are left out.
            let second = unsafe rest > 1 ? block + 128 : block
            unsafe takeFirst(block, beside: second, into: state, constants: constants, schedule: schedule)
            if rest > 1 {
                unsafe takeSecond(schedule + 16, into: state)
            }
            unsafe block += 256
            rest &-= 2
        }
        c_wipe_wide_vector_registers()
    }

    /// Takes a block into the state, and computes the sums of a second one for ``takeSecond(_:into:)``.
    @inline(__always)
    private static func takeFirst(
        _ first: UnsafeRawPointer,
        beside second: UnsafeRawPointer,
        into state: UnsafeMutablePointer<UInt64>,
        constants: UnsafePointer<UInt64>,
        schedule: UnsafeMutablePointer<UInt64>
    ) {
        var words = unsafe ScheduleWords(first, second)
        var rounds = unsafe SHA512Rounds(state)
        let later = unsafe schedule + 16
        var t = 0
        while t < 64 {
            unsafe rounds.takeSixteen(&words, constants + t, schedule, later + t, andExpand: true)
            t &+= 16
        }
        unsafe rounds.takeSixteen(&words, constants + t, schedule, later + t, andExpand: false)
        unsafe rounds.add(to: state)
    }

    /// Takes a block whose 80 sums of schedule and constant are there.
    @inline(__always)
    private static func takeSecond(_ sums: UnsafePointer<UInt64>, into state: UnsafeMutablePointer<UInt64>) {
        var rounds = unsafe SHA512Rounds(state)
        var t = 0
        while t < 80 {
            unsafe rounds.takeSixteen(sums + t)
            t &+= 16
        }
        unsafe rounds.add(to: state)
    }
}

/// Sixteen words of the schedules of two blocks (FIPS 180-4, section 6.4.2, step 1).
private struct ScheduleWords {
    var w0: CWordPairs
    var w2: CWordPairs
    var w4: CWordPairs
    var w6: CWordPairs
    var w8: CWordPairs
    var w10: CWordPairs
    var w12: CWordPairs
    var w14: CWordPairs

    @inline(__always)
    init(_ first: UnsafeRawPointer, _ second: UnsafeRawPointer) {
        @inline(__always)
        func load(_ offset: Int) -> CWordPairs {
            unsafe c_word_pairs_reverse_octets(c_word_pairs_load(first + offset, second + offset))
        }
        (w0, w2, w4, w6) = (load(0), load(16), load(32), load(48))
        (w8, w10, w12, w14) = (load(64), load(80), load(96), load(112))
    }
}

/// Each word rotated by 1, rotated by 8 and shifted by 7, added bit by bit.
@inline(__always)
private func sigma0(_ words: CWordPairs) -> CWordPairs {
    let by1 = c_word_pairs_exclusive_or(
        c_word_pairs_shift_right(words, 1),
        c_word_pairs_shift_left(words, 63)
    )
    let others = c_word_pairs_exclusive_or(
        c_word_pairs_rotate_right_8(words),
        c_word_pairs_shift_right(words, 7)
    )
    return c_word_pairs_exclusive_or(by1, others)
}

/// Each word rotated by 19, rotated by 61 and shifted by 6, added bit by bit.
@inline(__always)
private func sigma1(_ words: CWordPairs) -> CWordPairs {
    let by19 = c_word_pairs_exclusive_or(
        c_word_pairs_shift_right(words, 19),
        c_word_pairs_shift_left(words, 45)
    )
    let by61 = c_word_pairs_exclusive_or(
        c_word_pairs_shift_right(words, 61),
        c_word_pairs_shift_left(words, 3)
    )
    return c_word_pairs_exclusive_or(
        c_word_pairs_exclusive_or(by19, by61),
        c_word_pairs_shift_right(words, 6)
    )
}

/// The working variables of SHA-512; they live in registers for the time of one block.
private struct SHA512Rounds {
    var a: UInt64
    var b: UInt64
    var c: UInt64
    var d: UInt64
    var e: UInt64
    var f: UInt64
    var g: UInt64
    var h: UInt64

    @inline(__always)
    init(_ state: UnsafePointer<UInt64>) {
        unsafe (a, b, c, d) = (state[0], state[1], state[2], state[3])
        unsafe (e, f, g, h) = (state[4], state[5], state[6], state[7])
    }

    /// Step 4.
    @inline(__always)
    func add(to state: UnsafeMutablePointer<UInt64>) {
        unsafe state[0] &+= a
        unsafe state[1] &+= b
        unsafe state[2] &+= c
        unsafe state[3] &+= d
        unsafe state[4] &+= e
        unsafe state[5] &+= f
        unsafe state[6] &+= g
        unsafe state[7] &+= h
    }

    /// Sixteen rounds of the first block, and between them sixteen words of both schedules replaced, where `expand`
    /// says so, by those that come sixteen rounds later.
    ///
    /// The sums of words and constants go by memory, from which the rounds add them: those of the first block to
    /// `sums`, those of the second to `later`.
    @inline(__always)
    mutating func takeSixteen(
        _ words: inout ScheduleWords,
        _ constants: UnsafePointer<UInt64>,
        _ sums: UnsafeMutablePointer<UInt64>,
        _ later: UnsafeMutablePointer<UInt64>,
        andExpand expand: Bool
    ) {
        @inline(__always)
        func put(
            _ i: Int,
            _ w0: inout CWordPairs,
            _ w2: CWordPairs,
            _ w8: CWordPairs,
            _ w10: CWordPairs,
            _ w14: CWordPairs
        ) {
            unsafe c_word_pairs_store(
                sums + i,
                later + i,
                c_word_pairs_add(w0, c_word_pairs_repeating(constants + i))
            )
            if expand {
                let seventh = c_word_pairs_add(w0, c_word_pairs_skip_one(w10, w8))
                let sum = c_word_pairs_add(seventh, sigma0(c_word_pairs_skip_one(w2, w0)))
                w0 = c_word_pairs_add(sum, sigma1(w14))
            }
        }
        var carried = b ^ c
        put(0, &words.w0, words.w2, words.w8, words.w10, words.w14)
        unsafe round(a, b, &carried, &d, e, f, g, &h, sums[0])
        unsafe round(h, a, &carried, &c, d, e, f, &g, sums[1])
        put(2, &words.w2, words.w4, words.w10, words.w12, words.w0)
        unsafe round(g, h, &carried, &b, c, d, e, &f, sums[2])
        unsafe round(f, g, &carried, &a, b, c, d, &e, sums[3])
        put(4, &words.w4, words.w6, words.w12, words.w14, words.w2)
        unsafe round(e, f, &carried, &h, a, b, c, &d, sums[4])
        unsafe round(d, e, &carried, &g, h, a, b, &c, sums[5])
        put(6, &words.w6, words.w8, words.w14, words.w0, words.w4)
        unsafe round(c, d, &carried, &f, g, h, a, &b, sums[6])
        unsafe round(b, c, &carried, &e, f, g, h, &a, sums[7])
        put(8, &words.w8, words.w10, words.w0, words.w2, words.w6)
        unsafe round(a, b, &carried, &d, e, f, g, &h, sums[8])
        unsafe round(h, a, &carried, &c, d, e, f, &g, sums[9])
        put(10, &words.w10, words.w12, words.w2, words.w4, words.w8)
        unsafe round(g, h, &carried, &b, c, d, e, &f, sums[10])
        unsafe round(f, g, &carried, &a, b, c, d, &e, sums[11])
        put(12, &words.w12, words.w14, words.w4, words.w6, words.w10)
        unsafe round(e, f, &carried, &h, a, b, c, &d, sums[12])
        unsafe round(d, e, &carried, &g, h, a, b, &c, sums[13])
        put(14, &words.w14, words.w0, words.w6, words.w8, words.w12)
        unsafe round(c, d, &carried, &f, g, h, a, &b, sums[14])
        unsafe round(b, c, &carried, &e, f, g, h, &a, sums[15])
    }

    /// Sixteen rounds with sums that are there.
    @inline(__always)
    mutating func takeSixteen(_ sums: UnsafePointer<UInt64>) {
        var carried = b ^ c
        unsafe round(a, b, &carried, &d, e, f, g, &h, sums[0])
        unsafe round(h, a, &carried, &c, d, e, f, &g, sums[1])
        unsafe round(g, h, &carried, &b, c, d, e, &f, sums[2])
        unsafe round(f, g, &carried, &a, b, c, d, &e, sums[3])
        unsafe round(e, f, &carried, &h, a, b, c, &d, sums[4])
        unsafe round(d, e, &carried, &g, h, a, b, &c, sums[5])
        unsafe round(c, d, &carried, &f, g, h, a, &b, sums[6])
        unsafe round(b, c, &carried, &e, f, g, h, &a, sums[7])
        unsafe round(a, b, &carried, &d, e, f, g, &h, sums[8])
        unsafe round(h, a, &carried, &c, d, e, f, &g, sums[9])
        unsafe round(g, h, &carried, &b, c, d, e, &f, sums[10])
        unsafe round(f, g, &carried, &a, b, c, d, &e, sums[11])
        unsafe round(e, f, &carried, &h, a, b, c, &d, sums[12])
        unsafe round(d, e, &carried, &g, h, a, b, &c, sums[13])
        unsafe round(c, d, &carried, &f, g, h, a, &b, sums[14])
        unsafe round(b, c, &carried, &e, f, g, h, &a, sums[15])
    }
}

/// Step 3, with T1 and T2 put where they end up, and the names moved instead of the variables: d becomes the next e, h
/// the next a.
///
/// Maj(a, b, c) is b where a and b, or b and c, are equal, and a (which is c) where not; `carried` comes in as b ^ c
/// and goes out as a ^ b, which is that of the next round.
@inline(__always)
private func round(
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
    h = h &+ sum &+ choice &+ (rotated(e, 14) ^ rotated(e, 18) ^ rotated(e, 41))
    d = d &+ h
    h = h &+ majority &+ (rotated(a, 28) ^ rotated(a, 34) ^ rotated(a, 39))
}

/// The bits moved to the right by `count`, what falls off coming back from the left.
@inline(__always)
private func rotated(_ x: UInt64, _ count: UInt64) -> UInt64 {
    (x &>> count) | (x &<< (64 &- count))
}
