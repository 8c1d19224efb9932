internal import Glibc

/// Paths as the system reads them: octets, which `/` parts and nothing else does.
///
/// The operations of `String` itself go by `Character` and by canonical equivalence: to them a `/` and a combining mark
/// behind it are one character that is no `/`, and two names of other octets can be the same.
package enum PathText {
    private static let slash = UInt8(ascii: "/")

    /// Whether a path begins at the root.
    package static func isAbsolute(_ path: String) -> Bool {
        path.utf8.first == slash
    }

    /// The names in a path, in order, without the empty ones of slashes in a row.
    package static func names(in path: String) -> [String] {
        path.utf8.split(separator: slash).map { String(Substring($0)) }
    }

    /// The same path without what means nothing in it: slashes in a row and at its end, and names that are `.`. `..`
    /// stays, which leads elsewhere behind a link.
    package static func plain(_ path: String) -> String {
        let names = names(in: path).filter { $0 != "." }.joined(separator: "/")
        return isAbsolute(path) ? "/" + names : names.isEmpty ? "." : names
    }

    /// What is behind the last `/`, which is empty where the path ends in one.
    package static func lastName(of path: String) -> String {
        let start = path.utf8.lastIndex(of: slash).map { path.utf8.index(after: $0) }
        return String(Substring(path.utf8[(start ?? path.startIndex)...]))
    }

    /// What is before the last name, with its `/`; empty where there is none.
    package static func folderPrefix(of path: String) -> String {
        path.utf8.lastIndex(of: slash).map { String(Substring(path.utf8[...$0])) } ?? ""
    }

    /// The folder that a path is in, `.` where the path is a name alone.
    package static func folder(of path: String) -> String {
        let prefix = folderPrefix(of: path)
        if prefix.isEmpty { return "." }
        return prefix.utf8.count == 1 ? prefix : String(Substring(prefix.utf8.dropLast()))
    }

    /// The folder in which relative paths begin; empty if it is gone or its name is not UTF-8.
    package static var workingFolder: String {
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard unsafe getcwd(&path, path.count) != nil else { return "" }
        let bytes = path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        return String(validating: bytes, as: UTF8.self) ?? ""
    }

    /// The path of `name` in `folder`.
    package static func joining(_ folder: String, _ name: String) -> String {
        if folder.isEmpty || isAbsolute(name) { return name }
        return folder.utf8.last == slash ? folder + name : folder + "/" + name
    }
}
