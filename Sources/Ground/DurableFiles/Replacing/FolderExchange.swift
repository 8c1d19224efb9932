internal import Glibc
internal import SecretMemory

/// Files of one folder replaced, added and removed as one: at every instant, a kill included, the folder holds all of
/// the old ones or all of the new ones.
///
/// A twin of the folder is prepared beside it, with what stays copied into it, and then the two exchange their names
/// (`renameat2(2)`, RENAME_EXCHANGE), which is one step for whoever looks. A process that works in the folder itself
/// keeps the old one. Where a kill leaves a twin, ``Folder/removeLeftovers()`` of the folder around removes it.
public final class FolderExchange {
    private let around: Folder
    private let name: String
    private let old: Folder
    private let twin: Descriptor
    private let twinName: String
    /// The octets of the names that were put or removed: names that read alike are two files all the same.
    private var settled: Set<[UInt8]> = []

    /// Begins an exchange of the folder `name` in `around`; nothing changes there until ``commit(limit:)``.
    ///
    /// - Throws: an error where `name` is no folder, or a symbolic link.
    public init(of name: String, in around: Folder) throws(FileError) {
        self.around = around
        self.name = name
        old = try around.folder(name)
        twinName = Leftover.newName()
        let path = around.path(of: name)
        try around.descriptor.makeFolder(twinName, shownAs: path)
        do {
            twin = try around.descriptor.opening(twinName, flags: O_RDONLY | O_DIRECTORY, shownAs: path)
            // Nobody tidies up what is locked.
            _ = try twin.tryLock()
            try twin.set(try old.status().attributes)
        } catch {
            try? around.descriptor.remove(twinName, isFolder: true)
            throw error
        }
    }

    deinit {
        // The twin, or after the exchange what the folder was; a failure leaves a leftover, which the next run removes.
        try? around.removeExchanged(twinName)
    }

    /// Prepares the file `name`, which replaces the one of that name.
    public func put(_ name: String, _ content: Span<UInt8>, attributes: FileAttributes) throws(FileError) {
        try around.check(name)
        settled.insert(Array(name.utf8))
        try make(name, content, attributes)
    }

    /// Leaves the file `name` out of the new folder.
    public func remove(_ name: String) {
        settled.insert(Array(name.utf8))
    }

    /// Copies what stays, and exchanges the folders.
    ///
    /// Where the folders are exchanged and the old one cannot be removed, it is a leftover, and no error.
    ///
    /// - Returns: whether it could be done: false, with nothing changed, where something else than files and symbolic
    ///   links is in the folder, a name or a link's target is not UTF-8, a file has more than `limit` octets, the
    ///   folder is a mount point, or the file system does not exchange.
    public func commit(limit: Int) throws(FileError) -> Bool {
        try commit(limit: limit, holding: nil)
    }

    /// The same for one who holds the folder's lock, which goes over to what takes the folder's place.
    package func commit(limit: Int, holding locks: FolderLocks?) throws(FileError) -> Bool {
        do {
            guard try copyRest(limit: limit) else { return false }
        } catch .notUTF8 {
            return false
        }
        try twin.synchronize()
        do {
            try around.descriptor.exchange(twinName, name)
        } catch .system(.rename, _, EINVAL), .system(.rename, _, ENOSYS), .system(.rename, _, EXDEV),
            .system(.rename, _, EBUSY), .system(.rename, _, EOPNOTSUPP)
        {
            return false
        }
        // The twin has been locked since it was made, so that nobody comes in between.
        try locks?.replace(old.descriptor, by: twin)
        try around.synchronize()
        try? around.removeExchanged(twinName)
        return true
    }

    /// Copies what is neither replaced nor removed into the twin; false where something cannot be.
    private func copyRest(limit: Int) throws(FileError) -> Bool {
        for name in try old.names() where !settled.contains(Array(name.utf8)) {
            guard let status = try old.status(of: name) else { continue }
            switch status.kind {
            case .file:
                guard status.nameCount == 1, status.byteCount <= limit else { return false }
                let content = try old.readSecret(name, limit: limit)
                try make(name, content.span, status.attributes)
            case .symbolicLink: try twin.makeLink(name, to: try old.linkTarget(of: name))
            case .folder, .other: return false
            }
        }
        return true
    }

    /// Makes a file in the twin, for its final owner before it holds anything.
    private func make(_ name: String, _ content: Span<UInt8>, _ attributes: FileAttributes) throws(FileError)
    {
        let file = try twin.making(name, shownAs: old.path(of: name))
        try file.set(attributes)
        try file.write(content)
        try file.synchronize()
    }
}

extension Folder {
    /// Removes a folder of files and symbolic links, if it is there.
    fileprivate func removeExchanged(_ name: String) throws(FileError) {
        guard try descriptor.status(of: name) != nil else { return }
        let folder = try descriptor.opening(name, flags: O_RDONLY | O_DIRECTORY)
        for inner in try folder.names() { try folder.remove(inner) }
        try descriptor.remove(name, isFolder: true)
    }
}
