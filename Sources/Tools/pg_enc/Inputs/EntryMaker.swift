internal import PgpoolPasswords
internal import SecretMemory

/// Makes entries as the arguments want them, with a word where that is not the password as it was given.
struct EntryMaker {
    /// The most users of a file who are named, a line each; the others are counted.
    static let mostNamed = 20

    /// Whether passwords are encrypted as they are given.
    private let isRaw: Bool
    private var changedCount = 0

    init(_ settings: Settings) {
        isRaw = settings.isRaw
    }

    /// The secret of an entry for `password`.
    ///
    /// - Parameter owner: what says whose password it is, such as "LINE#02: the password of bob".
    mutating func entry(
        for password: Span<UInt8>,
        _ key: borrowing PoolKey,
        of owner: @autoclosure () -> String
    ) throws(PgpoolPasswordsError) -> SecretBytes {
        if isRaw { return try key.rawEntry(for: password) }
        let prepared = PreparedPassword(password)
        let entry = try key.entry(for: prepared)
        if prepared.isChanged {
            changedCount += 1
            if changedCount <= Self.mostNamed {
                PgEnc.warn(
                    "WARNING: \(owner()) is encrypted as SASLprep changes it, which is how SCRAM has it; "
                        + "--raw encrypts it as it is given, for md5"
                )
            }
        }
        return entry
    }

    /// Says of how many more users than were named the password was changed.
    func finish() {
        guard changedCount > Self.mostNamed else { return }
        let rest = changedCount - Self.mostNamed
        PgEnc.warn("WARNING: \(rest) more \(rest == 1 ? "password is" : "passwords are") changed by SASLprep")
    }
}
