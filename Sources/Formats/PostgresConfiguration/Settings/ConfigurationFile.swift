/// A file of settings, `postgresql.conf` or `pgpool.conf`, that gives back every octet it was made from.
///
/// What this type changes is the one token or line that must change; comments, blanks, quoting, line endings and
/// lines that the server would refuse stay as they are. Reading never fails: what the server would refuse is in
/// ``problemLines``.
///
/// ```swift
/// var file = ConfigurationFile(octets, dialect: .postgres)
/// try file.set("ssl", to: "on")
/// ```
public struct ConfigurationFile: Sendable, Equatable {
    /// One setting of the file.
    public struct Assignment: Sendable, Equatable {
        /// The name as written.
        public let name: String
        /// The value, its quotes and escapes resolved.
        public let value: [UInt8]
        /// The line it stands on, from 1.
        public let line: Int
        /// Where the statement lies, from its name to its value.
        let range: Range<Int>
        /// Where the value lies, with its quotes.
        let valueRange: Range<Int>

        /// The value as text; what is not UTF-8 in it shows as U+FFFD.
        public var text: String { String(decoding: value, as: UTF8.self) }
    }

    /// One line that reads in other files.
    public struct Include: Sendable, Equatable {
        /// What the line names, and what happens where it is not there.
        public enum Kind: Sendable, Hashable {
            /// A file that must be there.
            case file
            /// A file that may be missing.
            case fileIfPresent
            /// All the files of a folder whose names end in `.conf` and do not begin with a dot, by name.
            case folder
        }
        /// What the line names.
        public let kind: Kind
        /// The path as written, its quotes and escapes resolved.
        public let path: String
        /// The line it stands on, from 1.
        public let line: Int
        let range: Range<Int>
    }

    enum Statement: Equatable {
        case assignment(Assignment)
        case include(Include)
    }

    /// The whole file.
    public private(set) var octets: [UInt8]
    /// Whose grammar it has.
    public let dialect: ConfigurationDialect
    private(set) var statements: [Statement]
    /// How often the file was read again for a change: what a change costs is this times its size.
    private(set) var readingCount = 0
    /// The lines that the server would refuse, from 1; with one of them it takes nothing from the file.
    public private(set) var problemLines: [Int]

    /// Reads a file; every input is accepted and kept.
    public init(_ octets: [UInt8], dialect: ConfigurationDialect) {
        self.octets = octets
        self.dialect = dialect
        (statements, problemLines) = Self.parse(octets, dialect)
    }

    /// Whether both are the same text of the same grammar.
    public static func == (left: Self, right: Self) -> Bool {
        left.octets == right.octets && left.dialect == right.dialect
    }

    /// All settings in the order of the file.
    public var assignments: [Assignment] {
        statements.compactMap { if case .assignment(let assignment) = $0 { assignment } else { nil } }
    }

    /// All lines that read in other files, in the order of the file.
    public var includes: [Include] {
        statements.compactMap { if case .include(let include) = $0 { include } else { nil } }
    }

    /// The last setting of that name in this file only; includes are not followed.
    public func assignment(of name: String) -> Assignment? {
        assignments.last { isSame($0.name, name) }
    }

    /// Whether two names mean the same setting.
    public func isSame(_ left: String, _ right: String) -> Bool {
        switch dialect {
        case .postgres: lowercasedASCII(left.utf8) == lowercasedASCII(right.utf8)
        case .pgpool: left.utf8.elementsEqual(right.utf8)
        }
    }

    /// Puts `new` in place of `range` and reads the file again.
    mutating func replace(_ range: Range<Int>, with new: [UInt8]) {
        replaceAll(with: octets[..<range.lowerBound] + new + octets[range.upperBound...])
    }

    /// Puts `new` in place of everything and reads it.
    mutating func replaceAll(with new: [UInt8]) {
        octets = new
        (statements, problemLines) = Self.parse(octets, dialect)
        readingCount += 1
    }
}
