extension LineDifference {
    /// The hunks, split into the lines that were changed, each with its new line, and those that were added or removed
    /// beside them.
    ///
    /// Which line became which is guessed from the words that they share.
    var pairedHunks: [Hunk] { hunks.flatMap(paired) }

    /// A hunk with more pairs of lines than this is not split.
    private static let mostPairs = 100_000

    private func paired(_ hunk: Hunk) -> [Hunk] {
        guard !hunk.old.isEmpty, !hunk.new.isEmpty, hunk.old.count * hunk.new.count <= Self.mostPairs else {
            return [hunk]
        }
        let oldWords = hunk.old.map { Self.words(old[$0]) }
        let newWords = hunk.new.map { Self.words(new[$0]) }
        // The best sum for the rest from a line of each, as for a longest common subsequence.
        var best = [[Double]](
            repeating: [Double](repeating: 0, count: newWords.count + 1),
            count: oldWords.count + 1
        )
        for x in oldWords.indices.reversed() {
            for y in newWords.indices.reversed() {
                let pair = best[x + 1][y + 1] + Self.similarity(oldWords[x], newWords[y])
                best[x][y] = max(pair, best[x + 1][y], best[x][y + 1])
            }
        }
        if oldWords.count == newWords.count {
            // Pair line by line, unless that is the worse guess.
            let sum = zip(oldWords, newWords).reduce(0) { $0 + Self.similarity($1.0, $1.1) }
            if sum >= best[0][0] {
                return zip(hunk.old, hunk.new).map { Hunk(old: $0..<$0 + 1, new: $1..<$1 + 1) }
            }
        }
        var pairs: [(Int, Int)] = []
        var (x, y) = (0, 0)
        while x < oldWords.count, y < newWords.count {
            if best[x][y] == best[x + 1][y] {
                x += 1
            } else if best[x][y] == best[x][y + 1] {
                y += 1
            } else {
                pairs.append((hunk.old.lowerBound + x, hunk.new.lowerBound + y))
                (x, y) = (x + 1, y + 1)
            }
        }
        var hunks: [Hunk] = []
        var (oldEnd, newEnd) = (hunk.old.lowerBound, hunk.new.lowerBound)
        for (x, y) in pairs {
            hunks.append(Hunk(old: oldEnd..<x, new: newEnd..<y))
            hunks.append(Hunk(old: x..<x + 1, new: y..<y + 1))
            (oldEnd, newEnd) = (x + 1, y + 1)
        }
        hunks.append(Hunk(old: oldEnd..<hunk.old.upperBound, new: newEnd..<hunk.new.upperBound))
        return hunks.filter { !$0.old.isEmpty || !$0.new.isEmpty }
    }

    private static func words(_ line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        line.split { [9, 10, 13, 32].contains($0) }
    }

    /// The share of the longer line's words that the other has too.
    private static func similarity(_ left: [ArraySlice<UInt8>], _ right: [ArraySlice<UInt8>]) -> Double {
        var rest = right
        var shared = 0
        for word in left {
            guard let index = rest.firstIndex(of: word) else { continue }
            rest.remove(at: index)
            shared += 1
        }
        return Double(shared) / Double(max(left.count, right.count, 1))
    }
}
