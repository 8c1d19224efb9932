import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What comparing and undoing texts costs")
struct TextWorkTests {
    private func lines(_ count: Int, _ line: (Int) -> String) -> [UInt8] {
        (0..<count).flatMap { Array((line($0) + "\n").utf8) }
    }

    @Test("lines of a million words that differ are not held against each other word by word, twice over")
    func words() {
        let old = Array((String(repeating: "a ", count: 500_000) + "x\n").utf8)
        let new = Array((String(repeating: "b ", count: 500_000) + "x\n").utf8)
        let difference = LineDifference(old, new)
        var steps = 0
        #expect(difference.pairedHunks(&steps) == [LineDifference.Hunk(old: 0..<1, new: 0..<1)])
        // As many as there are words, or fewer.
        #expect(steps <= 1_000_010)
        let undo = ThreeWayUndo(before: old, after: new, present: new + Array("mine\n".utf8))
        #expect(undo.bytes == old + Array("mine\n".utf8))
    }

    @Test("all hunks together are split within one bound, of which each alone takes a part")
    func pairing() {
        // Nine hunks of 50 lines for 50 lines, each line of 100 words: 505,000 comparisons a hunk.
        let words = String(repeating: " w", count: 99)
        let text: (String) -> [UInt8] = { name in
            (0..<9).flatMap { hunk in
                Array("\(hunk)\n".utf8) + self.lines(50) { "\(name)\($0)" + words }
            }
        }
        let difference = LineDifference(text("a"), text("b"))
        #expect(difference.hunks.count == 9)
        var steps = 0
        let hunks = difference.pairedHunks(&steps)
        #expect(steps == 7 * 505_000)
        // Seven hunks line by line, and two as they were.
        #expect(hunks.count == 7 * 50 + 2)
    }

    @Test("a search for differences ends at its bound")
    func search() {
        // Every diagonal runs through all of these lines: 909 edits times 200,000.
        let old = lines(200_000) { _ in "x" }
        let new = lines(200_000) { $0 % 220 == 219 ? "z\($0)\nx" : "x" }
        let difference = LineDifference(old, new)
        #expect(difference.stepCount <= LineDifference.mostSteps + 1)
    }

    @Test("similar words are counted as often as both lines have them")
    func similarity() {
        // The second line shares three words with the first new one and two with the other.
        let difference = LineDifference(Array("k\na a b c\n".utf8), Array("a a c d\na b e f\nk\n".utf8))
        #expect(difference.pairedHunks.contains(LineDifference.Hunk(old: 1..<2, new: 2..<3)) == false)
    }

    @Test("changes are held against their neighbours only", arguments: [500, 4_000])
    func undo(count: Int) {
        // Each line that was added is taken back by itself, and each that others took out is one of their changes.
        let added = { (numbers: Range<Int>) in numbers.flatMap { Array("ours \($0)\n".utf8) } }
        let start = Array("first\n".utf8)
        let end = Array("last\n".utf8)
        let undo = ThreeWayUndo(
            before: start + end,
            after: start + added(0..<count) + end,
            present: start + added(0..<count / 4) + added(count / 2..<count) + end
        )
        #expect(undo.bytes == start + end)
        #expect(undo.keptLines.isEmpty)
        #expect(undo.comparisonCount <= 4 * count)
    }
}
