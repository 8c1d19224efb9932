public import SecretMemory

extension Folder {
    /// The content of the regular file `name`.
    ///
    /// - Throws: ``FileError/tooLarge(path:limit:)`` above `limit` octets; an error where it is a symbolic link, a
    ///   folder, a pipe or a device, which is not opened.
    public func read(_ name: String, limit: Int) throws(FileError) -> [UInt8] {
        let content = try readSecret(name, limit: limit)
        return [UInt8](copying: content.span)
    }

    /// The content of the regular file `name`, as a secret: no copy of it is left in memory that does not wipe itself.
    ///
    /// - Throws: the same errors as ``read(_:limit:)``.
    public func readSecret(_ name: String, limit: Int) throws(FileError) -> SecretBytes {
        try readSecretFile(name, limit: limit).takeContent()
    }

    /// The content of the regular file `name` and what the file is, both of the one that was opened: another that takes
    /// its name meanwhile is not mixed up with it.
    ///
    /// - Throws: also ``FileError/secondName(path:)`` or ``FileError/foreignOwner(path:userID:)`` where `purpose`
    ///   does not bear it.
    package func readSecretFile(
        _ name: String,
        limit: Int,
        for purpose: SecretReading.Purpose = .looking
    ) throws(FileError) -> SecretReading.File {
        try check(name)
        let (file, status) = try descriptor.openingFile(name)
        if case .changing(let owner) = purpose { try requireOwn(status, file.path, owner: owner) }
        let content = try file.readSecret(status, limit: limit)
        // Files of /proc and /sys say that they are empty.
        guard content.count <= status.byteCount || status.byteCount == 0 else {
            throw .changedWhileRead(path: file.path)
        }
        return SecretReading.File(content: content, status: status)
    }

    /// Gives the regular file `name` the time at which the content of another was last changed, whose content it has.
    package func setTimes(of status: FileStatus, on name: String) throws(FileError) {
        try check(name)
        let (file, _) = try descriptor.openingFile(name)
        try file.setTimes(of: status)
    }

    /// Refuses a file that may be somebody else's: one with a second name, and one of a foreign user.
    ///
    /// No user is foreign who could put any file there: root, the running one, and whoever has the folder. Neither is
    /// `owner`, nor anybody where those alone can put files into the folder: then one of them gave this one away.
    func requireOwn(_ status: FileStatus, _ path: String, owner: FileOwner?) throws(FileError) {
        guard status.nameCount <= 1 else { throw .secondName(path: path) }
        let around = try descriptor.status()
        let own = [0, FileOwner.running.userID, around.owner.userID, owner?.userID]
        guard own.contains(status.owner.userID) || around.mode & 0o022 == 0 else {
            throw .foreignOwner(path: path, userID: status.owner.userID)
        }
    }
}
