/// The locks of several folders at once, for a change of files in all of them.
///
/// They are taken in the order of the folders' paths, so that two programs that take several never wait for each other.
/// A folder that is missing has no lock; whoever makes it takes it with ``add(_:)``.
package final class FolderLocks {
    /// The folders' paths, without symbolic links, in the order in which the locks are taken.
    private var paths: [String] = []
    private let patience: Duration
    /// The locks that are held, and the paths of their folders, without symbolic links.
    private var held: [(path: String, lock: Descriptor)] = []

    /// Takes the locks of the folders at `paths`, each waited for as long as `patience` says.
    ///
    /// - Throws: ``FileError/locked(path:seconds:)`` where another program still holds one then; none is held then.
    package init(_ paths: some Sequence<String>, patience: Duration = Folder.patience) throws(FileError) {
        var real: Set<[UInt8]> = []
        for path in paths {
            if let folder = try Self.folder(path) { real.insert(Array(folder.path.utf8)) }
        }
        self.paths = Self.sorted(real)
        self.patience = patience
        // Where one cannot be taken, `deinit` gives up the others.
        try takeAll()
    }

    /// Takes the lock of one more folder, which this program has made or found since.
    package func add(_ path: String) throws(FileError) {
        guard let folder = try Self.folder(path) else { return }
        try take(folder.path)
        paths = Self.sorted(Set(paths.map { Array($0.utf8) } + [Array(folder.path.utf8)]))
    }

    /// Whether the lock of a folder is one of these.
    func holds(_ folder: Descriptor) throws(FileError) -> Bool {
        let identity = try folder.status().identity
        for (_, lock) in held where try lock.status().identity == identity { return true }
        return false
    }

    /// Lets go of all locks.
    package func release() {
        // What took a folder's place may be open elsewhere still.
        for (_, lock) in held { lock.unlock() }
        held = []
    }

    deinit {
        release()
    }

    /// Lets go of all locks while `body` runs, which may start a program that takes one, and takes them again.
    ///
    /// What was read before has to be looked at again afterwards.
    ///
    /// - Throws: what `body` throws, with the locks taken again, or ``Lost``, with none held, where they cannot be.
    package func released<Result, Failure: Error>(
        _ body: () throws(Failure) -> Result
    ) throws(Lost) -> Swift.Result<Result, Failure> {
        release()
        let result: Swift.Result<Result, Failure>
        do throws(Failure) {
            result = .success(try body())
        } catch {
            result = .failure(error)
        }
        do throws(FileError) {
            try takeAll()
        } catch {
            release()
            throw Lost(reason: error)
        }
        return result
    }

    /// The locks could not be taken again.
    package struct Lost: Error {
        /// Why not.
        package let reason: FileError
    }

    /// Makes the lock that is held on what has taken the place of a folder the lock of that folder.
    func replace(_ old: Descriptor, by new: Descriptor) throws(FileError) {
        let identity = try old.status().identity
        for index in held.indices where try held[index].lock.status().identity == identity {
            held[index].lock = new
        }
    }

    /// In the order of their bytes, since two paths that read alike may be two folders.
    private static func sorted(_ paths: Set<[UInt8]>) -> [String] {
        paths.sorted { $0.lexicographicallyPrecedes($1) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private func takeAll() throws(FileError) {
        for path in paths { try take(path) }
    }

    private func take(_ path: String) throws(FileError) {
        let deadline = LockDeadline(in: patience)
        while let folder = try Self.folder(path) {
            // The same folder by another path, such as a bind mount.
            if try holds(folder.descriptor) { return }
            let lock = try folder.lockedDescriptor(until: deadline, patience: patience)
            guard try folder.isStillThere() else { continue }
            held.append((path, lock))
            return
        }
    }

    private static func folder(_ path: String) throws(FileError) -> Folder? {
        do {
            return try Folder(path)
        } catch  where error.isMissing {
            return nil
        }
    }
}
