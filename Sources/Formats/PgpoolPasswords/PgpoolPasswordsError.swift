/// Why a key, an entry or a change of `pool_passwd` was refused.
///
/// No key, password or entry is part of an error.
public enum PgpoolPasswordsError: Error, Equatable, Sendable {
    /// The key file has no line.
    case emptyKeyFile
    /// The first line of the key file is empty.
    case emptyKeyLine
    /// The key is longer than what Pgpool-II reads of a key file.
    case keyTooLong(count: Int)
    /// The first line of the key file has a zero octet, at which Pgpool-II cuts it off.
    case keyHasZeroOctet
    /// The password is empty.
    case emptyPassword
    /// The password is too long for an entry that Pgpool-II can read.
    case passwordTooLong(count: Int, limit: Int)
    /// SASLprep makes the password too long for an entry that Pgpool-II can read.
    case preparedPasswordTooLong(count: Int, limit: Int)
    /// The password has a zero octet, at which Pgpool-II cuts it off.
    case passwordHasZeroOctet
    /// The entry is not `AES` and the Base64 of whole blocks.
    case malformedAESEntry
    /// The entry does not decrypt with this key.
    case wrongKey
    /// The user name is empty.
    case emptyUserName
    /// The user name is longer than Pgpool-II reads.
    case userNameTooLong(count: Int)
    /// The user name has a line break or a zero octet, with which Pgpool-II never finds it.
    case unusableUserName
    /// The secret of the entry is empty, and Pgpool-II skips such an entry.
    case emptySecret
    /// The secret of the entry is longer than Pgpool-II reads.
    case secretTooLong(count: Int)
    /// The secret of the entry has a line break or a zero octet.
    case unusableSecret
    /// The entry is part of a line that is longer than Pgpool-II reads at once, and which nobody can change a part
    /// of without changing what the rest means.
    case entryInLongLine(line: Int)
}

extension PgpoolPasswordsError: CustomStringConvertible {
    /// What is wrong, for the operator.
    public var description: String {
        switch self {
        case .emptyKeyFile: "the key file is empty; its first line must be the key"
        case .emptyKeyLine: "the first line of the key file is empty; it must be the key"
        case .keyTooLong(let count):
            "the key has \(count) bytes, of which Pgpool-II reads the first \(PgpoolLimits.key) from a file; "
                + "cut it to these"
        case .keyHasZeroOctet: "the key has a zero byte, at which Pgpool-II cuts it off"
        case .emptyPassword: "the password is empty; Pgpool-II cannot read the entry of one"
        case .passwordTooLong(let count, let limit):
            "the password has \(count) bytes; Pgpool-II can read an entry of at most \(limit)"
        case .preparedPasswordTooLong(let count, let limit):
            "the password has \(count) bytes once SASLprep has changed it; Pgpool-II can read an entry of at most "
                + "\(limit)"
        case .passwordHasZeroOctet: "the password has a zero byte, at which Pgpool-II cuts it off"
        case .malformedAESEntry:
            "the entry is not valid: it must be AES and the Base64 of whole blocks, without white space"
        case .wrongKey: "the entry does not decrypt with this key"
        case .emptyUserName: "the user name is empty"
        case .userNameTooLong(let count):
            "the user name has \(count) bytes; Pgpool-II reads at most \(PgpoolLimits.userName)"
        case .unusableUserName:
            "the user name has a line break or a zero byte; Pgpool-II could not find it"
        case .emptySecret: "the entry has no secret; Pgpool-II would skip it"
        case .secretTooLong(let count):
            "the entry's secret has \(count) bytes; Pgpool-II reads at most \(PgpoolLimits.secret)"
        case .unusableSecret: "the entry's secret has a line break or a zero byte"
        case .entryInLongLine(let line):
            "line \(line) is longer than the \(PgpoolLimits.line) bytes that Pgpool-II reads at once; fix it by hand"
        }
    }
}
