package import DurableFiles
internal import Glibc

extension ToolFailure {
    /// The failure that an error with files is.
    package init(_ error: FileError) {
        let status: ExitStatus =
            switch error {
            case .system(_, _, ENOENT): .noInput
            case .system(_, _, EACCES), .system(_, _, EPERM), .system(_, _, EROFS): .noPermission
            case .symbolicLink, .untrustedLink, .tooManyLinks, .notRegular, .secondName, .foreignOwner: .data
            case .tooLarge, .changedWhileRead, .notUTF8: .data
            case .locked: .tryAgain
            case .unknownUser, .unknownGroup: .noUser
            case .invalidName, .invalidOwner: .usage
            case .system: .inputOutput
            }
        self.init(error.description, status: status)
    }

    /// The failure that an error with the terminal or the standard streams is.
    package init(_ error: ToolError) {
        let status: ExitStatus =
            switch error {
            case .notATerminal, .endOfInput, .lineTooLong, .inputTooLong, .inputsDiffer: .usage
            case .argumentNotUTF8, .variableNotUTF8: .usage
            case .interrupted: .failure
            case .terminal, .unreadableInput, .unwritableOutput: .inputOutput
            }
        self.init(error.description, status: status)
    }
}
