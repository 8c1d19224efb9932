internal import DurableFiles
internal import Glibc
internal import SecretMemory

/// The programs of the PostgreSQL that serves a data folder.
struct ServerPrograms: Equatable, Sendable {
    /// The folder of the programs, without symbolic links or `..`; `nil`: they are looked up in `PATH`.
    let folder: String?

    /// - Parameters:
    ///   - running: the server, if it runs.
    ///   - dataFolder: the folder of its data.
    ///   - majorVersion: its version.
    init(of running: RunningServer?, on dataFolder: String, majorVersion: Int) {
        let candidates: [String?] = [
            running?.programFolder, Self.folderOfLastStart(on: dataFolder),
            // Debian's packages, and those of the PostgreSQL project for Red Hat's distributions.
            "/usr/lib/postgresql/\(majorVersion)/bin", "/usr/pgsql-\(majorVersion)/bin",
        ]
        // No lazy map: its first element is asked for twice, and the program may be gone the second time.
        var found: String?
        for case let candidate? in candidates where found == nil {
            found = Self.trustedPath(of: "postgres", in: candidate)
        }
        folder = found.map(PathText.folder(of:))
    }

    /// The path of a program, or its name if it is looked up in `PATH`.
    ///
    /// Where the folder does not have it, as with clients of a package of their own, `PATH` has to.
    func path(_ name: String) -> String {
        folder.flatMap { Self.trustedPath(of: name, in: $0) } ?? name
    }

    /// The path of a program in a folder, if nobody but root and the running user could have put it there or can put
    /// another there before it is started. A link of its own name stays: a program may go by what it is called.
    ///
    /// The server's user says where its programs are, by what runs and by `postmaster.opts`; root's tool runs them, as
    /// that user but from root's session.
    static func trustedPath(of name: String, in folder: String) -> String? {
        guard let named = try? Folder.holding(PathText.joining(folder, name)) else { return nil }
        let path = named.folder.path(of: name)
        guard isTrusted(wayTo: named.folder), let real = try? Folder.holding(path, followingLink: true),
            isTrusted(wayTo: real.folder), let program = try? real.folder.status(of: real.name),
            isTrusted(program), unsafe access(path, X_OK) == 0
        else { return nil }
        return path
    }

    /// Whether nobody else can write into a folder, nor exchange it or one around it, by its path. Each is looked at
    /// once none of those around it can be exchanged.
    private static func isTrusted(wayTo folder: Folder) -> Bool {
        guard PathText.isAbsolute(folder.path) else { return false }
        var path = "/"
        var last: FileStatus?
        for name in [""] + PathText.names(in: folder.path) {
            // In a folder with a sticky bit nobody exchanges what is another's.
            if let last, !isTrusted(last), last.mode & 0o1000 == 0 || !isOwn(last) { return false }
            path = PathText.joining(path, name)
            last = try? Folder(path).status()
            if last == nil { return false }
        }
        return last.map(isTrusted) ?? false
    }

    private static func isTrusted(_ status: FileStatus) -> Bool { isOwn(status) && status.mode & 0o022 == 0 }

    private static func isOwn(_ status: FileStatus) -> Bool {
        [0, FileOwner.running.userID].contains(status.owner.userID)
    }

    /// The folder of the program that `postmaster.opts` names: what the last start of the server was.
    private static func folderOfLastStart(on dataFolder: String) -> String? {
        let path = dataFolder + "/postmaster.opts"
        guard let content = (try? FileState.read(path, limit: ServerArguments.mostBytes))?.content else {
            return nil
        }
        let program = content.publicBytes.prefix { $0 != UInt8(ascii: "\n") }.split(
            separator: UInt8(ascii: " ")
        )
        .first.map { String(decoding: $0, as: UTF8.self) }
        guard let program, PathText.isAbsolute(program) else { return nil }
        return PathText.folder(of: program)
    }
}
