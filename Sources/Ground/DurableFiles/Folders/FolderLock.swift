internal import Glibc

/// The exclusive lock of a folder among programs that ask for it; given up when dropped, or when the process ends in
/// whatever way.
///
/// It lies on the folder itself (`flock(2)`), so it leaves no file behind. Whoever may open the folder for reading may
/// hold it, too, and make others give up; `SECURITY.md` says why that is borne.
public struct FolderLock: ~Copyable, Sendable {
    private let descriptor: Descriptor

    init(_ descriptor: Descriptor) {
        self.descriptor = descriptor
    }

    /// Gives the lock up now.
    public consuming func release() {}
}

/// A folder of which this program holds the lock.
public struct LockedFolder: ~Copyable, Sendable {
    /// The folder.
    public let folder: Folder
    /// Its lock, given up with the value.
    private let lock: FolderLock

    fileprivate init(folder: Folder, lock: consuming FolderLock) {
        self.folder = folder
        self.lock = lock
    }

    /// Gives the lock up now.
    public consuming func release() {}
}

extension Folder {
    /// Opens the folder at `path` and waits for its lock, for `patience` at most.
    ///
    /// While somebody else had the lock, he may have put another folder in the place of this one, as ``FolderExchange``
    /// does. Then the new one is opened and locked: what is done in a folder that nobody finds any more would be lost.
    ///
    /// - Parameter attributes: with which the folder is made where it is missing; `nil`: that is an error.
    /// - Throws: ``FileError/locked(path:seconds:)`` where another program still holds it then.
    public static func locked(
        _ path: String,
        makingWith attributes: FileAttributes? = nil,
        patience: Duration = Folder.patience
    ) throws(FileError) -> LockedFolder {
        let deadline = LockDeadline(in: patience)
        while true {
            let folder =
                if let attributes { try Folder(path, makingWith: attributes) } else { try Folder(path) }
            let own = try folder.lockedDescriptor(until: deadline, patience: patience)
            if try folder.isStillThere() { return LockedFolder(folder: folder, lock: FolderLock(own)) }
        }
    }

    /// Waits for the folder's lock, for `patience` at most. Another that takes its place is not noticed; where that may
    /// happen, the folder is opened by ``locked(_:makingWith:patience:)``.
    ///
    /// - Throws: ``FileError/locked(path:seconds:)`` where another program still holds it then.
    public func lock(patience: Duration = Folder.patience) throws(FileError) -> FolderLock {
        FolderLock(try lockedDescriptor(until: LockDeadline(in: patience), patience: patience))
    }

    /// A lock belongs to what was opened: two of one process exclude each other too.
    func lockedDescriptor(
        until deadline: LockDeadline,
        patience: Duration
    ) throws(FileError) -> Descriptor {
        let own = try descriptor.reopened()
        try own.lock(until: deadline, patience: patience)
        return own
    }

    /// Whether the path that the folder was opened by leads to it still.
    func isStillThere() throws(FileError) -> Bool {
        do {
            return try Folder(path).status().identity == status().identity
        } catch  where error.isMissing {
            return false
        }
    }
}

extension Descriptor {
    /// Takes the lock, asking again for `patience` at most.
    func lock(patience: Duration) throws(FileError) {
        try lock(until: LockDeadline(in: patience), patience: patience)
    }

    /// Takes the lock, asking again until `deadline`, which an error calls `patience`.
    fileprivate func lock(until deadline: LockDeadline, patience: Duration) throws(FileError) {
        while try !tryLock() {
            guard !deadline.isOver else {
                throw .locked(path: path.isEmpty ? "." : path, seconds: patience.components.seconds)
            }
            var pause = timespec(tv_sec: 0, tv_nsec: 20_000_000)
            unsafe _ = nanosleep(&pause, nil)
        }
    }
}
