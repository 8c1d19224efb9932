internal import DurableFiles

extension PostgresService {
    /// Whether commands run as the server's user: as whom else they would tell nothing of what he may.
    var runsAsServer: Bool {
        if !commands.asServer.isEmpty { return true }
        guard let owner = try? Folder(layout.dataFolder).status().owner else { return false }
        return owner.userID == FileOwner.running.userID
    }

    /// Those of some files that the server's user cannot open.
    func unopened(_ paths: [String]) throws(NodeEncryptionError) -> [String] {
        try self.paths(paths, failing: #"true 2>/dev/null <"$file""#)
    }

    /// Those of some paths that fail a test of the shell's as the server's user, where each is `$file`.
    func paths(_ paths: [String], failing test: String) throws(NodeEncryptionError) -> [String] {
        if paths.isEmpty { return [] }
        let script = "n=0; for file do n=$((n+1)); { \(test); } || echo \"$n\"; done; exit 0"
        let command = asServer("a look at its files as the server", ["sh", "-c", script, "sh"] + paths)
        // By their numbers: a path may have line feeds in it.
        let numbers = try command.succeed().output.utf8.split(separator: UInt8(ascii: "\n")).compactMap {
            Int(String(Substring($0)))
        }
        return numbers.filter { (1...paths.count).contains($0) }.map { paths[$0 - 1] }
    }
}
