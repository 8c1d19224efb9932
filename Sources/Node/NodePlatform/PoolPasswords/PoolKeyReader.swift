internal import DurableFiles

/// The user who runs Pgpool-II, and so reads the pool key, as far as `pgpool.conf` shows him.
package struct PoolKeyReader: Sendable {
    /// His log-in name.
    package let name: String
    /// The pool key that he reads where the environment of his Pgpool-II names no other.
    package let path: String

    /// Whom a `pgpool.conf` is for: its owner; or where that is root, who runs no Pgpool-II, the account of the
    /// servers, if the file is its group's, as Debian has it. `nil` where it is neither, is not there, or is the
    /// running user's.
    package static func find(configuration: String) -> PoolKeyReader? {
        guard let (folder, name) = try? Folder.holding(configuration, followingLink: true),
            let owner = try? folder.status(of: name)?.owner, let accounts = try? Accounts.ofThisHost()
        else { return nil }
        return find(owner: owner, running: FileOwner.running.userID, accounts)
    }

    static func find(owner: FileOwner, running: UInt32, _ accounts: Accounts) -> PoolKeyReader? {
        var user = accounts.user(numbered: owner.userID)
        if owner.userID == 0 {
            user = accounts.user(named: Platform.serverAccount)
            guard user?.owner.groupID == owner.groupID, owner.groupID != 0 else { return nil }
        }
        guard let user, user.owner.userID != running else { return nil }
        return PoolKeyReader(name: user.name, path: user.home + "/" + PoolKeyPath.name)
    }
}
