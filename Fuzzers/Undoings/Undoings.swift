import Checking
import PgpoolPasswords

@testable import NodeEncryption
@testable import SecretMemory

/// Changes of texts, and how they are undone where others came between: one octet for how the rest is read, and a text
/// before the change, one after it and one of now, a zero octet between two of them.
///
/// The difference of two texts leads from one to the other, and so does what is shown of it. A change nobody came
/// between is undone whole, what is undone already stays so, and lines and users that were not changed are what others
/// made them.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    checked(start, count, check)
}

private func check(_ input: [UInt8]) throws {
    guard let choice = input.first else { return }
    let parts = input[1...].split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map(
        Array.init
    )
    guard parts.count == 3 else { return }
    if choice & 3 == 3 { return checkPasswords(parts[0], parts[1], parts[2]) }
    let texts = choice & 3 == 0 ? parts : parts.map { lines($0, isIncomplete: choice & 4 != 0) }
    check(texts[0], texts[1])
    check(texts[1], texts[2])
    checkUndo(texts[0], texts[1], texts[2])
}

/// A text of short lines, each of which an octet stands for.
private func lines(_ octets: [UInt8], isIncomplete: Bool) -> [UInt8] {
    let all = [
        "ssl = on", "ssl = on # now", "host a md5", "host a scram", "a", "a # b", "", "a\t#", "\r", "a\r",
    ]
    let text = octets.flatMap { Array((all[Int($0) % all.count] + "\n").utf8) }
    return isIncomplete ? Array(text.dropLast()) : text
}

private func check(_ old: [UInt8], _ new: [UInt8]) {
    let difference = LineDifference(old, new)
    for hunks in [difference.hunks, difference.pairedHunks] {
        var rebuilt: [UInt8] = []
        var (oldEnd, newEnd) = (0, 0)
        for hunk in hunks {
            hold(!hunk.old.isEmpty || !hunk.new.isEmpty)
            hold(hunk.old.lowerBound - oldEnd == hunk.new.lowerBound - newEnd)
            rebuilt += difference.old[oldEnd..<hunk.old.lowerBound].joined()
            rebuilt += difference.new[hunk.new].joined()
            (oldEnd, newEnd) = (hunk.old.upperBound, hunk.new.upperBound)
        }
        rebuilt += difference.old[oldEnd...].joined()
        hold(rebuilt == new)
    }
    let shown = UnifiedDiff.text(old, new, oldName: "old", newName: "new")
    hold(shown.isEmpty == (old == new))
    hold(shown.isEmpty || patched(old, by: shown) == new)
}

private func checkUndo(_ before: [UInt8], _ after: [UInt8], _ present: [UInt8]) {
    hold(ThreeWayUndo(before: before, after: after, present: after).bytes == before)
    hold(ThreeWayUndo(before: before, after: after, present: before).bytes == before)
    // What others put before and behind all of it is theirs; what is put back comes first where both are at one place.
    let first = LineDifference(after, before).hunks.first?.old.lowerBound ?? 1
    for line in ["his\n", "# his\n"].map({ Array($0.utf8) }) where areWhole(before, after) {
        let behind = ThreeWayUndo(before: before, after: after, present: after + line)
        hold(behind.bytes == before + line && behind.keptLines.isEmpty)
        let ahead = ThreeWayUndo(before: before, after: after, present: line + after)
        hold(first == 0 || ahead.bytes == line + before && ahead.keptLines.isEmpty)
    }
    let nothing = ThreeWayUndo(before: before, after: before, present: present)
    hold(nothing.bytes == present && nothing.keptLines.isEmpty)
    let undo = ThreeWayUndo(before: before, after: after, present: present)
    let presentCount = LineDifference.lines(present).count
    hold(
        undo.keptLines.allSatisfy {
            1...presentCount + 1 ~= $0.lowerBound && $0.upperBound <= presentCount + 1
        }
    )
    let count = LineDifference.lines(undo.bytes).count
    hold(
        undo.othersLines.allSatisfy {
            !$0.isEmpty && 1...count ~= $0.lowerBound && $0.upperBound <= count + 1
        }
    )
}

/// Whether each text ends with a line's end, or has none.
private func areWhole(_ texts: [UInt8]...) -> Bool { texts.allSatisfy { $0.last ?? 10 == 10 } }

/// What a text becomes by a difference as `patch` reads it; nil where the difference is not of that text.
private func patched(_ old: [UInt8], by shown: [UInt8]) -> [UInt8]? {
    let old = LineDifference.lines(old)
    var rest = LineDifference.lines(shown).dropFirst(2)
    var new: [UInt8] = []
    var position = 0
    while let header = rest.popFirst() {
        guard let ranges = ranges(header), ranges.old.lowerBound >= position,
            ranges.old.upperBound <= old.count
        else { return nil }
        new += old[position..<ranges.old.lowerBound].joined()
        position = ranges.old.lowerBound
        var newCount = 0
        while position < ranges.old.upperBound || newCount < ranges.new.count {
            guard let marked = rest.popFirst(), let mark = marked.first else { return nil }
            var line = marked.dropFirst()
            if rest.first?.first == UInt8(ascii: "\\") {
                rest.removeFirst()
                line = line.dropLast()
            }
            if mark != UInt8(ascii: "+") {
                guard position < old.count, old[position] == line else { return nil }
                position += 1
            }
            if mark != UInt8(ascii: "-") {
                new += line
                newCount += 1
            }
        }
        guard position == ranges.old.upperBound, newCount == ranges.new.count else { return nil }
    }
    return new + old[position...].joined()
}

/// The lines of both texts that a part of a difference is about.
private func ranges(_ header: ArraySlice<UInt8>) -> (old: Range<Int>, new: Range<Int>)? {
    let words = String(decoding: header, as: UTF8.self).split(separator: " ")
    guard words.count == 4, words[0] == "@@", words[1].first == "-", words[2].first == "+" else { return nil }
    let all = words[1...2].map { word in
        let numbers = word.dropFirst().split(separator: ",").map { Int($0) ?? -1 }
        let count = numbers.count > 1 ? numbers[1] : 1
        let first = count == 0 ? numbers[0] : numbers[0] - 1
        return first..<first + count
    }
    return (all[0], all[1])
}

private func checkPasswords(_ before: [UInt8], _ after: [UInt8], _ present: [UInt8]) {
    let (old, new) = (SharedSecret(copying: before.span), SharedSecret(copying: after.span))
    let entries = Trace.entries(from: old, to: new)
    let whole = PoolPasswdUndo(before: old, entries: entries, present: new)
    // One that the change joined to another's line may stay; and no change of ours gives a user a second entry, of
    // which undoing would leave one.
    var names: [[UInt8]] = []
    PoolPasswdFile(copying: new).forEachEntry { names.append($0.userName) }
    if whole.keptUsers.isEmpty, Set(names).count == names.count {
        hold(users(whole.content) == users(old))
        hold(whole.removedUsers.isEmpty && whole.othersUsers.isEmpty)
    }
    let now = SharedSecret(copying: present.span)
    let undo = PoolPasswdUndo(before: old, entries: entries, present: now)
    let changed = Set(entries.map(\.userName))
    hold(
        users(undo.content).filter { !changed.contains($0.key) }
            == users(now).filter { !changed.contains($0.key) }
    )
    hold(
        undo.keptUsers.allSatisfy(changed.contains) && undo.removedUsers.allSatisfy(changed.contains)
    )
}

/// The secrets that Pgpool-II uses, by their users.
private func users(_ content: SharedSecret) -> [[UInt8]: [UInt8]] {
    var users: [[UInt8]: [UInt8]] = [:]
    PoolPasswdFile(copying: content).forEachEntry { entry in
        if entry.isUsed { users[entry.userName] = Checking.octets(of: entry.secret) }
    }
    return users
}
