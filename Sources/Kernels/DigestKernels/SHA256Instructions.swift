internal import CVectorIntrinsics

/// SHA-256 on the SHA instructions; only for a processor that has them.
///
/// The memory is the caller's, at addresses of any alignment. Nothing of a message or a state is held elsewhere but in
/// registers, which are wiped at the end. The time, and the addresses that are touched, depend only on the counts.
package enum SHA256Instructions {
    /// Takes `blockCount` blocks of 64 octets into a state of eight words.
    package static func compress(
        _ blocks: UnsafePointer<UInt8>,
        blockCount: Int,
        into state: UnsafeMutablePointer<UInt32>
    ) {
        var rounds = unsafe load(state)
        var block = unsafe UnsafeRawPointer(blocks)
        for _ in 0..<blockCount {
            // What is added in the end waits in the state's own memory, for there are not registers enough to hold it.
            unsafe c_words_store(state, rounds.abef)
            unsafe c_words_store(state + 4, rounds.cdgh)
            c_words_forget_loads()
            unsafe rounds.take(
                c_words_reverse_octets(c_words_load(block)),
                c_words_reverse_octets(c_words_load(block + 16)),
                c_words_reverse_octets(c_words_load(block + 32)),
                c_words_reverse_octets(c_words_load(block + 48))
            )
            c_words_forget_loads()
            unsafe rounds.add(SHA256Rounds(abef: c_words_load(state), cdgh: c_words_load(state + 4)))
            unsafe block += 64
        }
        unsafe c_words_store(state, rounds.abcd)
        unsafe c_words_store(state + 4, rounds.efgh)
        c_wipe_vector_registers()
    }

    /// Replaces a code by that of itself under HMAC `count` times, and adds each to a sum bit by bit.
    ///
    /// `words` are four times eight: the state after the key with ipad, that after the key with opad, the code, the
    /// sum.
    package static func chain(_ words: UnsafeMutablePointer<UInt32>, count: Int) {
        // The two states are loaded again whenever they are needed, since there are not enough registers to hold them.
        let (inner, outer) = unsafe (words, words + 8)
        var abcd = unsafe c_words_load(words + 16)
        var efgh = unsafe c_words_load(words + 20)
        var sumABCD = unsafe c_words_load(words + 24)
        var sumEFGH = unsafe c_words_load(words + 28)
        // What is behind a digest of 32 octets that itself is behind a block: the padding of 96 octets.
        let padding = c_words(0x8000_0000, 0, 0, 0)
        let length = c_words(0, 0, 0, 768)
        for _ in 0..<count {
            var rounds = unsafe load(inner)
            rounds.take(abcd, efgh, padding, length)
            c_words_forget_loads()
            unsafe rounds.add(load(inner))
            (abcd, efgh) = (rounds.abcd, rounds.efgh)
            rounds = unsafe load(outer)
            rounds.take(abcd, efgh, padding, length)
            c_words_forget_loads()
            unsafe rounds.add(load(outer))
            (abcd, efgh) = (rounds.abcd, rounds.efgh)
            sumABCD = c_words_exclusive_or(sumABCD, abcd)
            sumEFGH = c_words_exclusive_or(sumEFGH, efgh)
        }
        unsafe c_words_store(words + 16, abcd)
        unsafe c_words_store(words + 20, efgh)
        unsafe c_words_store(words + 24, sumABCD)
        unsafe c_words_store(words + 28, sumEFGH)
        c_wipe_vector_registers()
    }

    @inline(__always)
    private static func load(_ state: UnsafeMutablePointer<UInt32>) -> SHA256Rounds {
        unsafe SHA256Rounds(abcd: c_words_load(state), efgh: c_words_load(state + 4))
    }
}
