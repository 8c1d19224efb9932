internal import Glibc

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
    public static let mostOctets = 16 << 20

    /// Makes a source; it holds no state.
    public init() {}

    /// The octets of a file, or `nil` where there is none.
    public func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .unreadable(path: path, number: errno)
        }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe part.withUnsafeMutableBytes { buffer in
                unsafe read(descriptor, buffer.baseAddress, buffer.count)
            }
            if count < 0 {
                if errno == EINTR { continue }
                throw .unreadable(path: path, number: errno)
            }
            if count == 0 { return contents }
            contents += part[..<count]
            if contents.count > Self.mostOctets { throw .tooLarge(path: path, most: Self.mostOctets) }
        }
    }

    /// The names of the files in a folder, in any order, or `nil` where there is no such folder.
    public func files(in folder: String) throws(PostgresConfigurationError) -> [String]? {
        guard let stream = unsafe opendir(folder) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .unreadable(path: folder, number: errno)
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let octets = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { name in
                unsafe Array(name.prefix { $0 != 0 })
            }
            guard let name = String(validating: octets, as: UTF8.self) else {
                // The server reads such a file; under a repaired name it would be missed.
                guard !octets.reversed().starts(with: ".conf".utf8.reversed()) else {
                    throw .unreadable(path: folder, number: EILSEQ)
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
