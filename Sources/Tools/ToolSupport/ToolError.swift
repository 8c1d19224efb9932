package import DurableFiles
package import NodePlatform

/// Why a tool could not read its input or write its output.
package enum ToolError: Error, Equatable, Sendable {
    /// A prompt needs a terminal on standard input.
    case notATerminal
    /// The input ended before a line came.
    case endOfInput
    /// The line has more than `limit` bytes.
    case lineTooLong(limit: Int)
    /// Standard input has more than `limit` bytes.
    case inputTooLong(limit: Int)
    /// The file of a secret could not be read.
    case file(FileError)
    /// That place is empty, and must be `what`, such as "a password".
    case emptySecret(place: String, what: String)
    /// That place has a zero byte, which no password can have.
    case zeroByte(place: String)
    /// That text has more than the one line that is `what`.
    case severalLines(place: String, what: String)
    /// The argument of that number, from 1, is not UTF-8.
    case argumentNotUTF8(Int)
    /// The value of that variable of the environment is not UTF-8.
    case variableNotUTF8(String)
    /// A signal with that number ended the prompt, but not the process.
    case interrupted(signal: Int32)
    /// A secret was typed differently the second time.
    case inputsDiffer
    /// The terminal could not be set up; `code` is the `errno`.
    case terminal(code: Int32)
    /// Standard input could not be read; `code` is the `errno`.
    case unreadableInput(code: Int32)
    /// Standard output could not be written; `code` is the `errno`.
    case unwritableOutput(code: Int32)
}

extension ToolError: OperatorError {
    /// What was wrong, and what would be right.
    package var description: String {
        switch self {
        case .notATerminal: "standard input is not a terminal, so the prompt cannot be shown"
        case .endOfInput: "the input ended before a line was typed"
        case .lineTooLong(let limit): "the line has more than \(limit) bytes"
        case .inputTooLong(let limit): "standard input has more than \(limit) bytes"
        case .file(let error): error.description
        case .emptySecret(let place, let what): "\(place) is empty; it must be \(what)"
        case .zeroByte(let place): "\(place) has a zero byte, at which servers cut a password off"
        case .severalLines(let place, let what): "\(place) has more than one line; give only \(what)"
        case .argumentNotUTF8(let number): "argument \(number) is not UTF-8"
        case .variableNotUTF8(let name): "the value of the variable \(name) is not UTF-8"
        case .interrupted(let signal): "interrupted by signal \(signal)"
        case .inputsDiffer: "the two inputs do not match"
        case .terminal(let code): "cannot use the terminal: \(SystemError(code: code))"
        case .unreadableInput(let code): "cannot read standard input: \(SystemError(code: code))"
        case .unwritableOutput(let code): "cannot write to standard output: \(SystemError(code: code))"
        }
    }

    /// The status that a tool exits with.
    package var exitStatus: ExitStatus {
        switch self {
        case .notATerminal, .endOfInput, .lineTooLong, .inputTooLong, .inputsDiffer: .usage
        case .argumentNotUTF8, .variableNotUTF8, .emptySecret, .zeroByte, .severalLines: .usage
        case .file(let error): error.exitStatus
        case .interrupted: .failure
        case .terminal, .unreadableInput, .unwritableOutput: .inputOutput
        }
    }
}
