/// Cuts an HBA file into logical lines of fields of tokens, as the server does.
///
/// A field is what blanks divide; the tokens in it are what commas divide; a comma before blanks goes on with the
/// same field.
struct HostBasedAuthenticationTokenizer {
    struct Token: Equatable {
        let token: HostBasedAuthenticationToken
        /// Where it lies in the file, with its quotes.
        let range: Range<Int>
        /// The octets of its text, and one more where a comma or quote follows the last, for which the server's buffer
        /// must have room too.
        let length: Int
    }

    struct LogicalLine: Equatable {
        /// The first physical line, from 1.
        let number: Int
        /// The octets of all its physical lines, endings included.
        let range: Range<Int>
        let fields: [[Token]]
        let holdsNUL: Bool
        /// Whether it, or a token in it, is longer than the server reads.
        let isTooLong: Bool
    }

    /// Where a logical line lies in the file, without what ends and continues its physical lines.
    private struct Parts {
        /// Those of physical lines, of which the last is not empty.
        private(set) var ranges: [Range<Int>] = []
        private(set) var count = 0

        var last: Int? { ranges.last.map { $0.upperBound - 1 } }

        mutating func append(_ range: Range<Int>) {
            if range.isEmpty { return }
            ranges.append(range)
            count += range.count
        }

        mutating func removeLast() {
            let range = ranges.removeLast()
            count -= range.count
            append(range.dropLast())
        }
    }

    /// The octets of a logical line.
    private struct Content {
        /// Those of one physical line lie in the file, and have its indices.
        let octets: ArraySlice<UInt8>
        /// Where in the file each of those lies that were put together of several.
        private let places: [Int]?

        init(_ parts: Parts, of file: [UInt8]) {
            let isOne = parts.ranges.count < 2
            octets = isOne ? file[parts.ranges.first ?? 0..<0] : parts.ranges.flatMap { file[$0] }[...]
            places = isOne ? nil : parts.ranges.flatMap(\.self)
        }

        /// Where the octet of that index lies in the file.
        func place(of index: Int) -> Int { places?[index] ?? index }
    }

    static func lines(of octets: [UInt8], _ dialect: HostBasedAuthenticationDialect) -> [LogicalLine] {
        var lines: [LogicalLine] = []
        var position = 0
        var number = 1
        while position < octets.count {
            let start = position
            let first = number
            var parts = Parts()
            var endOfLastPart = 0
            while position < octets.count {
                let end = octets[position...].firstIndex(of: newline)
                parts.append(position..<(end ?? octets.count))
                position = end.map { $0 + 1 } ?? octets.count
                number += 1
                while let last = parts.last, octets[last] == carriageReturn { parts.removeLast() }
                guard dialect.continuesLines, parts.count > endOfLastPart, let last = parts.last,
                    octets[last] == backslash
                else { break }
                parts.removeLast()
                endOfLastPart = parts.count
            }
            let content = Content(parts, of: octets)
            let fields = fields(of: content, dialect)
            let isTooLong =
                position - start > dialect.maximumLineLength
                || fields.contains { $0.contains { $0.length > dialect.maximumTokenLength } }
            lines.append(
                LogicalLine(
                    number: first,
                    range: start..<position,
                    fields: fields,
                    holdsNUL: content.octets.contains(0),
                    isTooLong: isTooLong
                )
            )
        }
        return lines
    }

    private static func fields(
        of content: Content,
        _ dialect: HostBasedAuthenticationDialect
    ) -> [[Token]] {
        var fields: [[Token]] = []
        var index = content.octets.startIndex
        while true {
            var field: [Token] = []
            var goesOn = true
            while goesOn {
                let token = nextToken(of: content, &index, goesOn: &goesOn, dialect)
                guard let token else { break }
                field.append(token)
            }
            if field.isEmpty { return fields }
            fields.append(field)
        }
    }

    private static func nextToken(
        of content: Content,
        _ index: inout Int,
        goesOn: inout Bool,
        _ dialect: HostBasedAuthenticationDialect
    ) -> Token? {
        let octets = content.octets
        goesOn = false
        while index < octets.endIndex, isBlank(octets[index]) || octets[index] == comma { index += 1 }
        let start = index
        var sawQuote = false
        var inQuotes = false
        while index < octets.endIndex {
            let octet = octets[index]
            if !inQuotes, isBlank(octet) || octet == comma || octet == UInt8(ascii: "#") { break }
            if octet == doubleQuote {
                inQuotes.toggle()
                sawQuote = true
            }
            index += 1
        }
        // At a `#` the next one ends before it begins.
        let written = octets[start..<index]
        if index < octets.endIndex { goesOn = octets[index] == comma }
        guard let last = written.indices.last else { return nil }
        let (text, isQuoted) = sawQuote ? unquoted(written) : (written, false)
        return Token(
            token: HostBasedAuthenticationToken(
                text: String(decoding: text, as: UTF8.self),
                isQuoted: isQuoted,
                isExpression: dialect.knowsExpressions && text.first == UInt8(ascii: "/")
            ),
            range: content.place(of: start)..<content.place(of: last) + 1,
            length: text.count + (goesOn || written.last == doubleQuote ? 1 : 0)
        )
    }

    /// What a token means, and whether it begins with a quote.
    private static func unquoted(_ written: ArraySlice<UInt8>) -> (text: ArraySlice<UInt8>, isQuoted: Bool) {
        var text: [UInt8] = []
        var isQuoted = false
        var inQuotes = false
        var wasQuote = false
        for octet in written {
            if octet != doubleQuote || wasQuote { text.append(octet) }
            // A quote that follows a closing one stands for itself.
            wasQuote = inQuotes && octet == doubleQuote ? !wasQuote : false
            if octet == doubleQuote {
                inQuotes.toggle()
                if text.isEmpty { isQuoted = true }
            }
        }
        return (text[...], isQuoted)
    }

    private static func isBlank(_ octet: UInt8) -> Bool {
        octet == 32 || octet == 9 || octet == carriageReturn
    }

    private static let comma = UInt8(ascii: ",")
    private static let doubleQuote = UInt8(ascii: "\"")
}
