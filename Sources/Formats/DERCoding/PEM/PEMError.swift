/// Why a text is not PEM (RFC 7468).
///
/// Lines count from 1. No error carries a part of a body, which may be a secret; labels are printable ASCII.
public enum PEMError: Error, Equatable, Sendable {
    /// The text is longer than the reader takes.
    case tooManyOctets(count: Int, limit: Int)
    /// A line is a boundary but not a valid one: its label is none, something other than white space follows the last
    /// hyphens, or, within a document, it has no last hyphens.
    case malformedBoundary(line: Int)
    /// A document has no end line before the text ends or the next document begins.
    case missingEnd(label: String, line: Int)
    /// An end line has another label than the begin line of its document.
    case labelMismatch(begin: String, end: String, line: Int)
    /// An end line has no begin line before it.
    case unexpectedEnd(label: String, line: Int)
    /// The document has header lines, as the encrypted keys of OpenSSL's old format do (RFC 1421).
    case headersPresent(label: String, line: Int)
    /// The document's body has a character that is not Base64, white space within a line, or misplaced padding.
    case invalidCharacter(label: String, line: Int)
    /// The document's body is not whole groups of four characters.
    case invalidCount(label: String, line: Int)
    /// The document's body ends in unused bits that are not zero.
    case nonZeroPaddingBits(label: String, line: Int)
    /// The text has no document with this label.
    case missingDocument(label: String)
}

extension PEMError: CustomStringConvertible {
    /// What is wrong and where, for the operator.
    public var description: String {
        switch self {
        case .tooManyOctets(let count, let limit):
            "the PEM text has \(count) bytes, more than the limit of \(limit)"
        case .malformedBoundary(let line):
            "line \(line) is not a valid PEM boundary such as -----BEGIN LABEL-----"
        case .missingEnd(let label, let line): "the PEM document \(label) of line \(line) has no END line"
        case .labelMismatch(let begin, let end, let line):
            "the PEM document \(begin) ends in line \(line) with the label \(end)"
        case .unexpectedEnd(let label, let line):
            "line \(line) ends a PEM document \(label) that has no BEGIN line"
        case .headersPresent(let label, let line):
            "the PEM document \(label) of line \(line) has header lines, as keys encrypted in OpenSSL's old format have"
        case .invalidCharacter(let label, let line):
            "the PEM document \(label) of line \(line) has a character that is not Base64, or misplaced padding"
        case .invalidCount(let label, let line):
            "the PEM document \(label) of line \(line) is cut off within a group of four characters"
        case .nonZeroPaddingBits(let label, let line):
            "the PEM document \(label) of line \(line) ends in unused bits that are not zero"
        case .missingDocument(let label): "the PEM text has no document labelled \(label)"
        }
    }
}
