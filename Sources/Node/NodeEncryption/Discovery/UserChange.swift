internal import DurableFiles
internal import Glibc
internal import NodePlatform

/// The words before a command that make it run as another user: PostgreSQL's programs refuse to run as root.
enum UserChange {
    /// Programs that change the user, with the words behind them; `$` stands for the user's name.
    private static let programs: [[String]] = [
        ["runuser", "-u", "$", "--"],
        // The official images have one of these two; those on Alpine have no runuser.
        ["gosu", "$"], ["su-exec", "$"],
    ]

    /// The words that change from root to a user; none where this is not root, who can change to nobody.
    ///
    /// - Parameter userID: the user; `nil` or root: the account that servers run as, since a server's programs are
    ///   never run as root.
    static func prefix(to userID: UInt32?) throws(NodeEncryptionError) -> [String] {
        guard FileOwner.runningIsRoot else { return [] }
        let userID = userID == 0 ? nil : userID
        let name = try onPlatform { () throws(NodePlatformError) in
            try userID.flatMap { (number) throws(NodePlatformError) in
                try Accounts.ofThisHost().user(numbered: number)?.name
            }
        }
        let words = programs.first { isInPath($0[0]) } ?? programs[0]
        return words.map { $0 == "$" ? name ?? Platform.serverAccount : $0 }
    }

    private static func isInPath(_ name: String) -> Bool {
        let path = unsafe getenv("PATH").map { unsafe String(cString: $0) } ?? "/usr/bin:/bin"
        return path.utf8.split(separator: UInt8(ascii: ":")).contains { folder in
            unsafe access(String(Substring(folder)) + "/" + name, X_OK) == 0
        }
    }
}
