package import DurableFiles
internal import Glibc
package import PostgresConfiguration

/// An error that ends a run of a tool: one line for the operator, and an exit status for whatever started the tool.
package protocol OperatorError: Error, CustomStringConvertible {
    /// The status that the tool exits with.
    var exitStatus: ExitStatus { get }
}

extension FileError: OperatorError {
    /// The status that a tool exits with.
    package var exitStatus: ExitStatus {
        switch self {
        case .system(_, _, let code): ExitStatus(code: code)
        case .symbolicLink, .untrustedLink, .tooManyLinks, .notRegular, .secondName, .foreignOwner: .data
        case .irreplaceable(_, EPERM): .noPermission
        case .irreplaceable: .inputOutput
        case .tooLarge, .changedWhileRead, .exchanged, .notUTF8: .data
        case .locked, .changed: .tryAgain
        case .invalidName: .usage
        }
    }
}

extension PostgresConfigurationError: OperatorError {
    /// What it means to whoever started the tool.
    package var exitStatus: ExitStatus {
        if case .unreadable(_, let code) = self { ExitStatus(code: code) } else { .data }
    }
}

extension ExitStatus {
    /// What it means that the system refused a file with that `errno`.
    fileprivate init(code: Int32) {
        switch code {
        case ENOENT: self = .noInput
        case EACCES, EPERM, EROFS: self = .noPermission
        default: self = .inputOutput
        }
    }
}
