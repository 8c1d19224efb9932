internal import DurableFiles
internal import NodePlatform
internal import TextEncodings

extension NodeStatus {
    /// Adds who may read the pool key, and whether Pgpool-II may.
    mutating func readPoolKey(_ passwords: PoolEntries) {
        guard let attributes = passwords.keyAttributes else { return }
        let path = passwords.keyPath
        let shown = Quoting.shellWord(path)
        let server = passwords.layout.owner
        if attributes.letsOthersRead(but: server) {
            add(
                .poolKeyExposed,
                "mode 0\(String(attributes.mode, radix: 8)) lets others read the key, which decrypts every entry",
                path: path,
                cure: attributes.closing(path, for: server)
            )
        }
        if let server, !attributes.canBeRead(by: server) {
            add(
                .poolKeyUnreadable,
                "cannot be read by \(shownUser(server.userID)), who runs Pgpool-II, so that no entry decrypts there",
                path: path,
                cure: "chown \(server.userID) " + shown
            )
        }
    }

    /// Adds that the running Pgpool-II may not have read the pool key as it is.
    mutating func readUnreadKey(_ passwords: PoolEntries, _ running: RunningPgpool?) {
        guard passwords.hasKey, let running else { return }
        let reason: String
        if let named = running.arguments.keyFile, !PathText.isAbsolute(named) {
            reason =
                "may not be the pool key of the Pgpool-II that runs: it was started with -k \(printable(named)), "
                + "wherever that was"
        } else if let unread = running.unreadKey(passwords.keyPath) {
            reason = unread.rawValue
        } else {
            return
        }
        add(.poolKeyNotRead, reason, path: passwords.keyPath, cure: Self.restartOfPgpool)
    }
}

extension FileAttributes {
    /// The command that leaves a file to its owner alone, or root's to a server that is in its group.
    func closing(_ path: String, for server: FileOwner?) -> String {
        let shown = Quoting.shellWord(path)
        guard let server, server.userID != 0, owner?.userID == 0 else { return "chmod 600 " + shown }
        return "chown 0:\(server.groupID) \(shown) && chmod 640 \(shown)"
    }

    /// Whether a user may read the file, as far as its mode says.
    func canBeRead(by user: FileOwner) -> Bool {
        guard let owner else { return false }
        if owner.userID == user.userID { return mode & 0o400 != 0 }
        if owner.groupID == user.groupID { return mode & 0o040 != 0 }
        return user.userID == 0 || mode & 0o004 != 0
    }

    /// Whether others than root and the server's user may read or write the file. One of root's may be read by the
    /// server's group.
    func letsOthersRead(but server: FileOwner?) -> Bool {
        let isGroups = owner?.userID == 0 && server.map { owner?.groupID == $0.groupID } ?? true
        return mode & (isGroups ? 0o037 : 0o077) != 0
    }
}
