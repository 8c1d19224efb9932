internal import Glibc
public import SecretMemory

extension Folder {
    /// The content of the regular file `name`.
    ///
    /// - Throws: ``FileError/tooLarge(path:limit:)`` above `limit` octets; an error where it is a symbolic link, a
    ///   folder, a pipe or a device. Opening a pipe or a device does not wait and does nothing to it.
    public func read(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
        let (file, capacity) = try openForReading(name, limit: limit)
        var failure: FileError?
        let content = [UInt8](capacity: capacity) { output in
            do throws(FileError) {
                try file.read(into: &output)
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        try file.check(count: content.count, capacity: capacity, limit: limit)
        return content
    }

    /// The content of the regular file `name`, as a secret: no copy of it is left in memory that does not wipe itself.
    ///
    /// - Throws: the same errors as ``read(_:limit:)``.
    public func readSecret(_ name: String, limit: Int) throws(FileError) -> SecretBytes {
        let (file, capacity) = try openForReading(name, limit: limit)
        let content = try SecretBytes(capacity: capacity) { output throws(FileError) in
            try file.read(into: &output)
        }
        try file.check(count: content.count, capacity: capacity, limit: limit)
        return content
    }

    private func openForReading(
        _ name: String,
        limit: Int
    ) throws(FileError) -> (file: Descriptor, capacity: Int) {
        try check(name)
        let path = descriptor.joined(name)
        let file: Descriptor
        do {
            file = try descriptor.opening(name, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY)
        } catch .system(_, _, ELOOP) {
            throw .symbolicLink(path: path)
        } catch .system(_, _, ENXIO) {
            // A socket cannot be opened at all.
            throw .notRegular(path: path)
        }
        let status = try file.status()
        guard status.kind == .file else { throw .notRegular(path: path) }
        guard status.byteCount <= limit else { throw .tooLarge(path: path, limit: limit) }
        // One octet more than there should be shows a file that grew; a size of 0 is what files of /proc and /sys say.
        let expected = status.byteCount == 0 ? min(limit, 64 << 10) : status.byteCount
        return (file, expected + 1)
    }
}

extension Descriptor {
    fileprivate func check(count: Int, capacity: Int, limit: Int) throws(FileError) {
        guard count <= limit else { throw .tooLarge(path: path, limit: limit) }
        guard count < capacity else { throw .changedWhileRead(path: path) }
    }
}
