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

    static func lines(of octets: [UInt8], _ dialect: HostBasedAuthenticationDialect) -> [LogicalLine] {
        var lines: [LogicalLine] = []
        var position = 0
        var number = 1
        while position < octets.count {
            let start = position
            let first = number
            // The octets of the logical line, by their places in the file.
            var places: [Int] = []
            var endOfLastPart = 0
            while position < octets.count {
                let end = octets[position...].firstIndex(of: newline)
                var content = position..<(end ?? octets.count)
                position = end.map { $0 + 1 } ?? octets.count
                number += 1
                places += content
                while let last = places.last, octets[last] == carriageReturn { places.removeLast() }
                content = content.lowerBound..<content.lowerBound
                guard dialect.continuesLines, places.count > endOfLastPart, let last = places.last,
                    octets[last] == backslash
                else { break }
                places.removeLast()
                endOfLastPart = places.count
            }
            let fields = fields(octets, at: places, dialect)
            let isTooLong =
                position - start > dialect.maximumLineLength
                || fields.contains { $0.contains { $0.length > dialect.maximumTokenLength } }
            lines.append(
                LogicalLine(
                    number: first,
                    range: start..<position,
                    fields: fields,
                    holdsNUL: places.contains { octets[$0] == 0 },
                    isTooLong: isTooLong
                )
            )
        }
        return lines
    }

    private static func fields(
        _ octets: [UInt8],
        at places: [Int],
        _ dialect: HostBasedAuthenticationDialect
    ) -> [[Token]] {
        var fields: [[Token]] = []
        var index = 0
        while true {
            var field: [Token] = []
            var goesOn = true
            while goesOn {
                let token = nextToken(octets, at: places, &index, goesOn: &goesOn, dialect)
                guard let token else { break }
                field.append(token)
            }
            if field.isEmpty { return fields }
            fields.append(field)
        }
    }

    private static func nextToken(
        _ octets: [UInt8],
        at places: [Int],
        _ index: inout Int,
        goesOn: inout Bool,
        _ dialect: HostBasedAuthenticationDialect
    ) -> Token? {
        goesOn = false
        while index < places.count, isBlank(octets[places[index]]) || octets[places[index]] == comma {
            index += 1
        }
        let start = index
        var text: [UInt8] = []
        var isQuoted = false
        var sawQuote = false
        var inQuotes = false
        var wasQuote = false
        var end = index
        while index < places.count {
            let octet = octets[places[index]]
            if !inQuotes {
                if isBlank(octet) { break }
                if octet == UInt8(ascii: "#") {
                    index = places.count
                    break
                }
                if octet == comma {
                    goesOn = true
                    break
                }
            }
            if octet != doubleQuote || wasQuote { text.append(octet) }
            // A quote that follows a closing one stands for itself.
            wasQuote = inQuotes && octet == doubleQuote ? !wasQuote : false
            if octet == doubleQuote {
                inQuotes.toggle()
                sawQuote = true
                if text.isEmpty { isQuoted = true }
            }
            index += 1
            end = index
        }
        guard sawQuote || !text.isEmpty else { return nil }
        return Token(
            token: HostBasedAuthenticationToken(
                text: String(decoding: text, as: UTF8.self),
                isQuoted: isQuoted,
                isExpression: dialect.knowsExpressions && text.first == UInt8(ascii: "/")
            ),
            range: places[start]..<places[end - 1] + 1,
            length: text.count + (goesOn || octets[places[end - 1]] == doubleQuote ? 1 : 0)
        )
    }

    private static func isBlank(_ octet: UInt8) -> Bool {
        octet == 32 || octet == 9 || octet == carriageReturn
    }

    private static let comma = UInt8(ascii: ",")
    private static let doubleQuote = UInt8(ascii: "\"")
}
