package import DurableFiles

/// The users and groups of this host, as its files list them.
///
/// Read from `/etc/passwd` and `/etc/group` themselves: the C library's look-up loads modules at run time, which a
/// static program cannot. A user that only a directory service knows must be given by number.
package struct Accounts: Sendable {
    /// A line of `/etc/passwd`.
    package struct User: Hashable, Sendable {
        /// The log-in name.
        package let name: String
        /// The numbers of the user and of the primary group.
        package let owner: FileOwner
        /// The home directory.
        package let home: String
    }

    private let users: [User]
    private let groups: [(name: String, number: UInt32)]

    /// Reads the two texts; malformed lines are skipped, as the system skips them.
    package init(passwd: String, group: String) {
        self.init(passwd: Array(passwd.utf8), group: Array(group.utf8))
    }

    /// Reads the content of the two files byte by byte, as the system does, so that nothing that users may write into
    /// their own fields can split a field or join two. A line whose name or home is not UTF-8 is skipped.
    init(passwd: [UInt8], group: [UInt8]) {
        users = Self.lines(of: passwd).compactMap { fields in
            guard fields.count >= 6, let name = Self.text(fields[0]), let home = Self.text(fields[5]),
                let user = Self.number(fields[2]), let group = Self.number(fields[3])
            else { return nil }
            return User(name: name, owner: FileOwner(userID: user, groupID: group), home: home)
        }
        groups = Self.lines(of: group).compactMap { fields in
            guard fields.count >= 3, let name = Self.text(fields[0]), let number = Self.number(fields[2])
            else { return nil }
            return (name, number)
        }
    }

    /// The fields of each line.
    private static func lines(of content: [UInt8]) -> [[ArraySlice<UInt8>]] {
        content.split(separator: UInt8(ascii: "\n")).map { line in
            line.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        }
    }

    private static func text(_ field: ArraySlice<UInt8>) -> String? {
        String(validating: field, as: UTF8.self)
    }

    private static func number(_ field: ArraySlice<UInt8>) -> UInt32? {
        text(field).flatMap { UInt32($0) }
    }

    /// The accounts of this host; a missing file lists none.
    package static func ofThisHost() throws(NodePlatformError) -> Accounts {
        func content(_ name: String) throws(FileError) -> [UInt8] {
            do {
                return try Folder("/etc").read(name, limit: 16 << 20)
            } catch  where error.isMissing {
                return []
            }
        }
        return try onFiles { () throws(FileError) in
            Accounts(passwd: try content("passwd"), group: try content("group"))
        }
    }

    /// The user with that name.
    package func user(named name: String) -> User? {
        users.first { $0.name.utf8.elementsEqual(name.utf8) }
    }

    /// The user with that number.
    package func user(numbered number: UInt32) -> User? {
        users.first { $0.owner.userID == number }
    }

    /// The owner that `text` names: `user`, `user:group`, or numbers in place of either.
    ///
    /// Without a group, the user's primary group is taken; a number that belongs to no user needs a group beside it.
    package func owner(_ text: String) throws(NodePlatformError) -> FileOwner {
        let parts = text.utf8
            .split(separator: UInt8(ascii: ":"), maxSplits: 1, omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
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
        guard let groupID = group(named: groupText) ?? number(groupText) else {
            throw .unknownGroup(groupText)
        }
        return FileOwner(userID: userID, groupID: groupID)
    }

    private func group(named name: String) -> UInt32? {
        groups.first { $0.name.utf8.elementsEqual(name.utf8) }?.number
    }

    /// The number in `text`; the largest of 32 bits is not valid, since to the system it means "leave unchanged".
    private func number(_ text: String) -> UInt32? {
        guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
            return nil
        }
        return UInt32(text).flatMap { $0 == .max ? nil : $0 }
    }
}
