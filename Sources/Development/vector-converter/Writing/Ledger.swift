/// What became of every published case: converted, or left out for a reason.
struct Ledger {
    /// What became of some cases of a published file.
    struct Entry: Hashable {
        let origin: String
        let count: Int
        /// The file that they went to, or `nil`.
        let destination: String?
        /// Why they were left out, or `nil`.
        let reason: String?
    }

    private(set) var entries: [Entry] = []
    private var files: [(count: Int, origin: String, reason: String)] = []

    /// Books a published file: the cases that it has, counted apart from converting it, and what became of them.
    ///
    /// Throws where the two do not agree, so that nothing is dropped in silence.
    mutating func book(
        _ origin: String,
        cases: Int,
        converted: [(count: Int, destination: String)],
        leftOut: [(count: Int, reason: String)] = []
    ) throws {
        let out = converted.map(\.count).reduce(0, +) + leftOut.map(\.count).reduce(0, +)
        guard cases == out else { throw ConversionError.unbalanced(origin, published: cases, booked: out) }
        for part in converted where part.count > 0 {
            entries.append(
                Entry(origin: origin, count: part.count, destination: part.destination, reason: nil)
            )
        }
        for part in leftOut where part.count > 0 {
            entries.append(Entry(origin: origin, count: part.count, destination: nil, reason: part.reason))
        }
    }

    /// Books whole files that are left out; how many cases they have is not known.
    mutating func bookFiles(_ count: Int, of origin: String, reason: String) {
        files.append((count, origin, reason))
    }

    /// The count of cases converted to the file of that name.
    func converted(to destination: String) -> Int {
        entries.filter { $0.destination == destination }.map(\.count).reduce(0, +)
    }

    /// One line an entry: the count of cases, the published file, and where they went or why they did not; then the
    /// counts of files that are left out whole.
    var text: String {
        entries.map { entry in
            let fate = entry.destination.map { "to\t\($0)" } ?? "left out\t\(entry.reason ?? "")"
            return "\(entry.count)\t\(entry.origin)\t\(fate)\n"
        }.joined()
            + files.map { "\($0.count)\t\($0.origin)\tfiles left out\t\($0.reason)\n" }.joined()
    }
}
