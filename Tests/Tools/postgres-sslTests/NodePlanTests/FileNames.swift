import Foundation

/// The files of the cases.
enum FileNames {
    /// The names of all files below a folder, relative to it.
    static func below(_ folder: String, ending: String) -> [String] {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(ending) }.sorted()
    }

    /// A file's content, which must be UTF-8.
    static func text(of path: String) throws -> String {
        try String(contentsOfFile: path, encoding: .utf8)
    }
}
