internal import DurableFiles
internal import SecretMemory
internal import TextEncodings

/// The tool's own records about a node, in a folder that only root (or the user who runs the tool) can read.
///
/// A change is recorded in full before its first step (``run(_:baseline:on:holding:)``), so that after a kill at any
/// instant the next run can undo or complete it (``recover(on:)``). While this value lives, no other run of the tool
/// changes the node.
package struct NodeState: ~Copyable {
    private static let journalName = "journal"
    private static let baselineName = "baseline"
    private static let privateFile = FileAttributes(mode: 0o600, owner: .running)
    /// The most bytes of a journal: every file of a node, before and after.
    private static let limit = 512 << 20

    private let locked: LockedFolder

    /// Opens the folder, creating it if it is missing, and waits for its lock; one that others own or may write to is
    /// refused.
    package init(path: String, patience: Duration = Folder.patience) throws(NodeEncryptionError) {
        Self.tidyUp(around: path, patience)
        // Asked before the lock too, which whoever owns the folder may hold.
        _ = try OwnRecords.folder(path)
        let locked = try onFiles { () throws(FileError) in
            try Folder.locked(
                path,
                makingWith: FileAttributes(mode: 0o700, owner: .running),
                patience: patience
            )
        }
        let folder = locked.folder
        try OwnRecords.require(try onFiles { () throws(FileError) in try folder.status() }, at: path)
        folder.removeLeftovers()
        self.locked = locked
    }

    /// Whether the folder of the records exists; it is not created. What a run left that was killed while it made the
    /// folder is removed.
    package static func exists(at path: String) throws(NodeEncryptionError) -> Bool {
        tidyUp(around: path, Folder.patience)
        return try FileState.read(path) != .absent
    }

    /// The baseline recorded at `path`, read without a lock and without a change; `nil` if nothing is installed.
    package static func baseline(at path: String) throws(NodeEncryptionError) -> Baseline? {
        guard let folder = try OwnRecords.folder(path) else { return nil }
        return try baseline(in: folder)
    }

    /// Whether a run was interrupted, so that the next one has to undo or complete it first.
    package static func isInterrupted(at path: String) throws(NodeEncryptionError) -> Bool {
        guard let folder = try OwnRecords.folder(path) else { return false }
        return try journal(in: folder) != nil
    }

    /// Removes what was left by a run that was killed while it created the folder.
    private static func tidyUp(around path: String, _ patience: Duration) {
        // If that fails, opening the folder fails next, with the reason.
        guard let (around, _) = try? Folder.holding(path), let lock = try? around.lock(patience: patience)
        else { return }
        around.removeLeftovers()
        lock.release()
    }

    /// Removes the folder if there is no record in it; whether it did.
    ///
    /// Another run that waits for its lock finds that it is gone, and makes it anew.
    package consuming func removeFolderIfUnused() -> Bool {
        let path = locked.folder.path
        guard let (around, name) = try? Folder.holding(path) else { return false }
        let isRemoved = (try? around.removeFolderIfEmpty(name)) ?? false
        try? around.synchronize()
        return isRemoved
    }

    /// What was there before the first change; `nil` if nothing is installed.
    package func baseline() throws(NodeEncryptionError) -> Baseline? {
        try Self.baseline(in: locked.folder)
    }

    private static func baseline(in folder: Folder) throws(NodeEncryptionError) -> Baseline? {
        guard let bytes = try read(baselineName, in: folder) else { return nil }
        do throws(StateReader.Refusal) {
            return try Baseline(encoded: bytes)
        } catch {
            throw .brokenState(path: folder.path(of: baselineName), reason: error.reason)
        }
    }

    /// The journal of a run that was interrupted.
    func journal() throws(NodeEncryptionError) -> Journal? { try Self.journal(in: locked.folder) }

    private static func journal(in folder: Folder) throws(NodeEncryptionError) -> Journal? {
        guard let bytes = try read(journalName, in: folder) else { return nil }
        do throws(StateReader.Refusal) {
            return try Journal(encoded: bytes)
        } catch {
            throw .brokenState(path: folder.path(of: journalName), reason: error.reason)
        }
    }

    /// Refuses a directory of records that holds files of the node, too: its lock would be in the way.
    func requireOwnFolder(besides paths: [String]) throws(NodeEncryptionError) {
        let own = try onFiles { () throws(FileError) in try locked.folder.status().identity }
        for folder in Set(paths.map { PathText.folder(of: $0) }) {
            let identity = try? Folder(folder).status().identity
            if identity == own {
                throw .invalidOption(
                    "--state is \(printable(locked.folder.path)), which has files of the node; "
                        + "give a directory of its own"
                )
            }
        }
    }

    /// Writes a journal, whole and on disk when it returns.
    func write(_ journal: Journal) throws(NodeEncryptionError) {
        try OwnRecords.requireOrdinaryModes(journal.changes)
        try write(journal.encoded(), to: Self.journalName)
    }

    /// Records what a finished run left, and forgets the run.
    func complete(_ journal: Journal) throws(NodeEncryptionError) {
        if let baseline = journal.baseline {
            try write(baseline.encoded(), to: Self.baselineName)
        } else {
            try remove(Self.baselineName)
        }
        try forgetJournal()
    }

    /// Forgets a run that was undone.
    func forgetJournal() throws(NodeEncryptionError) {
        try remove(Self.journalName)
    }

    private static func read(_ name: String, in folder: Folder) throws(NodeEncryptionError) -> SecretBytes? {
        let path = folder.path(of: name)
        // Asked before anything of it is read; what was opened is what counts.
        let present = try onFiles { () throws(FileError) in try folder.status(of: name) }
        guard let present else { return nil }
        if present.kind == .file { try OwnRecords.require(present, at: path) }
        let file: SecretReading.File
        do throws(FileError) {
            file = try folder.readSecretFile(name, limit: limit)
        } catch  where error.isMissing {
            return nil
        } catch {
            throw .file(error)
        }
        try OwnRecords.require(file.status, at: path)
        return file.takeContent()
    }

    private func write(_ bytes: consuming SecretBytes, to name: String) throws(NodeEncryptionError) {
        // What could not be read again is not written.
        guard bytes.count <= Self.limit else {
            throw .file(.tooLarge(path: locked.folder.path(of: name), limit: Self.limit))
        }
        try onFiles { () throws(FileError) in
            try locked.folder.replace(name, with: bytes.span, attributes: Self.privateFile)
        }
    }

    private func remove(_ name: String) throws(NodeEncryptionError) {
        try onFiles { () throws(FileError) in
            guard try locked.folder.status(of: name) != nil else { return }
            try locked.folder.remove(name)
            try locked.folder.synchronize()
        }
    }
}
