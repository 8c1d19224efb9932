/// What a planted fault does to the code.
public enum Kind: String, Sendable, CaseIterable {
    /// A condition that holds always.
    case always
    /// A condition that holds never.
    case never
    /// A Boolean turned round.
    case turned
    /// A comparison or a range whose boundary is another.
    case boundary
    /// `==` for `!=`, and the other way round.
    case equality
    /// A statement left out.
    case omitted
    /// A number one greater, or one less.
    case greater, less
    /// `true` for `false`, and the other way round.
    case flag
    /// A text emptied.
    case text
    /// Two neighbouring arguments exchanged.
    case swapped

    var isConstant: Bool { [.greater, .less, .flag, .text].contains(self) }
}

/// A place where one fault can be planted, and the text that asks the switch there.
///
/// Offsets are octets of the source. In what is inserted, `#` stands for the fault's number.
public struct Site: Sendable {
    /// Text put around a part of the source.
    struct Wrap: Sendable {
        let start: Int
        let end: Int
        let prefix: String
        let suffix: String
    }

    /// What the fault is.
    public let kind: Kind
    /// Where it begins, from 1.
    public let line: Int
    /// What stands there, with its white space made single spaces; of a constant also the line that it is in.
    public let original: String
    let wraps: [Wrap]
    /// Where an operator stands that becomes the comma between two arguments.
    let comma: Range<Int>?
}
