internal import DurableFiles
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings

/// How to undo several changes, the last first, decided together from what is there now.
struct UndoPlan {
    /// A change that was made.
    struct Item {
        let path: String
        let kind: FileChange.Kind
        let before: FileState
        let after: Trace

        init(path: String, kind: FileChange.Kind, before: FileState, after: Trace) {
            self.path = path
            self.kind = kind
            self.before = before
            self.after = after
        }

        init(_ entry: Baseline.Entry) {
            self.init(path: entry.path, kind: entry.kind, before: entry.before, after: entry.after)
        }
    }

    /// A key or certificate that was there before the changes, and is not put back.
    struct Displaced {
        let path: String
        let content: SharedSecret
        let attributes: FileAttributes
        /// Why.
        var reason = "others have put another file there since"
    }

    /// The steps, the last change's path first, including those that change nothing.
    private(set) var changes: [FileChange] = []
    /// One note for each thing that is kept as others made it.
    private(set) var notes: [String] = []
    /// The paths of files in which others changed something that is in nobody's way, and of which no note says so.
    private(set) var mergedPaths: [String] = []
    /// One note for each file in which others wrote lines, which stay.
    private(set) var notesOnLines: [String] = []
    /// Keys and certificates that were there before, and are not put back.
    private var displaced: [Displaced] = []

    /// - Parameters:
    ///   - items: the changes, in the order in which they were made.
    ///   - poolPasswdsInForce: each `pool_passwd` that a Pgpool-II may read now, whichever it was at the changes.
    ///   - present: gives what is at a path now.
    init(
        undoing items: [Item],
        poolPasswdsInForce: [String] = [],
        present: (String) throws(NodeEncryptionError) -> FileState = { (path) throws(NodeEncryptionError) in
            try FileState.read(path)
        }
    ) throws(NodeEncryptionError) {
        var undos: [(item: Item, present: FileState, undo: Undo)] = []
        var keptPairs: Set<[UInt8]> = []
        var needsKey = false
        for item in items.reversed() {
            let found: FileState
            do throws(NodeEncryptionError) {
                found = try present(item.path)
            } catch .unexpectedKind {
                // A pipe or a device that somebody put there since.
                notes.append(Self.note(.whole, item.path))
                if let pair = Self.pair(of: item) { keptPairs.insert(pair) }
                if item.kind == .poolPasswords { needsKey = true }
                addDisplaced(item, target: nil)
                continue
            }
            let undo = Undo(item.kind, before: item.before, after: item.after, present: found)
            undos.append((item, found, undo))
        }
        keptPairs.formUnion(undos.filter { $0.undo.kept == [.whole] }.compactMap { Self.pair(of: $0.item) })
        let set = undos.filter(\.item.kind.isOfSet).map { (path: $0.item.path, present: $0.present) }
        let changed = keptPairs
        let inUse = SignedFiles(set).inUse { path in
            Self.pair(path, .setFile).map(changed.contains) ?? false
        }
        keptPairs.formUnion(inUse.compactMap { Self.pair($0, .setFile) })
        for (item, _, undo) in undos where item.kind == .poolPasswords {
            needsKey =
                needsKey || undo.kept.contains(.whole) || Self.hasOthersAESEntries(undo.target, item)
        }
        for path in poolPasswdsInForce {
            let real = try ChangeList.realPath(path)
            if items.contains(where: { isSamePath($0.path, real) }) { continue }
            let content = try FileState.read(real).content
            needsKey = needsKey || Self.hasAESEntries(content, otherThanIn: nil)
        }
        for (item, present, undo) in undos {
            var target = undo.target
            notes += undo.kept.map { Self.note($0, item.path) }
            if !undo.othersLines.isEmpty {
                notesOnLines.append(Self.note(on: undo.othersLines, item.path))
            }
            if undo.isChangedByOthers, undo.kept.isEmpty { mergedPaths.append(item.path) }
            if target != present, undo.kept.isEmpty {
                if let pair = Self.pair(of: item), keptPairs.contains(pair) {
                    // Half a pair is of no use, and the other half may be one that cannot be made again.
                    target = present
                    notes.append("\(printable(item.path)) is kept, since it belongs to a file that is kept")
                } else if item.kind == .poolKey, needsKey {
                    target = present
                    notes.append(
                        "\(printable(item.path)) is kept, since entries that stay are encrypted with it"
                    )
                }
            }
            changes.append(FileChange(path: item.path, kind: item.kind, before: present, after: target))
            addDisplaced(item, target: target)
        }
    }

    private mutating func addDisplaced(_ item: Item, target: FileState?) {
        guard item.kind.isOfSet, case .file(let content, let attributes) = item.before,
            target?.content != content, content.count > 0
        else { return }
        displaced.append(Displaced(path: item.path, content: content, attributes: attributes))
    }

    /// Puts nothing back into folders that others removed since: what was there is no more.
    mutating func leaveWithoutFolder() {
        for index in changes.indices {
            let change = changes[index]
            let folder = PathText.folder(of: change.path)
            guard change.before == .absent, change.after != .absent, (try? FileState.read(folder)) == .absent,
                !changes.contains(where: { isSamePath($0.path, folder) && $0.after.isFolder })
            else { continue }
            changes[index] = FileChange(path: change.path, kind: change.kind, before: .absent, after: .absent)
            notes.append(
                "\(printable(change.path)): removed by others since with the directory that it was in, and not put back"
            )
        }
    }

    /// Keeps, of the files that would be removed, the copies of keys and certificates that cannot be put back where
    /// they were.
    ///
    /// - Returns: those of which there is no copy that stays.
    mutating func keepDisplaced() -> [Displaced] {
        let displaced = displaced
        keep { change in
            guard change.kind.isOfSet || change.kind == .replaced else { return nil }
            return displaced.first { $0.content == change.before.content }.map {
                "it was \(printable($0.path)) before, and \($0.reason)"
            }
        }
        return displaced.filter { lost in !changes.contains { $0.after.content == lost.content } }
    }

    /// Keeps, of the files that would be removed, those for which `reason` gives one, and the other halves of their
    /// pairs; a note gives each reason.
    mutating func keep(because reason: (FileChange) -> String?) {
        var keptPairs: Set<[UInt8]> = []
        func keepRemoved(_ reason: (FileChange) -> String?) {
            for index in changes.indices where changes[index].isRemoval {
                let change = changes[index]
                guard let reason = reason(change) else { continue }
                changes[index] = change.keeping
                notes.append("\(printable(change.path)) is kept, since \(reason)")
                if let pair = Self.pair(change.path, change.kind) { keptPairs.insert(pair) }
            }
        }
        keepRemoved(reason)
        let pairs = keptPairs
        keepRemoved { change in
            guard let pair = Self.pair(change.path, change.kind), pairs.contains(pair) else { return nil }
            return "it belongs to a file that is kept"
        }
    }

    /// Keeps all keys and certificates, and the copies of those whose places they took, where they would be put back to
    /// what was there before one that `reason` gives a reason for, which a note has: a server may have an old pair in
    /// force then, and clients another root.
    mutating func keepSet(because reason: (String) -> String?) {
        let replaced = changes.filter { $0.kind.isOfSet && $0.isReplacement }
        let named = replaced.compactMap { change in reason(change.path).map { (change.path, $0) } }
        guard let (path, reason) = named.first else { return }
        for index in changes.indices where changes[index].kind.isOfSet || changes[index].kind == .replaced {
            let change = changes[index]
            changes[index] = change.keeping
            guard change.kind.isOfSet, case .file(let content, let attributes) = change.after,
                change.before.content != content
            else { continue }
            displaced.append(
                Displaced(
                    path: change.path,
                    content: content,
                    attributes: attributes,
                    reason: "what was made since stays there"
                )
            )
        }
        notes.append("\(printable(path)) is kept with all of its set, since \(reason)")
    }

    private static func pair(of item: Item) -> [UInt8]? { pair(item.path, item.kind) }

    /// What a key and its certificate have in common: the path up to the last dot.
    private static func pair(_ path: String, _ kind: FileChange.Kind) -> [UInt8]? {
        guard kind.isOfSet else { return nil }
        let path = Array(path.utf8)
        for ending in [".key", ".crt"] where path.ends(with: ending) {
            return Array(path.dropLast(ending.utf8.count))
        }
        return nil
    }

    /// Whether `pool_passwd`, once undone, has AES entries that were not there before the change.
    private static func hasOthersAESEntries(_ target: FileState, _ item: Item) -> Bool {
        hasAESEntries(target.content, otherThanIn: item.before.content)
    }

    private static func hasAESEntries(_ content: SharedSecret?, otherThanIn earlier: SharedSecret?) -> Bool {
        guard let content else { return false }
        let before = PoolPasswdFile(copying: earlier)
        var found = false
        PoolPasswdFile(copying: content).forEachEntry { entry in
            guard entry.kind == .aes, entry.isUsed else { return }
            if before.digest(of: entry.userName) != Trace.Entry(entry).digest { found = true }
        }
        return found
    }

    /// The most ranges of lines of a file that are listed.
    private static let mostRanges = 20

    private static func note(on lines: [Range<Int>], _ path: String) -> String {
        let rest = lines.count - mostRanges
        return "\(printable(path)), \(lines.prefix(mostRanges).map(shown).joined(separator: ", "))"
            + (rest > 0 ? " and \(rest) more places" : "") + ": written by others since, and kept"
    }

    private static func shown(_ lines: Range<Int>) -> String {
        lines.count > 1
            ? "lines \(lines.lowerBound) to \(lines.upperBound - 1)" : "line \(lines.lowerBound)"
    }

    private static func note(_ kept: Undo.Kept, _ path: String) -> String {
        let path = printable(path)
        switch kept {
        case .lines(let lines): return "\(path), \(shown(lines)): changed by others since, and kept"
        case .entry(let user):
            return "\(path): the entry for \(printable(user)) was changed by others since, and is kept"
        case .removed: return "\(path): removed by others since, and not put back"
        case .removedEntry(let user):
            return
                "\(path): the entry for \(printable(user)) was removed by others since, and is not put back"
        case .othersLines:
            return
                "\(path) is kept, with the lines that others added"
        case .othersEntries(let users):
            return
                "\(path) is kept, with the entries that others made: \(listed(users.map { printable($0) }))"
        case .whole: return "\(path): changed by others since, and kept"
        }
    }
}
