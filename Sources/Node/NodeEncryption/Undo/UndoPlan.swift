internal import DurableFiles
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings

/// What takes several changes back, the last first, judged together from what stands there now.
struct UndoPlan {
    /// A change that was made.
    struct Item {
        let path: String
        let kind: FileChange.Kind
        let before: FileState
        let after: Trace
    }

    /// What is to be done, the last change's path first; what needs nothing is among it.
    private(set) var changes: [FileChange] = []
    /// What stays as others made it, a line each.
    private(set) var notes: [String] = []
    /// The paths of files in which others changed something that is in nobody's way, and that stays without a note.
    private(set) var mergedPaths: [String] = []

    /// - Parameters:
    ///   - items: the changes, in the order in which they were made.
    ///   - present: gives what stands at a path now.
    init(
        undoing items: [Item],
        present: (String) throws(NodeEncryptionError) -> FileState = { (path) throws(NodeEncryptionError) in
            try FileState.read(path)
        }
    ) throws(NodeEncryptionError) {
        var undos: [(item: Item, present: FileState, undo: Undo)] = []
        for item in items.reversed() {
            let present = try present(item.path)
            let undo = Undo(item.kind, before: item.before, after: item.after, present: present)
            undos.append((item, present, undo))
        }
        let keptPairs = Set(undos.filter { $0.undo.kept == [.whole] }.compactMap { Self.pair(of: $0.item) })
        let needsKey = undos.contains { Self.hasOthersAESEntries($0.undo.target, $0.item) }
        for (item, present, undo) in undos {
            var target = undo.target
            notes += undo.kept.map { Self.note($0, item.path) }
            if undo.isChangedByOthers, undo.kept.isEmpty { mergedPaths.append(item.path) }
            if target != present, undo.kept.isEmpty {
                if let pair = Self.pair(of: item), keptPairs.contains(pair) {
                    // Half a pair serves nobody, and may be the half that cannot be made again.
                    target = present
                    notes.append(
                        "\(printable(item.path)) stays, as it belongs to a file that others changed since"
                    )
                } else if item.kind == .poolKey, needsKey {
                    target = present
                    notes.append("\(printable(item.path)) stays, as entries of others are encrypted with it")
                }
            }
            changes.append(FileChange(path: item.path, kind: item.kind, before: present, after: target))
        }
    }

    /// What a key and its certificate have in common: the path up to the last dot.
    private static func pair(of item: Item) -> [UInt8]? {
        guard item.kind.isOfSet else { return nil }
        let path = Array(item.path.utf8)
        for ending in [".key", ".crt"] where path.reversed().starts(with: ending.utf8.reversed()) {
            return Array(path.dropLast(ending.utf8.count))
        }
        return nil
    }

    /// Whether a `pool_passwd` as it shall be has AES entries that were not there before the change.
    private static func hasOthersAESEntries(_ target: FileState, _ item: Item) -> Bool {
        guard item.kind == .poolPasswords, let content = target.content else { return false }
        let before = PoolPasswdFile(item.before.content?.copy() ?? SecretBytes(repeating: 0, count: 0))
        var found = false
        PoolPasswdFile(content.copy()).forEachEntry { entry in
            guard entry.kind == .aes, entry.isUsed else { return }
            if before.trace(of: entry.userName) != Trace.Entry(entry) { found = true }
        }
        return found
    }

    private static func note(_ kept: Undo.Kept, _ path: String) -> String {
        let path = printable(path)
        switch kept {
        case .lines(let lines):
            let which = lines.count == 1 ? "line \(lines.lowerBound)" : "lines \(lines.lowerBound) on"
            return "\(path), \(which): changed by others since, and stays"
        case .entry(let user):
            return "\(path): the entry of \(printable(user)) was changed by others since, and stays"
        case .othersEntries(let users):
            let some = users.prefix(10).map { printable($0) }.joined(separator: ", ")
            let more = users.count > 10 ? " and \(users.count - 10) more" : ""
            return "\(path) stays, with the entries that others made: \(some)\(more)"
        case .whole: return "\(path): changed by others since, and stays"
        }
    }
}
