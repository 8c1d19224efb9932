internal import DurableFiles

/// A symbolic link in the place of a node's file that the server's user could have put there.
///
/// It is followed to a file of that very user only, which he can write anyway; to any other it would lead root to write
/// what he may not. What the link says is read once: where it leads a moment later does not matter.
struct ServersLink {
    /// Whoever could have put it there, root and the running user apart.
    let userID: UInt32
    /// Where it leads.
    let target: String

    /// `nil` if there is no link at `path`, or more than one user could have put it there.
    init?(_ path: String) throws(FileError) {
        let (folder, name) = try Folder.holding(path)
        let around = try folder.status()
        guard let link = try folder.status(of: name), link.kind == .symbolicLink, around.mode & 0o022 == 0
        else { return nil }
        let users = Set([link.owner.userID, around.owner.userID])
            .subtracting([0, FileOwner.running.userID])
        guard users.count == 1, let user = users.first else { return nil }
        userID = user
        target = PathText.joining(folder.path, try folder.linkTarget(of: name))
    }

    /// The path of the file that it leads to; `nil` if that is none of his, or has a second name, which he may have
    /// given to somebody else's.
    func followed() throws(FileError) -> String? {
        let (folder, name) = try Folder.holding(target)
        guard let status = try folder.status(of: name), status.kind == .file, status.nameCount == 1,
            status.owner.userID == userID
        else { return nil }
        return folder.path(of: name)
    }
}
