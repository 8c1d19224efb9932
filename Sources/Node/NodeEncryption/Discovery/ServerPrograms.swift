internal import DurableFiles
internal import Glibc
internal import SecretMemory

/// The programs of the PostgreSQL that serves a data folder.
struct ServerPrograms: Equatable, Sendable {
    /// The folder of the programs; `nil`: they are looked up in `PATH`.
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
        folder = candidates.compactMap(\.self).first { Self.isTrusted("postgres", in: $0) }
    }

    /// The path of a program, or its name if it is looked up in `PATH`.
    ///
    /// Where the folder does not have it, as with clients of a package of their own, `PATH` has to.
    func path(_ name: String) -> String {
        guard let folder, Self.isTrusted(name, in: folder) else { return name }
        return folder + "/" + name
    }

    /// Whether a folder has a program that nobody but root and the running user could have put there.
    ///
    /// The server's user says where its programs are, by what runs and by `postmaster.opts`; root's tool runs them, as
    /// that user but from root's session.
    static func isTrusted(_ name: String, in folder: String) -> Bool {
        guard unsafe access(folder + "/" + name, X_OK) == 0,
            let (around, file) = try? Folder.holding(folder + "/" + name, followingLink: true)
        else { return false }
        let trusted = [0, FileOwner.running.userID]
        return [try? around.status(), try? around.status(of: file)].allSatisfy { status in
            guard let status else { return false }
            return trusted.contains(status.owner.userID) && status.mode & 0o022 == 0
        }
    }

    /// The folder of the program that `postmaster.opts` names: what the last start of the server was.
    private static func folderOfLastStart(on dataFolder: String) -> String? {
        guard let content = (try? FileState.read(dataFolder + "/postmaster.opts"))?.content else {
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
