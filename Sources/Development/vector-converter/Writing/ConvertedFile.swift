internal import VectorFiles

/// A file of figures as it will be written.
struct ConvertedFile {
    /// The folder and the name, without the ending.
    let name: String
    let suite: String
    private(set) var origins: [String] = []
    private(set) var caseCount = 0
    /// The fields whose octets are no whole ones, which no file may have.
    private(set) var oddFields: [String] = []
    private var body = ""

    init(name: String, suite: String) {
        self.name = name
        self.suite = suite
    }

    /// Names a published file that figures come from.
    mutating func addOrigin(_ origin: String) {
        if !origins.contains(origin) { origins.append(origin) }
    }

    /// Begins a group of cases with the same fields.
    mutating func beginGroup(_ fields: [Field]) {
        if fields.isEmpty, caseCount == 0 { return }
        body += "group\n"
        add(fields)
    }

    /// Adds a case; a flag that comes twice is written once.
    mutating func addCase(
        _ identifier: String,
        _ result: VectorResult,
        flags: [String] = [],
        _ fields: [Field]
    ) {
        var seen: Set<String> = []
        let flags = flags.filter { seen.insert($0).inserted }
        body += (["case", identifier, result.rawValue] + flags).joined(separator: " ") + "\n"
        add(fields)
        caseCount += 1
    }

    /// The whole text.
    var text: String {
        "vectors 1\nsuite \(suite)\n" + origins.map { "from \($0)\n" }.joined() + body
    }

    private mutating func add(_ fields: [Field]) {
        for field in fields {
            let value = field.figure.text
            if case .hexadecimal = field.figure,
                !value.utf8.count.isMultiple(of: 2) || !value.allSatisfy(\.isHexDigit)
            {
                oddFields.append("\(field.name) of case \(caseCount + 1)")
            }
            body += value.isEmpty ? "  \(field.name)\n" : "  \(field.name) \(value)\n"
        }
    }
}
