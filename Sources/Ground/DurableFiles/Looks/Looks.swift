internal import Glibc

extension Descriptor {
    /// Gives a file or folder that is prepared, and empty, the owner and mode of `attributes`, and what `old`, whose
    /// place it takes, has besides. It is the one place for that.
    ///
    /// No step lets anybody in whom the last one does not: what is opened before it is filled stays open.
    func setLooks(_ attributes: FileAttributes, of old: ExtendedAttributes?) throws(FileError) {
        if let owner = attributes.owner { try setOwner(owner, attributes.mode, old) }
        try old?.give(to: self, mode: attributes.mode)
        try setMode(attributes.mode)
    }

    /// Who may not give the file to a group keeps his own where the group makes no difference: where it has the rights
    /// of everybody else. Elsewhere somebody would lose a right or gain one, and that is an error.
    private func setOwner(
        _ owner: FileOwner,
        _ mode: UInt32,
        _ old: ExtendedAttributes?
    ) throws(FileError) {
        let present = try status().owner
        do {
            try setOwner(owner, from: present)
        } catch .system(let operation, let path, EPERM) {
            let makesNoDifference =
                mode >> 3 & 7 == mode & 7 && mode & 0o2000 == 0 && old?.hasAccessList != true
            guard present.userID == owner.userID, makesNoDifference else {
                throw .system(operation, path: path, code: EPERM)
            }
        }
    }
}

extension Folder {
    /// What the file that is called `name` has besides content, owner and mode; `nil` where none is there of which that
    /// is to be kept: no file, or one of a user who is neither root, nor the running one, nor the wanted `owner`.
    func extendedAttributes(of name: String, owner: FileOwner?) throws(FileError) -> ExtendedAttributes? {
        guard try descriptor.status(of: name)?.kind == .file else { return nil }
        let file: Descriptor
        do {
            file = try descriptor.opening(name, flags: O_RDONLY | O_NONBLOCK | O_NOCTTY)
        } catch .system(_, _, ELOOP), .system(_, _, ENXIO), .system(_, _, ENOENT), .system(_, _, EACCES) {
            return nil
        }
        let status = try file.status()
        let trusted = [0, FileOwner.running.userID, owner?.userID]
        guard status.kind == .file, trusted.contains(status.owner.userID) else { return nil }
        return try ExtendedAttributes(of: file)
    }
}
