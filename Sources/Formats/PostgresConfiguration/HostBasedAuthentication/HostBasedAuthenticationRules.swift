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
    }

    /// A line that the server would refuse.
    public struct Problem: Sendable, Equatable {
        /// What is wrong.
        public enum Kind: Sendable, Equatable {
            /// The line itself.
            case line(HostBasedAuthenticationFile.Problem.Kind)
            /// An included file or folder that is not there.
            case missingInclude
        }
        /// The file.
        public let path: String
        /// The line, from 1.
        public let line: Int
        /// What is wrong.
        public let kind: Kind
    }

    /// The rules; the first that fits a connection decides about it.
    public private(set) var rules: [Rule] = []
    /// What the server would refuse.
    public private(set) var problems: [Problem] = []
    let dialect: HostBasedAuthenticationDialect

    /// Reads `path` and, for PostgreSQL from 16 on, all it includes, within the bounds of ``EffectiveConfiguration``.
    ///
    /// A `@file` in a field is not read: it stays as a token.
    public init(
        path: String,
        dialect: HostBasedAuthenticationDialect,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) {
        self.dialect = dialect
        var budget = ReadingBudget()
        guard let contents = try budget.contents(of: path, from: source) else {
            throw .unreadable(path: path, code: ENOENT)
        }
        try read(contents, path: path, in: IncludeChain(), &budget, from: source)
    }

    private mutating func read(
        _ contents: [UInt8],
        path: String,
        in outer: IncludeChain,
        _ budget: inout ReadingBudget,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) {
        let chain = try outer.entering(path)
        let file = HostBasedAuthenticationFile(contents, dialect: dialect)
        problems += file.problems.map { Problem(path: path, line: $0.line, kind: .line($0.kind)) }
        var index = 0
        for statement in file.statements {
            switch statement {
            case .record(let record):
                rules.append(Rule(path: path, index: index, record: record))
                index += 1
            case .include(let include):
                let target = resolve(include.path, beside: path)
                let isFolder = include.kind == .folder
                let paths = isFolder ? try budget.paths(in: target, from: source) : [target]
                var isThere = isFolder && paths != nil
                for path in paths ?? [] {
                    guard let contents = try budget.contents(of: path, from: source) else { continue }
                    isThere = true
                    try read(contents, path: path, in: chain, &budget, from: source)
                }
                if !isThere, include.kind != .fileIfPresent {
                    problems.append(Problem(path: path, line: include.line, kind: .missingInclude))
                }
            }
        }
    }
}
