internal import DurableFiles
package import PostgresConfiguration

/// Places that a configuration names, held against who could have written them there.
///
/// A server's user may write its configuration, and root acts on what that names: `pool_passwd = '/etc/shadow'` would
/// have root change that file. So where somebody else than root and the running user can write the configuration, it
/// names only what he has anyway: what is in its folder or in the data directory, or belongs to him.
package struct NamedPlaces {
    private let settings: EffectiveConfiguration?
    private let folders: [String]

    /// - Parameters:
    ///   - settings: the configuration; `nil` where only a command line names places.
    ///   - folders: the folders in which everything may be named.
    package init(in settings: EffectiveConfiguration?, folders: [String]) {
        self.settings = settings
        self.folders = folders
    }

    /// Whether whoever could have set a setting has a right to `path`, which it names.
    package func allows(_ path: String, of setting: EffectiveConfiguration.Setting) -> Bool {
        let writers = writers(of: setting)
        if writers.areTrusted || isInFolders(path) { return true }
        return Self.owner(of: path).map { writers.users.contains($0) } ?? false
    }

    /// Whether the user who runs a server has a right to `path`, which its command line names.
    package func allows(_ path: String, onCommandLineOf userID: UInt32?) -> Bool {
        if userID == 0 || userID == FileOwner.running.userID || isInFolders(path) { return true }
        guard let userID else { return false }
        return Self.owner(of: path) == userID
    }

    /// Who could have set a setting, root and the running user apart.
    private struct Writers {
        var users: Set<UInt32> = []
        /// Whether members of a group or everybody could, too.
        var includesOthers = false
        var areTrusted: Bool { users.isEmpty && !includesOthers }

        mutating func add(_ status: FileStatus?) {
            guard let status else {
                includesOthers = true
                return
            }
            if ![0, FileOwner.running.userID].contains(status.owner.userID) {
                users.insert(status.owner.userID)
            }
            let isSticky = status.kind == .folder && status.mode & 0o1000 != 0
            if status.mode & 0o022 != 0, !isSticky { includesOthers = true }
        }
    }

    /// Whoever can write the file with the setting, one that was read before it, which may have included it, or the
    /// folder of such a file.
    private func writers(of setting: EffectiveConfiguration.Setting) -> Writers {
        var writers = Writers()
        var known: Set<[UInt8]> = []
        for path in settings?.paths ?? [] {
            if known.insert(Array(path.utf8)).inserted {
                for isFollowing in [false, true] {
                    let place = try? Folder.holding(path, followingLink: isFollowing)
                    writers.add(try? place?.folder.status())
                    // A link has a mode that means nothing; the folder says who can exchange it.
                    if isFollowing { writers.add(try? place?.folder.status(of: place?.name ?? "")) }
                }
            }
            if path.utf8.elementsEqual(setting.path.utf8) { break }
        }
        return writers
    }

    private func isInFolders(_ path: String) -> Bool {
        guard let place = Self.names(ofFolderOf: path) else { return false }
        return folders.contains { folder in
            guard let names = Self.names(ofFolderOf: PathText.joining(folder, "name")) else { return false }
            return PathText.isAbsolute(path) == PathText.isAbsolute(folder)
                && place.starts(with: names) { $0.utf8.elementsEqual($1.utf8) }
        }
    }

    /// The components of the folder that a file is in, without symbolic links.
    private static func names(ofFolderOf path: String) -> [String]? {
        guard let folder = try? Folder.holding(path, followingLink: true).folder else { return nil }
        let names = PathText.names(in: folder.path)
        return names.contains { $0.utf8.elementsEqual("..".utf8) } ? nil : names
    }

    /// Who a file or folder belongs to; of one that is missing, who its folder does, and of one with a second name
    /// nobody, since he need not have been who gave it that name.
    package static func owner(of path: String) -> UInt32? {
        guard let (folder, name) = try? Folder.holding(path, followingLink: true),
            let status = try? folder.status(of: name) ?? folder.status()
        else { return nil }
        return status.kind == .file && status.nameCount > 1 ? nil : status.owner.userID
    }
}
