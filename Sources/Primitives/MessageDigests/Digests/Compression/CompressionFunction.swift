/// The step of a hash function that takes whole blocks into a chaining state, without padding and without
/// counting.
///
/// The state and the schedule are the caller's, on the heap, so that nothing of a secret message is left where
/// nobody wipes it, and so that whoever hashes many messages with one beginning can keep the state after it.
///
/// Leaks: the counts.
package protocol CompressionFunction {
    /// What the state and the schedule are made of.
    associatedtype Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable & Sendable

    /// The words of a state.
    static var stateWordCount: Int { get }

    /// The words of working memory that ``compress(_:into:schedule:)`` needs.
    static var scheduleWordCount: Int { get }

    /// The octets of a block.
    static var blockByteCount: Int { get }

    /// The octets at the end of the last block that hold the count of message bits.
    static var lengthByteCount: Int { get }

    /// The order of octets in a word.
    static var byteOrder: ByteOrder { get }

    /// Takes all of `blocks`, which must be a whole number of them, into `state`.
    ///
    /// `schedule` is overwritten with what depends on the message.
    static func compress(
        _ blocks: Span<UInt8>,
        into state: inout MutableSpan<Word>,
        schedule: inout MutableSpan<Word>
    )
}

/// The order of octets in a word.
package enum ByteOrder: Sendable {
    case bigEndian
    case littleEndian
}

extension CompressionFunction {
    /// Stops the process where what a compression was given does not fit together; after it, indices below the
    /// announced counts need no check.
    @inline(__always)
    static func checkCounts(
        _ blocks: Span<UInt8>,
        _ state: borrowing MutableSpan<Word>,
        _ schedule: borrowing MutableSpan<Word>
    ) {
        precondition(blocks.count.isMultiple(of: blockByteCount), "the input must be whole blocks")
        precondition(state.count == stateWordCount, "the state must have the right number of words")
        precondition(schedule.count == scheduleWordCount, "the schedule must have the right number of words")
    }
}

extension FixedWidthInteger where Self: UnsignedInteger {
    /// The bits moved to the right by `count`, what falls off coming back from the left; `count` lies strictly
    /// between 0 and the width.
    @inline(__always)
    func rotatedRight(by count: Self) -> Self {
        (self &>> count) | (self &<< (Self(Self.bitWidth) &- count))
    }

    /// The bits moved to the left by `count`, what falls off coming back from the right; `count` lies strictly
    /// between 0 and the width.
    @inline(__always)
    func rotatedLeft(by count: Self) -> Self {
        (self &<< count) | (self &>> (Self(Self.bitWidth) &- count))
    }
}
