internal import DurableFiles
internal import SecretMemory

/// What the tool remembers about a node, in a folder that only root (or whoever runs it) can read.
///
/// A change is written down whole before its first step (``run(operation:changes:baseline:service:)``), so that a
/// kill at any instant leaves a node that the next run brings back or completes (``recover(service:)``). While the
/// value lives, no other run of the tool changes the node.
package struct NodeState: ~Copyable {
    private static let journalName = "journal"
    private static let baselineName = "baseline"
    private static let privateFile = FileAttributes(mode: 0o600, owner: .running)

    private let folder: Folder
    private let lock: FolderLock

    /// Opens the folder, made if it is missing, and waits for its lock.
    package init(path: String, patience: Duration = Folder.patience) throws(NodeEncryptionError) {
        Self.tidyUp(around: path, patience)
        let folder = try onFiles { () throws(FileError) in
            try Folder(path, makingWith: FileAttributes(mode: 0o700, owner: .running))
        }
        // What a living run prepares is left alone.
        folder.removeLeftovers()
        let lock = try onFiles { () throws(FileError) in try folder.lock(patience: patience) }
        self.init(folder: folder, lock: lock)
    }

    /// Whether there is a folder of what was remembered; none is made.
    package static func exists(at path: String) throws(NodeEncryptionError) -> Bool {
        tidyUp(around: path, Folder.patience)
        return try FileState.read(path) != .absent
    }

    /// Removes what a run left that was killed while it made the folder.
    private static func tidyUp(around path: String, _ patience: Duration) {
        // Where that cannot be done, the folder shows it next.
        guard let (around, _) = try? Folder.holding(path), let lock = try? around.lock(patience: patience)
        else { return }
        around.removeLeftovers()
        lock.release()
    }

    private init(folder: Folder, lock: consuming FolderLock) {
        self.folder = folder
        self.lock = lock
    }

    /// What was there before the first change; `nil` where nothing is installed.
    package func baseline() throws(NodeEncryptionError) -> Baseline? {
        guard let octets = try read(Self.baselineName) else { return nil }
        do throws(StateReader.Refusal) {
            return try Baseline(encoded: octets)
        } catch {
            throw .brokenState(path: folder.path(of: Self.baselineName), reason: error.reason)
        }
    }

    /// What ``recover(service:)`` found to do.
    package enum Recovery: Equatable, Sendable {
        /// No run was interrupted.
        case nothing
        /// An interrupted run was taken back; the paths are of files that somebody changed meanwhile and that stay
        /// as they are, or keep his lines.
        case undone(operation: String, kept: [String])
        /// An interrupted run was complete but for the book-keeping.
        case completed(operation: String)
    }

    /// Brings the node to rest if an earlier run was interrupted.
    package func recover(service: borrowing some NodeService) throws(NodeEncryptionError) -> Recovery {
        guard let octets = try read(Self.journalName) else { return .nothing }
        let journal: Journal
        do throws(StateReader.Refusal) {
            journal = try Journal(encoded: octets)
        } catch {
            throw .brokenState(path: folder.path(of: Self.journalName), reason: error.reason)
        }
        try removeLeftovers(beside: journal.changes)
        switch journal.phase {
        case .applying:
            let kept = try undo(journal.changes)
            // The files are at rest already; a server that cannot be told now reads them when it starts.
            try? service.reload()
            try remove(Self.journalName)
            return .undone(operation: journal.operation, kept: kept)
        case .accepted:
            try complete(journal)
            return .completed(operation: journal.operation)
        }
    }

    /// Does all `changes` in their order, lets the service take them up and check them, and writes `baseline` down.
    ///
    /// Where a step fails, or the service refuses, everything is put back and the service told so, and the error
    /// thrown. ``recover(service:)`` was called before.
    package func run(
        operation: String,
        changes: [FileChange],
        baseline: Baseline?,
        service: borrowing some NodeService
    ) throws(NodeEncryptionError) {
        let changes = changes.filter { !$0.isEmpty }
        var journal = Journal(operation: operation, phase: .applying, changes: changes, baseline: baseline)
        try write(journal.encoded(), to: Self.journalName)
        do {
            for group in ChangeGroup.groups(of: changes) { try apply(group) }
            try service.checkFiles()
            try service.reload()
            try service.checkRunning()
            journal.phase = .accepted
            try write(journal.encoded(), to: Self.journalName)
        } catch {
            _ = try undo(changes)
            try? service.reload()
            try remove(Self.journalName)
            throw error
        }
        try complete(journal)
    }

    private func apply(_ group: ChangeGroup) throws(NodeEncryptionError) {
        var states: [(path: String, present: FileState, state: FileState)] = []
        for change in group.changes {
            let present = try FileState.read(change.path)
            if present == change.after { continue }
            if !FileChange(path: change.path, before: present, after: change.before).isEmpty {
                throw .changedMeanwhile(path: change.path)
            }
            states.append((change.path, present, change.after))
        }
        try group.put(states)
    }

    /// Takes back what was done of `changes`, the last first; gives the paths where somebody else changed something.
    private func undo(_ changes: [FileChange]) throws(NodeEncryptionError) -> [String] {
        var kept: [String] = []
        for group in ChangeGroup.groups(of: changes).reversed() {
            var states: [(path: String, present: FileState, state: FileState)] = []
            for change in group.changes.reversed() {
                let present = try FileState.read(change.path)
                if present == change.before { continue }
                if present == change.after || change.isSecret || change.after.isFolder {
                    states.append((change.path, present, change.before))
                    continue
                }
                kept.append(change.path)
                if case .file = present, case .file = change.after {
                    let undo = Baseline.Undo(before: change.before, after: change.after, present: present)
                    states.append((change.path, present, undo.target))
                }
            }
            try group.put(states)
        }
        return kept
    }

    /// Removes what a killed run prepared and did not put in its place; it may be a key.
    private func removeLeftovers(beside changes: [FileChange]) throws(NodeEncryptionError) {
        var folders = Set(ChangeGroup.groups(of: changes).compactMap(\.folderAround))
        folders.formUnion(changes.map { ChangeGroup.folder(of: $0.path) })
        for folder in folders {
            do throws(FileError) {
                try Folder(folder).removeLeftovers()
            } catch {
                if !error.isMissing { throw .file(error) }
            }
        }
    }

    private func complete(_ journal: Journal) throws(NodeEncryptionError) {
        if let baseline = journal.baseline {
            try write(baseline.encoded(), to: Self.baselineName)
        } else {
            try remove(Self.baselineName)
        }
        try remove(Self.journalName)
    }

    private func read(_ name: String) throws(NodeEncryptionError) -> SecretBytes? {
        do throws(FileError) {
            guard try folder.status(of: name) != nil else { return nil }
            return try folder.readSecret(name, limit: 64 << 20)
        } catch {
            throw .file(error)
        }
    }

    private func write(_ octets: consuming SecretBytes, to name: String) throws(NodeEncryptionError) {
        do throws(FileError) {
            try folder.replace(name, with: octets.span, attributes: Self.privateFile)
        } catch {
            throw .file(error)
        }
    }

    private func remove(_ name: String) throws(NodeEncryptionError) {
        do throws(FileError) {
            guard try folder.status(of: name) != nil else { return }
            try folder.remove(name)
            try folder.synchronize()
        } catch {
            throw .file(error)
        }
    }
}
