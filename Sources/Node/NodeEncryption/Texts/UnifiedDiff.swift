/// Differences in the format that `patch` reads (POSIX, "Diff Unified Output Format").
package enum UnifiedDiff {
    /// The lines of context around a difference.
    static let context = 3

    /// The difference of two texts; empty if there is none.
    ///
    /// - Parameters:
    ///   - oldName: the name after `---`; `/dev/null` for a file that was not there.
    ///   - newName: the name after `+++`.
    package static func text(_ old: [UInt8], _ new: [UInt8], oldName: String, newName: String) -> String {
        let difference = LineDifference(old, new)
        guard !difference.hunks.isEmpty else { return "" }
        var text = "--- \(oldName)\n+++ \(newName)\n"
        var rest = difference.hunks[...]
        while let first = rest.popFirst() {
            var group = [first]
            while let next = rest.first, let last = group.last,
                next.old.lowerBound - last.old.upperBound <= 2 * context
            {
                group.append(next)
                rest.removeFirst()
            }
            text += describe(group, of: difference)
        }
        return text
    }

    private static func describe(_ group: [LineDifference.Hunk], of difference: LineDifference) -> String {
        guard let first = group.first, let last = group.last else { return "" }
        let before = min(context, first.old.lowerBound)
        let after = min(context, difference.old.count - last.old.upperBound)
        let old = first.old.lowerBound - before..<last.old.upperBound + after
        let new = first.new.lowerBound - before..<last.new.upperBound + after
        var text = "@@ -\(range(old)) +\(range(new)) @@\n"
        var position = old.lowerBound
        for hunk in group {
            for line in difference.old[position..<hunk.old.lowerBound] { text += show(" ", line) }
            for line in difference.old[hunk.old] { text += show("-", line) }
            for line in difference.new[hunk.new] { text += show("+", line) }
            position = hunk.old.upperBound
        }
        for line in difference.old[position..<old.upperBound] { text += show(" ", line) }
        return text
    }

    private static func range(_ lines: Range<Int>) -> String {
        // If there are no lines, the number is that of the line before.
        let start = lines.isEmpty ? lines.lowerBound : lines.lowerBound + 1
        return lines.count == 1 ? "\(start)" : "\(start),\(lines.count)"
    }

    private static func show(_ mark: String, _ line: ArraySlice<UInt8>) -> String {
        let text = mark + String(decoding: line, as: UTF8.self)
        return line.last == 10 ? text : text + "\n\\ No newline at end of file\n"
    }
}
