package import DurableFiles
package import PgpoolPasswords
internal import SecretMemory

/// The `pool_passwd` file on disk: the only code that reads and replaces it.
///
/// A program that changes it holds the locks of its folder and of the file itself from before it is read until it is
/// written, so that no two programs lose each other's entries: the file can be mounted into several folders, and its
/// folder may be one that the user cannot open.
package struct PoolPasswdStore: Sendable {
    /// The most bytes of the file: some two million entries. Reading takes several times as many.
    package static let limit = 128 << 20

    private let folder: Folder
    private let name: String

    /// The file at `path`; a symbolic link there leads on to the file it stands for, and stays.
    package init(path: String) throws(NodePlatformError) {
        (folder, name) = try onFiles { () throws(FileError) in
            do throws(FileError) {
                return try Folder.holding(path, followingLink: true)
            } catch  where error.deniesChange {
                return try Folder.enteredHolding(path)
            }
        }
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

    /// Takes the locks and reads the file, to change and write it; it may belong to `owner`.
    package func beginUpdate(ownedBy owner: FileOwner? = nil) throws(NodePlatformError) -> PoolPasswdUpdate {
        try onFiles { () throws(FileError) in
            let locked: LockedFolder
            do throws(FileError) {
                locked = try Folder.locked(folder.path)
            } catch  where error.deniesChange {
                // The file's own lock must do.
                let present = try folder.lockedFile(name, ownedBy: owner)
                return try PoolPasswdUpdate(folder, name, present: present, denial: error)
            }
            let folder = locked.folder
            // What a killed run left behind holds every password of the file.
            folder.removeLeftovers()
            let present =
                try folder.status(of: name) == nil ? nil : folder.lockedFile(name, ownedBy: owner)
            return try PoolPasswdUpdate(folder, name, present: present, under: locked)
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
