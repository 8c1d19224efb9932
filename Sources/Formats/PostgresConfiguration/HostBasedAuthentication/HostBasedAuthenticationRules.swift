internal import Glibc

/// The records of an HBA file and of all it includes, in the order in which the server tries them.
public struct HostBasedAuthenticationRules: Sendable, Equatable {
    /// A record and where it stands.
    public struct Rule: Sendable, Equatable {
        /// The file.
        public let path: String
        /// Its place among ``HostBasedAuthenticationFile/records`` of that file.
        public let index: Int
        /// The record.
        public let record: HostBasedAuthenticationRecord
        /// What stands in the files that its fields name with `@`, as far as that is known.
        let lists: [HostBasedAuthenticationToken: [HostBasedAuthenticationToken]]

        /// The database field, with what stands in a file of names in that file's place.
        public var databases: [HostBasedAuthenticationToken] { expanded(record.databases) }

        /// The user field, likewise.
        public var users: [HostBasedAuthenticationToken] { expanded(record.users) }

        private func expanded(_ tokens: [HostBasedAuthenticationToken]) -> [HostBasedAuthenticationToken] {
            lists.isEmpty ? tokens : tokens.flatMap { lists[$0] ?? [$0] }
        }
    }

    /// A line that the server would refuse.
    public struct Problem: Sendable, Equatable {
        /// What is wrong.
        public enum Kind: Sendable, Equatable {
            /// The line itself.
            case line(HostBasedAuthenticationFile.Problem.Kind)
            /// An included file or folder that is not there.
            case missingInclude
            /// A file of names, written with `@`, that is not there.
            case missingList
            /// There is no rule in any of the files.
            case noRules
        }
        /// The file.
        public let path: String
        /// The line, from 1.
        public let line: Int
        /// What is wrong.
        public let kind: Kind
    }

    /// A line that the server takes or refuses by what is not known here.
    public struct Doubt: Sendable, Equatable {
        /// The file.
        public let path: String
        /// The line, from 1.
        public let line: Int
        /// What it depends on.
        public let kind: HostBasedAuthenticationFile.Doubt.Kind
    }

    /// The rules; the first that fits a connection decides about it.
    public private(set) var rules: [Rule] = []
    /// What the server would refuse.
    public private(set) var problems: [Problem] = []
    /// The lines that it takes or refuses by what is not known here.
    public private(set) var doubts: [Doubt] = []
    /// The files, each as often as it is read.
    public private(set) var paths: [String] = []
    /// What each of them was read as, so that who changes it need not read it again.
    public private(set) var files: [String: HostBasedAuthenticationFile] = [:]
    let dialect: HostBasedAuthenticationDialect
    private let foundCoverage = FoundOnce<RuleCoverage>()

    /// What each rule leaves to those behind it; worked out once.
    public var coverage: RuleCoverage { foundCoverage.value { RuleCoverage(of: self) } }

    /// Reads `path` and, for PostgreSQL from 16 on, all it includes, within the bounds of ``EffectiveConfiguration``.
    ///
    /// A `@file` in a field stays as a token of the record; ``Rule`` has what stands in it, where it is a plain list of
    /// names, of all rules together no more than 100,000.
    public init(
        path: String,
        dialect: HostBasedAuthenticationDialect,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) {
        self.dialect = dialect
        var budget = ReadingBudget()
        var lists = NameLists(dialect: dialect)
        guard let contents = try budget.contents(of: path, from: source) else {
            throw .unreadable(path: path, code: ENOENT)
        }
        try read(contents, path: path, in: IncludeChain(), &lists, &budget, from: source)
        if rules.isEmpty, problems.isEmpty {
            problems.append(Problem(path: path, line: 1, kind: .noRules))
        }
    }

    private mutating func read(
        _ contents: [UInt8],
        path: String,
        in outer: IncludeChain,
        _ lists: inout NameLists,
        _ budget: inout ReadingBudget,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) {
        let chain = try outer.entering(path)
        let file = HostBasedAuthenticationFile(contents, dialect: dialect)
        paths.append(path)
        files[path] = file
        doubts += file.doubts.map { Doubt(path: path, line: $0.line, kind: $0.kind) }
        problems += file.problems.map { Problem(path: path, line: $0.line, kind: .line($0.kind)) }
        var index = 0
        for statement in file.statements {
            switch statement {
            case .record(let record):
                let known = try readLists(of: record, path: path, &lists, &budget, from: source)
                rules.append(Rule(path: path, index: index, record: record, lists: known))
                index += 1
            case .include(let include):
                let target = resolve(include.path, beside: path)
                let isFolder = include.kind == .folder
                let paths = isFolder ? try budget.paths(in: target, from: source) : [target]
                var isThere = isFolder && paths != nil
                for path in paths ?? [] {
                    guard let contents = try budget.contents(of: path, from: source) else { continue }
                    isThere = true
                    try read(contents, path: path, in: chain, &lists, &budget, from: source)
                }
                if !isThere, include.kind != .fileIfPresent {
                    problems.append(Problem(path: path, line: include.line, kind: .missingInclude))
                }
            }
        }
    }

    /// Reads the files whose names stand in the place of databases and users.
    private mutating func readLists(
        of record: HostBasedAuthenticationRecord,
        path: String,
        _ lists: inout NameLists,
        _ budget: inout ReadingBudget,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) -> [HostBasedAuthenticationToken: [HostBasedAuthenticationToken]] {
        var known: [HostBasedAuthenticationToken: [HostBasedAuthenticationToken]] = [:]
        for token in record.databases + record.users {
            switch try lists.form(of: token, beside: path, &budget, from: source) {
            case .none: break
            case .names(let names): if lists.take(names.count) { known[token] = names }
            case .missing: problems.append(Problem(path: path, line: record.line, kind: .missingList))
            case .unclear: doubts.append(Doubt(path: path, line: record.line, kind: .list))
            }
        }
        return known
    }
}
