internal import Glibc

/// Files of one folder replaced, added and removed as one: at every instant, a kill included, the folder holds all of
/// the old ones or all of the new ones.
///
/// A twin of the folder is prepared beside it, in which what stays has a second name, and then the two exchange their
/// names (`renameat2(2)`, RENAME_EXCHANGE), which is one step for whoever looks. What stays is the same file as before:
/// none of it is read or copied, whatever takes its name meanwhile. A process that works in the folder itself keeps the
/// old one. Where a kill leaves a twin, ``Folder/removeLeftovers()`` of the folder around removes it.
public final class FolderExchange {
    private let around: Folder
    private let name: String
    private let old: Folder
    private let twin: Descriptor
    private let twinName: String
    /// The new files, and what they are called until they have their names.
    private var prepared: [(preparedName: String, name: String)] = []
    private var removed: [String] = []

    /// Begins an exchange of the folder `name` in `around`; nothing changes there until ``commit()``.
    ///
    /// - Throws: an error where `name` is no folder, or a symbolic link.
    public init(of name: String, in around: Folder) throws(FileError) {
        self.around = around
        self.name = name
        old = try around.folder(name)
        twinName = Leftover.newName()
        let path = around.path(of: name)
        twin = try around.descriptor.makingFolder(twinName, shownAs: path)
        // Nobody tidies up what is locked. Where a step fails from here on, `deinit` removes the twin.
        _ = try twin.tryLock()
        let attributes = try old.status().attributes
        try twin.setLooks(attributes, of: try ExtendedAttributes(of: old.descriptor))
    }

    deinit {
        // The twin, or after the exchange what the folder was; a failure leaves a leftover, which the next run removes.
        try? around.descriptor.removeFolder(twinName, depth: 0)
    }

    /// Prepares the file `name`, which replaces the one of that name, and takes over its access control lists and
    /// extended attributes.
    public func put(_ name: String, _ content: Span<UInt8>, attributes: FileAttributes) throws(FileError) {
        try around.check(name)
        let preparedName = Leftover.newName()
        let file = try twin.making(preparedName, shownAs: old.path(of: name))
        prepared.append((preparedName, name))
        try file.setLooks(attributes, of: try old.extendedAttributes(of: name, owner: attributes.owner))
        try file.write(content)
        try file.synchronize()
    }

    /// Leaves the file `name` out of the new folder.
    public func remove(_ name: String) {
        removed.append(name)
    }

    /// Exchanges the folders.
    ///
    /// Where the folders are exchanged and the old one cannot be removed, it is a leftover, and no error.
    ///
    /// - Returns: whether it could be done: false, with nothing changed, where a folder is in the folder, a file in it
    ///   is a mount of its own, may not be changed by anybody or can have no second name, a name is not UTF-8, the
    ///   folder is a mount point, or the file system does not exchange.
    public func commit() throws(FileError) -> Bool {
        try commit(holding: nil)
    }

    /// The same for one who holds the folder's lock, which goes over to what takes the folder's place.
    package func commit(holding locks: FolderLocks?) throws(FileError) -> Bool {
        guard try linkAll() else { return false }
        for file in prepared { try twin.rename(file.preparedName, to: twin, file.name) }
        for name in removed where try twin.status(of: name) != nil { try twin.remove(name) }
        try twin.synchronize()
        do {
            try around.descriptor.exchange(twinName, name)
        } catch .system(.rename, _, EINVAL), .system(.rename, _, ENOSYS), .system(.rename, _, EXDEV),
            .system(.rename, _, EBUSY), .system(.rename, _, EOPNOTSUPP), .system(.rename, _, EPERM)
        {
            return false
        }
        // The twin has been locked since it was made, so that nobody comes in between.
        try locks?.replace(old.descriptor, by: twin)
        // Before the old folder goes, and its removal is no error.
        try? bringLatecomers()
        try around.synchronize()
        try? around.descriptor.removeFolder(twinName, depth: 0)
        return true
    }

    /// Brings what others put into the old folder while the twin was prepared, knowing of no lock.
    private func bringLatecomers() throws(FileError) {
        let ours = Set((prepared.map(\.name) + removed).map { Array($0.utf8) })
        for name in try old.names() where !ours.contains(Array(name.utf8)) {
            guard let late = try old.status(of: name),
                try twin.status(of: name)?.identity != late.identity
            else { continue }
            try old.descriptor.rename(name, to: twin, name)
        }
    }

    /// Gives all that is in the folder a second name in the twin, also what is replaced or removed there: what cannot
    /// have one cannot be replaced either. False where something has none.
    private func linkAll() throws(FileError) -> Bool {
        let names: [String]
        do {
            names = try old.names()
        } catch .notUTF8 {
            return false
        }
        for name in names {
            do {
                try old.descriptor.link(name, to: twin, name)
            } catch .system(_, _, ENOENT) {
                // Somebody removed it meanwhile.
                continue
            } catch .system(_, _, let code)
                where [EPERM, EACCES, EXDEV, EMLINK, EOPNOTSUPP, ENOSYS].contains(code)
            {
                return false
            }
        }
        return true
    }
}
