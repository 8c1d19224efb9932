package import DurableFiles
package import PgpoolPasswords
package import PostgresConfiguration
internal import TextEncodings

/// Why something of the host, of the platform or of `pool_passwd` could not be found, read or changed.
package enum NodePlatformError: Error, Equatable, Sendable {
    /// A file or folder could not be read or changed.
    case file(FileError)
    /// A configuration could not be read.
    case configuration(PostgresConfigurationError)
    /// An entry of `pool_passwd` could not be changed.
    case entry(PgpoolPasswordsError)
    /// No user of this name or number.
    case unknownUser(String)
    /// No group of this name or number.
    case unknownGroup(String)
    /// A text that names no owner.
    case invalidOwner(String)
    /// A quote of the metadata is not closed.
    case unclosedQuote(path: String, line: Int)
    /// A variable of the metadata has a value that the shell would have to compute.
    case computedValue(path: String, name: String)
    /// A variable of the metadata has a value that is not UTF-8.
    case valueNotUTF8(path: String, name: String, value: String)
    /// The metadata that were asked for are missing.
    case missingMetadata(path: String)
    /// A line of `pgpool.conf` is not valid.
    case invalidSettings(path: String, line: Int)
    /// A file that `pgpool.conf` includes is missing.
    case missingInclude(path: String, line: Int)
    /// `pool_passwd` in that file is not UTF-8.
    case poolPasswdNotUTF8(configuration: String)
    /// `pool_passwd` in that file is empty, so that Pgpool-II has no such file.
    case poolPasswdUnused(configuration: String)
    /// A user has no home folder in which the pool key could be.
    case noHome(userID: UInt32)
}

extension NodePlatformError: OperatorError {
    /// What was wrong, and what would be right.
    package var description: String {
        switch self {
        case .file(let error): error.description
        case .configuration(let error): error.description
        case .entry(let error): error.description
        case .unknownUser(let name): "there is no user \"\(printable(name))\" on this host"
        case .unknownGroup(let name): "there is no group \"\(printable(name))\" on this host"
        case .invalidOwner(let text):
            "\"\(printable(text))\" is not a valid owner; write a user, user:group, or numbers as in 700:700"
        case .unclosedQuote(let path, let line): "\(printable(path)), line \(line): a quote is not closed"
        case .computedValue(let path, let name):
            "\(printable(path)) gives \(name) a value that the shell would compute; write the value itself"
        case .valueNotUTF8(let path, let name, let value):
            "\(name) in \(printable(path)) is \"\(VisibleText.escaped(value, limit: 200))\"; it must be UTF-8"
        case .missingMetadata(let path):
            "\(printable(path)) is missing; it must be the platform's file of shell assignments"
        case .invalidSettings(let path, let line): "\(printable(path)), line \(line): syntax error"
        case .missingInclude(let path, let line):
            "\(printable(path)), line \(line): the included file is missing"
        case .poolPasswdNotUTF8(let path): "pool_passwd is not UTF-8 in \(printable(path))"
        case .poolPasswdUnused(let path):
            "pool_passwd is empty in \(printable(path)): Pgpool-II uses no such file"
        case .noHome(let userID): "user \(userID) has no home for the pool key; name it by --pool-key"
        }
    }

    /// What it means to whoever started the tool.
    package var exitStatus: ExitStatus {
        switch self {
        case .file(let error): error.exitStatus
        case .configuration, .entry, .invalidSettings, .missingInclude, .poolPasswdNotUTF8, .poolPasswdUnused:
            .data
        case .unknownUser, .unknownGroup, .noHome: .noUser
        case .invalidOwner, .unclosedQuote, .computedValue, .valueNotUTF8: .usage
        case .missingMetadata: .noInput
        }
    }
}

/// Does something with files; its error becomes one of this module.
func onFiles<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
) throws(NodePlatformError) -> Result {
    do throws(FileError) {
        return try body()
    } catch {
        throw .file(error)
    }
}
