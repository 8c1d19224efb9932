/// A reader of PEM text (RFC 7468): finds one document after the other.
///
/// Taken as real tools write it: any line end (LF, CR LF or CR), text of any kind before, between and after the
/// documents (section 2; also a line that begins like a boundary and does not end in hyphens, as OpenSSL has it), white
/// space anywhere in a body, as YAML and mails indent it, and behind a boundary, blank lines, lines of any length. What
/// is not: a boundary with a label that is none, a document without its own end line or an end line without its
/// document, and a body that is not exact Base64.
///
/// Leaks: the text's lines and labels, and whether a body was valid; nothing of what a body stands for.
public struct PEMReader: ~Escapable {
    private let text: Span<UInt8>
    private var position = 0
    private var line = 0

    /// Makes a reader of `text`.
    @_lifetime(copy text)
    public init(_ text: Span<UInt8>, maximumByteCount: Int = PEM.maximumByteCount) throws(PEMError) {
        guard text.count <= maximumByteCount else {
            throw .tooManyOctets(count: text.count, limit: maximumByteCount)
        }
        self.text = text
        // A mark of the byte order, which some editors put before UTF-8.
        if text.count >= 3, text[0] == 0xEF, text[1] == 0xBB, text[2] == 0xBF { position = 3 }
    }

    /// The next document, its body not decoded yet; `nil` where there is none.
    @_lifetime(copy self)
    public mutating func next() throws(PEMError) -> PEMBlock? {
        while let range = nextLine() {
            switch try boundary(range, isInDocument: false) {
            case .none: continue
            case .end(let label): throw .unexpectedEnd(label: label, line: line)
            case .begin(let label): return try block(label, from: range.lowerBound)
            }
        }
        return nil
    }

    /// The next document with `label`, skipping others; an error where there is none.
    @_lifetime(copy self)
    public mutating func next(labelled label: String) throws(PEMError) -> PEMBlock {
        while let block = try next() {
            if block.label == label { return block }
        }
        throw .missingDocument(label: label)
    }

    @_lifetime(copy self)
    private mutating func block(_ label: String, from start: Int) throws(PEMError) -> PEMBlock {
        let beginLine = line
        let bodyStart = position
        while let range = nextLine() {
            switch try boundary(range, isInDocument: true) {
            case .none: continue
            case .begin: throw .missingEnd(label: label, line: beginLine)
            case .end(let endLabel):
                guard endLabel == label else {
                    throw .labelMismatch(begin: label, end: endLabel, line: line)
                }
                let body = text.extracting(bodyStart..<range.lowerBound)
                return PEMBlock(label: label, line: beginLine, range: start..<range.upperBound, body: body)
            }
        }
        throw .missingEnd(label: label, line: beginLine)
    }

    private enum Boundary {
        case none
        case begin(String)
        case end(String)
    }

    private func boundary(_ range: Range<Int>, isInDocument: Bool) throws(PEMError) -> Boundary {
        if let label = try label(range, after: PEM.beginning, isInDocument) { return .begin(label) }
        if let label = try label(range, after: PEM.ending, isInDocument) { return .end(label) }
        return .none
    }

    /// The label of a boundary that begins with `prefix`; nil for any other line.
    private func label(
        _ range: Range<Int>,
        after prefix: String,
        _ isInDocument: Bool
    ) throws(PEMError) -> String? {
        var start = range.lowerBound
        for character in prefix.utf8 {
            guard start < range.upperBound, text[start] == character else { return nil }
            start += 1
        }
        // OpenSSL passes over more than white space at the end of a line. What it takes for a boundary is one, so that
        // no document is text here and a document there.
        var end = range.upperBound
        var isBlank = true
        while end > start, !(0x21...0x7E ~= text[end - 1]) {
            end -= 1
            if !isSpace(text[end]) { isBlank = false }
        }
        for _ in PEM.closing.utf8 {
            guard end > start, text[end - 1] == UInt8(ascii: "-") else {
                guard !isInDocument else { throw .malformedBoundary(line: line) }
                return nil
            }
            end -= 1
        }
        guard isBlank, end - start <= PEMLabel.maximumCount else { throw .malformedBoundary(line: line) }
        let label = (start..<end).map { text[$0] }
        guard PEMLabel.isValid(label) else { throw .malformedBoundary(line: line) }
        return String(decoding: label, as: UTF8.self)
    }

    /// Goes past the next line and gives where it stands, without its end.
    private mutating func nextLine() -> Range<Int>? {
        guard position < text.count else { return nil }
        let start = position
        var end = start
        while end < text.count, !isLineEnd(text[end]) { end += 1 }
        position = end + 1
        if end + 1 < text.count, text[end] == UInt8(ascii: "\r"), text[end + 1] == UInt8(ascii: "\n") {
            position = end + 2
        }
        line += 1
        return start..<end
    }
}

func isLineEnd(_ character: UInt8) -> Bool {
    character == UInt8(ascii: "\n") || character == UInt8(ascii: "\r")
}

func isSpace(_ character: UInt8) -> Bool {
    character == UInt8(ascii: " ") || character == UInt8(ascii: "\t")
}
