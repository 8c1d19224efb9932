/// Why the tool ends with status 1: what goes to standard error.
struct Refusal: Error, Equatable {
    /// All of it, with its line breaks.
    let text: String

    /// One line, and no more.
    init(_ line: String) {
        text = line + "\n"
    }

    /// A line of `pg_enc` itself, which has an empty one behind it.
    static func spaced(_ line: String) -> Refusal {
        Refusal(line + "\n")
    }
}
