internal import DurableFiles

/// Why a vector file was not read, or a case lacks the figure that was asked for. Lines count from 1.
package enum VectorFileError: Error, Equatable, Sendable {
    /// There is no folder `Vectors` with a README above the path.
    case noFolder(near: String)
    /// The file or folder cannot be read; `code` is its `errno`.
    case unreadable(path: String, code: Int32)
    /// The file is longer than the limit.
    case tooLarge(limit: Int)
    /// The file does not begin with `vectors 1`.
    case notAVectorFile
    /// The file has no case, so that a test of it would prove nothing.
    case noCases
    /// The line is not valid in the format.
    case malformedLine(Int)
    /// The group or the case has the field already.
    case repeatedField(String, line: Int)
    /// The file has a case of that identifier already.
    case repeatedCase(String, line: Int)
    /// The case of that line has no such field.
    case missingField(String, line: Int)
    /// The field of the case of that line is not hexadecimal.
    case notOctets(String, line: Int)
    /// The field of the case of that line is not a number.
    case notANumber(String, line: Int)
}

extension VectorFileError: CustomStringConvertible {
    /// What is wrong and where.
    package var description: String {
        switch self {
        case .noFolder(let path): "there is no folder \"Vectors\" with a README.md above \(path)"
        case .unreadable(let path, let code): "\(path) cannot be read: \(SystemError(code: code))"
        case .tooLarge(let limit): "the vector file is larger than the limit of \(limit) bytes"
        case .notAVectorFile: "the file does not begin with the line \"vectors 1\""
        case .noCases: "the vector file has no cases"
        case .malformedLine(let line): "line \(line) is not a valid vector-file line"
        case .repeatedField(let name, let line): "line \(line) gives the field \(name) a second time"
        case .repeatedCase(let identifier, let line): "line \(line) begins a second case \(identifier)"
        case .missingField(let name, let line): "the case of line \(line) has no field \(name)"
        case .notOctets(let name, let line):
            "the field \(name) of the case of line \(line) is not hexadecimal"
        case .notANumber(let name, let line): "the field \(name) of the case of line \(line) is not a number"
        }
    }
}
