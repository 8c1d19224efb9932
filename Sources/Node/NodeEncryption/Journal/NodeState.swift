internal import DurableFiles
internal import SecretMemory
internal import TextEncodings

/// The tool's own records about a node, in a folder that only root (or the user who runs the tool) can read.
///
/// A change is recorded in full before its first step (``run(_:baseline:on:holding:)``), so that after a kill at any
/// instant the next run can undo or complete it (``recover(on:)``). While this value lives, no other run of the tool
/// changes the node, nor another one whose records are beside it: two may share files, and what was put in place is
/// looked at on the server when the locks of those files are let go.
package struct NodeState: ~Copyable {
    private static let journalName = "journal"
    private static let baselineName = "baseline"
    private static let privateFile = FileAttributes(mode: 0o600, owner: .running)
    private static let folderAttributes = FileAttributes(mode: 0o700, owner: .running)
    /// The most bytes of a journal: every file of a node, before and after.
    private static let limit = 512 << 20

    private let folder: Folder
    /// The folder of all nodes' records; `nil` where these are right in it.
    private let outer: String?
    /// The lock of the folder; `nil` where it is that of the run that opened this one.
    private let own: LockedFolder?
    /// The lock of all nodes' records; `nil` where the folder is theirs, or the lock is that of the run that opened
    /// this one.
    private let all: LockedFolder?

    /// Opens the folder, creating it if it is missing, and waits for its lock; one that others own or may write to is
    /// refused.
    ///
    /// - Parameter outer: the folder of all nodes' records, which this one is in or is itself.
    package init(
        path: String,
        below outer: String? = nil,
        patience: Duration = Folder.patience
    ) throws(NodeEncryptionError) {
        let outer = outer.flatMap { isSamePath($0, path) ? nil : $0 }
        for folder in [outer, path].compactMap(\.self) {
            Self.tidyUp(around: folder, patience)
            // Asked before the lock too, which whoever owns the folder may hold.
            _ = try OwnRecords.folder(folder)
        }
        let all = try Self.lockAll(outer, making: path, patience)
        let own: LockedFolder
        do throws(FileError) {
            let attributes = outer == nil ? Self.folderAttributes : nil
            own = try Folder.locked(path, makingWith: attributes, patience: patience)
        } catch {
            throw .file(error)
        }
        let folder = own.folder
        try Self.prepare(folder)
        self.folder = folder
        self.outer = outer
        self.own = consume own
        self.all = all
    }

    /// Opens the records of another node, which a run changes together with its own ones beside them.
    init(
        path: String,
        beside run: borrowing NodeState,
        patience: Duration = Folder.patience
    ) throws(NodeEncryptionError) {
        let isHeld = run.outer.map { isSamePath($0, path) } ?? false
        let folder: Folder
        let own: LockedFolder?
        do throws(FileError) {
            folder = try Folder(path)
            own = isHeld ? nil : try Folder.locked(path, patience: patience)
        } catch {
            throw .file(error)
        }
        try Self.prepare(folder)
        self.folder = folder
        self.outer = nil
        self.own = own
        self.all = nil
    }

    private static func prepare(_ folder: Folder) throws(NodeEncryptionError) {
        try OwnRecords.require(try onFiles { () throws(FileError) in try folder.status() }, at: folder.path)
        folder.removeLeftovers()
    }

    /// Makes the folder of all nodes' records and one node's in it, where they are missing, and waits for its lock.
    private static func lockAll(
        _ outer: String?,
        making path: String,
        _ patience: Duration
    ) throws(NodeEncryptionError) -> LockedFolder? {
        guard let outer else { return nil }
        do throws(FileError) {
            let all = try Folder.locked(outer, makingWith: folderAttributes, patience: patience)
            let name = PathText.lastName(of: path)
            if try all.folder.status(of: name) == nil {
                all.folder.removeLeftovers()
                try all.folder.makeFolder(name, attributes: folderAttributes)
            }
            return all
        } catch {
            // Whoever holds it removes it.
            if case .locked = error { throw .file(error) }
            _ = removeIfUnused(outer, patience)
            throw .file(error)
        }
    }

    /// Whether the folder of the records exists; it is not created. What a run left that was killed while it made the
    /// folder is removed.
    package static func exists(
        at path: String,
        below outer: String? = nil
    ) throws(NodeEncryptionError) -> Bool {
        for folder in [outer, path].compactMap(\.self) { tidyUp(around: folder, Folder.patience) }
        if try FileState.read(path) != .absent { return true }
        if let outer { _ = removeIfUnused(outer, Folder.patience) }
        return false
    }

    /// What is recorded in a folder.
    struct Records: Sendable {
        let baseline: Baseline?
        let journal: Journal?

        var isEmpty: Bool { baseline == nil && journal == nil }

        /// What was said of the node; of an install that was interrupted, too.
        var choices: RememberedChoices? { journal?.baseline?.choices ?? baseline?.choices }

        /// Whether they may be of a node, where they do not say of which they are.
        func areOf(_ layout: NodeLayout) -> Bool {
            let items = (baseline?.items ?? []) + (journal?.items ?? [])
            return items.pathOfOtherNode(than: layout) == nil
        }
    }

    /// What is recorded at `path`, read without a lock and without a change.
    static func records(at path: String) throws(NodeEncryptionError) -> Records {
        guard let folder = try OwnRecords.folder(path) else { return Records(baseline: nil, journal: nil) }
        return Records(baseline: try baseline(in: folder), journal: try journal(in: folder))
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

    /// Removes the folder if there is no record in it, and then the folder of all nodes' records if it is empty; the
    /// path of the outermost that is gone.
    ///
    /// Another run that waits for its lock finds that it is gone, and makes it anew.
    package consuming func removeFolderIfUnused() -> String? {
        let path = folder.path
        guard Self.removeIfEmpty(path) else { return nil }
        guard all != nil, let outer, Self.removeIfEmpty(outer) else { return path }
        return outer
    }

    /// Removes the folder of all nodes' records if it is empty; true if it did. Under its lock nobody makes one in it.
    private static func removeIfUnused(_ outer: String, _ patience: Duration) -> Bool {
        guard let locked = try? Folder.locked(outer, patience: patience) else { return false }
        let isRemoved = removeIfEmpty(outer)
        locked.release()
        return isRemoved
    }

    private static func removeIfEmpty(_ path: String) -> Bool {
        guard let (around, name) = try? Folder.holding(path),
            (try? around.removeFolderIfEmpty(name)) ?? false
        else { return false }
        try? around.synchronize()
        return true
    }

    /// What was there before the first change; `nil` if nothing is installed.
    package func baseline() throws(NodeEncryptionError) -> Baseline? {
        try Self.baseline(in: folder)
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
    func journal() throws(NodeEncryptionError) -> Journal? { try Self.journal(in: folder) }

    /// When the run began that was interrupted, in microseconds since 1970, by the clock of files; `nil` where that is
    /// not known, or yet to come.
    var timeOfJournal: Int? {
        guard let times = FileTimes(of: folder.path(of: Self.journalName)) else { return nil }
        return times.content > FileTimes.now ? nil : times.content
    }

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
        let own = try onFiles { () throws(FileError) in try folder.status().identity }
        for path in Set(paths.map { PathText.folder(of: $0) }) {
            let identity = try? Folder(path).status().identity
            if identity == own {
                throw .invalidOption(
                    "--state is \(printable(folder.path)), which has files of the node; "
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

    /// Records what was said of the node anew, where nothing else changes.
    func remember(_ baseline: Baseline) throws(NodeEncryptionError) {
        try write(baseline.encoded(), to: Self.baselineName)
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
            throw .file(.tooLarge(path: folder.path(of: name), limit: Self.limit))
        }
        try onFiles { () throws(FileError) in
            try folder.replace(name, with: bytes.span, attributes: Self.privateFile)
        }
    }

    private func remove(_ name: String) throws(NodeEncryptionError) {
        try onFiles { () throws(FileError) in
            guard try folder.status(of: name) != nil else { return }
            try folder.remove(name)
            try folder.synchronize()
        }
    }
}
