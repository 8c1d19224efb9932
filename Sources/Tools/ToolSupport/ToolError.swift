internal import DurableFiles
package import NodePlatform

/// Why a tool could not get or give what it needs from the world around it.
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
    /// A signal of that number ended the prompt, and the process lives on.
    case interrupted(signal: Int32)
    /// The two inputs of a secret differ.
    case inputsDiffer
    /// The terminal could not be asked; `code` is the `errno`.
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
        case .notATerminal: "standard input is not a terminal, so nothing can be asked for"
        case .endOfInput: "the input ended before a line was given"
        case .lineTooLong(let limit): "the line given has more than \(limit) bytes"
        case .inputTooLong(let limit): "standard input has more than \(limit) bytes"
        case .argumentNotUTF8(let number): "argument \(number) is not UTF-8"
        case .variableNotUTF8(let name): "the value of the variable \(name) is not UTF-8"
        case .interrupted(let signal): "interrupted by signal \(signal)"
        case .inputsDiffer: "the two inputs differ"
        case .terminal(let code): "cannot use the terminal: \(SystemError(code: code))"
        case .unreadableInput(let code): "cannot read standard input: \(SystemError(code: code))"
        case .unwritableOutput(let code): "cannot write to standard output: \(SystemError(code: code))"
        }
    }

    /// What it means to whoever started the tool.
    package var exitStatus: ExitStatus {
        switch self {
        case .notATerminal, .endOfInput, .lineTooLong, .inputTooLong, .inputsDiffer: .usage
        case .argumentNotUTF8, .variableNotUTF8: .usage
        case .interrupted: .failure
        case .terminal, .unreadableInput, .unwritableOutput: .inputOutput
        }
    }
}
