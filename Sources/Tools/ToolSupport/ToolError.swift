internal import DurableFiles
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
        case .argumentNotUTF8, .variableNotUTF8: .usage
        case .interrupted: .failure
        case .terminal, .unreadableInput, .unwritableOutput: .inputOutput
        }
    }
}
