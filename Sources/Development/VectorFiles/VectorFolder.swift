internal import Glibc

/// The folder `Vectors` of the package: one folder a source, in it one file a subject.
package struct VectorFolder: Sendable {
    /// Where the folder stands.
    package let path: String

    /// Finds the folder `Vectors` (one with a README.md) beside or above `path`. Tests give `#filePath`.
    package init(near path: String) throws(VectorFileError) {
        var folder = Substring(path)
        while true {
            let candidate = folder + "/Vectors"
            if unsafe access(candidate + "/README.md", R_OK) == 0 {
                self.path = String(candidate)
                return
            }
            guard let slash = folder.lastIndex(of: "/") else { throw .noFolder(near: path) }
            folder = folder[..<slash]
        }
    }

    /// Takes the folder at `path`.
    package init(path: String) {
        self.path = path
    }

    /// Reads the file of `name`, for instance `wycheproof/hmac_sha256`.
    package func file(_ name: String) throws(VectorFileError) -> VectorFile {
        try VectorFile(path: "\(path)/\(name).txt")
    }

    /// The names of all files, sorted, as ``file(_:)`` takes them.
    package func names() throws(VectorFileError) -> [String] {
        var names: [String] = []
        for source in try entries(path) where !source.contains(".") {
            for entry in try entries("\(path)/\(source)") where entry.hasSuffix(".txt") {
                names.append("\(source)/\(entry.dropLast(4))")
            }
        }
        return names.sorted()
    }

    private func entries(_ path: String) throws(VectorFileError) -> [String] {
        guard let directory = unsafe opendir(path) else {
            throw .unreadable(path: path, code: errno)
        }
        defer { unsafe closedir(directory) }
        var entries: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if !name.hasPrefix(".") { entries.append(name) }
        }
        return entries
    }
}

/// The octets of the file at `path`.
func readWholeFile(_ path: String) throws(VectorFileError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .unreadable(path: path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw .unreadable(path: path, code: errno) }
    let count = Int(status.st_size)
    guard count <= VectorFile.maximumByteCount else {
        throw .tooLarge(byteCount: count, limit: VectorFile.maximumByteCount)
    }
    var failure: Int32 = 0
    let octets = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
        while filled < count {
            let got = unsafe Glibc.read(descriptor, buffer.baseAddress! + filled, count - filled)
            if got < 0, errno == EINTR { continue }
            if got < 0 { failure = errno }
            guard got > 0 else { return }
            filled += got
        }
    }
    guard failure == 0 else { throw .unreadable(path: path, code: failure) }
    return octets
}
