/// The variables that a file of shell assignments sets, read without running anything.
///
/// Taken as the shell takes them: `export` and its kin, several assignments on a line, single and double quotes,
/// backslashes, comments, and lines that continue after a backslash. Commands are skipped, and so is an assignment in
/// front of a command, which the shell would make for that command only. What the shell would have to compute
/// (`$NAME`, `$(…)`, backquotes) has no value here: such a variable is listed in ``computed``.
struct ShellAssignments: Sendable {
    /// The last value of each variable.
    private(set) var values: [String: [UInt8]] = [:]
    /// The variables whose last value would have to be computed.
    private(set) var computed: Set<String> = []

    /// Reads a file's content.
    ///
    /// - Throws: the line, from 1, of a quote that is not closed.
    init(_ content: [UInt8]) throws(UnclosedQuote) {
        var tokens = ShellTokens(content)
        var words: [ShellWord] = []
        var isAtEnd = false
        while !isAtEnd {
            switch try tokens.next() {
            case .word(let word): words.append(word)
            case .separator:
                take(words)
                words = []
            case .end:
                take(words)
                isAtEnd = true
            }
        }
    }

    struct UnclosedQuote: Error {
        let line: Int
    }

    private mutating func take(_ words: [ShellWord]) {
        let declares = words.first.map { $0.isPlain && Self.declarations.contains($0.text) } ?? false
        let rest = declares ? words.dropFirst() : words[...]
        // In front of a command, these would be set for that command only.
        guard declares || rest.allSatisfy({ $0.nameLength != nil }) else { return }
        for word in rest {
            guard let length = word.nameLength else { continue }
            let name = String(decoding: word.octets[..<length], as: UTF8.self)
            if word.isComputed {
                values[name] = nil
                computed.insert(name)
            } else {
                values[name] = Array(word.octets[(length + 1)...])
                computed.remove(name)
            }
        }
    }

    private static let declarations: Set<String> = ["export", "readonly", "declare", "typeset", "local"]
}

/// A word of a shell script, its quotes taken away.
struct ShellWord {
    var octets: [UInt8] = []
    /// Whether no part was quoted.
    var isPlain = true
    /// Whether the shell would put something else in place of a part.
    var isComputed = false
    /// The length of the name that the word assigns to.
    var nameLength: Int?
    /// Whether a `=` without quotes was met: only what stands before the first one can be a name.
    var hasEquals = false

    var text: String { String(decoding: octets, as: UTF8.self) }
}

/// Cuts a shell script into words and the ends of commands.
struct ShellTokens {
    enum Token {
        case word(ShellWord)
        case separator
        case end
    }

    private let octets: [UInt8]
    private var position = 0
    private var line = 1
    /// The octets that were looked at a second time, to tell names: never more than there are.
    private(set) var comparedCount = 0

    init(_ octets: [UInt8]) {
        self.octets = octets
    }

    mutating func next() throws(ShellAssignments.UnclosedQuote) -> Token {
        while let octet = peek() {
            switch octet {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                advance()
            case UInt8(ascii: "\\") where peek(1) == UInt8(ascii: "\n"):
                advance()
                advance()
            case UInt8(ascii: "#"):
                while let octet = peek(), octet != UInt8(ascii: "\n") { advance() }
            case _ where Self.isOperator(octet):
                advance()
                return .separator
            default:
                return .word(try word())
            }
        }
        return .end
    }

    private mutating func word() throws(ShellAssignments.UnclosedQuote) -> ShellWord {
        var word = ShellWord()
        while let octet = peek() {
            switch octet {
            case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"):
                return word
            case _ where Self.isOperator(octet):
                return word
            case UInt8(ascii: "'"):
                try single(&word)
            case UInt8(ascii: "\""):
                try double(&word)
            case UInt8(ascii: "\\"):
                advance()
                // A backslash at the end of a line joins the next one.
                if let next = peek() {
                    advance()
                    if next != UInt8(ascii: "\n") {
                        word.isPlain = false
                        word.octets.append(next)
                    }
                }
            default:
                if octet == UInt8(ascii: "="), word.isPlain, !word.hasEquals {
                    word.hasEquals = true
                    if isName(word.octets) { word.nameLength = word.octets.count }
                }
                // Shells differ on what a dollar sign before a quote means.
                if octet == UInt8(ascii: "$"), let next = peek(1), "'\"".utf8.contains(next) {
                    word.isComputed = true
                }
                if try skipExpansion(&word) { continue }
                advance()
                word.octets.append(octet)
            }
        }
        return word
    }

    private mutating func single(_ word: inout ShellWord) throws(ShellAssignments.UnclosedQuote) {
        let start = line
        word.isPlain = false
        advance()
        while let octet = peek() {
            advance()
            if octet == UInt8(ascii: "'") { return }
            word.octets.append(octet)
        }
        throw ShellAssignments.UnclosedQuote(line: start)
    }

    private mutating func double(_ word: inout ShellWord) throws(ShellAssignments.UnclosedQuote) {
        let start = line
        word.isPlain = false
        advance()
        while let octet = peek() {
            if try skipExpansion(&word, isQuoted: true) { continue }
            advance()
            switch octet {
            case UInt8(ascii: "\""):
                return
            case UInt8(ascii: "\\"):
                // Within double quotes a backslash stands for itself except before these.
                guard let next = peek(), "$`\"\\\n".utf8.contains(next) else { fallthrough }
                advance()
                if next != UInt8(ascii: "\n") { word.octets.append(next) }
            default:
                word.octets.append(octet)
            }
        }
        throw ShellAssignments.UnclosedQuote(line: start)
    }

    /// Goes past what the shell would compute, if that begins here, and notes it.
    private mutating func skipExpansion(
        _ word: inout ShellWord,
        isQuoted: Bool = false
    ) throws(ShellAssignments.UnclosedQuote) -> Bool {
        if peek() == UInt8(ascii: "`") {
            word.isComputed = true
            advance()
            try skip(to: UInt8(ascii: "`"))
            return true
        }
        guard peek() == UInt8(ascii: "$"), let next = peek(1) else { return false }
        switch next {
        case UInt8(ascii: "("), UInt8(ascii: "{"):
            advance()
            // Within double quotes an apostrophe is one in what stands in place of a variable, and a quote in a
            // command.
            try skipNested(apostropheQuotes: !isQuoted || next == UInt8(ascii: "("))
        case _ where next == UInt8(ascii: "_") || Self.isLetter(next) || Self.isDigit(next):
            advance()
        case _ where "@*#?$!-".utf8.contains(next):
            advance()
            advance()
        default:
            return false
        }
        word.isComputed = true
        return true
    }

    /// Goes past what stands between brackets, the brackets of its inner parts and its quotes included.
    private mutating func skipNested(apostropheQuotes: Bool) throws(ShellAssignments.UnclosedQuote) {
        let start = line
        var depth = 0
        while let octet = peek() {
            advance()
            switch octet {
            case UInt8(ascii: "("), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: "'") where !apostropheQuotes: break
            case UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"): try skip(to: octet)
            case UInt8(ascii: "\\"): if peek() != nil { advance() }
            default: break
            }
            if depth == 0 { return }
        }
        throw ShellAssignments.UnclosedQuote(line: start)
    }

    /// Goes past the next `end` that no backslash stands before; one between single quotes is no backslash.
    private mutating func skip(to end: UInt8) throws(ShellAssignments.UnclosedQuote) {
        let start = line
        while let octet = peek() {
            advance()
            if octet == end { return }
            if octet == UInt8(ascii: "\\"), end != UInt8(ascii: "'"), peek() != nil { advance() }
        }
        throw ShellAssignments.UnclosedQuote(line: start)
    }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < octets.count ? octets[position + ahead] : nil
    }

    private mutating func advance() {
        if octets[position] == UInt8(ascii: "\n") { line += 1 }
        position += 1
    }

    private static func isOperator(_ octet: UInt8) -> Bool {
        "\n;&|()<>".utf8.contains(octet)
    }

    private mutating func isName(_ octets: [UInt8]) -> Bool {
        comparedCount += octets.count
        guard let first = octets.first, first == UInt8(ascii: "_") || Self.isLetter(first) else {
            return false
        }
        return octets.allSatisfy { $0 == UInt8(ascii: "_") || Self.isLetter($0) || Self.isDigit($0) }
    }

    private static func isLetter(_ octet: UInt8) -> Bool { 0x41...0x5A ~= octet & 0xDF }
    private static func isDigit(_ octet: UInt8) -> Bool { 0x30...0x39 ~= octet }
}
