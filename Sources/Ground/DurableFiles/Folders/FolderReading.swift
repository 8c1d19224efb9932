internal import Glibc
public import SecretMemory

extension Folder {
    /// The content of the regular file `name`.
    ///
    /// - Throws: ``FileError/tooLarge(path:limit:)`` above `limit` octets; an error where it is a symbolic link, a
    ///   folder, a pipe or a device. Opening a pipe or a device does not wait and does nothing to it.
    public func read(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
        let content = try readSecret(name, limit: limit)
        return [UInt8](copying: content.span)
    }

    /// The content of the regular file `name`, as a secret: no copy of it is left in memory that does not wipe itself.
    ///
    /// - Throws: the same errors as ``read(_:limit:)``.
    public func readSecret(_ name: String, limit: Int) throws(FileError) -> SecretBytes {
        try readSecretFile(name, limit: limit).takeContent()
    }

    /// The content of the regular file `name` and what the file is, both of the one that was opened: another that takes
    /// its name meanwhile is not mixed up with it.
    package func readSecretFile(_ name: String, limit: Int) throws(FileError) -> SecretReading.File {
        let file = try openForReading(name, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY)
        let status = try file.status()
        guard status.kind == .file else { throw .notRegular(path: file.path) }
        let content = try file.readSecret(status, limit: limit)
        // Files of /proc and /sys say that they are empty.
        guard content.count <= status.byteCount || status.byteCount == 0 else {
            throw .changedWhileRead(path: file.path)
        }
        return SecretReading.File(content: content, status: status)
    }

    func openForReading(_ name: String, flags: Int32) throws(FileError) -> Descriptor {
        try check(name)
        do {
            return try descriptor.opening(name, flags: flags)
        } catch .system(_, let path, ELOOP) {
            throw .symbolicLink(path: path)
        } catch .system(_, let path, ENXIO) {
            // A socket cannot be opened at all.
            throw .notRegular(path: path)
        }
    }
}
