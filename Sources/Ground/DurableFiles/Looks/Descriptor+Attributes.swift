internal import CSystemCalls
internal import Glibc

extension Descriptor {
    /// The most octets that Linux has for the names of a file's attributes, and for the value of one of them.
    private static var attributeLimit: Int { 1 << 16 }

    /// The names of its extended attributes that are texts; none where the file system has no such thing.
    func attributeNames() throws(FileError) -> [String] {
        var names = [CChar](repeating: 0, count: Self.attributeLimit)
        let count: Int32
        do {
            count = try attempt(.read, path) {
                unsafe Int32(flistxattr(number, &names, UInt(names.count)))
            }
        } catch .system(_, _, EOPNOTSUPP), .system(_, _, ENOSYS) {
            return []
        }
        return names[..<Int(count)].split(separator: 0).compactMap {
            String(validating: $0.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        }
    }

    /// The value of an extended attribute; `nil` where it is gone, or is not for the running user.
    func attribute(_ name: String) throws(FileError) -> [UInt8]? {
        var value = [UInt8](repeating: 0, count: Self.attributeLimit)
        do {
            let count = try attempt(.read, path) {
                unsafe Int32(fgetxattr(number, name, &value, UInt(value.count)))
            }
            return Array(value[..<Int(count)])
        } catch .system(_, _, ENODATA), .system(_, _, EOPNOTSUPP), .system(_, _, EPERM), .system(_, _, EACCES)
        {
            return nil
        }
    }

    func setAttribute(_ name: String, _ value: [UInt8]) throws(FileError) {
        _ = try attempt(.setAttribute, path) {
            unsafe fsetxattr(number, name, value, UInt(value.count), 0)
        }
    }

    func removeAttribute(_ name: String) throws(FileError) {
        do {
            _ = try attempt(.setAttribute, path) { unsafe fremovexattr(number, name) }
        } catch .system(_, _, ENODATA) {
            return
        }
    }

    /// Gives the file the times of another at which its content was last read and changed.
    func setTimes(of status: FileStatus) throws(FileError) {
        let changed = timespec(tv_sec: Int(status.changedAt), tv_nsec: status.changedNanoseconds)
        let times = [changed, changed]
        _ = try attempt(.setAttribute, path) { unsafe futimens(number, times) }
    }

    /// Whether the file can be neither renamed nor removed (`chattr +i`, `+a`), as far as the file system says so.
    func isUnchangeable() -> Bool {
        var flags: Int = 0
        // FS_IOC_GETFLAGS, FS_IMMUTABLE_FL and FS_APPEND_FL of <linux/fs.h>.
        guard unsafe ioctl(number, 0x8008_6601, &flags) == 0 else { return false }
        return flags & (0x10 | 0x20) != 0
    }
}
