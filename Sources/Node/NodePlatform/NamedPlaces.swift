internal import DurableFiles

/// Places that a configuration names, held against who could have written them there.
///
/// A server's user may write its configuration, and root acts on what that names: `pool_passwd = '/etc/shadow'` would
/// have root change that file. So where somebody else than root and the running user can write the configuration, it
/// names only what he could have written himself, wherever that is: a folder of his configuration can be root's, with
/// root's files in it. The place where a file is looked for if nothing is said is named by nobody.
package struct NamedPlaces {
    /// The configuration's files, in the order in which they were read.
    let paths: [String]

    /// - Parameter paths: the configuration's files, in the order in which they were read.
    package init(in paths: [String]) {
        self.paths = paths
    }

    /// Whether everybody who could have written a file of the configuration could have written `path`, which it names.
    ///
    /// - Parameter standard: the place if nothing is named.
    package func allows(_ path: String, namedIn file: String, standard: String? = nil) -> Bool {
        let writers = writers(of: file)
        return writers.isEmpty || Self.isSame(path, standard)
            || writers.allSatisfy { Self.isWritable(path, by: $0) }
    }

    /// Whether the user who runs a server could have written `path`, which its command line names.
    package static func allows(_ path: String, onCommandLineOf userID: UInt32?, standard: String) -> Bool {
        if userID == 0 || userID == FileOwner.running.userID || isSame(path, standard) { return true }
        return userID.map { isWritable(path, by: .user($0)) } ?? false
    }

    /// Who could have written a file.
    enum Writer: Hashable {
        case user(UInt32)
        case group(UInt32)
        case everybody

        /// Whoever may write a file or put another in its place, root and the running user apart.
        static func all(_ status: FileStatus?) -> [Writer] {
            guard let status else { return [.everybody] }
            var all = all(ownerOf: status)
            if status.isSticky { return all }
            if status.mode & 0o020 != 0 { all.append(.group(status.owner.groupID)) }
            if status.mode & 0o002 != 0 { all.append(.everybody) }
            return all
        }
    }

    /// The configuration's files behind the first that whoever could have written a file before them, which may have
    /// included them, could have written himself.
    package var allowedIncludes: [String] {
        var allowed: [String] = []
        var writers: Set<Writer> = []
        var known: Set<[UInt8]> = []
        for (index, path) in paths.enumerated() {
            guard known.insert(Array(path.utf8)).inserted else { continue }
            if index > 0, Self.withRights(writers).allSatisfy({ Self.isWritable(path, by: $0) }) {
                allowed.append(path)
            }
            writers.formUnion(Self.writers(ofFileAt: path))
        }
        return allowed
    }

    /// Whoever can write the file, one that was read before it, which may have included it, or the folder of such a
    /// file.
    private func writers(of file: String) -> Set<Writer> {
        var writers: Set<Writer> = []
        var known: Set<[UInt8]> = []
        for path in paths {
            if known.insert(Array(path.utf8)).inserted { writers.formUnion(Self.writers(ofFileAt: path)) }
            if path.utf8.elementsEqual(file.utf8) { break }
        }
        return Self.withRights(writers)
    }

    /// Whoever can write one file, or its folder.
    private static func writers(ofFileAt path: String) -> Set<Writer> {
        var writers: Set<Writer> = []
        for isFollowing in [false, true] {
            let place = try? Folder.holding(path, followingLink: isFollowing)
            writers.formUnion(Writer.all(try? place?.folder.status()))
            // A link has a mode that means nothing; the folder says who can exchange it.
            if isFollowing { writers.formUnion(Writer.all(try? place?.folder.status(of: place?.name ?? ""))) }
        }
        return writers
    }

    /// Where there are users among them, groups are left out: whoever writes what a server reads has the rights of its
    /// user.
    private static func withRights(_ writers: Set<Writer>) -> Set<Writer> {
        let users = writers.filter { if case .user = $0 { true } else { false } }
        return users.isEmpty ? writers : users
    }

    /// Whether somebody can put content of his own at `path`: into the file, or another file in its place.
    private static func isWritable(_ path: String, by writer: Writer) -> Bool {
        guard let (folder, name) = try? Folder.holding(path, followingLink: true),
            let around = try? folder.status()
        else { return false }
        if writer == .user(around.owner.userID) { return true }
        let isOpen = around.isOpen(to: writer)
        do throws(FileError) {
            guard let status = try folder.status(of: name) else { return isOpen }
            if isOpen, !around.isSticky { return true }
            // Of a file with a second name nobody knows who gave it that name.
            return status.isOpen(to: writer) && (status.kind != .file || status.nameCount == 1)
        } catch {
            return false
        }
    }

    private static func isSame(_ path: String, _ standard: String?) -> Bool {
        guard let standard, let (folder, name) = try? Folder.holding(path, followingLink: true),
            let (own, ownName) = try? Folder.holding(standard, followingLink: true)
        else { return false }
        return (folder.path(of: name)).utf8.elementsEqual(own.path(of: ownName).utf8)
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

extension FileStatus {
    /// Whether only its owner, and the owners of what is in it, take names away from a folder.
    fileprivate var isSticky: Bool { kind == .folder && mode & 0o1000 != 0 }

    /// Whether it is somebody's to write: his own, his group's or everybody's.
    fileprivate func isOpen(to writer: NamedPlaces.Writer) -> Bool {
        if mode & 0o002 != 0 { return true }
        switch writer {
        case .everybody: return false
        case .group(let groupID): return mode & 0o020 != 0 && owner.groupID == groupID
        case .user(let userID):
            if owner.userID == userID { return true }
            guard mode & 0o020 != 0, let accounts = try? Accounts.ofThisHost() else { return false }
            return accounts.user(numbered: userID)?.owner.groupID == owner.groupID
        }
    }
}
