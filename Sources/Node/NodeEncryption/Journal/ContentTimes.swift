internal import DurableFiles

/// When files were last written that a change replaces. Put back as they were, they are as old as they were, so that
/// no server's seem newer than what it read of them: one that shares them with the node is not asked to.
struct ContentTimes {
    private let files: [(path: String, content: FileState, status: FileStatus)]

    /// Of the files that are there before the changes.
    init(before changes: [FileChange]) {
        files = changes.compactMap { change in
            guard change.before.isFile, let (folder, name) = try? Folder.holding(change.path),
                let status = try? folder.status(of: name)
            else { return nil }
            return (change.path, change.before, status)
        }
    }

    /// Gives each its time again that is there as it was. Where that fails, it only looks newer.
    func putBack() {
        for file in files where (try? FileState.read(file.path)) == file.content {
            guard let (folder, name) = try? Folder.holding(file.path) else { continue }
            try? folder.setTimes(of: file.status, on: name)
        }
    }
}
