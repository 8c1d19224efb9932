/// A case as it stands in its file: a node before, what is done to it, and what must come of each step.
///
/// ```
/// # Why this must be so.
/// base: plain
/// -- data/pg_hba.conf: mode 640 --
/// host all all 0.0.0.0/0 md5
/// == install
/// exit: 0
/// -- shown --
/// wrote $NODE/data/pg_hba.conf
/// -- data/pg_hba.conf --
/// hostssl all all 0.0.0.0/0 scram-sha-256
/// ```
///
/// A step is a command line of `postgres-ssl` with its words as a shell has them, or `the operator`, who puts the files
/// of the step in their places. Behind a command, sections with the path of a file say what became of it, and every
/// other file must be as it was. Other sections are `input`, `shown` (standard output), `notes` (standard error),
/// `calls` (what the stub programs were called for), and `difference` and `commands`: where they are, the command runs
/// with `--dry-run` first, which must show them and change nothing. In what is expected, `…` stands for anything in a
/// line or in the name of a file; every line of `notes` begins with the tool's name, which cases leave out.
///
/// Before the first section, `node: pgpool` makes a Pgpool-II's node of it, `base` and `certificates` say which files
/// it has (``BaseNode``), `server: running` that its server runs, `serves` what answers at its port
/// (``ServingListeners``, or the file at a path; without it a running server's own), `listens: nowhere` that it
/// takes no TCP, `plain: admitted` that it asks for passwords without encryption, `run: the program` that the program
/// itself runs every command (``CaseCommand``), and `needs: root` that files are given away.
///
/// Behind the name of a file stand, divided by commas: `mode 640`, `owner 12:34`, `folder`, `link TARGET`, `gone`,
/// `escaped` (``Section/bytes(_:)``), `no newline` at its end, `from NAME` (``ExampleCertificates``), `same content`
/// as before, and of what is made at random `new key`, `new certificate`, `new serial`, `new pool key` and
/// `new entries`. `$NODE` is the node's folder; ``CaseNode/filled(_:)`` has all such names. Files in `stub` are what
/// the stub programs answer by (``StubPrograms``).
struct CaseText {
    /// The node before.
    var header: [String: String] = [:]
    /// The files that it has beside those of its base.
    var files: [Section] = []
    /// What is done, in this order.
    var steps: [Step] = []

    /// A file, or a text that a command reads or prints.
    struct Section {
        var name: String
        let attributes: [String]
        var lines: [Substring] = []

        /// Whether it is a file of which no more can be said than what it is.
        var isMade: Bool { attributes.contains { $0.hasPrefix("new ") } }

        /// The same for each of `names` that its own stands for, in which `…` stands for anything; itself where none
        /// is.
        func named(_ names: Set<String>, _ matches: ([UInt8], String) -> Bool) -> [Section] {
            let found = names.filter { name.contains("…") && matches(Array($0.utf8), name) }
            return found.isEmpty
                ? [self]
                : found.map {
                    var section = self
                    section.name = $0
                    return section
                }
        }

        /// Whether it is the file of a node, and no text of a command.
        var isFile: Bool { !Step.texts.contains(name) }
    }

    /// One command, or one deed of the operator.
    struct Step {
        static let texts = ["input", "shown", "notes", "calls", "difference", "commands"]

        let line: String
        var status: Int32 = 0
        var sections: [Section] = []

        var isOperators: Bool { line == "the operator" }

        /// The lines of a text; `nil` where the case says nothing of it.
        func text(_ name: String) -> [Substring]? { sections.first { $0.name == name }?.lines }
    }

    /// A line that belongs nowhere.
    struct Invalid: Error, CustomStringConvertible {
        let description: String
    }

    init(_ text: String) throws {
        var lines = Self.lines(text)[...]
        while lines.last == "" { lines.removeLast() }
        var section: Section?
        func close(_ section: inout Section?, _ text: inout CaseText, beforeStep: Bool = false) {
            guard var whole = section else { return }
            section = nil
            // A blank line before a step is for the reader.
            if beforeStep, whole.lines.last == "" { whole.lines.removeLast() }
            if text.steps.isEmpty {
                text.files.append(whole)
            } else {
                text.steps[text.steps.count - 1].sections.append(whole)
            }
        }
        for line in lines {
            if line.hasPrefix("-- "), line.hasSuffix(" --") {
                close(&section, &self)
                section = Self.section(line.dropFirst(3).dropLast(3))
            } else if line.hasPrefix("== ") {
                close(&section, &self, beforeStep: true)
                steps.append(Step(line: String(line.dropFirst(3))))
            } else if section != nil {
                section?.lines.append(line)
            } else if !line.isEmpty, !line.hasPrefix("#") {
                try read(line)
            }
        }
        close(&section, &self)
        guard !steps.isEmpty else { throw Invalid(description: "there is no step") }
    }

    /// The lines of a text without their newlines, by bytes: to `Character`, CR LF is no newline.
    static func lines(_ text: String) -> [Substring] {
        var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { Substring($0) }
        if lines.last == "" { lines.removeLast() }
        return lines
    }

    private mutating func read(_ line: Substring) throws {
        let parts = line.split(separator: ": ", maxSplits: 1)
        guard parts.count == 2 else { throw Invalid(description: "\"\(line)\" belongs nowhere") }
        if steps.isEmpty {
            header[String(parts[0])] = String(parts[1])
        } else if parts[0] == "exit", let status = Int32(parts[1]) {
            steps[steps.count - 1].status = status
        } else {
            throw Invalid(description: "\"\(line)\" is nothing that a step has")
        }
    }

    private static func section(_ text: Substring) -> Section {
        let parts = text.split(separator: ": ", maxSplits: 1)
        let attributes = parts.count == 2 ? parts[1].split(separator: ", ").map(String.init) : []
        return Section(name: String(parts[0]), attributes: attributes)
    }
}

extension CaseText.Step {
    /// The variables and the words of a command line, split and unquoted as a shell does it.
    var words: (variables: [String: String], arguments: [String]) {
        var words: [String] = []
        var word: String?
        var isQuoted = false
        for scalar in line.unicodeScalars {
            if scalar == "'" {
                isQuoted.toggle()
                word = word ?? ""
            } else if scalar == " ", !isQuoted {
                if let whole = word { words.append(whole) }
                word = nil
            } else {
                word = word ?? ""
                word?.unicodeScalars.append(scalar)
            }
        }
        if let whole = word { words.append(whole) }
        var variables: [String: String] = [:]
        while let first = words.first, let end = first.firstIndex(of: "="), !first.hasPrefix("-") {
            variables[String(first[..<end])] = String(first[first.index(after: end)...])
            words.removeFirst()
        }
        return (variables, words)
    }
}

extension CaseText.Section {
    /// The content as bytes; in an escaped one `\r`, `\t`, `\\` and `\xHH` stand for what they stand for in C.
    func bytes(_ replace: (String) -> String) -> [UInt8] {
        let text = replace(lines.joined(separator: "\n"))
        var bytes = attributes.contains("escaped") ? Self.unescaped(Array(text.utf8)) : Array(text.utf8)
        if !lines.isEmpty, !attributes.contains("no newline") { bytes.append(10) }
        return bytes
    }

    private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        var rest = bytes[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let kind = rest.popFirst() else {
                result.append(byte)
                continue
            }
            switch kind {
            case UInt8(ascii: "r"): result.append(13)
            case UInt8(ascii: "t"): result.append(9)
            case UInt8(ascii: "x"):
                result.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
                rest = rest.dropFirst(2)
            default: result.append(kind)
            }
        }
        return result
    }
}
