internal import CSystemCalls
internal import Glibc

/// An open file or folder, closed when dropped. Everything the module asks of the system goes through here.
final class Descriptor: Sendable {
    let number: Int32
    /// What it was opened as, for errors.
    let path: String

    private init(number: Int32, path: String) {
        self.number = number
        self.path = path
    }

    deinit {
        // Everything that matters was synchronised before; a failure to close loses nothing.
        _ = close(number)
    }

    /// Opens the root of the file system, or the working folder, for walking only.
    static func start(absolute: Bool) throws(FileError) -> Descriptor {
        let path = absolute ? "/" : "."
        let number = try attempt(.open, path) { unsafe open(path, O_DIRECTORY | O_CLOEXEC | pathOnly) }
        return Descriptor(number: number, path: absolute ? "/" : "")
    }

    /// Opens `name` in this folder; the last component is never followed. Errors call it `shownAs`, where what is
    /// opened still waits for that name.
    func opening(_ name: String, flags: Int32, shownAs path: String? = nil) throws(FileError) -> Descriptor {
        let path = path ?? joined(name)
        let number = try attempt(.open, path) {
            unsafe openat(self.number, name, flags | O_NOFOLLOW | O_CLOEXEC)
        }
        return Descriptor(number: number, path: path)
    }

    /// Opens the file at `path` as any program would, links at its end followed; a pipe waits for its writer.
    static func openingAny(_ path: String) throws(FileError) -> Descriptor {
        let number = try attempt(.open, path) { unsafe open(path, O_RDONLY | O_NOCTTY | O_CLOEXEC) }
        return Descriptor(number: number, path: path)
    }

    /// Opens the regular file at `path` for reading as any program would, links at its end followed.
    static func openingFile(at path: String) throws(FileError) -> (file: Descriptor, status: FileStatus) {
        var status = stat()
        _ = try attempt(.open, path) { unsafe stat(path, &status) }
        return try openingFile(seenAs: FileStatus(status), path) { unsafe open(path, regularFileFlags) }
    }

    /// Opens the regular file `name` in this folder for reading, and for writing too if `writing`, and gives what it
    /// is; the last component is never followed.
    func openingFile(
        _ name: String,
        writing: Bool = false
    ) throws(FileError) -> (file: Descriptor, status: FileStatus) {
        let path = joined(name)
        guard let seen = try status(of: name) else { throw .system(.open, path: path, code: ENOENT) }
        if seen.kind == .symbolicLink { throw .symbolicLink(path: path) }
        do {
            return try Descriptor.openingFile(seenAs: seen, path) {
                unsafe openat(number, name, regularFileFlags | O_NOFOLLOW | (writing ? O_RDWR : 0))
            }
        } catch .system(_, _, ELOOP) {
            throw .symbolicLink(path: path)
        }
    }

    /// The one place where a file that must be regular is opened.
    ///
    /// The look at the name spares what is none: the mere opening of a device can do something, and a pipe could wait.
    /// Nothing else is concluded from it, since another file may take the name at any time: what counts is what was
    /// opened, and all that is said of a file comes from the same descriptor as its content.
    private static func openingFile(
        seenAs seen: FileStatus,
        _ path: String,
        _ open: () -> Int32
    ) throws(FileError) -> (file: Descriptor, status: FileStatus) {
        guard seen.kind == .file else { throw .notRegular(path: path) }
        FileInterception.current?.beforeOpening(path)
        let number: Int32
        do {
            number = try attempt(.open, path, open)
        } catch .system(_, _, ENXIO) {
            // A socket cannot be opened at all.
            throw .notRegular(path: path)
        }
        let file = Descriptor(number: number, path: path)
        let status = try file.status()
        guard status.kind == .file else { throw .notRegular(path: path) }
        return (file, status)
    }

    /// Makes the file `name`, which must not be there, for reading and writing by the running user alone.
    func making(_ name: String, shownAs path: String) throws(FileError) -> Descriptor {
        let number = try attempt(.make, path) {
            unsafe openat(self.number, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        }
        return Descriptor(number: number, path: path)
    }

    /// The same folder, opened anew for listing, locking and synchronising.
    func reopened() throws(FileError) -> Descriptor {
        let again = try attempt(.open, path) {
            unsafe openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        }
        return Descriptor(number: again, path: path)
    }

    /// The path of `name` in this folder. The folder was reached without links, so `..` takes a component away.
    func joined(_ name: String) -> String {
        if name == "..", !path.isEmpty, PathText.lastName(of: path) != ".." {
            let parent = PathText.names(in: path).dropLast().joined(separator: "/")
            return PathText.isAbsolute(path) ? "/" + parent : parent
        }
        return PathText.joining(path, name)
    }

    func status() throws(FileError) -> FileStatus {
        var status = stat()
        _ = try attempt(.open, path) { unsafe fstat(number, &status) }
        return FileStatus(status)
    }

    /// What stands at `name` in this folder, a symbolic link itself included; `nil` where there is nothing.
    func status(of name: String) throws(FileError) -> FileStatus? {
        var status = stat()
        do {
            _ = try attempt(.open, joined(name)) {
                unsafe fstatat(number, name, &status, AT_SYMLINK_NOFOLLOW)
            }
        } catch  where error.isMissing {
            return nil
        }
        return FileStatus(status)
    }

    func linkTarget(of name: String) throws(FileError) -> String {
        try linkTarget(name, shownAs: joined(name))
    }

    /// What a symbolic link holds: the one of that name in this folder, or, of an empty name, this one itself.
    func linkTarget(_ name: String, shownAs path: String) throws(FileError) -> String {
        var target = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = try attempt(.read, path) {
            unsafe Int32(readlinkat(number, name, &target, target.count))
        }
        let octets = target[..<Int(count)].map { UInt8(bitPattern: $0) }
        guard let text = String(validating: octets, as: UTF8.self) else { throw .notUTF8(path: path) }
        return text
    }

    /// Whether it is in the file system of processes.
    var isOfProcesses: Bool { is_in_process_file_system(number) != 0 }

    /// Sets owner and mode, in the order in which neither can undo the other.
    func set(_ attributes: FileAttributes) throws(FileError) {
        if let owner = attributes.owner { try setOwner(owner, from: try status().owner) }
        try setMode(attributes.mode)
    }

    func setOwner(_ owner: FileOwner, from present: FileOwner) throws(FileError) {
        guard present != owner else { return }
        _ = try attempt(.setOwner, path) { fchown(number, owner.userID, owner.groupID) }
    }

    func setMode(_ mode: UInt32) throws(FileError) {
        _ = try attempt(.setMode, path) { fchmod(number, mode) }
    }

    func write(_ content: Span<UInt8>) throws(FileError) {
        var written = 0
        while written < content.count {
            let most = min(content.count - written, max(1, FileInterception.current?.largestWrite ?? .max))
            let part = content.extracting(written..<written + most)
            let count = try attempt(.write, path) {
                unsafe part.withUnsafeBytes { bytes in
                    // A write of more than 2 GiB is cut by the system, and so fits in 32 bits.
                    unsafe Int32(Glibc.write(number, bytes.baseAddress, bytes.count))
                }
            }
            written += Int(count)
        }
    }

    /// Waits until the file, or the names in the folder, are on the disk.
    ///
    /// Of a folder, some file systems (CIFS, FUSE) cannot be asked that, and say so; PostgreSQL goes on there as well.
    func synchronize() throws(FileError) {
        do {
            _ = try attempt(.synchronize, path) { fsync(number) }
        } catch .system(let operation, let path, let code) where code == EINVAL || code == EBADF {
            guard try status().kind == .folder else { throw .system(operation, path: path, code: code) }
        }
    }

    func rename(_ name: String, to folder: Descriptor, _ newName: String) throws(FileError) {
        _ = try attempt(.rename, folder.joined(newName)) {
            unsafe renameat(number, name, folder.number, newName)
        }
    }

    /// Gives the file `name`, or the symbolic link itself, a second name in `folder`, which nothing may have there.
    func link(_ name: String, to folder: Descriptor, _ newName: String) throws(FileError) {
        _ = try attempt(.make, folder.joined(newName)) {
            unsafe linkat(number, name, folder.number, newName, 0)
        }
    }

    /// Gives two files or folders of this folder each other's names in one instant.
    func exchange(_ name: String, _ newName: String) throws(FileError) {
        _ = try attempt(.rename, joined(newName)) {
            unsafe renameat2(number, name, number, newName, exchangeFlag)
        }
    }

    func remove(_ name: String, isFolder: Bool = false) throws(FileError) {
        _ = try attempt(.remove, joined(name)) {
            unsafe unlinkat(number, name, isFolder ? AT_REMOVEDIR : 0)
        }
    }

    /// Takes the lock if no other open file has it; false where another has.
    func tryLock() throws(FileError) -> Bool {
        do {
            _ = try attempt(.lock, path) { flock(number, LOCK_EX | LOCK_NB) }
            return true
        } catch .system(.lock, _, EWOULDBLOCK) {
            return false
        }
    }

    /// Gives the lock up, although the file stays open.
    func unlock() {
        // Of a lock that is held and a file that is open it cannot fail.
        _ = flock(number, LOCK_UN)
    }

    /// Removes the folder `name` and what is in it, folders too as far as `depth` says.
    func removeFolder(_ name: String, depth: Int) throws(FileError) {
        let folder = try opening(name, flags: O_RDONLY | O_DIRECTORY)
        for inner in try folder.names() {
            if depth > 0, try folder.status(of: inner)?.kind == .folder {
                try folder.removeFolder(inner, depth: depth - 1)
            } else {
                try folder.remove(inner)
            }
        }
        try remove(name, isFolder: true)
    }

    /// The names in the folder, without `.` and `..`, sorted; ``FileError/notUTF8(path:)`` where one is no text, since
    /// a repaired name would be another's, or nobody's.
    func names() throws(FileError) -> [String] {
        var names: [String] = []
        for entry in try entries() {
            guard let name = String(validating: entry, as: UTF8.self) else {
                throw .notUTF8(path: joined(String(decoding: entry, as: UTF8.self)))
            }
            names.append(name)
        }
        return names
    }

    /// The names in the folder as the octets that they are, without `.` and `..`, sorted.
    func entries() throws(FileError) -> [[UInt8]] {
        // The stream owns what it reads from, so it gets a descriptor of its own.
        let own = try attempt(.list, path) { unsafe openat(number, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
        guard let stream = unsafe fdopendir(own) else {
            let code = errno
            _ = close(own)
            throw .system(.list, path: path, code: code)
        }
        defer { unsafe _ = closedir(stream) }
        var entries: [[UInt8]] = []
        while true {
            errno = 0
            guard let entry = unsafe readdir(stream) else { break }
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                let start = unsafe UnsafeRawPointer(tuple).assumingMemoryBound(to: UInt8.self)
                let count = unsafe strlen(UnsafeRawPointer(tuple).assumingMemoryBound(to: CChar.self))
                return unsafe [UInt8](UnsafeBufferPointer(start: start, count: Int(count)))
            }
            if name != Array(".".utf8), name != Array("..".utf8) { entries.append(name) }
        }
        guard errno == 0 else { throw .system(.list, path: path, code: errno) }
        return entries.sorted { $0.lexicographicallyPrecedes($1) }
    }
}

/// `O_PATH`, which the C library shows to GNU programs only: a descriptor to walk by, for which the right to read the
/// folder is not needed, or of a symbolic link itself. The figure is the same on every architecture that Swift has a
/// Linux for.
let pathOnly: Int32 = 0o1000_0000

/// `RENAME_EXCHANGE`, which the C library shows to GNU programs only.
private let exchangeFlag: UInt32 = 2

/// The flags with which a folder is walked through.
let walkingFlags = O_DIRECTORY | pathOnly

/// The flags with which a file that must be regular is opened: what took its name meanwhile is not waited for, and
/// becomes nobody's terminal.
private let regularFileFlags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC

/// Calls the system until it is not interrupted, after a test had its say.
func attempt(
    _ operation: FileOperation,
    _ path: String,
    _ call: () -> Int32
) throws(FileError) -> Int32 {
    if operation.changes, let interception = FileInterception.current {
        try interception.before(operation, path)
    }
    while true {
        let result = call()
        if result >= 0 { return result }
        let code = errno
        if code != EINTR { throw .system(operation, path: path.isEmpty ? "." : path, code: code) }
    }
}
