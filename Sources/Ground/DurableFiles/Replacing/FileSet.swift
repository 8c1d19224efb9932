internal import Glibc

/// Several files of one folder, replaced, added and removed as one: a failure leaves all of the old ones, and a kill at
/// any instant all of the old or all of the new, or a state that ``Folder/takeBackReplacement()`` turns into the old.
///
/// The new files are prepared in a folder of their own inside the folder, and the old ones get second names in another.
/// What cannot be replaced, since it is a mount of its own or may not be changed, is an error by then, with nothing
/// changed. Then each new file is moved to its place, and if that fails half-way, each old one goes back. Whoever works
/// with the files holds the lock of the folder and calls ``Folder/takeBackReplacement()`` first.
///
/// The folder itself stays: it may be mounted, be some program's working folder, and have others in it. Where files
/// must change in one instant, see ``FolderExchange``.
public final class FileSet {
    private let target: Folder
    private let staging: Descriptor
    private let stagingName: String
    private var files: [(name: String, descriptor: Descriptor)] = []
    private var removed: [String] = []

    /// Begins a set of files in `folder`; nothing changes there until ``commit()``.
    ///
    /// The caller holds the folder's lock.
    public init(in folder: Folder) throws(FileError) {
        target = folder
        // In one for appending only, what is prepared could not be removed again.
        if folder.descriptor.isUnchangeable() { throw .irreplaceable(path: folder.path, code: EPERM) }
        stagingName = Leftover.newName()
        staging = try folder.descriptor.makingFolder(
            stagingName,
            shownAs: folder.descriptor.joined(WayBack.name)
        )
        // Nobody tidies up what is locked. Where that fails, `deinit` removes the folder.
        _ = try staging.tryLock()
    }

    deinit {
        discard()
    }

    /// Prepares the file `name`: born for the running user alone, given its final owner and mode, and the access
    /// control lists and extended attributes of the one whose place it takes, while it is empty, then written.
    public func add(
        _ name: String,
        _ content: Span<UInt8>,
        attributes: FileAttributes
    ) throws(FileError) {
        try target.check(name)
        let old = try target.extendedAttributes(of: name, owner: attributes.owner)
        let file = try staging.making(name, shownAs: target.descriptor.joined(name))
        files.append((name, file))
        try file.setLooks(attributes, of: old)
        try file.write(content)
    }

    /// Will remove the file `name`, if it is there.
    public func remove(_ name: String) throws(FileError) {
        try target.check(name)
        removed.append(name)
    }

    /// Puts all the files in their places.
    ///
    /// Where it throws, all of the old files are in their places, as long as the system lets them be put there;
    /// ``Folder/takeBackReplacement()`` tries that again.
    public func commit() throws(FileError) {
        for file in files { try file.descriptor.synchronize() }
        try staging.synchronize()
        let names = files.map(\.name)
        // A file that is open cannot be removed without a trace everywhere (NFS).
        files = []
        let wayBack = try WayBack(in: target, replacing: names, by: staging, removing: removed)
        do {
            try wayBack.begin()
            for name in names { try staging.rename(name, to: target.descriptor, name) }
            for name in removed where try target.descriptor.status(of: name) != nil {
                try target.descriptor.remove(name)
            }
            try wayBack.finish()
        } catch {
            // What cannot be taken back now is by whoever comes next.
            _ = try? target.takeBackReplacement()
            wayBack.discard()
            throw error
        }
        wayBack.discard()
        discard()
    }

    /// Removes what was prepared, if it is there still.
    private func discard() {
        try? target.descriptor.removeFolder(stagingName, depth: 0)
    }
}
