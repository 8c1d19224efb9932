internal import CSystemCalls
internal import Glibc

/// The two ways to the system's generator.
package enum SystemGenerator {
    /// Fills `bytes`; gives 0, or the `errno` of what failed.
    package static func fill(_ bytes: UnsafeMutableRawBufferPointer) -> Int32 {
        var filled = 0
        while filled < bytes.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
            let count = unsafe getrandom(rest.baseAddress, UInt(rest.count), 0)
            // A signal may cut a request short that is longer than 256 octets.
            if count > 0 {
                filled += count
            } else if count < 0, errno == ENOSYS || errno == EPERM {
                return unsafe fillFromDevice(rest)
            } else if count == 0 || errno != EINTR {
                return count == 0 ? EIO : errno
            }
        }
        return 0
    }

    private static func fillFromDevice(_ bytes: UnsafeMutableRawBufferPointer) -> Int32 {
        guard device.number >= 0 else { return device.code }
        var filled = 0
        while filled < bytes.count {
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[filled...])
            let count = unsafe read(device.number, rest.baseAddress, rest.count)
            if count > 0 {
                filled += count
            } else if count == 0 || errno != EINTR {
                return count == 0 ? EIO : errno
            }
        }
        return 0
    }

    /// `/dev/urandom`, open as long as the process runs, or why it is not.
    ///
    /// It gives octets before the system has gathered any randomness. `/dev/random` can be read from the instant on at
    /// which both are seeded, so that is waited for once.
    private static let device: (number: Int32, code: Int32) = {
        let blocking = unsafe open("/dev/random", O_RDONLY | O_CLOEXEC)
        if blocking >= 0 {
            var event = pollfd(fd: blocking, events: Int16(POLLIN), revents: 0)
            while unsafe poll(&event, 1, -1) < 0, errno == EINTR || errno == EAGAIN {}
            close(blocking)
        }
        let number = unsafe open("/dev/urandom", O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return (-1, errno) }
        // A file that somebody put there would give everybody the same.
        var status = stat()
        guard unsafe fstat(number, &status) == 0, status.st_mode & S_IFMT == S_IFCHR else {
            close(number)
            return (-1, ENODEV)
        }
        return (number, 0)
    }()
}
