internal import DurableFiles
internal import Glibc
internal import SecretMemory
internal import TextEncodings

/// Where configurations are read from: the file system, or what a test or a plan holds in memory.
public protocol ConfigurationSource {
    /// The octets of a file, or `nil` where there is none.
    func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]?

    /// The names of the files in a folder, in any order, or `nil` where there is no such folder.
    func files(in folder: String) throws(PostgresConfigurationError) -> [String]?
}

/// The file system, followed through symbolic links as the servers do.
public struct ConfigurationFileSystem: ConfigurationSource, Sendable {
    /// The most octets of one file; a real configuration has some ten thousand.
    public static let maximumByteCount = 16 << 20

    /// The most entries of a folder that is included; a real one has some ten.
    public static let maximumEntryCount = 10_000

    /// Makes a source; it holds no state.
    public init() {}

    /// The octets of a file, or `nil` where there is none.
    public func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? {
        do throws(FileError) {
            let file = try SecretReading.file(path, links: .any, limit: Self.maximumByteCount)
            return [UInt8](copying: file.content.span)
        } catch .system(_, _, ENOENT), .system(_, _, ENOTDIR) {
            return nil
        } catch .system(_, _, let code) {
            throw .unreadable(path: path, code: code)
        } catch .tooLarge {
            throw .tooLarge(path: path, limit: Self.maximumByteCount)
        } catch {
            throw .notRegular(path: path)
        }
    }

    /// The names of the files in a folder, in any order, or `nil` where there is no such folder.
    public func files(in folder: String) throws(PostgresConfigurationError) -> [String]? {
        guard let stream = unsafe opendir(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .unreadable(path: folder, code: errno)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        var count = 0
        while let entry = unsafe readdir(stream) {
            count += 1
            guard count <= Self.maximumEntryCount else {
                throw .tooManyEntries(path: folder, limit: Self.maximumEntryCount)
            }
            let octets = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
                unsafe Array(name.prefix { $0 != 0 })
            }
            guard let name = String(validating: octets, as: UTF8.self) else {
                // The server reads such a file; under a repaired name it would be missed.
                guard !octets.ends(with: ".conf") else {
                    throw .unreadable(path: folder, code: EILSEQ)
                }
                continue
            }
            var status = stat()
            if unsafe stat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT != S_IFDIR {
                names.append(name)
            }
        }
        return names
    }
}
