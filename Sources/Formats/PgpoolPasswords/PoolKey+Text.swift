public import SecretMemory

// Keys and passwords as text, for programs that have them as a `String` anyway.
extension PoolKey {
    /// The key that is the UTF-8 of `text` as it stands.
    ///
    /// A `String` is not wiped when it goes; the key of a file is read into `SecretBytes`, for
    /// ``init(fileContent:)``. Leaks: the count.
    public init(_ text: String) {
        self.init(text.utf8Span.span)
    }

    /// The secret of an entry by which the user of `password` logs in: `AES` and its Base64.
    ///
    /// ```swift
    /// var file = PoolPasswdFile(content)
    /// let entry = try key.entry(for: password)
    /// try file.set("webadmin", to: entry.span)
    /// ```
    ///
    /// A `String` is not wiped when it goes; a password from outside is read into `SecretBytes` and given as its span.
    /// Throws and leaks as ``entry(for:)-(Span<UInt8>)``.
    public func entry(for password: String) throws(PgpoolPasswordsError) -> SecretBytes {
        try entry(for: password.utf8Span.span)
    }
}

extension EntryKind {
    /// The secret of an entry by which the user of `password` logs in, in the open, behind the prefix `TEXT`.
    ///
    /// A `String` is not wiped when it goes. Throws as ``textEntry(for:)-(Span<UInt8>)``.
    public static func textEntry(for password: String) throws(PgpoolPasswordsError) -> SecretBytes {
        try textEntry(for: password.utf8Span.span)
    }
}
