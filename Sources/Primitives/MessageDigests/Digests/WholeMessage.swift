internal import Glibc
internal import SecretMemory

/// The digest of a message that is there as a whole, by a function of SHA-2: without any memory but the stack, which is
/// wiped, since for a short message four buffers on the heap take longer than all of its compressions.
///
/// `memoryWordCount` is what there must be: eight words of state, the schedule, and the two blocks that a padding may
/// take, of sixteen words each.
enum WholeMessage<Function: CompressionFunction, let memoryWordCount: Int> {
    static func digest(
        of message: Span<UInt8>,
        from initialState: InlineArray<8, Function.Word>,
        byteCount: Int
    ) -> [UInt8] {
        let scheduleEnd = 8 + Function.scheduleWordCount
        precondition(memoryWordCount == scheduleEnd + 32, "the memory must have the right number of words")
        // Together, so that it is wiped at once.
        var memory = InlineArray<memoryWordCount, Function.Word>(repeating: 0)
        var span = memory.mutableSpan
        return unsafe span.withUnsafeMutableBufferPointer { words in
            var state = unsafe MutableSpan(_unsafeElements: UnsafeMutableBufferPointer(rebasing: words[..<8]))
            var schedule = unsafe MutableSpan(
                _unsafeElements: UnsafeMutableBufferPointer(rebasing: words[8..<scheduleEnd])
            )
            let last = unsafe UnsafeMutableRawBufferPointer(
                UnsafeMutableBufferPointer(rebasing: words[scheduleEnd...])
            )
            for index in state.indices { state[index] = initialState[index] }
            let wholeCount = message.count / Function.blockByteCount * Function.blockByteCount
            if wholeCount > 0 {
                Function.compress(message.extracting(first: wholeCount), into: &state, schedule: &schedule)
            }
            let rest = message.extracting(droppingFirst: wholeCount)
            let lastCount = unsafe pad(rest, of: message.count, into: last)
            let blocks = unsafe Span<UInt8>(_unsafeBytes: last).extracting(first: lastCount)
            Function.compress(blocks, into: &state, schedule: &schedule)
            let digest = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { memory, count in
                var output = unsafe MutableSpan(_unsafeElements: memory)
                BlockHasher<Function>.write(state.span, into: &output, count: byteCount)
                count = byteCount
            }
            if let start = words.baseAddress {
                unsafe explicit_bzero(start, words.count * MemoryLayout<Function.Word>.stride)
            }
            return digest
        }
    }

    /// Puts the end of a message of `count` octets, and its padding (FIPS 180-4, section 5.1), into the last blocks;
    /// gives their octets.
    private static func pad(
        _ rest: Span<UInt8>,
        of count: Int,
        into octets: UnsafeMutableRawBufferPointer
    ) -> Int {
        let isOneBlock = rest.count < Function.blockByteCount - Function.lengthByteCount
        let lastCount = isOneBlock ? Function.blockByteCount : 2 * Function.blockByteCount
        unsafe rest.withUnsafeBytes { unsafe octets.copyMemory(from: $0) }
        unsafe octets[rest.count] = 0x80
        var blocks = unsafe MutableSpan<UInt8>(
            _unsafeBytes: UnsafeMutableRawBufferPointer(rebasing: octets[..<lastCount])
        )
        BlockHasher<Function>.writeLength(of: UInt64(count), atEndOf: &blocks)
        return lastCount
    }
}
