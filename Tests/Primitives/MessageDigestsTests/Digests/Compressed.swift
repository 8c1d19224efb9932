import MessageDigests

/// What a compression makes of a state; one is held against another by it.
func compressed<Function: CompressionFunction>(
    _ blocks: Span<UInt8>,
    _ state: [Function.Word],
    of function: Function.Type,
    _ compress: (Span<UInt8>, inout MutableSpan<Function.Word>, inout MutableSpan<Function.Word>) -> Void
) -> [Function.Word] {
    var state = state
    var words = state.mutableSpan
    var schedule = [Function.Word](repeating: 0, count: Function.scheduleWordCount)
    var working = schedule.mutableSpan
    compress(blocks, &words, &working)
    return state
}
