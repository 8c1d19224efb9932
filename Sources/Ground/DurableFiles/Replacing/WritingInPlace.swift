internal import Glibc
package import SecretMemory

/// A regular file that is open under its own lock, for a change of it in whatever way is possible.
///
/// Its lock holds where the folder's does not: the same file can be mounted into several folders.
package final class LockedFile: Sendable {
    /// What it was when its lock was taken.
    package let status: FileStatus
    /// Why it can be read only; `nil` where it can be written.
    package let refusal: FileError?
    private let folder: Folder
    private let name: String
    private let file: Descriptor

    fileprivate init(
        folder: Folder,
        name: String,
        file: Descriptor,
        status: FileStatus,
        refusal: FileError?
    ) {
        self.folder = folder
        self.name = name
        self.file = file
        self.status = status
        self.refusal = refusal
    }

    /// All of its content.
    package func read(limit: Int) throws(FileError) -> SecretBytes {
        try file.seek(to: 0)
        let present = try file.status()
        let content = try file.readSecret(present, limit: limit)
        guard content.count <= present.byteCount else { throw .changedWhileRead(path: file.path) }
        return content
    }

    /// Writes `new` over the content, which is `old`, in the file itself.
    ///
    /// What both begin with is not touched. What `new` is longer by is written first, and is on the disk before
    /// anything of the old content is overwritten, so that a full disk is met while that is whole; what is too long is
    /// cut off last. Where a step fails, the old content is put back. Signals wait meanwhile, but for those that
    /// cannot. Whoever reads meanwhile sees parts of both, and a kill or a crash of the computer can leave them.
    ///
    /// Leaks: the counts, and where the two differ.
    package func overwrite(_ old: Span<UInt8>, with new: Span<UInt8>) throws(OverwritingError) {
        let outerMask = holdSignals()
        defer { release(outerMask) }
        do throws(FileError) {
            try check(old)
        } catch {
            throw .unchanged(error)
        }
        let shorter = min(old.count, new.count)
        var start = 0
        while start < shorter, old[start] == new[start] { start += 1 }
        do throws(FileError) {
            try file.write(
                new.extracting(old.count < new.count ? old.count..<new.count : 0..<0),
                at: old.count
            )
            try file.write(new.extracting(start..<shorter), at: start)
            if new.count < old.count { try file.cut(to: new.count) }
            try requirePlace()
        } catch {
            do throws(FileError) {
                try file.write(old.extracting(start..<old.count), at: start)
                try file.cut(to: old.count)
            } catch {
                throw .damaged(error)
            }
            throw .unchanged(error)
        }
    }

    /// Refuses what is another file's, too, and what somebody changed who asks for no lock.
    private func check(_ old: Span<UInt8>) throws(FileError) {
        if let refusal { throw refusal }
        try requirePlace()
        let now = try file.status()
        guard now.nameCount == 1 else { throw .secondName(path: file.path) }
        guard now.byteCount == old.count else { throw .changed(path: file.path) }
        let present = try read(limit: old.count)
        guard constantTimeEquals(present.span, old) else { throw .changed(path: file.path) }
    }

    /// Refuses where another file has taken the name: what is written would be nobody's.
    private func requirePlace() throws(FileError) {
        guard try isStillThere() else { throw .changed(path: file.path) }
    }

    fileprivate func isStillThere() throws(FileError) -> Bool {
        try folder.descriptor.status(of: name)?.identity == status.identity
    }
}

/// Why a file was not written in place.
package enum OverwritingError: Error, Equatable {
    /// It has its old content.
    case unchanged(FileError)
    /// Its old content could not be put back either.
    case damaged(FileError)
}

extension Folder {
    /// Opens the regular file `name` and waits for its lock, for `patience` at most.
    ///
    /// Another that takes its name meanwhile is opened in its place.
    ///
    /// - Parameter owner: who it may belong to, beside those who could put any file there.
    /// - Throws: ``FileError/locked(path:seconds:)`` where another program still holds it then;
    ///   ``FileError/secondName(path:)`` or ``FileError/foreignOwner(path:userID:)`` where it may be somebody else's.
    package func lockedFile(
        _ name: String,
        ownedBy owner: FileOwner? = nil,
        patience: Duration = Folder.patience
    ) throws(FileError) -> LockedFile {
        try check(name)
        while true {
            let (file, refusal) = try openForChanging(name)
            try file.lock(patience: patience)
            let status = try file.status()
            let locked = LockedFile(folder: self, name: name, file: file, status: status, refusal: refusal)
            guard try locked.isStillThere() else { continue }
            try requireOwn(status, file.path, owner: owner)
            return locked
        }
    }

    /// Opens the file for writing, or, with the reason, for reading where it cannot be written.
    private func openForChanging(
        _ name: String
    ) throws(FileError) -> (file: Descriptor, refusal: FileError?) {
        do throws(FileError) {
            return (try descriptor.openingFile(name, writing: true).file, nil)
        } catch  where error.deniesChange {
            return (try descriptor.openingFile(name).file, error)
        }
    }

    /// Opens the folder that holds the file at `path` for going through it alone, as is possible where it may not be
    /// listed; it has no lock then, and no link on the way is followed.
    package static func enteredHolding(_ path: String) throws(FileError) -> (folder: Folder, name: String) {
        let name = PathText.lastName(of: path)
        guard !["", ".", ".."].contains(name), !path.utf8.contains(0) else { throw .invalidName(path) }
        var here = try Descriptor.start(absolute: PathText.isAbsolute(path))
        for part in PathText.names(in: path).dropLast() where part != "." {
            here = try here.opening(part, flags: walkingFlags)
        }
        return (Folder(here), name)
    }
}

extension FileError {
    /// Whether the error says that the system lets nobody, or not this user, change what is there.
    package var deniesChange: Bool {
        switch self {
        case .system(.open, _, let code), .system(.make, _, let code), .system(.setOwner, _, let code),
            .system(.rename, _, let code):
            [EACCES, EPERM, EROFS, EBUSY].contains(code)
        case .irreplaceable: true
        default: false
        }
    }
}

extension Descriptor {
    fileprivate func seek(to offset: Int) throws(FileError) {
        guard lseek(number, off_t(offset), SEEK_SET) == offset else {
            throw .system(.read, path: path, code: errno)
        }
    }

    /// Writes octets at an offset, and waits until they are on the disk; nothing where there are none.
    fileprivate func write(_ content: Span<UInt8>, at offset: Int) throws(FileError) {
        guard content.count > 0 else { return }
        try seek(to: offset)
        try write(content)
        try synchronize()
    }

    /// Cuts what is behind so many octets off, and waits until that is on the disk.
    fileprivate func cut(to count: Int) throws(FileError) {
        if let interception = FileInterception.current { try interception.before(.write, path) }
        while ftruncate(number, off_t(count)) != 0 {
            if errno != EINTR { throw .system(.write, path: path, code: errno) }
        }
        try synchronize()
    }
}

/// Lets all signals wait that can, and gives those that waited before.
private func holdSignals() -> sigset_t {
    var all = sigset_t()
    var outer = sigset_t()
    unsafe sigfillset(&all)
    unsafe pthread_sigmask(SIG_BLOCK, &all, &outer)
    return outer
}

private func release(_ outer: sigset_t) {
    var outer = outer
    unsafe pthread_sigmask(SIG_SETMASK, &outer, nil)
}
