extension [UInt32] {
    /// Whether a range of a table of first, last, first, last and so on has `scalar` in it.
    func hasRange(with scalar: UInt32) -> Bool {
        // What comes before it: an even number of bounds where it is outside, or where it is the first of a range.
        let before = firstIndex(isBefore: { $0 < scalar })
        guard before < count else { return false }
        return !before.isMultiple(of: 2) || self[before] == scalar
    }
}

extension Array {
    /// The index of the first element of an ascending array that is not before what is sought.
    func firstIndex(isBefore: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
