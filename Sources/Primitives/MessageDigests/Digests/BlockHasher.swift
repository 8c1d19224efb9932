internal import SecretMemory

/// A message on its way through a compression function: gathers octets to blocks, counts, pads.
///
/// The padding is that of FIPS 180-4, section 5.1, and RFC 1321, section 3.1 and 3.2: a 1 bit, 0 bits up to the
/// end of a block but for the count of message bits, and that count.
struct BlockHasher<Function: CompressionFunction>: ~Copyable, Sendable {
    private var state: SecretBuffer<Function.Word>
    private var schedule: SecretBuffer<Function.Word>
    private var block: SecretBytes

    /// The octets of the message so far. A message of 2^64 octets stops the process.
    private var byteCount: UInt64 = 0

    init(initialState: Span<Function.Word>) {
        state = SecretBuffer(copying: initialState)
        schedule = SecretBuffer(repeating: 0, count: Function.scheduleWordCount)
        block = SecretBytes(repeating: 0, count: Function.blockByteCount)
    }

    func copy() -> BlockHasher {
        var other = BlockHasher(initialState: state.span)
        other.restore(self)
        return other
    }

    mutating func restore(_ midstate: borrowing BlockHasher) {
        setState(midstate.state.span)
        byteCount = midstate.byteCount
        var span = block.mutableSpan
        overwrite(&span, from: 0, with: midstate.block.span.extracting(first: midstate.gatheredCount))
    }

    /// Lends the state of a message of exactly one block so far.
    func withMidstate(_ body: (Span<Function.Word>) -> Void) {
        precondition(
            byteCount == UInt64(Function.blockByteCount),
            "the message so far must be exactly one block"
        )
        body(state.span)
    }

    mutating func update(_ data: Span<UInt8>) {
        let gathered = gatheredCount
        byteCount += UInt64(data.count)
        var index = 0
        if gathered > 0 {
            index = min(Function.blockByteCount - gathered, data.count)
            gather(data.extracting(0..<index), from: gathered)
            if gathered + index < Function.blockByteCount { return }
            compressBlock()
        }
        let wholeCount = (data.count - index) / Function.blockByteCount * Function.blockByteCount
        if wholeCount > 0 {
            BlockHasher.compress(
                data.extracting(index..<index + wholeCount),
                into: &state,
                schedule: &schedule
            )
            index += wholeCount
        }
        gather(data.extracting(index..<data.count), from: 0)
    }

    /// Pads the message, writes the digest over the first `digestByteCount` octets of `output`, and starts again.
    mutating func finalize(
        into output: inout MutableSpan<UInt8>,
        digestByteCount: Int,
        initialState: Span<Function.Word>
    ) {
        pad()
        writeState(into: &output, count: digestByteCount)
        setState(initialState)
        byteCount = 0
    }

    /// The octets of a block that is not full yet.
    private var gatheredCount: Int {
        Int(truncatingIfNeeded: byteCount % UInt64(Function.blockByteCount))
    }

    private mutating func setState(_ words: Span<Function.Word>) {
        var span = state.mutableSpan
        for index in words.indices {
            span[index] = words[index]
        }
    }

    private mutating func gather(_ data: Span<UInt8>, from start: Int) {
        var span = block.mutableSpan
        overwrite(&span, from: start, with: data)
    }

    private mutating func compressBlock() {
        BlockHasher.compress(block, into: &state, schedule: &schedule)
    }

    private static func compress(
        _ block: borrowing SecretBytes,
        into state: inout SecretBuffer<Function.Word>,
        schedule: inout SecretBuffer<Function.Word>
    ) {
        compress(block.span, into: &state, schedule: &schedule)
    }

    private static func compress(
        _ blocks: Span<UInt8>,
        into state: inout SecretBuffer<Function.Word>,
        schedule: inout SecretBuffer<Function.Word>
    ) {
        var words = state.mutableSpan
        var working = schedule.mutableSpan
        Function.compress(blocks, into: &words, schedule: &working)
    }

    private mutating func pad() {
        let gathered = gatheredCount
        let lengthStart = Function.blockByteCount - Function.lengthByteCount
        setBlock(gathered..<gathered + 1, to: 0x80)
        if gathered < lengthStart {
            setBlock(gathered + 1..<lengthStart, to: 0)
        } else {
            setBlock(gathered + 1..<Function.blockByteCount, to: 0)
            compressBlock()
            setBlock(0..<lengthStart, to: 0)
        }
        writeLength()
        compressBlock()
    }

    private mutating func setBlock(_ range: Range<Int>, to octet: UInt8) {
        var span = block.mutableSpan
        for index in range {
            span[index] = octet
        }
    }

    private mutating func writeLength() {
        let byteCount = byteCount
        var span = block.mutableSpan
        BlockHasher.writeLength(of: byteCount, atEndOf: &span)
    }

    /// The count of message bits, as the standards have it: 64 bits, or 128 of which `byteCount` can reach 67.
    @inline(__always)
    static func writeLength(of byteCount: UInt64, atEndOf blocks: inout MutableSpan<UInt8>) {
        let (high, low) = byteCount.multipliedFullWidth(by: 8)
        let end = blocks.count
        let start = end - Function.lengthByteCount
        var octets = unsafe blocks.mutableBytes
        switch Function.byteOrder {
        case .bigEndian:
            if Function.lengthByteCount > 8 {
                octets.storeBytes(of: high.bigEndian, toByteOffset: start, as: UInt64.self)
            }
            octets.storeBytes(of: low.bigEndian, toByteOffset: end - 8, as: UInt64.self)
        case .littleEndian:
            octets.storeBytes(of: low.littleEndian, toByteOffset: start, as: UInt64.self)
        }
    }

    private func writeState(into output: inout MutableSpan<UInt8>, count: Int) {
        BlockHasher.write(state.span, into: &output, count: count)
    }

    /// Writes the first `count` octets of a state.
    @inline(__always)
    static func write(_ words: Span<Function.Word>, into output: inout MutableSpan<UInt8>, count: Int) {
        precondition(output.count >= count, "the output must have room for the digest")
        let wordByteCount = Function.Word.bitWidth / 8
        var octets = unsafe output.mutableBytes
        // Every digest is a whole number of words.
        for index in 0..<count / wordByteCount {
            let word =
                switch Function.byteOrder {
                case .bigEndian: words[index].bigEndian
                case .littleEndian: words[index].littleEndian
                }
            octets.storeBytes(of: word, toByteOffset: index * wordByteCount, as: Function.Word.self)
        }
    }
}

/// Writes `octets` over those of `target` that begin at `start`.
private func overwrite(_ target: inout MutableSpan<UInt8>, from start: Int, with octets: Span<UInt8>) {
    precondition(start + octets.count <= target.count, "the bytes must fit in the target")
    for index in octets.indices {
        unsafe target[unchecked: start + index] = octets[unchecked: index]
    }
}
