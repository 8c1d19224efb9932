internal import DurableFiles
internal import PgpoolPasswords
internal import SecretMemory
internal import ToolSupport

/// Where the pool key comes from.
enum KeySource {
    /// The most octets of a key that is not from a file; those of a file are ``PgpoolLimits/key``.
    private static let limit = 256

    /// The key: from a prompt, from `-K`, from `-k`, from the file that `PGPOOLKEYFILE` names, or from `.pgpoolkey` in
    /// the home folder, the first of these that there is.
    static func key(_ settings: Settings, _ arguments: borrowing ProcessArguments) throws(Refusal) -> PoolKey
    {
        if settings.promptsForKey {
            let key = try Ask.secret("encryption key: ", limit: limit)
            guard key.count > 0 else { throw Refusal("encryption key not provided") }
            return PoolKey(key.span)
        }
        if let part = settings.key {
            let key = arguments[part]
            if key.count > 0 {
                if key.count > limit {
                    PgEnc.warn(
                        "WARNING: the key has \(key.count) bytes, of which the first \(limit) are used"
                    )
                }
                return PoolKey(key.extracting(0..<min(key.count, limit)))
            }
        }
        return try key(ofFile: try path(settings))
    }

    /// The path of the key file.
    static func path(_ settings: Settings) throws(Refusal) -> String {
        if let path = settings.keyFile { return path }
        do throws(ToolError) {
            if let path = try Environment.text("PGPOOLKEYFILE") { return path }
        } catch {
            throw Refusal("Error: \(error)")
        }
        let accounts = try? Accounts.ofThisHost()
        guard let user = accounts?.user(numbered: FileOwner.running.userID) else { return "" }
        return user.home + "/.pgpoolkey"
    }

    private static func key(ofFile path: String) throws(Refusal) -> PoolKey {
        try PgEnc.write("trying to read key from file \(path)\n")
        let missing = Refusal("encryption key not provided")
        let shown = printable(path)
        guard !path.isEmpty else { throw missing }
        let file: SecretFile.Content
        do throws(SystemError) {
            file = try SecretFile.read(path, limit: SecretFile.lineLimit, regularOnly: true)
        } catch {
            guard error.isTooLarge else { throw missing }
            throw Refusal("Error: the key file \"\(shown)\" has more than \(SecretFile.lineLimit) bytes")
        }
        guard file.isRegular else {
            PgEnc.warn("WARNING: pool key file \"\(shown)\" is not a plain file\n")
            throw missing
        }
        if file.mode & 0o077 != 0 {
            PgEnc.warn(
                "WARNING: pool key file \"\(shown)\" has group or world access; "
                    + "permissions should be u=rw (0600) or less\n"
            )
        }
        if PoolKey.isCut(fileContent: file.octets.span) {
            PgEnc.warn(
                "WARNING: the key in \"\(shown)\" is longer than the \(PgpoolLimits.key) bytes that are used\n"
            )
        }
        do throws(PgpoolPasswordsError) {
            return try PoolKey(fileContent: file.octets.span)
        } catch {
            throw missing
        }
    }
}
