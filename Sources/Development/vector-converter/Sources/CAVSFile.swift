/// A response file of NIST's Cryptographic Algorithm Validation System, or of the same form: lines `name = value`,
/// headings in brackets, remarks after `#`, and blank lines between blocks.
struct CAVSFile {
    /// The figures in force where a case ends.
    struct Record {
        let origin: String
        let line: Int
        /// The headings in force, the last of each name, by name; a heading without a value has an empty one.
        let headings: [String: String]
        let figures: [String: String]

        func figure(_ name: String) throws -> String {
            guard let figure = figures[name] else {
                throw ConversionError.missingFigure(name, file: origin, line: line)
            }
            return figure
        }

        func number(_ name: String) throws -> Int {
            guard let number = Int(try figure(name)) else {
                throw ConversionError.unknown("a \(name) that is not a number", file: origin)
            }
            return number
        }
    }

    /// The remarks, without the sign.
    private(set) var remarks: [String] = []
    /// The cases: each block that has the figure that makes one a case.
    private(set) var records: [Record] = []
    /// How many lines begin with that figure, which is how many cases are published.
    let published: Int

    /// Reads `text`. A block with the figure `terminal` is a case; figures of `kept` names hold for later blocks too.
    init(_ text: String, origin: String, terminal: String, kept: Set<String> = []) throws {
        published =
            text.split(whereSeparator: \.isNewline).filter { line in
                line.hasPrefix(terminal) && line.dropFirst(terminal.count).drop { $0 == " " }.first == "="
            }.count
        var headings: [String: String] = [:]
        var figures: [String: String] = [:]
        var line = 0
        var names: Set<String> = []
        func endBlock() {
            if figures[terminal] != nil {
                records.append(Record(origin: origin, line: line, headings: headings, figures: figures))
            }
            figures = figures.filter { kept.contains($0.key) }
            names = []
        }
        for part in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            line += 1
            let content = part.trimming()
            // One file has two lines of exclamation marks, which stand for nothing.
            if content.isEmpty || content == "!!" {
                endBlock()
            } else if content.hasPrefix("#") {
                remarks.append(content.dropFirst().trimming())
            } else if content.hasPrefix("["), content.hasSuffix("]") {
                endBlock()
                let pair = CAVSFile.pair(content.dropFirst().dropLast())
                headings[pair?.name ?? String(content.dropFirst().dropLast())] = pair?.value ?? ""
                // The direction of a cipher is one heading instead of another.
                if pair == nil { headings["direction"] = String(content.dropFirst().dropLast()).lowercased() }
            } else if content == "FAIL" {
                // What is to be refused has this line in place of an answer.
                figures[content] = ""
            } else if let pair = CAVSFile.pair(content[...]) {
                // Not every case has a blank line before it.
                if !names.insert(pair.name).inserted {
                    endBlock()
                    names = [pair.name]
                }
                figures[pair.name] = pair.value
            } else {
                throw ConversionError.malformed(origin, line: line)
            }
        }
        endBlock()
    }

    private static func pair(_ text: Substring) -> (name: String, value: String)? {
        guard let sign = text.firstIndex(of: "=") else { return nil }
        return (text[..<sign].trimming(), text[text.index(after: sign)...].trimming())
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    func trimming() -> String {
        var text = self[...]
        while text.first?.isWhitespace == true { text = text.dropFirst() }
        while text.last?.isWhitespace == true { text = text.dropLast() }
        return String(text)
    }
}
