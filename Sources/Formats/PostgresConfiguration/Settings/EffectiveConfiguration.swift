internal import Glibc
internal import TextEncodings

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
    /// missing are passed over. Throws where `path` itself cannot be read, and where includes go round or too deep.
    public init(
        path: String,
        dialect: ConfigurationDialect,
        overrides: [String] = [],
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) {
        self.dialect = dialect
        guard let contents = try source.contents(of: path) else {
            throw .unreadable(path: path, code: ENOENT)
        }
        try read(contents, path: path, in: IncludeChain(), from: source)
        for override in overrides {
            if let contents = try source.contents(of: override) {
                try read(contents, path: override, in: IncludeChain(), from: source)
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
                let target = resolve(include.path, beside: path)
                guard let included = try read(include, at: target, from: source) else {
                    if include.kind != .fileIfPresent {
                        problems.append(Problem(path: path, line: include.line, kind: .missingInclude))
                    }
                    continue
                }
                for (target, contents) in included {
                    try read(contents, path: target, in: chain, from: source)
                }
            }
        }
    }

    private func read(
        _ include: ConfigurationFile.Include,
        at target: String,
        from source: borrowing some ConfigurationSource
    ) throws(PostgresConfigurationError) -> [(path: String, contents: [UInt8])]? {
        guard !include.path.isEmpty else { return nil }
        guard include.kind == .folder else {
            guard let contents = try source.contents(of: target) else { return nil }
            return [(target, contents)]
        }
        return try folderContents(target, from: source)
    }
}

/// The files of an included folder that the server reads, in its order: by the octets of their names.
func folderContents(
    _ folder: String,
    from source: borrowing some ConfigurationSource
) throws(PostgresConfigurationError) -> [(path: String, contents: [UInt8])]? {
    guard let names = try source.files(in: folder) else { return nil }
    var files: [(path: String, contents: [UInt8])] = []
    for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    where name.utf8.count >= 6 && name.utf8.first != UInt8(ascii: ".")
        && name.utf8.ends(with: ".conf")
    {
        if let contents = try source.contents(of: "\(folder)/\(name)") {
            files.append(("\(folder)/\(name)", contents))
        }
    }
    return files
}

/// `path` as it is where it is absolute, else in the folder of `file`.
func resolve(_ path: String, beside file: String) -> String {
    // By octets: to `Character`, a slash and a combining mark behind it are no slash.
    let slash = UInt8(ascii: "/")
    guard path.utf8.first != slash, let last = file.utf8.lastIndex(of: slash) else { return path }
    return String(Substring(file.utf8[...last])) + path
}
