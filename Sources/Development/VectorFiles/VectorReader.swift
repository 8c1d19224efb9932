/// Reads a file line by line.
struct VectorReader {
    private(set) var suite = ""
    private(set) var origins: [String] = []
    private(set) var cases: [VectorCase] = []

    private let text: [UInt8]
    private var position = 0
    private var line = 0
    private var group: [VectorField] = []
    private var current: VectorCase?
    private var identifiers: Set<String> = []

    init(_ text: [UInt8]) {
        self.text = text
    }

    mutating func read() throws(VectorFileError) {
        try readHead()
        while let range = try nextLine() {
            if text[range].starts(with: "  ".utf8) {
                try readField(range)
            } else {
                try readHeading(words(range))
            }
        }
        endCase()
    }

    private mutating func readHead() throws(VectorFileError) {
        guard let first = try nextLine(), words(first) == ["vectors", "1"] else { throw .notAVectorFile }
        guard let second = try nextLine() else { throw .noCases }
        let names = words(second)
        guard names.count == 2, names[0] == "suite", isName(names[1]) else { throw .malformedLine(line) }
        suite = names[1]
    }

    private mutating func readHeading(_ words: [String]) throws(VectorFileError) {
        switch words[0] {
        case "from" where words.count == 2 && cases.isEmpty && current == nil:
            origins.append(words[1])
        case "group" where words.count == 1:
            endCase()
            group = []
        case "case" where words.count >= 3:
            endCase()
            guard let result = VectorResult(rawValue: words[2]) else { throw .malformedLine(line) }
            guard identifiers.insert(words[1]).inserted else { throw .repeatedCase(words[1], line: line) }
            let flags = Array(words[3...])
            guard Set(flags).count == flags.count else { throw .malformedLine(line) }
            current = VectorCase(
                identifier: words[1],
                result: result,
                flags: flags,
                line: line,
                text: text,
                group: group
            )
        default: throw .malformedLine(line)
        }
    }

    private mutating func readField(_ range: Range<Int>) throws(VectorFileError) {
        let start = range.lowerBound + 2
        let nameEnd = text[start..<range.upperBound].firstIndex(of: UInt8(ascii: " ")) ?? range.upperBound
        let name = String(decoding: text[start..<nameEnd], as: UTF8.self)
        guard isName(name) else { throw .malformedLine(line) }
        let valueStart = min(nameEnd + 1, range.upperBound)
        guard valueStart == range.upperBound || text[valueStart] != UInt8(ascii: " ") else {
            throw .malformedLine(line)
        }
        let known = group + (current?.fields ?? [])
        guard !known.contains(where: { $0.name == name }) else { throw .repeatedField(name, line: line) }
        let field = VectorField(name: name, value: valueStart..<range.upperBound)
        if current != nil { current?.fields.append(field) } else { group.append(field) }
    }

    private mutating func endCase() {
        guard let current else { return }
        cases.append(current)
        self.current = nil
    }

    /// Goes past the next line and gives where it stands: printable ASCII, not blank, no space at its end.
    private mutating func nextLine() throws(VectorFileError) -> Range<Int>? {
        guard position < text.count else { return nil }
        line += 1
        let start = position
        var end = start
        while end < text.count, text[end] != UInt8(ascii: "\n") {
            guard (0x20...0x7E).contains(text[end]) else { throw .malformedLine(line) }
            end += 1
        }
        guard end < text.count, end > start, text[end - 1] != UInt8(ascii: " ") else {
            throw .malformedLine(line)
        }
        position = end + 1
        return start..<end
    }

    /// The line's words; an empty one where two spaces follow each other, which no heading has.
    private func words(_ range: Range<Int>) -> [String] {
        text[range].split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
        }
    }

    private func isName(_ name: String) -> Bool {
        !name.isEmpty
            && name.utf8.allSatisfy { character in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(character)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(character)
                    || character == UInt8(ascii: "-")
            }
    }
}
