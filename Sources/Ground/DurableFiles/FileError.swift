internal import Glibc
internal import TextEncodings

/// Why something could not be done with a file or a folder.
///
/// Every description is one line: characters of a path that would break or disguise the line are shown as escapes.
/// No error holds a file's content.
public enum FileError: Error, Equatable, Sendable {
    /// The system refused `operation` on `path`; `code` is its `errno`.
    case system(FileOperation, path: String, code: Int32)
    /// `path` is a symbolic link where none is followed.
    case symbolicLink(path: String)
    /// `path` is a symbolic link that another user made or could replace.
    case untrustedLink(path: String)
    /// `path` leads through more symbolic links than are followed.
    case tooManyLinks(path: String)
    /// `path` is a folder, a device or a pipe where a regular file is needed.
    case notRegular(path: String)
    /// `path` has a second name, so that what is done to it could be done to another file.
    case secondName(path: String)
    /// `path` is a mount of its own (`code` is EXDEV), or may not be changed by anybody (EPERM).
    case irreplaceable(path: String, code: Int32)
    /// `path` belongs to a user who is neither root, nor the one who runs, nor the one it should belong to.
    case foreignOwner(path: String, userID: UInt32)
    /// `path` holds more than `limit` bytes.
    case tooLarge(path: String, limit: Int)
    /// `path` grew while it was read.
    case changedWhileRead(path: String)
    /// Another program, which asks for no lock, changed `path` between its reading and its writing.
    case changed(path: String)
    /// What was made for `path` was exchanged for something else before it was whole.
    case exchanged(path: String)
    /// The name of `path`, shown with U+FFFD in place of invalid bytes, or the target of that link is not UTF-8.
    case notUTF8(path: String)
    /// `name` cannot be the name of one file.
    case invalidName(String)
    /// Another program holds the lock of `path`, and still did after `seconds`.
    case locked(path: String, seconds: Int64)

    /// Whether the error says that there is no such file.
    public var isMissing: Bool {
        if case .system(_, _, ENOENT) = self { true } else { false }
    }

    /// Why, without the path: the system's words, or what the file is.
    package var reason: String {
        switch self {
        case .system(_, _, let code), .irreplaceable(_, let code): "\(SystemError(code: code))"
        case .tooLarge: "\(SystemError(code: EFBIG))"
        default: description
        }
    }

    /// Whether the error says that the file is there already.
    public var isExisting: Bool {
        if case .system(_, _, EEXIST) = self { true } else { false }
    }
}

extension FileError: CustomStringConvertible {
    /// What was wrong, with what, and what would be right.
    public var description: String {
        switch self {
        case .system(.lock, let path, let code) where [ENOLCK, ENOSYS, EINVAL, EOPNOTSUPP].contains(code):
            "the file system of \(printable(path)) has no locks (flock), without which two runs could lose each "
                + "other's work: \(SystemError(code: code))"
        case .system(.makeLink, let path, EPERM):
            "the file system of \(printable(path)) has no symbolic links: \(SystemError(code: EPERM))"
        case .system(let operation, let path, let code):
            "cannot \(operation.verb) \(printable(path)): \(SystemError(code: code))"
        case .symbolicLink(let path):
            "\(printable(path)) is a symbolic link, and links are not followed here; put the file itself in its place"
        case .untrustedLink(let path):
            "\(printable(path)) is a symbolic link that another user made or could replace; "
                + "give the path it leads to"
        case .tooManyLinks(let path):
            "\(printable(path)) leads through too many symbolic links"
        case .notRegular(let path):
            "\(printable(path)) is not a regular file"
        case .secondName(let path):
            "\(printable(path)) has a second name (a hard link); remove that name before the file is changed"
        case .irreplaceable(let path, EXDEV):
            "\(printable(path)) cannot be replaced, since it is a mount of its own; unmount it first"
        case .irreplaceable(let path, _):
            "\(printable(path)) cannot be replaced, since it is immutable or for appending only; see lsattr and chattr"
        case .foreignOwner(let path, let userID):
            "\(printable(path)) belongs to user ID \(userID), whose files are not touched here"
        case .tooLarge(let path, let limit):
            "\(printable(path)) is larger than \(limit) bytes"
        case .changedWhileRead(let path):
            "\(printable(path)) grew while it was read"
        case .changed(let path):
            "another program changed \(printable(path)) in the meantime, and it was left so; try again"
        case .exchanged(let path):
            "what was made for \(printable(path)) was exchanged by another program, which may write its folder; "
                + "see who does, and try again"
        case .notUTF8(let path):
            "the name of \(printable(path)), or what it leads to, is not UTF-8; rename it"
        case .invalidName(let name):
            "\"\(printable(name))\" cannot be the name of a file"
        case .locked(let path, let seconds):
            "another program is working in \(printable(path)); waited \(seconds) s for it to finish"
        }
    }
}
