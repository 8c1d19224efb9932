/// Undoes a change of a text that has changed further since.
///
/// Lines that nobody touched since are undone; lines that somebody did are kept, and listed.
package struct ThreeWayUndo: Equatable, Sendable {
    /// The text with the change undone as far as possible.
    package let bytes: [UInt8]
    /// The lines of the present text, from 1, that were kept although the change was there: others changed them since.
    package let keptLines: [Range<Int>]
    /// The lines of the text with the change undone, from 1, that others wrote elsewhere.
    package let othersLines: [Range<Int>]
    /// How often a change was held against one of others.
    let comparisonCount: Int

    /// - Parameters:
    ///   - before: the text before the change.
    ///   - after: the text that the change made.
    ///   - present: the text as it is now.
    package init(before: [UInt8], after: [UInt8], present: [UInt8]) {
        if present == after {
            bytes = before
            keptLines = []
            othersLines = []
            comparisonCount = 0
            return
        }
        let (before, after) = LineEndings.aligned(before: before, after: after, to: present)
        let undo = LineDifference(after, before)
        let ours = undo.hunks.flatMap { undo.old[$0.old] }
        let commented = CommentedLines(present, apartFrom: ours, besides: undo.new)
        let others = LineDifference(after, commented.bytes)
        let undoHunks = Self.lineByLine(undo.pairedHunks)
        let otherHunks = Self.lineByLine(others.pairedHunks)
        var comparisons = 0
        var edits = otherHunks.map {
            Edit(range: $0.old, lines: Array(others.new[$0.new]), place: $0.new.lowerBound)
        }
        var keptPlaces: Set<Int> = []
        var kept: [Range<Int>] = []
        // Both lists are in the order of the lines, so that each has only a few neighbours in the other.
        var first = 0
        for hunk in undoHunks {
            let lines = Array(undo.new[hunk.new])
            while first < otherHunks.count, otherHunks[first].old.upperBound < hunk.old.lowerBound {
                first += 1
            }
            let near = otherHunks[first...].prefix { $0.old.lowerBound <= hunk.old.upperBound }
            comparisons += near.count + 1
            // Somebody undid it already, or it was never made: lines beside it may be new all the same.
            let isUndone = near.contains { other in
                lines.isEmpty
                    ? other.old == hunk.old && other.new.isEmpty
                    : other.old.lowerBound <= hunk.old.lowerBound
                        && hunk.old.upperBound <= other.old.upperBound
                        && Self.contains(others.new[other.new], lines)
            }
            if isUndone { continue }
            let touching = near.filter { Self.touch(hunk.old, $0.old) }
            if touching.isEmpty {
                edits.append(Edit(range: hunk.old, lines: lines, place: nil))
            } else {
                kept += touching.map { Self.numbers($0.new, in: commented) }
                keptPlaces.formUnion(touching.map(\.new.lowerBound))
            }
        }
        // What is put back comes before what was added at the same place.
        edits.sort { left, right in
            (left.range.lowerBound, left.range.upperBound, left.isUndo ? 0 : 1)
                < (right.range.lowerBound, right.range.upperBound, right.isUndo ? 0 : 1)
        }
        var result: [UInt8] = []
        let firstEnd = present.firstIndex(of: 10)
        let ending: [UInt8] = firstEnd.map { $0 > 0 && present[$0 - 1] == 13 } == true ? [13, 10] : [10]
        var lineCount = 0
        func append(_ lines: some Sequence<ArraySlice<UInt8>>) {
            for line in lines {
                lineCount += 1
                // A last line without an ending gets one when others follow it.
                if let last = result.last, last != 10 { result += ending }
                result += line
            }
        }
        var position = 0
        var written: [Range<Int>] = []
        for edit in edits {
            append(undo.old[position..<max(position, edit.range.lowerBound)])
            let first = lineCount + 1
            append(edit.lines)
            if let place = edit.place, !edit.lines.isEmpty, !keptPlaces.contains(place) {
                written.append(first..<lineCount + 1)
            }
            position = max(position, edit.range.upperBound)
        }
        append(undo.old[position...])
        bytes = result
        keptLines = kept
        othersLines = written
        comparisonCount = comparisons
    }

    /// The hunks, those that only remove lines taken apart: a line that others changed does not hold up its neighbours.
    private static func lineByLine(_ hunks: [LineDifference.Hunk]) -> [LineDifference.Hunk] {
        hunks.flatMap { hunk in
            hunk.new.isEmpty
                ? hunk.old.map { LineDifference.Hunk(old: $0..<$0 + 1, new: hunk.new) } : [hunk]
        }
    }

    /// The lines of the text as it was, from 1, that a range of lines stands for.
    private static func numbers(_ lines: Range<Int>, in text: CommentedLines) -> Range<Int> {
        func number(_ index: Int) -> Int {
            index < text.numbers.count ? text.numbers[index] : (text.numbers.last ?? 0) + 1
        }
        let start = number(lines.lowerBound)
        return start..<(lines.isEmpty ? start : number(lines.upperBound - 1) + 1)
    }

    private struct Edit {
        let range: Range<Int>
        let lines: [ArraySlice<UInt8>]
        /// Where its lines begin in what others made; `nil` for one that undoes.
        let place: Int?
        var isUndo: Bool { place == nil }
    }

    /// Whether some lines stand among others, in a row.
    private static func contains(_ all: ArraySlice<ArraySlice<UInt8>>, _ lines: [ArraySlice<UInt8>]) -> Bool {
        guard all.count >= lines.count else { return false }
        return (all.startIndex...all.endIndex - lines.count).contains { start in
            all[start..<start + lines.count].elementsEqual(lines)
        }
    }

    /// Whether two edits touch the same lines; adding lines beside them does not count.
    private static func touch(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
        if left == right { return !left.isEmpty }
        if left.isEmpty { return right.lowerBound < left.lowerBound && left.lowerBound < right.upperBound }
        if right.isEmpty { return left.lowerBound < right.lowerBound && right.lowerBound < left.upperBound }
        return left.overlaps(right)
    }
}
