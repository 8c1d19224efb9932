import DurableFiles
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

/// A text of a few short lines, out of few different ones, with or without a final newline.
private func randomText(_ random: inout SeededRandom, lines: Int = 12) -> [UInt8] {
    let octets = random.bytes(count: lines)
    var text = octets.prefix(Int(octets[0]) % (lines + 1)).flatMap { Array("line \($0 % 5)\n".utf8) }
    if octets[lines - 1] % 4 == 0, !text.isEmpty { text.removeLast() }
    return text
}

@Suite("Differences of texts")
struct TextChangesTests {
    @Test("what is between the hunks is equal, and the hunks lead from one text to the other")
    func difference() {
        var random = SeededRandom(seed: 1)
        for _ in 0..<500 {
            let old = randomText(&random)
            let new = randomText(&random)
            let difference = LineDifference(old, new)
            var rebuilt: [UInt8] = []
            var position = 0
            for hunk in difference.hunks {
                #expect(!hunk.old.isEmpty || !hunk.new.isEmpty)
                rebuilt += difference.old[position..<hunk.old.lowerBound].joined()
                rebuilt += difference.new[hunk.new].joined()
                position = hunk.old.upperBound
            }
            rebuilt += difference.old[position...].joined()
            #expect(rebuilt == new)
        }
    }

    @Test("a difference is as short as can be, and of long texts bounded")
    func shortest() {
        let old = Array("a\nb\nc\na\nb\nb\na\n".utf8)
        let new = Array("c\nb\na\nb\na\nc\n".utf8)
        // The example of the paper, whose shortest script has five edits.
        let edits = LineDifference(old, new).hunks.reduce(0) { $0 + $1.old.count + $1.new.count }
        #expect(edits == 5)
        let left = (0..<3_000).flatMap { Array("a\($0)\n".utf8) }
        let right = (0..<3_000).flatMap { Array("b\($0)\n".utf8) }
        #expect(LineDifference(left, right).hunks.count == 1)
    }

    @Test(
        "patch makes the new text of the old one and our difference",
        .enabled(if: Program.find("patch") != nil, "patch is not installed")
    )
    func patch() throws {
        let patch = try #require(Program.find("patch"))
        var random = SeededRandom(seed: 2)
        for _ in 0..<40 {
            let old = randomText(&random, lines: 30)
            var new = randomText(&random, lines: 30)
            if random.bytes(count: 1)[0] % 2 == 0 { new = old + new }
            let text = UnifiedDiff.text(old, new, oldName: "file", newName: "file")
            #expect(text.isEmpty == (old == new))
            if text.isEmpty { continue }
            let folder = try TemporaryFolder()
            try folder.write(old, to: "file")
            let outcome = try patch.run(["-s", "-u", "file"], input: text, folder: folder.path)
            #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
            // Where nothing is left, patch removes the file.
            #expect((try? folder.read("file")) ?? [] == new)
        }
    }

    @Test(
        "patch finds the file by what a plan shows, and leaves every byte of it that is none of the change",
        .enabled(if: Program.find("patch") != nil, "patch is not installed"),
        arguments: ["plain.conf", "my settings.conf", "a\"b\\c.conf", "tab\there.conf", "grün.conf"]
    )
    func patchedAnyBytes(name: String) throws {
        let patch = try #require(Program.find("patch"))
        let folder = try TemporaryFolder()
        // ISO 8859-1, a lone continuation byte, CR, a form feed, and what looks like lines of a difference.
        let around: [UInt8] =
            [0x23, 0xFC, 0xE4, 0x80, 0xFF, 0x0D, 0x0C, 0x1B, 0x0A] + Array("--- x\n+++ y\n".utf8)
        let old = around + Array("ssl = off\n".utf8) + around + [0xC3]
        let new = around + Array("ssl = on # ".utf8) + [0xE9, 0x0A] + around + [0xC3]
        try folder.write(old, to: name)
        let attributes = FileAttributes(mode: 0o600, owner: nil)
        let change = FileChange(
            path: folder.path(name),
            before: .file(SharedSecret(copying: old.span), attributes),
            after: .file(SharedSecret(copying: new.span), attributes)
        )
        let plan = NodePlan(operation: .install, changes: [change])
        let outcome = try patch.run(["-s", "-p1", "-d", "/"], input: plan.difference, folder: folder.path)
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
        #expect(try folder.read(name) == new)
        #expect(folder.names() == [name])
    }

    @Test("a change is taken back whole where nobody came between")
    func undoWhole() {
        var random = SeededRandom(seed: 3)
        for _ in 0..<300 {
            let before = randomText(&random)
            let after = randomText(&random)
            let undo = ThreeWayUndo(before: before, after: after, present: after)
            #expect(undo.bytes == before)
            #expect(undo.keptLines.isEmpty)
            // Somebody took it back already.
            #expect(ThreeWayUndo(before: before, after: after, present: before).bytes == before)
        }
    }

    @Test("so is one of lines with comments and without, and what others put behind it stays")
    func undoComments() {
        let lines = ["a\n", "a # b\n", "a # b # c\n", "# d\n", "\n", "a\t#\r\n", "e\n"].map { Array($0.utf8) }
        var random = SeededRandom(seed: 4)
        func text() -> [UInt8] {
            let octets = random.bytes(count: 8)
            return octets.prefix(Int(octets[7] % 8)).flatMap { lines[Int($0) % lines.count] }
        }
        for _ in 0..<3_000 {
            let before = text()
            let after = text()
            #expect(ThreeWayUndo(before: before, after: after, present: after).bytes == before)
            #expect(ThreeWayUndo(before: before, after: after, present: before).bytes == before)
            for line in ["his\n", "# his\n"] {
                let undo = ThreeWayUndo(before: before, after: after, present: after + Array(line.utf8))
                #expect(undo.bytes == before + Array(line.utf8) && undo.keptLines.isEmpty)
                #expect(ThreeWayUndo(before: before, after: before, present: after).bytes == after)
            }
        }
    }

    @Test(
        "what others changed since stays, and what is ours goes",
        arguments: [
            // Added behind ours, before ours, and elsewhere.
            ("a\nb\n", "a\nb\nours\n", "a\nb\nours\nhis\n", "a\nb\nhis\n", 0),
            ("a\nb\n", "a\nb\nours\n", "a\nb\nhis\nours\n", "a\nb\nhis\n", 0),
            ("a\nb\n", "a\nb\nours\n", "his\nb\nours\n", "his\nb\n", 0),
            (
                "a\nhost\nb\n", "a\nhostssl\nb\n", "a\nhostssl\nb\nhostssl his\n",
                "a\nhost\nb\nhostssl his\n", 0
            ),
            // He changed the very line.
            ("a\nhost\nb\n", "a\nhostssl\nb\n", "a\nhostssl his\nb\n", "a\nhostssl his\nb\n", 1),
            ("a\nhost\nb\nc\n", "a\nhostssl\nb\nd\n", "a\nhis\nb\nd\n", "a\nhis\nb\nc\n", 1),
            // Of lines side by side, one of which is new, he changed one.
            (
                "host a 1 md5\nhost b 1 md5\nhost c 1 md5\n",
                "hostssl w all cert\nhostssl a 1 scram\nhostssl b 1 scram\nhostssl c 1 scram\n",
                "hostssl w all cert\nhostssl a 1 scram\nhostssl b 1 cert\nhostssl c 1 scram\n",
                "host a 1 md5\nhostssl b 1 cert\nhost c 1 md5\n", 1
            ),
            // He took ours away.
            ("a\nb\n", "a\nb\nours\n", "a\nb\n", "a\nb\n", 0),
            // A comment behind a line of ours is kept, and the line is not held up by it.
            ("a\n", "a\ninclude 'x'\n", "a\ninclude 'x'  # tls\n", "a\n# tls\n", 0),
            ("host a md5\n", "hostssl a scram\n", "hostssl a scram\t# ok\nb\n", "host a md5\n# ok\nb\n", 0),
            (
                "ssl = off # now\r\n", "ssl = on # now\r\n", "ssl = on # now # x\r\n",
                "ssl = off # now\r\n# x\r\n", 0
            ),
            ("a\n", "a\nours\n", "a\nours more # x\n", "a\nours more # x\n", 1),
            // A line that was there before the change is none of ours with a comment behind it.
            ("a # b\nc\n", "a\nc\n", "a # b\nc\nhis\n", "a # b\nc\nhis\n", 0),
            ("a # b\nc\n", "a\nc\n", "a # b # his\nc\n", "a # b # his\nc\n", 1),
            ("a # b\n", "a # b\na\n", "a # b\na\nhis\n", "a # b\nhis\n", 0),
            // A comment by itself stands behind no blank line of ours.
            ("a\n", "a\n\n", "a\n\n# x\n", "a\n# x\n", 0),
            // A line that he changed does not hold up its neighbours.
            (
                "p\n", "p\nssl = on\nkey = a\ncert = b\nhba = on\n",
                "p\nssl = on\nkey = a\ncert = his\nhba = on\n",
                "p\ncert = his\n", 1
            ),
            // No final newline before.
            ("a\nb", "a\nb\nours\n", "a\nb\nours\nhis\n", "a\nb\nhis\n", 0),
            ("a\nb", "a\nb\nours\n", "his\na\nb\nours\n", "his\na\nb", 0),
            // All endings of lines became others.
            ("a\r\nb\r\n", "a\r\nb\r\nours\r\n", "a\nb\nours\nhis\n", "a\nb\nhis\n", 0),
            ("a\r\nb\r\n", "a\r\nours\n", "a\nours\n", "a\nb\n", 0),
            ("a\nb\n", "a\nours\n", "a\r\nours\r\nhis\r\n", "a\r\nb\r\nhis\r\n", 0),
            ("a\nb", "a\nours", "a\r\nours", "a\r\nb", 0),
            // Some did: the others changed those lines.
            ("a\nb\n", "a\nours\n", "a\nours\r\n", "a\nours\r\n", 1),
            ("a\nb\n", "a\nours\n", "a\r\nours\n", "a\r\nb\n", 0),
            // A change that was never made, or was undone already, beside lines that are new.
            ("a\nours\n", "a\n", "a\nours\nhis\n", "a\nours\nhis\n", 0),
            ("a\nours\n", "a\n", "a\nhis\nours\n", "a\nhis\nours\n", 0),
            ("a\nours\nb\n", "a\nb\n", "a\nours\nhis\n", "a\nours\nhis\n", 0),
            ("a\nold\nb\n", "a\nnew\nb\n", "a\nold\nhis\nb\n", "a\nold\nhis\nb\n", 0),
        ]
    )
    func undoBesideOthers(before: String, after: String, present: String, expected: String, kept: Int) {
        let undo = ThreeWayUndo(
            before: Array(before.utf8),
            after: Array(after.utf8),
            present: Array(present.utf8)
        )
        #expect(String(decoding: undo.bytes, as: UTF8.self) == expected)
        #expect(undo.keptLines.count == kept)
    }
}
