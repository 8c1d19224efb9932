internal import Glibc

/// The settings in force of a configuration, includes followed, the last of each name.
public struct EffectiveConfiguration: Sendable, Equatable {
    /// A setting and where it stands.
    public struct Setting: Sendable, Equatable {
        /// The file.
        public let path: String
        /// The setting in it.
        public let assignment: ConfigurationFile.Assignment
    }

    /// A place that the server would complain about.
    public struct Problem: Sendable, Equatable {
        /// What is wrong.
        public enum Kind: Sendable, Hashable {
            /// A line of no grammar.
            case syntax
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

    /// How deep both servers follow includes.
    public static let maximumIncludeDepth = 10

    /// The most files that are read for one configuration or one set of HBA rules, each counted as often as it is read
    /// in; folders that are read in, and files that are not there, count too.
    public static let maximumFileCount = 1_000

    /// The most octets of all those files together.
    public static let maximumByteCount = 32 << 20

    /// The settings in the order in which they were read, overruled ones too.
    public private(set) var settings: [Setting] = []
    /// The files in the order in which they were read.
    public private(set) var paths: [String] = []
    /// What the server would complain about, in the order in which it was met.
    public private(set) var problems: [Problem] = []
    /// Whose grammar the files have.
    public let dialect: ConfigurationDialect

    /// Reads `path` and all it includes.
    ///
    /// For PostgreSQL, `overrides` names the files read after it, such as `postgresql.auto.conf`; those that are
    /// missing are passed over. Throws where `path` itself cannot be read, where includes go round or too deep, and
    /// where they are more or longer than ``maximumFileCount`` and ``maximumByteCount``.
    public init(
        path: String,
        dialect: ConfigurationDialect,
        overrides: [String] = [],
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) {
        self.dialect = dialect
        var budget = ReadingBudget()
        guard let contents = try budget.contents(of: path, from: source) else {
            throw .unreadable(path: path, code: ENOENT)
        }
        try read(contents, path: path, in: IncludeChain(), &budget, from: source)
        for override in overrides {
            if let contents = try budget.contents(of: override, from: source) {
                try read(contents, path: override, in: IncludeChain(), &budget, from: source)
            }
        }
    }

    /// The setting of that name in force, if any file sets it.
    public func setting(of name: String) -> Setting? {
        let names = ConfigurationFile([], dialect: dialect)
        return settings.last { names.isSame($0.assignment.name, name) }
    }

    /// The value of that name in force as text, if any file sets it.
    public func value(of name: String) -> String? { setting(of: name)?.assignment.text }

    private mutating func read(
        _ contents: [UInt8],
        path: String,
        in outer: IncludeChain,
        _ budget: inout ReadingBudget,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) {
        let chain = try outer.entering(path)
        paths.append(path)
        let file = ConfigurationFile(contents, dialect: dialect)
        problems += file.problemLines.map { Problem(path: path, line: $0, kind: .syntax) }
        for statement in file.statements {
            switch statement {
            case .assignment(let assignment): settings.append(Setting(path: path, assignment: assignment))
            case .include(let include):
                let isThere = try read(include, beside: path, in: chain, &budget, from: source)
                if !isThere, include.kind != .fileIfPresent || include.isOfBlanks {
                    problems.append(Problem(path: path, line: include.line, kind: .missingInclude))
                }
            }
        }
    }

    /// Reads what an include names; whether it is there.
    private mutating func read(
        _ include: ConfigurationFile.Include,
        beside path: String,
        in chain: IncludeChain,
        _ budget: inout ReadingBudget,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) -> Bool {
        if include.isOfBlanks { return false }
        let target = resolve(include.path, beside: path)
        guard include.kind == .folder else {
            guard let contents = try budget.contents(of: target, from: source) else { return false }
            try read(contents, path: target, in: chain, &budget, from: source)
            return true
        }
        guard let paths = try budget.paths(in: target, from: source) else { return false }
        for path in paths {
            if let contents = try budget.contents(of: path, from: source) {
                try read(contents, path: path, in: chain, &budget, from: source)
            }
        }
        return true
    }
}

extension ConfigurationFile.Include {
    /// Whether it names nothing, which the server refuses of every kind of include.
    fileprivate var isOfBlanks: Bool {
        path.utf8.allSatisfy { $0 == 32 || $0 == 9 || $0 == carriageReturn || $0 == newline }
    }
}
