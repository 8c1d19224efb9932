internal import TextEncodings

/// A text from outside, made fit for a terminal, a log and an error: on one line, not too long, and with every
/// character escaped that a reader does not see as it is.
public struct SafeText: Hashable, Sendable, CustomStringConvertible {
    /// The most characters of the original that are kept.
    public static let maximumCount = 200

    /// The text; backslashes begin an escape, `\u{…}`.
    public let description: String

    /// Makes `text` safe.
    public init(_ text: String) {
        description = VisibleText.escaped(text, limit: SafeText.maximumCount)
    }
}
