/// What the public interfaces make of a case.
package enum Answer: Equatable, Sendable {
    /// The figures belong together: what was computed is what was published, what was to be read was read.
    case accepted
    /// The figures do not belong together, or are not taken; with the reason.
    case refused(String)
    /// What was computed contradicts itself, which no case may have for its right answer.
    case wrong(String)
}
