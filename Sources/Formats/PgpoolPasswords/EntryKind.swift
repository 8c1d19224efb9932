public import SecretMemory

/// What the secret of an entry is, as Pgpool-II recognizes it by its beginning.
public enum EntryKind: String, Sendable, Hashable, CaseIterable {
    /// `md5` and 32 characters, of which Pgpool-II asks nothing more.
    case md5
    /// `AES` and the Base64 of an enciphered password.
    case aes = "AES"
    /// `SCRAM-SHA-256$` and so on.
    case scram = "SCRAM-SHA-256"
    /// `TEXT` and a password as it stands.
    case text = "TEXT"
    /// Anything else: a password as it stands.
    case plain

    /// What a secret is. Leaks: the answer, and the count of the secret.
    public init(of secret: Span<UInt8>) {
        self =
            if secret.starts(with: Array("md5".utf8)) {
                secret.count == 35 ? .md5 : .plain
            } else if secret.starts(with: EntryKind.aesPrefix) {
                .aes
            } else if secret.starts(with: Array("SCRAM-SHA-256$".utf8)) {
                .scram
            } else if secret.starts(with: EntryKind.textPrefix) {
                .text
            } else {
                .plain
            }
    }

    /// The secret of an entry by which the user of `password` logs in, in the open: the prefix `TEXT` and the form that
    /// SCRAM has of the password (``PreparedPassword``).
    ///
    /// Throws ``PgpoolPasswordsError/passwordTooLong(count:limit:)`` for more than 124 octets, or
    /// ``PgpoolPasswordsError/preparedPasswordTooLong(count:limit:)`` where SASLprep makes so many of it.
    public static func textEntry(for password: Span<UInt8>) throws(PgpoolPasswordsError) -> SecretBytes {
        let prepared = PreparedPassword(password)
        let count = prepared.octets.count
        guard count <= PgpoolLimits.textPassword else {
            throw prepared.isChanged
                ? .preparedPasswordTooLong(count: count, limit: PgpoolLimits.textPassword)
                : .passwordTooLong(count: count, limit: PgpoolLimits.textPassword)
        }
        return SecretBytes(capacity: textPrefix.count + count) { output in
            for octet in textPrefix { output.append(octet) }
            output.append(copying: prepared.octets.span)
        }
    }

    static let aesPrefix = Array("AES".utf8)
    static let textPrefix = Array("TEXT".utf8)
}
