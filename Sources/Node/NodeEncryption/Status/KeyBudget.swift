/// How much work a look at the keys of a folder may be: whoever writes it puts any number of any length there.
///
/// What a key takes to be checked grows with the cube of its length, and its file with the length.
struct KeyBudget {
    /// What is left, in keys of 2048 bits.
    private var rest = 4_000.0
    /// The first file that was too much, if one was.
    private(set) var refused: String?
    /// How many were.
    private(set) var refusedCount = 0

    /// The bytes of a file with a key of 2048 bits.
    private static let unit = 1_704.0

    /// Whether a key is to be looked at.
    mutating func takes(_ path: String, byteCount: Int) -> Bool {
        let length = Double(byteCount) / Self.unit
        let cost = max(1, length * length * length)
        guard cost <= rest else {
            refused = refused ?? path
            refusedCount += 1
            return false
        }
        rest -= cost
        return true
    }
}
