internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

/// Whether the server's user gets to the files that an install puts there.
enum ServerAccess {
    /// Throws if the files would be another user's than the one who runs the server.
    ///
    /// PostgreSQL runs as nobody but the owner of its data, and keys are readable for their owner only. As whom a
    /// Pgpool-II will run only one that runs tells; root reads all keys.
    static func requireOwner(_ layout: NodeLayout) throws(NodeEncryptionError) {
        let server = serverUser(of: layout)
        let owner = (layout.owner ?? .running).userID
        if let server, owner != server { throw .notInstalled(.otherOwner(owner: owner, server: server)) }
    }

    /// The number of the user whom the server of a node runs as; `nil` where that is not known, or he is root.
    static func serverUser(of layout: NodeLayout) -> UInt32? {
        let user: UInt32? =
            switch layout.role {
            case .postgres: (try? Folder(layout.dataFolder).status())?.owner.userID
            case .pgpool: RunningPgpool.find(layout)?.userID
            }
        return user == 0 && layout.role == .pgpool ? nil : user
    }

    /// The server's user and his group, where root looks and he is another than the files' owner would be; `nil` else.
    static func otherOwner(of layout: NodeLayout) -> FileOwner? {
        guard FileOwner.runningIsRoot, let user = serverUser(of: layout), user != 0,
            user != layout.owner?.userID
        else { return nil }
        let account = (try? Accounts.ofThisHost())?.user(numbered: user)?.owner
        return account ?? (try? Folder(layout.dataFolder).status())?.owner
    }

    /// Throws if the server's user cannot enter a folder on the way to the certificates.
    ///
    /// - Parameter canEnter: whether he can enter a folder.
    static func requireEntry(
        _ layout: NodeLayout,
        canEnter: (String) throws(NodeEncryptionError) -> Bool
    ) throws(NodeEncryptionError) {
        let folders = folders(to: layout.certificate("server"))
        // Whoever can enter the last can enter all: a folder is entered through those around it.
        guard let last = folders.last, try !canEnter(last) else { return }
        for folder in folders where try !canEnter(folder) {
            throw .notInstalled(.closedFolder(path: folder))
        }
    }

    /// The note on a folder on the way to the certificates that their owner cannot enter, by its own owner and mode.
    ///
    /// For Pgpool-II, which nobody can be asked to be: it may run as another user, root among them.
    static func noteOnEntry(_ layout: NodeLayout) -> String? {
        let user = layout.owner ?? .running
        guard let folder = folders(to: layout.certificate("server")).first(where: { !mayEnter($0, user) })
        else { return nil }
        return
            "\(shownUser(user.userID)), to whom the certificates belong, cannot enter \(printable(folder)): a "
            + "Pgpool-II that runs as that user cannot read them; let him in (chmod o+x)"
    }

    /// Whether a user may enter a folder by its owner and mode; also where that is not certain, since a group or a list
    /// may let him in.
    static func mayEnter(_ folder: String, _ user: FileOwner) -> Bool {
        guard user.userID != 0, let status = try? Folder(folder).status() else { return true }
        if status.owner.userID == user.userID { return status.mode & 0o100 != 0 }
        return status.mode & 0o011 != 0
    }

    /// The folders around a folder and itself, the outermost first, without symbolic links; of what is missing none.
    static func folders(to path: String) -> [String] {
        var rest = path
        while PathText.isAbsolute(rest) {
            if let real = try? Folder(rest).path {
                var folders = ["/"]
                for name in PathText.names(in: real) {
                    folders.append(PathText.joining(folders[folders.count - 1], name))
                }
                return folders
            }
            guard rest.utf8.count > 1 else { break }
            rest = PathText.folder(of: rest)
        }
        return []
    }

    /// What the operator should know of lists of revoked certificates, which have to have one of the node's root.
    ///
    /// - Parameters:
    ///   - roots: the certificates of `root.crt`.
    ///   - isNeeded: whether a user is to get in by a certificate alone.
    /// - Throws: ``InstallRefusal/missingList(setting:path:)`` if the file is missing: the server would not turn TLS
    ///   on. A folder may be. ``InstallRefusal/otherList(setting:path:)`` if it has none of the root, and one is
    ///   needed.
    static func notesOnRevocation(
        _ layout: NodeLayout,
        of roots: [Certificate],
        isNeeded: Bool
    ) throws(NodeEncryptionError) -> [String] {
        guard layout.role == .postgres else { return [] }
        let settings = try layout.settings()
        var notes: [String] = []
        var without: (name: String, path: String)?
        var hasList = false
        for name in RevocationLists.settings {
            guard let named = settings.value(of: name), !named.isEmpty else { continue }
            let path = PathText.joining(layout.dataFolder, named)
            let isFile = !RevocationLists.isFolder(name)
            if isFile, try FileState.read(try ChangeList.realPath(path)) == .absent {
                throw .notInstalled(.missingList(setting: name, path: path))
            }
            if let lists = RevocationLists(named: name, at: path, of: roots) {
                hasList = hasList || roots.contains { lists.has($0, at: ClientFault.now) }
                without = without ?? (name, path)
            }
            notes.append(
                "\(name) names \(printable(path)): unless it has a list of this node's root, the server refuses every "
                    + "client certificate"
            )
        }
        // The server takes one from either.
        if hasList { return [] }
        if isNeeded, let (name, path) = without { throw .notInstalled(.otherList(setting: name, path: path)) }
        return notes
    }
}

extension PostgresService {
    /// Whether the server's user can enter a folder.
    func canEnter(_ folder: String) throws(NodeEncryptionError) -> Bool {
        let command = asServer("a look at \(folder) as the server", ["test", "-x", folder])
        // Any other status says that the question was not asked.
        return try command.run().status != 1
    }
}
