/// Text from outside, made fit for a terminal, a log and an error: every character that a reader does not see as what
/// it is, and where it is, becomes an escape.
package enum VisibleText {
    /// The text with all that has to be escaped; of one with more than `limit` characters the first, and an ellipsis.
    package static func escaped(_ text: String, limit: Int = .max) -> String {
        // Nearly all texts are of plain ASCII, and are what is shown.
        if text.utf8.count <= limit, text.utf8.allSatisfy(isPlain) { return text }
        var shown = ""
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard index < limit else { return shown + "…" }
            append(scalar, to: &shown)
        }
        return shown
    }

    /// Whether an octet of a text is a printable character of ASCII that stands for itself.
    private static func isPlain(_ octet: UInt8) -> Bool {
        (0x20...0x7E).contains(octet) && octet != UInt8(ascii: "\\")
    }

    /// Appends a character of such a text, or its escape `\u{…}`; a backslash is doubled, so that no text looks like
    /// the escape of another.
    private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
        if scalar == "\\" {
            text += "\\\\"
        } else if isVisible(scalar) {
            text.unicodeScalars.append(scalar)
        } else {
            text += "\\u{\(String(scalar.value, radix: 16))}"
        }
    }

    /// Whether a terminal shows the character where it stands and as nothing else: no control, no change of direction,
    /// no mark that joins its neighbour, no character without a shape.
    package static func isVisible(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
            .nonspacingMark, .enclosingMark, .spacingMark:
            false
        case .spaceSeparator: scalar == " "
        default: true
        }
    }
}
