extension LineDifference {
    /// The hunks, split into the lines that were changed, each with its new line, and those that were added or removed
    /// beside them.
    ///
    /// Which line became which is guessed from the words that they share.
    var pairedHunks: [Hunk] {
        var stepCount = 0
        return pairedHunks(&stepCount)
    }

    /// The same, with the count of the words that were compared added to `stepCount`.
    func pairedHunks(_ stepCount: inout Int) -> [Hunk] {
        var numbers = Numbers()
        var result: [Hunk] = []
        for hunk in hunks { result += paired(hunk, &numbers, &stepCount) }
        return result
    }

    /// Once splitting would take more comparisons of words than this, hunks stay whole.
    static let mostWordSteps = 4_000_000

    private func paired(_ hunk: Hunk, _ numbers: inout Numbers, _ stepCount: inout Int) -> [Hunk] {
        guard !hunk.old.isEmpty, !hunk.new.isEmpty else { return [hunk] }
        let oldWords = hunk.old.map { Self.words(old[$0], &numbers) }
        let newWords = hunk.new.map { Self.words(new[$0], &numbers) }
        // Every old line is held against every new one, word by word; twice where they are as many.
        let oldCount = oldWords.reduce(hunk.old.count) { $0 + $1.count }
        let newCount = newWords.reduce(hunk.new.count) { $0 + $1.count }
        let (one, oneOverflows) = oldCount.multipliedReportingOverflow(by: hunk.new.count)
        let (other, otherOverflows) = newCount.multipliedReportingOverflow(by: hunk.old.count)
        let most = Self.mostWordSteps
        guard !oneOverflows, !otherOverflows, one <= most, other <= most, one + other <= most - stepCount
        else {
            return [hunk]
        }
        stepCount += one + other
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

    /// The words of a line as numbers, sorted.
    private static func words(_ line: ArraySlice<UInt8>, _ numbers: inout Numbers) -> [Int] {
        numbers.numbers(of: line.split { $0 == 9 || $0 == 10 || $0 == 13 || $0 == 32 }).sorted()
    }

    /// The share of the longer line's words that the other has too.
    private static func similarity(_ left: [Int], _ right: [Int]) -> Double {
        var shared = 0
        var (x, y) = (0, 0)
        while x < left.count, y < right.count {
            if left[x] == right[y] { shared += 1 }
            let step = left[x] - right[y]
            if step <= 0 { x += 1 }
            if step >= 0 { y += 1 }
        }
        return Double(shared) / Double(max(left.count, right.count, 1))
    }
}
