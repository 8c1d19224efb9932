internal import DurableFiles
internal import TextEncodings

/// What a folder `/proc/PID` tells of its process (proc(5)).
extension Folder {
    /// What a link of the process leads to; `nil` if the running user may not see it.
    borrowing func processLink(_ name: String) -> String? {
        guard let target = try? linkTarget(of: name) else { return nil }
        // The program was replaced, by an update say, while the process runs.
        let deleted = " (deleted)"
        guard target.utf8.ends(with: deleted) else { return target }
        return String(Substring(target.utf8.dropLast(deleted.utf8.count)))
    }

    /// The texts of a file of the process, each of which ends in a zero; none if the running user may not see it.
    borrowing func processWords(_ name: String) -> [String] {
        let content = (try? read(name, limit: ServerArguments.mostBytes)) ?? []
        return content.split(separator: 0, omittingEmptySubsequences: false).dropLast()
            .map { String(decoding: $0, as: UTF8.self) }
    }
}
