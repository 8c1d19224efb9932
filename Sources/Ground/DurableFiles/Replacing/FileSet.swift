internal import Glibc

/// Several files of one folder, replaced as one: a kill at any instant leaves all of the old ones, or a state that
/// ``Folder/completeReplacement()`` turns into all of the new ones.
///
/// The new files are prepared in a folder of their own inside the folder. When all are on the disk, that folder gets
/// the name ``name``, which is the instant of decision; then each file is moved to its place. Whoever works with the
/// files holds the lock of the folder and calls ``Folder/completeReplacement()`` first.
public final class FileSet {
    /// The name of the folder of files that are decided upon and not yet all in their places.
    public static let name = ".pki-replacement"

    private let target: Folder
    private let staging: Descriptor
    private let stagingName: String
    private var files: [(name: String, descriptor: Descriptor)] = []
    private var isDone = false

    /// Begins a set of files in `folder`; nothing changes there until ``commit()``.
    ///
    /// The caller holds the folder's lock.
    public init(in folder: Folder) throws(FileError) {
        target = folder
        stagingName = Leftover.newName()
        try folder.descriptor.makeFolder(
            stagingName,
            shownAs: folder.descriptor.joined(FileSet.name)
        )
        do {
            staging = try folder.descriptor.opening(stagingName, flags: O_RDONLY | O_DIRECTORY)
            // Nobody tidies up what is locked.
            _ = try staging.tryLock()
        } catch {
            try? folder.descriptor.remove(stagingName, isFolder: true)
            throw error
        }
    }

    deinit {
        if !isDone { discard() }
    }

    /// Prepares the file `name`: born for the running user alone, given its final owner and mode while it is empty,
    /// then written.
    public func add(
        _ name: String,
        _ content: Span<UInt8>,
        attributes: FileAttributes
    ) throws(FileError) {
        try target.check(name)
        let file = try staging.making(name, shownAs: target.descriptor.joined(name))
        files.append((name, file))
        try file.set(attributes)
        try file.write(content)
    }

    /// Puts all the files in their places.
    ///
    /// Where it throws, either nothing changed or all is decided and ``Folder/completeReplacement()`` goes on.
    public func commit() throws(FileError) {
        for file in files { try file.descriptor.synchronize() }
        try staging.synchronize()
        try target.descriptor.rename(stagingName, to: target.descriptor, FileSet.name)
        isDone = true
        try target.descriptor.synchronize()
        try target.completeReplacement()
    }

    /// Removes what was prepared.
    private func discard() {
        for file in files { try? staging.remove(file.name) }
        try? target.descriptor.remove(stagingName, isFolder: true)
    }
}

extension Folder {
    /// Moves the files of a decided ``FileSet`` to their places, where a killed process left some; true if it did.
    ///
    /// The caller holds the folder's lock.
    @discardableResult
    public func completeReplacement() throws(FileError) -> Bool {
        guard let status = try descriptor.status(of: FileSet.name) else { return false }
        let path = descriptor.joined(FileSet.name)
        guard status.kind == .folder else { throw .system(.open, path: path, code: ENOTDIR) }
        // Whoever owns the folder can name its files as he likes anyhow; others have no say in it.
        let trusted = [0, FileOwner.running.userID, try descriptor.status().owner.userID]
        guard trusted.contains(status.owner.userID) else {
            throw .foreignOwner(path: path, userID: status.owner.userID)
        }
        let decided = try descriptor.opening(FileSet.name, flags: O_RDONLY | O_DIRECTORY)
        for name in try decided.names() {
            guard try decided.status(of: name)?.kind == .file else {
                throw .notRegular(path: decided.joined(name))
            }
            try decided.rename(name, to: descriptor, name)
        }
        try descriptor.synchronize()
        try descriptor.remove(FileSet.name, isFolder: true)
        return true
    }
}
