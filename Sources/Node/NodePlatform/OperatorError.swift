package import DurableFiles
internal import Glibc

/// An error that ends a run of a tool: one line for the operator, and an exit status for whatever started the tool.
package protocol OperatorError: Error, CustomStringConvertible {
    /// The status that the tool exits with.
    var exitStatus: ExitStatus { get }
}

extension FileError: OperatorError {
    /// The status that a tool exits with.
    package var exitStatus: ExitStatus {
        switch self {
        case .system(_, _, ENOENT): .noInput
        case .system(_, _, EACCES), .system(_, _, EPERM), .system(_, _, EROFS): .noPermission
        case .symbolicLink, .untrustedLink, .tooManyLinks, .notRegular, .secondName, .foreignOwner: .data
        case .tooLarge, .changedWhileRead, .notUTF8: .data
        case .locked: .tryAgain
        case .invalidName: .usage
        case .system: .inputOutput
        }
    }
}
