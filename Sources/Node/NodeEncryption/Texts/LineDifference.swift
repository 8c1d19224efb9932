/// The differences of two texts by lines, by E. W. Myers, "An O(ND) Difference Algorithm and Its Variations" (1986),
/// algorithm of section 4, after what both texts begin and end with is set aside.
struct LineDifference {
    /// Lines of the old text, and the lines of the new one that replace them.
    struct Hunk: Equatable {
        let old: Range<Int>
        let new: Range<Int>
    }

    let old: [ArraySlice<UInt8>]
    let new: [ArraySlice<UInt8>]
    let hunks: [Hunk]
    /// The comparisons that it took, of lines by their numbers.
    let stepCount: Int

    /// Beyond this many edits, all differences count as one: the trace grows with the square of their number.
    fileprivate static let mostEdits = 1_000
    /// Beyond this many comparisons, too: they are the lines times the edits.
    static let mostSteps = 20_000_000

    init(_ old: [UInt8], _ new: [UInt8]) {
        self.old = Self.lines(old)
        self.new = Self.lines(new)
        // Each line is read once: lines of great length that differ in their last byte are numbers from here on.
        var numbers = Numbers()
        var search = Search(old: numbers.numbers(of: self.old), new: numbers.numbers(of: self.new))
        hunks = search.hunks()
        stepCount = search.stepCount
    }

    /// Numbers for lines or words, the same for the same bytes.
    struct Numbers {
        /// Hashed as a whole: an array hashes each of its bytes.
        private struct Part: Hashable {
            let bytes: ArraySlice<UInt8>

            func hash(into hasher: inout Hasher) {
                unsafe bytes.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
            }
        }

        private var known: [Part: Int] = [:]

        mutating func numbers(of parts: [ArraySlice<UInt8>]) -> [Int] {
            known.reserveCapacity(known.count + parts.count)
            return parts.map { bytes in
                let part = Part(bytes: bytes)
                if let number = known[part] { return number }
                known[part] = known.count
                return known.count - 1
            }
        }
    }

    /// The lines of a text with their endings; joined, they are the text again.
    static func lines(_ text: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        while start < text.endIndex {
            let end = text[start...].firstIndex(of: 10).map { $0 + 1 } ?? text.endIndex
            lines.append(text[start..<end])
            start = end
        }
        return lines
    }

}

/// The search for the differences of two lists of numbers.
private struct Search {
    private typealias Hunk = LineDifference.Hunk

    let old: [Int]
    let new: [Int]
    private(set) var stepCount = 0

    init(old: [Int], new: [Int]) {
        self.old = old
        self.new = new
    }

    mutating func hunks() -> [LineDifference.Hunk] {
        var prefix = 0
        while prefix < min(old.count, new.count), old[prefix] == new[prefix] { prefix += 1 }
        var suffix = 0
        while suffix < min(old.count, new.count) - prefix,
            old[old.count - 1 - suffix] == new[new.count - 1 - suffix]
        {
            suffix += 1
        }
        let oldRange = prefix..<old.count - suffix
        let newRange = prefix..<new.count - suffix
        if oldRange.isEmpty && newRange.isEmpty { return [] }
        guard let matches = matches(old[oldRange], new[newRange]) else {
            return [Hunk(old: oldRange, new: newRange)]
        }
        var hunks: [Hunk] = []
        var oldEnd = oldRange.lowerBound
        var newEnd = newRange.lowerBound
        for match in matches + [(oldRange.upperBound, newRange.upperBound)] {
            if match.0 > oldEnd || match.1 > newEnd {
                hunks.append(Hunk(old: oldEnd..<match.0, new: newEnd..<match.1))
            }
            oldEnd = match.0 + 1
            newEnd = match.1 + 1
        }
        return hunks
    }

    /// The pairs of equal lines of a shortest edit script, or `nil` above the bounds.
    private mutating func matches(_ old: ArraySlice<Int>, _ new: ArraySlice<Int>) -> [(Int, Int)]? {
        let most = min(old.count + new.count, LineDifference.mostEdits)
        // The furthest old line reached on each diagonal; `x - y` is the diagonal.
        var reached = [Int](repeating: 0, count: 2 * most + 3)
        let middle = most + 1
        var trace: [[Int]] = []
        for edits in 0...most {
            trace.append(reached)
            for diagonal in stride(from: -edits, through: edits, by: 2) {
                let goesDown =
                    diagonal == -edits
                    || (diagonal != edits && reached[middle + diagonal - 1] < reached[middle + diagonal + 1])
                var x = goesDown ? reached[middle + diagonal + 1] : reached[middle + diagonal - 1] + 1
                var y = x - diagonal
                while x < old.count, y < new.count, old[old.startIndex + x] == new[new.startIndex + y] {
                    x += 1
                    y += 1
                    stepCount += 1
                }
                stepCount += 1
                if stepCount > LineDifference.mostSteps { return nil }
                reached[middle + diagonal] = x
                if x >= old.count && y >= new.count {
                    return Self.walkBack(trace, middle: middle, x: old.count, y: new.count).map {
                        (old.startIndex + $0.0, new.startIndex + $0.1)
                    }
                }
            }
        }
        return nil
    }

    private static func walkBack(_ trace: [[Int]], middle: Int, x: Int, y: Int) -> [(Int, Int)] {
        var x = x
        var y = y
        var matches: [(Int, Int)] = []
        for edits in trace.indices.reversed() {
            let reached = trace[edits]
            let diagonal = x - y
            let goesDown =
                diagonal == -edits
                || (diagonal != edits && reached[middle + diagonal - 1] < reached[middle + diagonal + 1])
            let previous = goesDown ? diagonal + 1 : diagonal - 1
            let previousX = edits == 0 ? 0 : reached[middle + previous]
            let previousY = edits == 0 ? 0 : previousX - previous
            while x > previousX, y > previousY, x > 0, y > 0 {
                x -= 1
                y -= 1
                matches.append((x, y))
            }
            x = previousX
            y = previousY
        }
        return matches.reversed()
    }
}
