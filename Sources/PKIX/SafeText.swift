/// A text from outside, made fit for a terminal, a log and an error: on one line, not too long, and with every
/// character escaped that a reader does not see as it is.
public struct SafeText: Hashable, Sendable, CustomStringConvertible {
    /// The most characters of the original that are kept.
    public static let maximumCount = 200

    /// The text; backslashes begin an escape, `\u{…}`.
    public let description: String

    /// Makes `text` safe.
    public init(_ text: String) {
        var safe = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard index < SafeText.maximumCount else {
                safe += "…"
                break
            }
            if scalar == "\\" {
                safe += "\\\\"
            } else if SafeText.isSafe(scalar) {
                safe.unicodeScalars.append(scalar)
            } else {
                safe += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        description = safe
    }

    /// Whether a terminal shows the character where it stands and as nothing else: no control, no change of
    /// direction, no mark that joins its neighbour, no character without a shape.
    static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .nonspacingMark, .enclosingMark, .spacingMark:
            false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}
