internal import DurableFiles
internal import SecretMemory

/// Changes that are one step of a run: a single one, or several of the files of one certificate folder.
///
/// A server refuses a key that is not its certificate's. So where files of a set are replaced while a server may be
/// started, all of them change in one instant.
struct ChangeGroup {
    private(set) var changes: [FileChange]

    private init(_ change: FileChange) { changes = [change] }

    /// The steps of `changes`, in their order.
    static func groups(of changes: [FileChange]) -> [ChangeGroup] {
        var groups: [ChangeGroup] = []
        for change in changes {
            if let last = groups.last?.changes.last, last.isOfSet, change.isOfSet,
                folder(of: last.path) == folder(of: change.path)
            {
                groups[groups.count - 1].changes.append(change)
            } else {
                groups.append(ChangeGroup(change))
            }
        }
        return groups
    }

    /// The folder around the one in which the files are, where what a killed run prepared may be left.
    var folderAround: String? {
        changes.count > 1 ? changes.first.map { Self.folder(of: Self.folder(of: $0.path)) } : nil
    }

    /// The folder that a path is in.
    static func folder(of path: String) -> String {
        let prefix = PathText.folderPrefix(of: path)
        return prefix.isEmpty ? "." : String(Substring(prefix.utf8.dropLast()))
    }

    /// Makes each of the paths be its state: together where a file of several replaces another, one after the other
    /// where not, or where the file system cannot.
    ///
    /// - Parameter states: what is not there yet, of the paths of this group.
    func put(_ states: [(path: String, present: FileState, state: FileState)]) throws(NodeEncryptionError) {
        let replaces = states.contains { $0.present.content != nil && $0.state.content != nil }
        if states.count > 1, replaces, try putTogether(states.map { ($0.path, $0.state) }) { return }
        for (path, _, state) in states { try state.put(at: path) }
    }

    private func putTogether(_ states: [(path: String, state: FileState)]) throws(NodeEncryptionError) -> Bool
    {
        guard let first = states.first else { return true }
        do throws(FileError) {
            let (around, name) = try Folder.holding(Self.folder(of: first.path))
            guard try around.status(of: name)?.kind == .folder else { return false }
            let exchange = try FolderExchange(of: name, in: around)
            for (path, state) in states {
                let name = PathText.lastName(of: path)
                switch state {
                case .file(let content, let attributes):
                    try content.withSpan { (span) throws(FileError) in
                        try exchange.put(name, span, attributes: attributes)
                    }
                case .absent: exchange.remove(name)
                case .link, .folder: return false
                }
            }
            return try exchange.commit(limit: FileState.mostOctets)
        } catch {
            throw .file(error)
        }
    }
}
