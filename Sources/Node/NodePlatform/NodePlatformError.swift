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
    /// There is no user with this name or number.
    case unknownUser(String)
    /// There is no group with this name or number.
    case unknownGroup(String)
    /// A text that is not a valid owner.
    case invalidOwner(String)
    /// The command that was given for an option is not one that can be run without a shell.
    case invalidCommand(option: String, reason: String)
    /// A quote in the metadata is not closed.
    case unclosedQuote(path: String, line: Int)
    /// A variable of the metadata has a value that the shell would have to compute.
    case computedValue(path: String, name: String)
    /// A variable of the metadata has a value that is not UTF-8.
    case valueNotUTF8(path: String, name: String, value: String)
    /// The metadata file that was asked for is missing.
    case missingMetadata(path: String)
    /// A line of `pgpool.conf` is not valid.
    case invalidSettings(path: String, line: Int)
    /// A file that `pgpool.conf` includes is missing.
    case missingInclude(path: String, line: Int)
    /// The value of `pool_passwd` in that file is not UTF-8.
    case poolPasswdNotUTF8(configuration: String)
    /// `pool_passwd` in that file names a file that whoever can write it could not write himself.
    case foreignPoolPasswd(path: String, configuration: String)
    /// `pool_passwd` in that file is empty, which tells Pgpool-II to use no such file.
    case poolPasswdUnused(configuration: String)
    /// The file was written in place, which failed, and its old content could not be put back.
    case damagedInPlace(path: String, FileError)
    /// A user has no home directory in which the pool key could be.
    case noHome(userID: UInt32)
}

extension NodePlatformError: OperatorError {
    /// What was wrong, and what would be right.
    package var description: String {
        switch self {
        case .file(let error): error.description
        case .configuration(let error): printable(error.description)
        case .entry(let error): error.description
        case .unknownUser(let name): "there is no user \"\(printable(name))\" on this host"
        case .unknownGroup(let name): "there is no group \"\(printable(name))\" on this host"
        case .invalidOwner(let text):
            "\"\(printable(text))\" is not a valid owner; give user, user:group, or numeric IDs such as 700:700"
        case .invalidCommand(let option, let reason): "the command of \(option) cannot be run: \(reason)"
        case .unclosedQuote(let path, let line): "\(printable(path)), line \(line): unclosed quote"
        case .computedValue(let path, let name):
            "\(name) in \(printable(path)) has a value that only a shell can expand; write out the value itself"
        case .valueNotUTF8(let path, let name, let value):
            "\(name) in \(printable(path)) is \"\(VisibleText.escaped(value, limit: 200))\"; it must be UTF-8"
        case .missingMetadata(let path):
            "\(printable(path)) is missing; it must be the platform's metainf.conf, a file of shell assignments"
        case .invalidSettings(let path, let line): "\(printable(path)), line \(line): syntax error"
        case .missingInclude(let path, let line):
            "\(printable(path)), line \(line): the included file is missing"
        case .poolPasswdNotUTF8(let path): "the value of pool_passwd in \(printable(path)) is not UTF-8"
        case .foreignPoolPasswd(let path, let configuration):
            "pool_passwd in \(printable(configuration)) names \(printable(path)); a user may write that setting who "
                + "may not write the file it leads to, so it is not followed; run this as that user, or give the "
                + "configuration and its directory to root"
        case .poolPasswdUnused(let path):
            "pool_passwd in \(printable(path)) is empty, so Pgpool-II uses no password file; set it to a file name"
        case .damagedInPlace(let path, let error):
            "\(printable(path)) may be damaged: writing it in place failed, and so did putting its old content back "
                + "(\(error)); put a copy in its place"
        case .noHome(let userID):
            "user \(userID) has no home directory to hold the pool key; give the key's path with --pool-key"
        }
    }

    /// The status that a tool exits with.
    package var exitStatus: ExitStatus {
        switch self {
        case .file(let error): error.exitStatus
        case .configuration(let error): error.exitStatus
        case .entry, .invalidSettings, .missingInclude, .poolPasswdNotUTF8, .foreignPoolPasswd,
            .poolPasswdUnused:
            .data
        case .unknownUser, .unknownGroup, .noHome: .noUser
        case .invalidOwner, .invalidCommand, .unclosedQuote, .computedValue, .valueNotUTF8: .usage
        case .missingMetadata: .noInput
        case .damagedInPlace(_, let error): error.exitStatus
        }
    }
}

/// Runs `body`, and turns a file error into an error of this module.
func onFiles<Result: ~Copyable>(
    _ body: () throws(FileError) -> Result
) throws(NodePlatformError) -> Result {
    do throws(FileError) {
        return try body()
    } catch {
        throw .file(error)
    }
}
