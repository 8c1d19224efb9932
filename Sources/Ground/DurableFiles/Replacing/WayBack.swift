internal import Glibc
internal import SecretMemory

/// The way back from a change of several files of a folder: a folder in it that holds each of the old ones under a
/// second name, from before the first is replaced until all are.
///
/// While it is called ``name``, the change is not whole, and ``Folder/takeBackReplacement()`` takes it back, after a
/// failure as after a kill. In it, `old` has the old files, and `new` second names of the new ones, by which they are
/// known again; in both, an empty folder stands for a file that is not there.
struct WayBack {
    /// What it is called while the change is not whole.
    static let name = ".pki-unfinished"
    /// How deep its folders are nested.
    static let depth = 2
    /// The most octets of an old file that is copied, where the file system has no second names.
    private static let copyLimit = 16 << 20

    fileprivate static let oldName = "old"
    fileprivate static let newName = "new"

    private let target: Folder
    private let folder: Descriptor
    private let preparedName: String

    /// Holds the files of `target` that will be replaced, by those of the same names in the folder `prepared`, or
    /// removed; in `target` itself nothing changes until ``begin()``.
    ///
    /// - Throws: an error that names the file which cannot be replaced or not be held; nothing is left then.
    init(
        in target: Folder,
        replacing replaced: [String],
        by prepared: Descriptor,
        removing removed: [String]
    ) throws(FileError) {
        self.target = target
        preparedName = Leftover.newName()
        folder = try target.descriptor.makingFolder(
            preparedName,
            shownAs: target.descriptor.joined(Self.name)
        )
        do {
            // Nobody tidies up what is locked.
            _ = try folder.tryLock()
            let old = try folder.makingFolder(Self.oldName, shownAs: folder.joined(Self.oldName))
            for name in replaced + removed { try Self.hold(name, of: target, in: old) }
            let new = try folder.makingFolder(Self.newName, shownAs: folder.joined(Self.newName))
            for name in replaced {
                // Where there are no second names, all that is there is taken for what this change put there.
                try? prepared.link(name, to: new, name)
            }
            for name in removed { _ = try new.makingFolder(name, shownAs: target.descriptor.joined(name)) }
            for part in [old, new, folder] { try part.synchronize() }
        } catch {
            try? target.descriptor.removeFolder(preparedName, depth: Self.depth)
            throw error
        }
    }

    /// From here on, what is changed is taken back by the next process, unless ``finish()`` comes first.
    func begin() throws(FileError) {
        try target.descriptor.rename(preparedName, to: target.descriptor, Self.name)
        try target.descriptor.synchronize()
    }

    /// The change is whole, which is decided in one step, and on the disk before anything that was held goes.
    func finish() throws(FileError) {
        try target.descriptor.synchronize()
        try target.descriptor.rename(Self.name, to: target.descriptor, preparedName)
        do {
            try target.descriptor.synchronize()
        } catch {
            try target.descriptor.rename(preparedName, to: target.descriptor, Self.name)
            throw error
        }
    }

    /// Removes it, as far as that can be done, once it is finished or was never begun.
    func discard() {
        try? target.descriptor.removeFolder(preparedName, depth: Self.depth)
    }

    /// Gives the file `name` a second name. Of what has none the copy would be another file: on a mount of its own, or
    /// where nobody may change it, it cannot be replaced either.
    private static func hold(_ name: String, of target: Folder, in old: Descriptor) throws(FileError) {
        let path = target.descriptor.joined(name)
        switch try target.descriptor.status(of: name)?.kind {
        case nil: _ = try old.makingFolder(name, shownAs: path)
        case .folder: throw .notRegular(path: path)
        case .file, .symbolicLink, .other:
            do {
                try target.descriptor.link(name, to: old, name)
            } catch .system(_, _, EXDEV) {
                throw .irreplaceable(path: path, code: EXDEV)
            } catch .system(_, _, let code) where Self.meansNoSecondName(code) {
                try copy(name, of: target, to: old)
            }
        }
    }

    /// Whether a file system may have no second names, or none for this user or this file.
    private static func meansNoSecondName(_ code: Int32) -> Bool {
        [EPERM, EACCES, EOPNOTSUPP, ENOSYS, EMLINK].contains(code)
    }

    /// Copies a file: content, owner, mode and all else of the one that is opened, whatever takes its name meanwhile.
    private static func copy(_ name: String, of target: Folder, to old: Descriptor) throws(FileError) {
        let (file, status) = try target.descriptor.openingFile(name)
        if file.isUnchangeable() { throw .irreplaceable(path: file.path, code: EPERM) }
        guard status.nameCount == 1 else { throw .secondName(path: file.path) }
        let trusted = [0, FileOwner.running.userID, try target.descriptor.status().owner.userID]
        guard trusted.contains(status.owner.userID) else {
            throw .foreignOwner(path: file.path, userID: status.owner.userID)
        }
        let content = try file.readSecret(status, limit: copyLimit)
        let copy = try old.making(name, shownAs: file.path)
        try copy.setLooks(status.attributes, of: try ExtendedAttributes(of: file))
        try copy.write(content.span)
        try copy.setTimes(of: status)
        try copy.synchronize()
    }
}

extension Folder {
    /// Takes back a change of several files that is not whole, where a killed process left one; true if it did.
    ///
    /// A file that somebody put in its place since is kept. The caller holds the folder's lock.
    @discardableResult
    public func takeBackReplacement() throws(FileError) -> Bool {
        guard let status = try descriptor.status(of: WayBack.name) else { return false }
        let path = descriptor.joined(WayBack.name)
        guard status.kind == .folder else { throw .system(.open, path: path, code: ENOTDIR) }
        // Whoever owns the folder can name its files as he likes anyhow; others have no say in it.
        let trusted = [0, FileOwner.running.userID, try descriptor.status().owner.userID]
        guard trusted.contains(status.owner.userID) else {
            throw .foreignOwner(path: path, userID: status.owner.userID)
        }
        let wayBack = try descriptor.opening(WayBack.name, flags: O_RDONLY | O_DIRECTORY)
        if let old = try wayBack.part(WayBack.oldName) {
            let new = try wayBack.part(WayBack.newName)
            for name in try old.names() { try takeBack(name, from: old, new: new) }
        }
        try descriptor.synchronize()
        // Half of it, if it went piece by piece, would be taken for another.
        let leftover = Leftover.newName()
        try descriptor.rename(WayBack.name, to: descriptor, leftover)
        try descriptor.synchronize()
        try? descriptor.removeFolder(leftover, depth: WayBack.depth)
        return true
    }

    /// Puts one file back. Where `old` has the very file that is in its place, renaming does nothing, and it stays.
    private func takeBack(_ name: String, from old: Descriptor, new: Descriptor?) throws(FileError) {
        let present = try descriptor.status(of: name)
        if let present, let known = try new?.status(of: name), present.identity != known.identity {
            // Not this change's: the old one, or one that somebody put there since.
            return
        }
        if try old.status(of: name)?.kind != .folder {
            try old.rename(name, to: descriptor, name)
        } else if present != nil {
            try descriptor.remove(name)
        }
    }
}

extension Descriptor {
    /// Opens the folder `name` in this one, where it is.
    fileprivate func part(_ name: String) throws(FileError) -> Descriptor? {
        do {
            return try opening(name, flags: O_RDONLY | O_DIRECTORY)
        } catch  where error.isMissing {
            return nil
        }
    }
}
