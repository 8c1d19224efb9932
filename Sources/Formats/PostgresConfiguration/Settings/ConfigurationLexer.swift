/// Cuts a file of settings into tokens, the longest match first, as the servers' scanners do.
struct ConfigurationLexer {
    enum Token {
        case name, qualifiedName, string, word, number, equals, endOfLine, endOfFile, other
    }

    let octets: [UInt8]
    let dialect: ConfigurationDialect
    /// Where the last line feed is; -1 where there is none.
    private let lastNewline: Int
    private(set) var position = 0
    /// Where the token that ``next()`` gave last lies.
    private(set) var range = 0..<0
    /// The line of that token, from 1.
    private(set) var line = 1
    private var linesEnded = 0

    init(_ octets: [UInt8], dialect: ConfigurationDialect) {
        self.octets = octets
        self.dialect = dialect
        lastNewline = octets.lastIndex(of: newline) ?? -1
    }

    /// The next token; at the end ``Token/endOfFile``, again and again.
    mutating func next() -> Token {
        skipBlanksAndComment()
        line = linesEnded + 1
        guard let first = octet(at: position) else {
            range = position..<position
            return .endOfFile
        }
        let start = position
        var token = Token.other
        position += 1
        switch first {
        case newline:
            linesEnded += 1
            token = .endOfLine
        case UInt8(ascii: "="):
            token = .equals
        case quote:
            if let end = dialect == .postgres ? endOfString(start) : endOfPgpoolString(start) {
                position = end
                token = .string
            }
        case _ where isLetter(first):
            token = lexWord(start)
        default:
            if let end = endOfNumber(start) {
                position = end
                token = .number
            }
        }
        range = start..<position
        return token
    }

    /// Goes on at the end of the line that the last token stands on, which it does not consume.
    mutating func skipLine() {
        while let octet = octet(at: position), octet != newline { position += 1 }
    }

    private mutating func skipBlanksAndComment() {
        while let octet = octet(at: position), octet == 32 || octet == 9 || octet == 13 { position += 1 }
        guard octet(at: position) == UInt8(ascii: "#") else { return }
        // Pgpool-II's comment is anchored at a newline; without one, the `#` is a stray character.
        if dialect == .pgpool, position > lastNewline { return }
        skipLine()
    }

    private func octet(at index: Int) -> UInt8? {
        index < octets.count ? octets[index] : nil
    }

    private func end(from start: Int, while condition: (UInt8) -> Bool) -> Int {
        var end = start
        while let octet = octet(at: end), condition(octet) { end += 1 }
        return end
    }

    private mutating func lexWord(_ start: Int) -> Token {
        let name = end(from: start, while: isLetterOrDigit)
        var qualified = name
        if dialect == .postgres, octet(at: name) == UInt8(ascii: "."),
            let after = octet(at: name + 1), isLetter(after)
        {
            qualified = end(from: name + 1, while: isLetterOrDigit)
        }
        let word = end(from: start) { isLetterOrDigit($0) || "-._:/".utf8.contains($0) }
        position = word
        if word > qualified { return .word }
        return qualified > name ? .qualifiedName : .name
    }

    /// `'`, then anything but a quote, a backslash or a newline, or a pair `''`, or a backslash before anything but a
    /// newline; then `'`.
    private func endOfString(_ start: Int) -> Int? {
        var index = start + 1
        while let first = octet(at: index), first != newline {
            switch first {
            case quote where octet(at: index + 1) == quote: index += 2
            case quote: return index + 1
            case backslash:
                guard let second = octet(at: index + 1), second != newline else { return nil }
                index += 2
            default: index += 1
            }
        }
        return nil
    }

    /// In Pgpool-II's grammar a backslash may stand for itself or take the next character along: the longest match
    /// decides, so that both readings are followed until both have ended.
    private func endOfPgpoolString(_ start: Int) -> Int? {
        var accepted: Int?
        var inside = true
        var escaped = false
        var index = start + 1
        while inside, let octet = octet(at: index), octet != newline {
            if octet == quote { accepted = index + 1 }
            inside = octet != quote || escaped
            escaped = octet == backslash
            index += 1
        }
        return accepted
    }

    /// An integer with or without a unit, or a number with a point; whichever is longer.
    private func endOfNumber(_ start: Int) -> Int? {
        var unsigned = start
        if octets[start] == UInt8(ascii: "+") || octets[start] == UInt8(ascii: "-") { unsigned += 1 }
        let digits = end(from: unsigned, while: isDigit)
        var best: Int?
        if digits > unsigned { best = end(from: digits, while: isUnitLetter) }
        if octet(at: unsigned) == UInt8(ascii: "0"), octet(at: unsigned + 1) == UInt8(ascii: "x") {
            // Without a digit behind it the x is a letter of a unit, which is as long.
            let hexadecimal = end(from: unsigned + 2, while: isHexadecimalDigit)
            best = max(best ?? 0, end(from: hexadecimal, while: isUnitLetter))
        }
        if octet(at: digits) == UInt8(ascii: ".") {
            var real = end(from: digits + 1, while: isDigit)
            if let letter = octet(at: real), letter | 0x20 == UInt8(ascii: "e") {
                var exponent = real + 1
                if let sign = octet(at: exponent), "+-".utf8.contains(sign) { exponent += 1 }
                let exponentEnd = end(from: exponent, while: isDigit)
                if exponentEnd > exponent { real = exponentEnd }
            }
            best = max(best ?? 0, real)
        }
        return best
    }
}
