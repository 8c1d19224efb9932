public import SecretMemory

/// An entry of ``PoolPasswdFile``.
public struct PoolPasswdEntry: ~Copyable, Sendable {
    /// The user, without backslashes.
    public let userName: [UInt8]

    /// What Pgpool-II takes for the secret: without backslashes, and at most 128 octets of it.
    public let secret: SecretBytes

    /// What the secret is.
    public let kind: EntryKind

    /// The line it is in, counted from 1, where all entries are asked for; 0 where it was looked up by its user.
    public internal(set) var lineNumber = 0

    /// Whether Pgpool-II uses it: it has a secret, and is the first of its user that has one.
    public internal(set) var isUsed = true

    init(userName: [UInt8], secret: consuming SecretBytes) {
        self.userName = userName
        kind = EntryKind(of: secret.span)
        self.secret = secret
    }
}
