/// Why the tool exits with status 1: the text for standard error.
struct Refusal: Error, Equatable {
    /// All of it, with its line breaks.
    let text: String

    /// One line, and no more.
    init(_ line: String) {
        text = line + "\n"
    }

    /// A line as the original prints some of its own, with an empty line after it.
    static func spaced(_ line: String) -> Refusal {
        Refusal(line + "\n")
    }
}
