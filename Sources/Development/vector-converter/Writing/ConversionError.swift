/// Why published figures were not converted.
enum ConversionError: Error, Equatable, CustomStringConvertible {
    /// The file is not the one that is pinned.
    case wrongFile(String, expected: String, found: String)
    /// The file is not there.
    case missing(String)
    /// The program that unpacks failed.
    case unpacking(String)
    /// The line is not valid in the published format.
    case malformed(String, line: Int)
    /// A case lacks a figure.
    case missingFigure(String, file: String, line: Int)
    /// A figure is one that no rule covers.
    case unknown(String, file: String)
    /// The cases of a file are not those converted plus those left out.
    case unbalanced(String, published: Int, booked: Int)
    /// No rule says what becomes of the file, or more than one.
    case rules(String, count: Int)

    var description: String {
        switch self {
        case .wrongFile(let file, let expected, let found):
            "\(file) has the SHA-256 \(found), not the pinned \(expected)"
        case .missing(let file): "\(file) is missing"
        case .unpacking(let file): "\(file) cannot be unpacked"
        case .malformed(let file, let line): "line \(line) of \(file) is not valid in its format"
        case .missingFigure(let name, let file, let line):
            "the case before line \(line) of \(file) has no \(name)"
        case .unknown(let what, let file): "\(file) has \(what), which no rule covers"
        case .unbalanced(let file, let published, let booked):
            "\(file) has \(published) cases, but \(booked) are converted or left out"
        case .rules(let file, let count): "\(count) rules apply to \(file), not exactly one"
        }
    }
}
