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

    @Test("all hunks together are split within one bound")
    func pairing() {
        // Each hunk alone would be within it.
        let text: (String) -> [UInt8] = { name in
            self.lines(400) { "\($0)\n" + (0..<30).map { "\(name)\($0) w w w" }.joined(separator: "\n") }
        }
        let difference = LineDifference(text("a"), text("b"))
        var steps = 0
        let hunks = difference.pairedHunks(&steps)
        #expect(steps <= LineDifference.mostWordSteps)
        #expect(difference.hunks.count == 1 || hunks.count > difference.hunks.count)
        var position = 0
        for hunk in hunks {
            #expect(hunk.old.lowerBound >= position)
            position = hunk.old.upperBound
        }
    }

    @Test("a search for differences ends at its bound, whatever the texts are")
    func search() {
        // Moved lines among very many equal ones: every diagonal runs through all of them.
        let old = lines(60_000) { $0 % 2 == 0 ? "x" : "y" }
        let new = lines(60_000) { $0 % 2 == 0 ? "x" : $0 % 100 == 1 ? "z\($0)" : "y" }
        let difference = LineDifference(old, new)
        #expect(difference.stepCount <= LineDifference.mostSteps + 1)
        let rest = Array(difference.new.joined())
        #expect(rest == new)
    }

    @Test("similar words are counted as often as both lines have them")
    func similarity() {
        // The second line shares three words with the first new one and two with the other.
        let difference = LineDifference(Array("k\na a b c\n".utf8), Array("a a c d\na b e f\nk\n".utf8))
        #expect(difference.pairedHunks.contains(LineDifference.Hunk(old: 1..<2, new: 2..<3)) == false)
    }

    @Test("changes are held against their neighbours only", arguments: [2_000, 8_000])
    func undo(count: Int) {
        let before = lines(count) { "host db\($0) all all md5" }
        let after = lines(count) {
            $0 % 2 == 0 ? "hostssl db\($0) all all scram" : "host db\($0) all all md5"
        }
        // Others took out a run of the changed lines and wrote some of their own.
        let present = lines(count) {
            $0 < count / 2
                ? "# gone \($0)" : $0 % 2 == 0 ? "hostssl db\($0) all all scram" : "host db\($0) all all md5"
        }
        let undo = ThreeWayUndo(before: before, after: after, present: present)
        #expect(undo.comparisonCount <= 8 * count)
        #expect(!undo.bytes.isEmpty)
    }
}
