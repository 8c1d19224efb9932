/// The files whose names stand in the fields of rules with an `@`, each read once.
struct NameLists {
    /// What such a file is.
    enum Form {
        /// A list of names and nothing else.
        case names
        /// Not there, so that the server refuses the line.
        case missing
        /// One that names others or has none, so that the line has fewer fields; or what cannot be read here.
        case unclear
    }

    private let dialect: HostBasedAuthenticationDialect
    /// By the octets of their paths.
    private var known: [[UInt8]: Form] = [:]

    init(dialect: HostBasedAuthenticationDialect) { self.dialect = dialect }

    /// What a token stands for; `nil` for one that names no file.
    mutating func form(
        of token: HostBasedAuthenticationToken,
        beside file: String,
        _ budget: inout ReadingBudget,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) -> Form? {
        guard !token.isQuoted, token.text.utf8.first == UInt8(ascii: "@"), token.text.utf8.count > 1 else {
            return nil
        }
        let path = resolve(String(Substring(token.text.utf8.dropFirst())), beside: file)
        if let form = known[Array(path.utf8)] { return form }
        let form: Form
        if path.unicodeScalars.contains("\u{FFFD}") {
            form = .unclear
        } else {
            do throws(PostgresConfigurationError) {
                let contents = try budget.contents(of: path, from: source)
                form = contents.map { isNames($0) ? .names : .unclear } ?? .missing
            } catch .notRegular, .unreadable {
                form = .unclear
            }
        }
        known[Array(path.utf8)] = form
        return form
    }

    /// Whether a text is a list of names: no file, no include, and no regular expression.
    private func isNames(_ octets: [UInt8]) -> Bool {
        let lines = HostBasedAuthenticationTokenizer.lines(of: octets, dialect)
            .filter { !$0.fields.isEmpty || $0.isTooLong }
        return !lines.isEmpty
            && lines.allSatisfy { line in
                let texts = line.fields.joined().map(\.token.text)
                return !line.isTooLong && !line.holdsNUL
                    && !texts.contains { $0.utf8.first.map { "@/".utf8.contains($0) } ?? false }
                    && !(dialect.includesFiles && texts.contains { $0.utf8.starts(with: "include".utf8) })
            }
    }
}
