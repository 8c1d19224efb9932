internal import CSystemCalls
internal import DurableFiles
internal import Glibc
internal import SecretMemory

/// A file in memory that has no name at any time, so that a run that is killed leaves nothing of it.
final class MemoryFile: Sendable {
    let descriptor: Int32

    /// Makes one of that content, open at its beginning.
    ///
    /// - Throws: ``MemoryFileError`` with the system's reason.
    init(_ content: SharedSecret?) throws(MemoryFileError) {
        descriptor = Self.make()
        guard descriptor >= 0 else { throw MemoryFileError(code: errno) }
        // libpq reads passwords from no file that others could read, and a file in memory begins as one.
        guard fchmod(descriptor, 0o600) == 0 else { throw MemoryFileError(code: errno) }
        guard let content else { return }
        let failure: Int32? = content.withSpan { span in
            var written = 0
            while written < span.count {
                let rest = span.extracting(written...)
                let count = unsafe rest.withUnsafeBytes { bytes in
                    unsafe write(descriptor, bytes.baseAddress, bytes.count)
                }
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return errno }
                written += count
            }
            return nil
        }
        if let failure { throw MemoryFileError(code: failure) }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw MemoryFileError(code: errno) }
    }

    deinit {
        close(descriptor)
    }

    /// How many bytes it has.
    var byteCount: Int {
        var status = stat()
        return unsafe fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
    }

    /// Lets it grow no more, where the system can: a service that a command has started may hold it for years.
    ///
    /// - Returns: whether it does.
    @discardableResult
    func seal() -> Bool {
        // F_ADD_SEALS, F_SEAL_GROW.
        fcntl(descriptor, 1033, 4) == 0
    }

    /// All of its content.
    func content(named name: String, limit: Int) throws(FileError) -> SharedSecret {
        lseek(descriptor, 0, SEEK_SET)
        return SharedSecret(try SecretReading.descriptor(descriptor, named: name, limit: limit))
    }

    private static func make() -> Int32 {
        // MFD_CLOEXEC, and MFD_NOEXEC_SEAL, without which a hardened system refuses, or MFD_ALLOW_SEALING before Linux
        // 6.3.
        for flags: UInt32 in [1 | 8, 1 | 2] {
            let descriptor = unsafe memfd_create("postgres-ssl", flags)
            if descriptor >= 0 { return descriptor }
        }
        return withoutName(in: ["/dev/shm", "/tmp"])
    }

    /// A file of a folder that never had a name there (O_TMPFILE), where the system makes none in memory alone.
    static func withoutName(in folders: [String]) -> Int32 {
        var descriptor: Int32 = -1
        for folder in folders where descriptor < 0 {
            // __O_TMPFILE, which means something together with O_DIRECTORY only.
            descriptor = unsafe open(folder, 0o20_000_000 | O_DIRECTORY | O_RDWR | O_CLOEXEC, 0o600)
        }
        return descriptor
    }
}

/// A file in memory could not be made or written.
struct MemoryFileError: Error {
    /// What the system gave as the reason.
    let code: Int32
}
