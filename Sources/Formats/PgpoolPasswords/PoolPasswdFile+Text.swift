// The names of users as text. Names in a file are bytes, and need not be UTF-8.
extension PoolPasswdFile {
    /// The entry that Pgpool-II uses for a user, or nil where it finds none.
    public func entry(of userName: String) -> PoolPasswdEntry? {
        entry(of: Array(userName.utf8))
    }

    /// Makes `secret` the secret of the user's first entry, or of a new one at the end; throws as
    /// ``set(_:to:)-([UInt8],_)``.
    public mutating func set(_ userName: String, to secret: Span<UInt8>) throws(PgpoolPasswordsError) {
        try set(Array(userName.utf8), to: secret)
    }

    /// Removes every entry of a user; how many there were. Throws as ``remove(_:)-([UInt8])``.
    public mutating func remove(_ userName: String) throws(PgpoolPasswordsError) -> Int {
        try remove(Array(userName.utf8))
    }
}
