package import DurableFiles
package import PgpoolPasswords
internal import SecretMemory

/// The `pool_passwd` file on disk: the only code that reads and replaces it.
///
/// A program that changes it holds the lock of its folder from before it is read until it is replaced, so that no two
/// programs lose each other's entries.
package struct PoolPasswdStore: Sendable {
    /// The most bytes of the file: some four million entries.
    package static let limit = 1 << 30

    private let folder: Folder
    private let name: String

    /// The file at `path`; a symbolic link there leads on to the file it stands for, and stays.
    package init(path: String) throws(NodePlatformError) {
        (folder, name) = try onFiles { () throws(FileError) in try Folder.holding(path, followingLink: true) }
    }

    /// The path, without symbolic links.
    package var path: String { folder.path(of: name) }

    /// The file as it is; `nil` where there is none.
    package func read() throws(NodePlatformError) -> PoolPasswdFile? {
        do throws(FileError) {
            return PoolPasswdFile(try folder.readSecret(name, limit: Self.limit))
        } catch  where error.isMissing {
            return nil
        } catch {
            throw .file(error)
        }
    }

    /// Takes the lock of the folder and reads the file, to change and replace it.
    package func beginUpdate() throws(NodePlatformError) -> PoolPasswdUpdate {
        try onFiles { () throws(FileError) in
            let locked = try Folder.locked(folder.path)
            let folder = locked.folder
            // What a killed run left behind holds every password of the file.
            folder.removeLeftovers()
            do throws(FileError) {
                let file = try folder.readSecretFile(name, limit: Self.limit)
                let attributes = file.status.attributes
                return PoolPasswdUpdate(
                    file: PoolPasswdFile(file.takeContent()),
                    attributes: attributes,
                    name: name,
                    locked: locked
                )
            } catch  where error.isMissing {
                return PoolPasswdUpdate(
                    file: PoolPasswdFile(),
                    attributes: nil,
                    name: name,
                    locked: locked
                )
            }
        }
    }

    /// Mode and owner of a new file of the configuration at `path`: nobody's but its owner's. That is the running
    /// user, or for root whoever has the configuration, which is what the user who runs Pgpool-II can read.
    package static func attributesOfNew(besideConfiguration path: String) throws(NodePlatformError)
        -> FileAttributes
    {
        var owner = FileOwner.running
        if FileOwner.runningIsRoot {
            let status = try onFiles { () throws(FileError) in
                let (folder, name) = try Folder.holding(path, followingLink: true)
                return try folder.status(of: name)
            }
            owner = status?.owner.userID == 0 ? FileOwner(userID: 0, groupID: 0) : status?.owner ?? owner
        }
        return FileAttributes(mode: 0o600, owner: owner)
    }
}

/// A change of `pool_passwd` in progress: no other run changes the file while this value lives.
package struct PoolPasswdUpdate: ~Copyable {
    /// The file, to be changed.
    package var file: PoolPasswdFile
    /// Mode and owner of the file that is there; `nil` where there is none.
    package let attributes: FileAttributes?

    private let name: String
    private let locked: LockedFolder

    fileprivate init(
        file: consuming PoolPasswdFile,
        attributes: FileAttributes?,
        name: String,
        locked: consuming LockedFolder
    ) {
        self.file = file
        self.attributes = attributes
        self.name = name
        self.locked = locked
    }

    /// Replaces the file whole; it keeps its mode and owner, and a new one gets those given.
    package consuming func write(attributesOfNew: FileAttributes) throws(NodePlatformError) {
        let content = file.content()
        try onFiles { () throws(FileError) in
            try locked.folder.replace(name, with: content.span, attributes: attributes ?? attributesOfNew)
        }
        locked.release()
    }
}
