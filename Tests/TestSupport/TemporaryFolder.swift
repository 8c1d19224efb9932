import Foundation
import Glibc

/// A folder of its own for a test, mode 0700, removed with all that is in it when the value is dropped.
public final class TemporaryFolder: Sendable {
    /// Where it stands.
    public let path: String

    /// Makes the folder under `TMPDIR`, or under `/tmp`.
    public init() throws {
        let parent = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array((parent + "/swift-postgres-pki-XXXXXX").utf8CString)
        guard mkdtemp(&template) != nil else { throw FileFailure(path: parent, errno: errno) }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of what has that name in the folder.
    public func path(_ name: String) -> String {
        path + "/" + name
    }

    /// Writes a file anew, with exactly that mode.
    public func write(_ octets: [UInt8], to name: String, mode: mode_t = 0o600) throws {
        let descriptor = open(path(name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
        guard descriptor >= 0 else { throw FileFailure(path: path(name), errno: errno) }
        defer { close(descriptor) }
        guard fchmod(descriptor, mode) == 0 else { throw FileFailure(path: path(name), errno: errno) }
        var written = 0
        while written < octets.count {
            let count = octets[written...].withUnsafeBytes {
                Glibc.write(descriptor, $0.baseAddress, $0.count)
            }
            guard count > 0 else { throw FileFailure(path: path(name), errno: errno) }
            written += count
        }
    }

    /// Writes a file anew, with exactly that mode.
    public func write(_ text: String, to name: String, mode: mode_t = 0o600) throws {
        try write(Array(text.utf8), to: name, mode: mode)
    }

    /// All octets of a file.
    public func read(_ name: String) throws -> [UInt8] {
        let descriptor = open(path(name), O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw FileFailure(path: path(name), errno: errno) }
        defer { close(descriptor) }
        var octets: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
            guard count >= 0 else { throw FileFailure(path: path(name), errno: errno) }
            if count == 0 { return octets }
            octets += buffer[..<count]
        }
    }

    /// Gives what a file holds a time, in seconds since 1970.
    public func setTime(of name: String, to seconds: Int) throws {
        let time = timespec(tv_sec: seconds, tv_nsec: 0)
        guard utimensat(AT_FDCWD, path(name), [time, time], 0) == 0 else {
            throw FileFailure(path: path(name), errno: errno)
        }
    }

    /// A file as text.
    public func text(_ name: String) throws -> String {
        String(decoding: try read(name), as: UTF8.self)
    }

    /// The names of all that is in the folder, or in a folder of it, in order.
    public func names(in inner: String = ".") -> [String] {
        guard let stream = opendir(path(inner)) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        return names.sorted()
    }
}

/// A test could not read or write a file.
public struct FileFailure: Error {
    /// The file.
    public let path: String
    /// What the system gave as the reason.
    public let errno: Int32
}
