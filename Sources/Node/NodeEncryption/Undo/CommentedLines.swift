/// A text in which the comments that others put behind lines of a change stand on lines of their own, so that the lines
/// can be undone and the comments be kept.
///
/// Both servers take `#` for the beginning of a comment, and so what stands before it for the line as it was.
struct CommentedLines {
    /// The text, taken apart.
    private(set) var bytes: [UInt8] = []
    /// For each of its lines, the number of the line in the text as it was, from 1.
    private(set) var numbers: [Int] = []

    /// How many signs of a line are tried as the beginning of the comment.
    private static let mostSigns = 8

    /// - Parameters:
    ///   - text: the text as it is now.
    ///   - lines: the lines that the change made, with their endings.
    ///   - earlier: the lines that were there before it: one of them with a comment is none of the change.
    init(
        _ text: [UInt8],
        apartFrom lines: some Sequence<ArraySlice<UInt8>>,
        besides earlier: some Sequence<ArraySlice<UInt8>>
    ) {
        var own: [ArraySlice<UInt8>: ArraySlice<UInt8>] = [:]
        // What has no ending is the last line of its text, and cannot be parted from a line behind it.
        for line in lines where line.last == UInt8(ascii: "\n") { own[Self.trimmed(line)] = line }
        // A comment by itself stands behind nothing.
        own[[]] = nil
        let others = Set(earlier.map(Self.trimmed)).subtracting(own.keys)
        for (index, line) in LineDifference.lines(text).enumerated() {
            if let (first, comment) = Self.parts(of: line, own, others) {
                bytes += first
                bytes += comment
                numbers += [index + 1, index + 1]
            } else {
                bytes += line
                numbers.append(index + 1)
            }
        }
    }

    /// The longest of the lines that a line begins with, where that is one that the change made, and what is behind it.
    private static func parts(
        of line: ArraySlice<UInt8>,
        _ own: [ArraySlice<UInt8>: ArraySlice<UInt8>],
        _ others: Set<ArraySlice<UInt8>>
    ) -> (first: ArraySlice<UInt8>, comment: ArraySlice<UInt8>)? {
        let whole = trimmed(line)
        guard !own.isEmpty, own[whole] == nil, !others.contains(whole) else { return nil }
        var found: (first: ArraySlice<UInt8>, comment: ArraySlice<UInt8>)?
        var tried = 0
        for index in line.indices where line[index] == UInt8(ascii: "#") {
            let beginning = trimmed(line[..<index])
            if let first = own[beginning] {
                found = (first, line[index...])
            } else if others.contains(beginning) {
                found = nil
            }
            tried += 1
            if tried == mostSigns { break }
        }
        return found
    }

    /// Without the blanks and the ending behind it.
    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let end = line.lastIndex { ![0x09, 0x0A, 0x0D, 0x20].contains($0) }
        return line[..<(end.map { $0 + 1 } ?? line.startIndex)]
    }
}
