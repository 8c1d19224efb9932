/// The files whose names stand in the fields of rules with an `@`, each read once.
struct NameLists {
    /// What such a file is.
    enum Form {
        /// A list of names, keywords and groups, and nothing else.
        case names([HostBasedAuthenticationToken])
        /// Not there, so that the server refuses the line.
        case missing
        /// One that names others or has none, so that the line has fewer fields; or what cannot be read here.
        case unclear
    }

    private let dialect: HostBasedAuthenticationDialect
    /// By the octets of their paths.
    private var known: [[UInt8]: Form] = [:]
    /// How many names rules may still stand for by files: each rule that names one is compared with all in it.
    private var rest = 100_000

    init(dialect: HostBasedAuthenticationDialect) { self.dialect = dialect }

    /// What a token stands for; `nil` for one that names no file.
    mutating func form(
        of token: HostBasedAuthenticationToken,
        beside file: String,
        _ budget: inout ReadingBudget,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) -> Form? {
        guard token.isFile else { return nil }
        let path = resolve(String(Substring(token.text.utf8.dropFirst())), beside: file)
        if let form = known[Array(path.utf8)] { return form }
        let form: Form
        if path.unicodeScalars.contains("\u{FFFD}") {
            form = .unclear
        } else {
            do throws(PostgresConfigurationError) {
                let contents = try budget.contents(of: path, from: source)
                form = contents.map { names(in: $0).map { .names($0) } ?? .unclear } ?? .missing
            } catch .notRegular, .unreadable {
                form = .unclear
            }
        }
        known[Array(path.utf8)] = form
        return form
    }

    /// Whether a rule may stand for so many names more.
    mutating func take(_ count: Int) -> Bool {
        guard count <= rest else { return false }
        rest -= count
        return true
    }

    /// What stands in a list of names; `nil` for a text that is none: with a file, an include or a regular expression.
    private func names(in octets: [UInt8]) -> [HostBasedAuthenticationToken]? {
        let lines = HostBasedAuthenticationTokenizer.lines(of: octets, dialect)
            .filter { !$0.fields.isEmpty || $0.isTooLong }
        let areNames =
            !lines.isEmpty
            && lines.allSatisfy { line in
                let tokens = line.fields.joined().map(\.token)
                return !line.isTooLong && !line.holdsNUL
                    && !tokens.contains { $0.isFile || $0.isExpression }
                    && !(dialect.includesFiles
                        && tokens.contains { $0.text.utf8.starts(with: "include".utf8) })
            }
        return areNames ? lines.flatMap { $0.fields.joined().map(\.token) } : nil
    }
}
