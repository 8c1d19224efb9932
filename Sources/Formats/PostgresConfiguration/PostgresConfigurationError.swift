internal import DurableFiles

/// Why a configuration could not be read or changed.
public enum PostgresConfigurationError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A file or folder could not be read; `code` is its `errno`.
    case unreadable(path: String, code: Int32)
    /// What a path leads to is not a regular file, so that reading it could wait without end.
    case notRegular(path: String)
    /// A file is larger than any configuration.
    case tooLarge(path: String, limit: Int)
    /// A folder has more entries than are listed.
    case tooManyEntries(path: String, limit: Int)
    /// With this file or folder, more files would be read than any configuration has.
    case tooManyFiles(path: String, limit: Int)
    /// With this file, all files that were read are larger together than any configuration.
    case tooLargeTogether(path: String, limit: Int)
    /// Includes are nested deeper than the server follows them.
    case tooDeep(path: String, limit: Int)
    /// A file includes itself, at once or by way of others.
    case cycle(path: String)
    /// A name that no setting can have.
    case invalidName(String)
    /// A value that the grammar cannot hold: a newline or NUL, or for Pgpool-II a quote.
    case invalidValue(name: String)
    /// A value cannot be changed by itself, since a quote on its line is not closed.
    case openQuote(line: Int)
    /// There is no record of that index.
    case noRecord(index: Int)
    /// A method or other token that would need quotes or would end the line.
    case invalidToken(String)

    /// One line for the operator.
    public var description: String {
        switch self {
        case .unreadable(let path, let code): "\(path) cannot be read: \(SystemError(code: code))"
        case .notRegular(let path): "\(path) is not a regular file"
        case .tooLarge(let path, let limit):
            "\(path) is larger than \(limit) bytes, more than any configuration"
        case .tooManyEntries(let path, let limit):
            "\(path) has more than \(limit) entries; include a folder of configuration files only"
        case .tooManyFiles(let path, let limit):
            "with \(path), more than \(limit) files are read in for one configuration, each as often as it is included"
        case .tooLargeTogether(let path, let limit):
            "with \(path), the files of one configuration are larger than \(limit) bytes together"
        case .tooDeep(let path, let limit): "\(path) is included more than \(limit) levels deep"
        case .cycle(let path): "\(path) includes itself"
        case .invalidName(let name):
            "\"\(name)\" is not a valid setting name (letters, digits and _ only)"
        case .invalidValue(let name): "the value of \(name) has a character that the file cannot hold"
        case .openQuote(let line): "line \(line) has an unclosed quote; close it first"
        case .noRecord(let index): "there is no record \(index)"
        case .invalidToken(let token): "\"\(token)\" must be a plain word without spaces, quotes, commas or #"
        }
    }
}
