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
        folder = candidates.compactMap(\.self).first { unsafe access($0 + "/postgres", X_OK) == 0 }
    }

    /// The path of a program, or its name if it is looked up in `PATH`.
    ///
    /// Where the folder does not have it, as with clients of a package of their own, `PATH` has to.
    func path(_ name: String) -> String {
        guard let folder, unsafe access(folder + "/" + name, X_OK) == 0 else { return name }
        return folder + "/" + name
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
