/// The lines of a text of passwords, or of users and passwords, where they lie in it: no secret is copied.
///
/// A line feed ends a line, with a carriage return before it or not. The first line of a key file is none of these: in
/// it a carriage return is part of the key, as Pgpool-II reads it.
package struct PasswordLines: Sendable {
    /// A line.
    package struct Line: Sendable {
        /// Counted from 1.
        package let number: Int
        /// Its bytes, without what ends it.
        package let bytes: Range<Int>
        /// Where its first colon is.
        fileprivate let colon: Int?

        /// The bytes before the first colon, or all where there is none.
        package var userName: Range<Int> { bytes.lowerBound..<(colon ?? bytes.upperBound) }
        /// The bytes behind the first colon; none where there is none.
        package var password: Range<Int> { min(userName.upperBound + 1, bytes.upperBound)..<bytes.upperBound }
    }

    /// All lines, those that are empty too; a text that ends in a newline has none behind it.
    package private(set) var lines: [Line] = []

    /// Finds the lines. Leaks: where they and their first colons are.
    package init(_ text: Span<UInt8>) {
        var start = 0
        while start < text.count {
            var end = start
            var colon: Int?
            while end < text.count, text[end] != UInt8(ascii: "\n") {
                if colon == nil, text[end] == UInt8(ascii: ":") { colon = end }
                end += 1
            }
            let next = end + 1
            if end < text.count, end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
            lines.append(Line(number: lines.count + 1, bytes: start..<end, colon: colon))
            start = next
        }
    }
}
