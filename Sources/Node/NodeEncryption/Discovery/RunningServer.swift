internal import DurableFiles
internal import Glibc
internal import SecretMemory
internal import TextEncodings

/// The PostgreSQL server that runs on a data folder, as its `postmaster.pid` and the system show it.
package struct RunningServer: Equatable, Sendable {
    /// What it wrote about itself.
    let file: PostmasterFile
    /// The program that runs; `nil` if the running user may not see it.
    let program: String?
    /// Its command line.
    let arguments: ServerArguments
    /// The number of the user whom it runs as; `nil` if the system does not show it.
    let userID: UInt32?

    /// The server on a data folder; `nil` if none runs.
    ///
    /// A process is one only if it is of whoever has the data: anybody can start a program of that name.
    static func find(on dataFolder: String) throws(NodeEncryptionError) -> RunningServer? {
        let path = dataFolder + "/postmaster.pid"
        guard
            case .file(let content, let attributes) = try FileState.read(
                path,
                limit: PostmasterFile.mostBytes
            ),
            let file = PostmasterFile(content.publicBytes)
        else { return nil }
        return RunningServer(file, of: attributes.owner?.userID, dataFolder: dataFolder)
    }

    /// `nil` if the process is gone, or is another program's by now.
    ///
    /// - Parameter writer: who wrote the file.
    private init?(_ file: PostmasterFile, of writer: UInt32?, dataFolder: String) {
        // Signal 0 asks only whether the process is there; EPERM says that it is another user's.
        guard kill(file.processID, 0) == 0 || errno == EPERM else { return nil }
        self.file = file
        guard let process = try? Folder("/proc/\(file.processID)") else {
            // Without /proc there is nothing more to see.
            program = nil
            arguments = ServerArguments([])
            userID = nil
            return
        }
        // PostgreSQL runs neither as root nor on data that others may write; a program of root's that anybody may
        // start, such as su, is of root in a folder that is root's, too.
        guard let status = try? process.status(), let data = try? Folder(dataFolder),
            let folder = try? data.status(), status.owner.userID != 0,
            folder.owner.userID == status.owner.userID, folder.mode & 0o022 == 0,
            writer == status.owner.userID
        else { return nil }
        // The postmaster works in its data folder.
        if let folder = process.processLink("cwd"), !isSamePath(folder, data.path) { return nil }
        let words = process.processWords("cmdline")
        guard let name = words.first.map({ PathText.lastName(of: $0) }),
            ["postgres", "postmaster", "edb-postgres"].contains(name)
        else { return nil }
        program = process.processLink("exe")
        arguments = ServerArguments(Array(words.dropFirst()))
        userID = status.owner.userID
    }

    /// The folder of its programs; `nil` if the running user may not see it.
    var programFolder: String? { program.map { PathText.folder(of: $0) } }
}
