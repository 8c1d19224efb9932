/// Differences in the format that `patch` reads (POSIX, "Diff Unified Output Format").
package enum UnifiedDiff {
    /// The lines of context around a difference.
    static let context = 3

    /// The difference of two texts, with the bytes of their lines as they are; empty if there is none.
    ///
    /// - Parameters:
    ///   - oldName: the name after `---`; `/dev/null` for a file that was not there.
    ///   - newName: the name after `+++`.
    package static func text(_ old: [UInt8], _ new: [UInt8], oldName: String, newName: String) -> [UInt8] {
        let difference = LineDifference(old, new)
        guard !difference.hunks.isEmpty else { return [] }
        var text = Array("--- \(written(oldName))\n+++ \(written(newName))\n".utf8)
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

    /// A name as `patch` reads it back: quoted as in C where a byte of it would end a line or begin a quotation, and
    /// with a tab behind it where a blank would end it.
    private static func written(_ name: String) -> String {
        let bytes = Array(name.utf8)
        let isPlain = bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F && $0 != 0x22 && $0 != 0x5C }
        guard !isPlain else { return bytes.contains(0x20) ? name + "\t" : name }
        var quoted: [UInt8] = [0x22]
        for byte in bytes {
            if byte == 0x22 || byte == 0x5C {
                quoted += [0x5C, byte]
            } else if byte < 0x20 || byte == 0x7F {
                quoted += [0x5C] + [byte >> 6, byte >> 3 & 7, byte & 7].map { 0x30 + $0 }
            } else {
                quoted.append(byte)
            }
        }
        return String(decoding: quoted + [0x22], as: UTF8.self)
    }

    private static func describe(_ group: [LineDifference.Hunk], of difference: LineDifference) -> [UInt8] {
        guard let first = group.first, let last = group.last else { return [] }
        let before = min(context, first.old.lowerBound)
        let after = min(context, difference.old.count - last.old.upperBound)
        let old = first.old.lowerBound - before..<last.old.upperBound + after
        let new = first.new.lowerBound - before..<last.new.upperBound + after
        var text = Array("@@ -\(range(old)) +\(range(new)) @@\n".utf8)
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

    private static func show(_ mark: Unicode.Scalar, _ line: ArraySlice<UInt8>) -> [UInt8] {
        let text = [UInt8(ascii: mark)] + line
        return line.last == 10 ? text : text + "\n\\ No newline at end of file\n".utf8
    }
}
