internal import DurableFiles

/// Places that a configuration names, held against who could have written them there.
///
/// A server's user may write its configuration, and root acts on what that names: `pool_passwd = '/etc/shadow'` would
/// have root change that file. So where somebody else than root and the running user can write the configuration, it
/// names only what he could have written himself, wherever that is: a folder of his configuration can be root's, with
/// root's files in it. The place where a file is looked for if nothing is said is named by nobody.
package struct NamedPlaces {
    /// The configuration's files, in the order in which they were read.
    private let paths: [String]

    /// - Parameter paths: the configuration's files, in the order in which they were read.
    package init(in paths: [String]) {
        self.paths = paths
    }

    /// Whether everybody who could have written a file of the configuration could have written `path`, which it names.
    ///
    /// - Parameter standard: the place if nothing is named.
    package func allows(_ path: String, namedIn file: String, standard: String? = nil) -> Bool {
        let writers = writers(of: file)
        if writers.areTrusted || Self.isSame(path, standard) { return true }
        // Whoever writes what a server reads has the rights of the server's user.
        return !writers.users.isEmpty && writers.users.allSatisfy { Self.isWritable(path, by: $0) }
    }

    /// Whether the user who runs a server could have written `path`, which its command line names.
    package static func allows(_ path: String, onCommandLineOf userID: UInt32?, standard: String) -> Bool {
        if userID == 0 || userID == FileOwner.running.userID || isSame(path, standard) { return true }
        return userID.map { isWritable(path, by: $0) } ?? false
    }

    /// Who could have written a file, root and the running user apart.
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
            if status.isWritableByOthers, !status.isSticky { includesOthers = true }
        }
    }

    /// Whoever can write the file, one that was read before it, which may have included it, or the folder of such a
    /// file.
    private func writers(of file: String) -> Writers {
        var writers = Writers()
        var known: Set<[UInt8]> = []
        for path in paths {
            if known.insert(Array(path.utf8)).inserted {
                for isFollowing in [false, true] {
                    let place = try? Folder.holding(path, followingLink: isFollowing)
                    writers.add(try? place?.folder.status())
                    // A link has a mode that means nothing; the folder says who can exchange it.
                    if isFollowing { writers.add(try? place?.folder.status(of: place?.name ?? "")) }
                }
            }
            if path.utf8.elementsEqual(file.utf8) { break }
        }
        return writers
    }

    /// Whether a user can put content of his own at `path`: into the file, or another file in its place.
    private static func isWritable(_ path: String, by userID: UInt32) -> Bool {
        guard let (folder, name) = try? Folder.holding(path, followingLink: true),
            let around = try? folder.status()
        else { return false }
        if around.owner.userID == userID { return true }
        let isOpen = around.isOpen(to: userID)
        do throws(FileError) {
            guard let status = try folder.status(of: name) else { return isOpen }
            if isOpen, !around.isSticky { return true }
            // Of a file with a second name nobody knows who gave it that name.
            return status.isOpen(to: userID) && (status.kind != .file || status.nameCount == 1)
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
    fileprivate var isWritableByOthers: Bool { mode & 0o022 != 0 }
    /// Whether only its owner, and the owners of what is in it, take names away from a folder.
    fileprivate var isSticky: Bool { kind == .folder && mode & 0o1000 != 0 }

    /// Whether it is a user's to write: his own, his group's or everybody's.
    fileprivate func isOpen(to userID: UInt32) -> Bool {
        if owner.userID == userID || mode & 0o002 != 0 { return true }
        guard mode & 0o020 != 0, let accounts = try? Accounts.ofThisHost() else { return false }
        return accounts.user(numbered: userID)?.owner.groupID == owner.groupID
    }
}
