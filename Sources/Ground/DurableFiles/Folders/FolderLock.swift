internal import Glibc

/// The exclusive lock of a folder among programs that ask for it; given up when dropped, or when the process ends in
/// whatever way.
///
/// It lies on the folder itself (`flock(2)`), so it leaves no file behind. Whoever may open the folder for reading may
/// hold it, too, and make others give up; `SECURITY.md` says why that is borne.
public struct FolderLock: ~Copyable, Sendable {
    private let descriptor: Descriptor

    fileprivate init(_ descriptor: Descriptor) {
        self.descriptor = descriptor
    }

    /// Gives the lock up now.
    public consuming func release() {}
}

extension Folder {
    /// Waits for the folder's lock, for `patience` at most.
    ///
    /// - Throws: ``FileError/locked(path:seconds:)`` where another program still holds it then.
    public func lock(patience: Duration = Folder.patience) throws(FileError) -> FolderLock {
        // A lock belongs to what was opened: two of one process exclude each other too.
        let own = try descriptor.reopened()
        try own.lock(patience: patience)
        return FolderLock(own)
    }
}

extension Descriptor {
    /// Takes the lock, asking again for `patience` at most.
    func lock(patience: Duration) throws(FileError) {
        let clock = ContinuousClock()
        let start = clock.now
        while try !tryLock() {
            guard clock.now - start < patience else {
                throw .locked(path: path.isEmpty ? "." : path, seconds: patience.components.seconds)
            }
            var pause = timespec(tv_sec: 0, tv_nsec: 20_000_000)
            unsafe _ = nanosleep(&pause, nil)
        }
    }
}
