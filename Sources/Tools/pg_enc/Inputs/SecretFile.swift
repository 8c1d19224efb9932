internal import Glibc
internal import SecretMemory

/// Files with secrets that the operator names: read through symbolic links, and from pipes, as the original does.
enum SecretFile {
    /// A file's content and the mode it had.
    struct Content: ~Copyable {
        let octets: SecretBytes
        let isRegular: Bool
        let mode: UInt32
    }

    /// The most octets of a file of entries or of users and passwords.
    static let limit = 1 << 30

    /// The most octets of a file with one key or one password.
    static let lineLimit = 64 << 10

    /// Reads a file whole; throws the system's error number, for more than `limit` octets `EFBIG`.
    ///
    /// With `regularOnly`, what is no regular file is not read, and `octets` is empty.
    static func read(
        _ path: String,
        limit: Int,
        regularOnly: Bool = false
    ) throws(SystemError) -> Content {
        // A pipe nobody writes to would hold a key file up for ever.
        let flags = O_RDONLY | O_CLOEXEC | O_NOCTTY | (regularOnly ? O_NONBLOCK : 0)
        let descriptor = unsafe open(path, flags)
        guard descriptor >= 0 else { throw SystemError(number: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else { throw SystemError(number: errno) }
        let isRegular = status.st_mode & S_IFMT == S_IFREG
        if regularOnly, !isRegular {
            return Content(octets: SecretBytes(repeating: 0, count: 0), isRegular: false, mode: 0)
        }
        // Before memory is asked for: a file of holes has any size.
        guard status.st_size <= limit else { throw SystemError(number: EFBIG) }
        let octets = try readAll(descriptor, expected: Int(status.st_size), limit: limit)
        return Content(octets: octets, isRegular: isRegular, mode: status.st_mode & 0o7777)
    }

    private static func readAll(
        _ descriptor: Int32,
        expected: Int,
        limit: Int
    ) throws(SystemError) -> SecretBytes {
        // One octet more than there should be shows the end without another, larger buffer.
        var buffer = SecretBytes(repeating: 0, count: max(expected, 4095) + 1)
        var count = 0
        while true {
            let got = fill(&buffer, from: count, descriptor)
            if got < 0 {
                if errno == EINTR { continue }
                throw SystemError(number: errno)
            }
            if got == 0 { return SecretBytes(copying: buffer.span.extracting(0..<count)) }
            count += got
            guard count <= limit else { throw SystemError(number: EFBIG) }
            if count == buffer.count { buffer = grown(buffer) }
        }
    }

    private static func fill(_ buffer: inout SecretBytes, from start: Int, _ descriptor: Int32) -> Int {
        var span = buffer.mutableSpan
        return unsafe span.withUnsafeMutableBytes { bytes in
            let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: bytes[start...])
            return unsafe Glibc.read(descriptor, rest.baseAddress, rest.count)
        }
    }

    private static func grown(_ buffer: borrowing SecretBytes) -> SecretBytes {
        var larger = SecretBytes(repeating: 0, count: 2 * buffer.count)
        var span = larger.mutableSpan
        for index in buffer.span.indices { span[index] = buffer.span[index] }
        return larger
    }
}

/// An error of the operating system.
struct SystemError: Error, Equatable {
    let number: Int32

    /// Whether a file has more octets than it may.
    var isTooLarge: Bool { number == EFBIG }

    /// The system's words for it.
    var message: String {
        unsafe String(cString: strerror(number))
    }
}
