internal import DurableFiles
internal import Glibc
internal import SecretMemory

/// Changes that make up one step of a run: a single one, or several to the files of one certificate folder.
///
/// A server rejects a key that does not match its certificate. A server may start at any time, so files of a set are
/// all replaced in one instant.
struct ChangeGroup {
    /// A path, what is there, and what should be.
    struct Target {
        let path: String
        let present: FileState
        let state: FileState
    }

    private(set) var changes: [FileChange]

    /// The steps of `changes`, in their order.
    static func groups(of changes: [FileChange]) -> [ChangeGroup] {
        var groups: [ChangeGroup] = []
        for change in changes {
            if let last = groups.last?.changes.last, last.kind.isOfSet, change.kind.isOfSet,
                PathText.folder(of: last.path) == PathText.folder(of: change.path)
            {
                groups[groups.count - 1].changes.append(change)
            } else {
                groups.append(ChangeGroup(changes: [change]))
            }
        }
        return groups
    }

    /// The parent of the folder with the files, where a killed run may have left prepared files.
    var folderAround: String? {
        changes.count > 1 ? changes.first.map { PathText.folder(of: PathText.folder(of: $0.path)) } : nil
    }

    /// Puts each state at its path: if one of several files replaces another, all at once, or where the file system
    /// cannot do that, one after the other with a way back; else one after the other.
    func put(_ targets: [Target], holding locks: FolderLocks) throws(NodeEncryptionError) {
        let replaces = targets.contains { $0.present.content != nil && $0.state.content != nil }
        let areFiles = targets.allSatisfy { $0.state == .absent || $0.state.content != nil }
        if targets.count > 1, replaces, areFiles {
            if try putTogether(targets, holding: locks) { return }
            return try putAsSet(targets)
        }
        for target in targets { try target.state.put(at: target.path, holding: locks) }
    }

    private func putAsSet(_ targets: [Target]) throws(NodeEncryptionError) {
        guard let first = targets.first else { return }
        do throws(FileError) {
            let set = try FileSet(in: Folder(PathText.folder(of: first.path)))
            for target in targets {
                let name = PathText.lastName(of: target.path)
                if case .file(let content, let attributes) = target.state {
                    try content.withSpan { (span) throws(FileError) in
                        try set.add(name, span, attributes: attributes)
                    }
                } else {
                    try set.remove(name)
                }
            }
            try set.commit()
        } catch {
            throw .file(error)
        }
    }

    private func putTogether(_ targets: [Target], holding locks: FolderLocks) throws(NodeEncryptionError)
        -> Bool
    {
        guard let first = targets.first else { return true }
        do throws(FileError) {
            let (around, name) = try Folder.holding(PathText.folder(of: first.path))
            guard try around.status(of: name)?.kind == .folder else { return false }
            let exchange = try FolderExchange(of: name, in: around)
            for target in targets {
                let name = PathText.lastName(of: target.path)
                if case .file(let content, let attributes) = target.state {
                    try content.withSpan { (span) throws(FileError) in
                        try exchange.put(name, span, attributes: attributes)
                    }
                } else {
                    exchange.remove(name)
                }
            }
            return try exchange.commit(holding: locks)
        } catch .system(.makeFolder, _, let code) where [EACCES, EPERM, EROFS].contains(code) {
            // Who may change the folder need not be one who may change what is around it, or give it away.
            return false
        } catch .system(.setOwner, _, EPERM) {
            return false
        } catch {
            throw .file(error)
        }
    }
}
