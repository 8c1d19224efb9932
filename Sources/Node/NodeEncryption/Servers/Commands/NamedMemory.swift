internal import Glibc

/// What earlier versions left in memory under a name when they were killed: streams of the programs that they ran, with
/// passwords among them.
package enum NamedMemory {
    /// Removes the files of the running user in the folder, which names of other users may stand in too.
    package static func removeLeftovers(in folder: String = "/dev/shm") {
        guard let list = unsafe opendir(folder) else { return }
        defer { unsafe _ = closedir(list) }
        let descriptor = unsafe dirfd(list)
        while let entry = unsafe readdir(list) {
            unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
                let name = unsafe UnsafeRawPointer(name).assumingMemoryBound(to: CChar.self)
                let bytes = unsafe UnsafeRawBufferPointer(start: name, count: strlen(name))
                guard unsafe isOne(Array(bytes)) else { return }
                var status = stat()
                guard unsafe fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0,
                    status.st_mode & S_IFMT == S_IFREG, status.st_uid == geteuid()
                else { return }
                unsafe _ = unlinkat(descriptor, name, 0)
            }
        }
    }

    /// Whether a name is `postgres-ssl-` and 32 hexadecimal digits.
    static func isOne(_ name: [UInt8]) -> Bool {
        let prefix = "postgres-ssl-".utf8
        return name.count == prefix.count + 32 && name.starts(with: prefix)
            && name.dropFirst(prefix.count).allSatisfy { byte in
                (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
            }
    }
}
