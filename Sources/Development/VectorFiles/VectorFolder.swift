internal import DurableFiles
internal import Glibc
internal import SecretMemory

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

/// The bytes of the file at `path`.
func readWholeFile(_ path: String) throws(VectorFileError) -> [UInt8] {
    do throws(FileError) {
        let file = try SecretReading.file(path, links: .any, limit: VectorFile.maximumByteCount)
        return [UInt8](copying: file.content.span)
    } catch .system(_, _, let code) {
        throw .unreadable(path: path, code: code)
    } catch .tooLarge(_, let limit) {
        throw .tooLarge(limit: limit)
    } catch {
        throw .unreadable(path: path, code: EINVAL)
    }
}
