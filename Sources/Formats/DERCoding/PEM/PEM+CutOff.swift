internal import SecretMemory
internal import TextEncodings

extension PEM {
    /// Whether `text` is what a writer leaves that was stopped on its way: a beginning, and not the whole, of one
    /// document with `label` as ``encode(_:label:)`` and OpenSSL write it.
    ///
    /// Nothing else is taken: no text before it, no other line end, no character that is not of its place. Where only
    /// the last line end is missing, the document is whole. Leaks: the text's lines, and the answer.
    public static func isCutOff(_ text: Span<UInt8>, label: String) -> Bool {
        let begin = Array((beginning + label + closing + "\n").utf8)
        guard text.starts(with: Array(begin.prefix(text.count))) else { return false }
        guard text.count > begin.count else { return true }
        let body = text.extracting(begin.count..<text.count)
        let hyphen = body.indices.first { body[$0] == UInt8(ascii: "-") } ?? body.count
        let lines = body.extracting(0..<hyphen)
        let isClosed = lines.count > 0 && lines[lines.count - 1] == lineFeed
        let end = Array((ending + label + closing).utf8)
        let remains = body.count - hyphen
        if remains > 0 {
            guard isClosed, remains < end.count,
                body.extracting(hyphen..<body.count).starts(with: Array(end.prefix(remains)))
            else { return false }
        }
        return haveLayout(lines) && areBase64(lines, isClosed: isClosed)
    }

    /// Whether every line has 64 characters, but for the last one, which has some.
    private static func haveLayout(_ lines: Span<UInt8>) -> Bool {
        lines.indices.allSatisfy { index in
            let column = index % (charactersPerLine + 1)
            guard lines[index] == lineFeed else { return column < charactersPerLine }
            return column == charactersPerLine || column > 0 && index == lines.count - 1
        }
    }

    /// Whether the lines without their ends are Base64; where the last one is not closed, its last group of four may
    /// be cut.
    private static func areBase64(_ lines: Span<UInt8>, isClosed: Bool) -> Bool {
        let characters = SecretBytes(capacity: lines.count + 3) { output in
            for index in lines.indices where lines[index] != lineFeed { output.append(lines[index]) }
            guard !isClosed, lines.count > 0 else { return }
            // What completes a cut group: the padding that it has begun with, else a zero.
            let filler = lines[lines.count - 1] == UInt8(ascii: "=") ? UInt8(ascii: "=") : UInt8(ascii: "A")
            while !output.count.isMultiple(of: 4) { output.append(filler) }
        }
        do {
            _ = try SecretBytes(capacity: Base64.decodedCapacity(characters.count)) {
                output throws(TextEncodingError) in
                try Base64.decode(characters.span, into: &output)
            }
            return true
        } catch {
            return false
        }
    }

    private static let lineFeed = UInt8(ascii: "\n")
    private static let charactersPerLine = octetsPerLine / 3 * 4
}
