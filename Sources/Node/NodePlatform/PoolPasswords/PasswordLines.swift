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

    /// Where the next line begins, and how many there were.
    private var place = (start: 0, number: 0)

    /// Begins before the first line.
    package init() {}

    /// All lines of a text, of which there are few.
    package static func all(of text: Span<UInt8>) -> [Line] {
        var lines = PasswordLines()
        var all: [Line] = []
        while let line = lines.next(in: text) { all.append(line) }
        return all
    }

    /// The next line of a text, the same each time, those that are empty too; one that ends in a newline has none
    /// behind it. Leaks: where lines and their first colons are.
    package mutating func next(in text: Span<UInt8>) -> Line? {
        let start = place.start
        guard start < text.count else { return nil }
        var end = start
        var colon: Int?
        while end < text.count, text[end] != UInt8(ascii: "\n") {
            if colon == nil, text[end] == UInt8(ascii: ":") { colon = end }
            end += 1
        }
        place = (end + 1, place.number + 1)
        if end < text.count, end > start, text[end - 1] == UInt8(ascii: "\r") { end -= 1 }
        return Line(number: place.number, bytes: start..<end, colon: colon)
    }
}
