/// The users and groups of this host, as its files list them.
///
/// Read from `/etc/passwd` and `/etc/group` themselves: the C library's look-up loads modules at run time, which a
/// static program cannot. Users that only a directory service knows are named by their numbers.
public struct Accounts: Sendable {
    /// A line of `/etc/passwd`.
    public struct User: Hashable, Sendable {
        /// The log-in name.
        public let name: String
        /// The user's number and the number of the first group.
        public let owner: FileOwner
        /// The home folder.
        public let home: String
    }

    private let users: [User]
    private let groups: [(name: String, number: UInt32)]

    /// Reads the two texts; lines that are not of their form are passed over, as the system does.
    public init(passwd: String, group: String) {
        users = passwd.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count >= 6, let user = UInt32(fields[2]), let group = UInt32(fields[3]) else {
                return nil
            }
            return User(
                name: String(fields[0]),
                owner: FileOwner(userID: user, groupID: group),
                home: String(fields[5])
            )
        }
        groups = group.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: ":", omittingEmptySubsequences: false)
            guard fields.count >= 3, let number = UInt32(fields[2]) else { return nil }
            return (String(fields[0]), number)
        }
    }

    /// The accounts of this host; a file that is missing lists none.
    public static func ofThisHost() throws(FileError) -> Accounts {
        func text(_ name: String, in folder: Folder) throws(FileError) -> String {
            guard try folder.status(of: name) != nil else { return "" }
            return String(decoding: try folder.read(name, limit: 16 << 20), as: UTF8.self)
        }
        let folder = try Folder("/etc")
        return Accounts(passwd: try text("passwd", in: folder), group: try text("group", in: folder))
    }

    /// The user of that name.
    public func user(named name: String) -> User? {
        users.first { $0.name == name }
    }

    /// The user of that number.
    public func user(numbered number: UInt32) -> User? {
        users.first { $0.owner.userID == number }
    }

    /// The owner that `text` names: `user`, `user:group`, or numbers in place of either.
    ///
    /// Without a group it is the user's first group; a number that is no user's needs a group beside it.
    public func owner(_ text: String) throws(FileError) -> FileOwner {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
            String.init
        )
        guard let userText = parts.first, !userText.isEmpty, parts.last?.isEmpty == false else {
            throw .invalidOwner(text)
        }
        let known = user(named: userText) ?? number(userText).flatMap { user(numbered: $0) }
        guard parts.count == 2 else {
            guard let known else { throw .unknownUser(userText) }
            return known.owner
        }
        guard let userID = known?.owner.userID ?? number(userText) else { throw .unknownUser(userText) }
        let groupText = parts[1]
        guard let groupID = groups.first(where: { $0.name == groupText })?.number ?? number(groupText) else {
            throw .unknownGroup(groupText)
        }
        return FileOwner(userID: userID, groupID: groupID)
    }

    /// The number in `text`; the last one of 32 bits means "leave as it is" to the system and is none.
    private func number(_ text: String) -> UInt32? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return UInt32(text).flatMap { $0 == .max ? nil : $0 }
    }
}
