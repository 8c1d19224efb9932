internal import SecretMemory

/// Numbers in vectors of eight lanes: digits of 52 bits, the least significant first. A number has a lane of its own,
/// where no name says that it is spread over several.
///
/// On the heap, and wiped when dropped. Leaks the counts.
struct LaneNumbers: ~Copyable, Sendable {
    private var vectors: SecretBuffer<SIMD8<UInt64>>

    /// Makes `vectorCount` vectors of zeros.
    init(vectorCount: Int) {
        vectors = SecretBuffer(repeating: SIMD8(repeating: 0), count: vectorCount)
    }

    /// Writes numbers of 64-bit limbs, which lie one after another and have `limbCount` limbs each, into the lanes of
    /// the digits that start at vector `start`. Lanes beyond the last number hold the first one again.
    mutating func write(_ limbs: Span<UInt>, limbCount: Int, digitCount: Int, at start: Int) {
        let count = limbs.count / limbCount
        precondition(count >= 1 && count <= LaneKernel.laneCount, "there must be one to eight numbers")
        withWords { words in
            for lane in 0..<LaneKernel.laneCount {
                let number = limbs.extracting(
                    lane < count ? lane * limbCount..<(lane + 1) * limbCount : 0..<limbCount
                )
                for place in 0..<digitCount {
                    unsafe words[(start + place) * LaneKernel.laneCount + lane] =
                        LaneNumbers.digit(place, of: number)
                }
            }
        }
    }

    /// Reads the numbers of the first lanes, one after another, into limbs that are zero.
    mutating func read(
        limbCount: Int,
        digitCount: Int,
        at start: Int,
        into limbs: inout MutableSpan<UInt>
    ) {
        for lane in 0..<limbs.count / limbCount {
            read(lane, limbCount: limbCount, digitCount: digitCount, at: start, into: &limbs)
        }
    }

    private mutating func read(
        _ lane: Int,
        limbCount: Int,
        digitCount: Int,
        at start: Int,
        into limbs: inout MutableSpan<UInt>
    ) {
        let first = lane * limbCount
        withWords { words in
            for place in 0..<digitCount {
                let digit = unsafe words[(start + place) * LaneKernel.laneCount + lane]
                LaneNumbers.add(digit, place, to: &limbs, from: first, limbCount: limbCount)
            }
        }
    }

    /// Adds the digit of weight 2^(52 · `place`) to a number, whose limbs start at `first` and are zero there.
    @inline(__always)
    static func add(
        _ digit: UInt64,
        _ place: Int,
        to limbs: inout MutableSpan<UInt>,
        from first: Int,
        limbCount: Int
    ) {
        let (index, shift) = (52 * place).quotientAndRemainder(dividingBy: 64)
        if index < limbCount { limbs[first + index] |= UInt(digit) &<< UInt(shift) }
        if shift > 12, index + 1 < limbCount {
            limbs[first + index + 1] |= UInt(digit) &>> UInt(64 - shift)
        }
    }

    /// Lends the address of the first vector.
    @safe
    mutating func withVectors<Result>(_ body: (UnsafeMutablePointer<SIMD8<UInt64>>) -> Result) -> Result {
        var span = vectors.mutableSpan
        // A buffer of the heap always has an address.
        return unsafe span.withUnsafeMutableBufferPointer { unsafe body($0.baseAddress.unsafelyUnwrapped) }
    }

    /// Lends the vectors as words, lane by lane.
    @safe
    mutating func withWords<Result>(_ body: (UnsafeMutablePointer<UInt64>) -> Result) -> Result {
        let wordCount = vectors.count * LaneKernel.laneCount
        return withVectors { vectors in
            unsafe vectors.withMemoryRebound(to: UInt64.self, capacity: wordCount) { unsafe body($0) }
        }
    }

    /// 52 bits of a number, from the one of weight 2^(52 · `place`) up.
    @inline(__always)
    static func digit(_ place: Int, of limbs: Span<UInt>) -> UInt64 {
        let (index, shift) = (52 * place).quotientAndRemainder(dividingBy: 64)
        guard index < limbs.count else { return 0 }
        var bits = limbs[index] &>> UInt(shift)
        if shift > 12, index + 1 < limbs.count {
            bits |= limbs[index + 1] &<< UInt(64 - shift)
        }
        return UInt64(bits) & (1 &<< 52 &- 1)
    }
}
