internal import CVectorIntrinsics

/// Sixteen chains of codes of HMAC-SHA-256 at once; only for a processor with AVX-512 F.
///
/// The memory is the caller's, at an address of any alignment. The time, and the addresses that are touched, depend on
/// the count only.
package enum SHA256LaneChains {
    /// How many chains there are.
    package static var laneCount: Int { 16 }

    /// Replaces codes by those of themselves under HMAC `count` times, and adds each to a sum bit by bit.
    ///
    /// `words` are four times eight vectors of sixteen words, a word for each chain: the states after the keys with
    /// ipad, those after the keys with opad, the codes, the sums. The registers are wiped at the end.
    package static func chain(_ words: UnsafeMutablePointer<UInt32>, count: Int) {
        let (inner, outer) = unsafe (UnsafePointer(words), UnsafePointer(words + 128))
        let (codes, sums) = unsafe (words + 256, words + 384)
        var digest = unsafe SHA256LaneRounds(codes)
        var start = unsafe inner
        // One copy of the rounds for both digests of a code: it is long enough.
        for half in 0..<2 &* count {
            var rounds = unsafe SHA256LaneRounds(start)
            rounds.take(digest)
            c_word_lanes_forget_loads()
            unsafe rounds.add(start)
            digest = rounds
            if half & 1 == 1 {
                unsafe rounds.addBits(sums)
                unsafe rounds.store(sums)
            }
            unsafe start = half & 1 == 0 ? outer : inner
        }
        unsafe digest.store(codes)
        c_wipe_all_vector_registers()
    }
}
