internal import DurableFiles
internal import NodePlatform
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// Where the pool key comes from.
enum KeySource {
    /// The most bytes of a key that is not from a file; for one from a file see ``PgpoolLimits/key``.
    private static let limit = 256

    /// The key, from the first of these that there is: a prompt, `-K`, `-k`, the file that `PGPOOLKEYFILE` names, and
    /// `.pgpoolkey` in the home directory.
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
                        "WARNING: the key has \(key.count) bytes, and only the first \(limit) are used"
                    )
                }
                return PoolKey(key.extracting(0..<min(key.count, limit)))
            }
        }
        return try key(ofFile: try path(settings))
    }

    /// The path of the key file; empty if there is none to use.
    static func path(_ settings: Settings) throws(Refusal) -> String {
        let variable: String?
        do throws(ToolError) {
            variable = try Environment.text(PoolKeyPath.variable)
        } catch {
            throw Refusal("Error: \(error)")
        }
        let path = try? PoolKeyPath.find(
            given: settings.keyFile,
            variable: variable,
            homeOf: FileOwner.running.userID
        )
        return path.flatMap(\.self) ?? ""
    }

    private static func key(ofFile path: String) throws(Refusal) -> PoolKey {
        try PgEnc.write("trying to read key from file \(path)\n")
        let missing = Refusal("encryption key not provided")
        let shown = printable(path)
        guard !path.isEmpty else { throw missing }
        let content: SecretBytes
        do throws(FileError) {
            let file = try SecretReading.file(path, links: .any, limit: InputLimits.line)
            warnOfMode(file.status.mode, shown)
            content = file.takeContent()
        } catch .tooLarge {
            throw Refusal("Error: the key file \"\(shown)\" has more than \(InputLimits.line) bytes")
        } catch .notRegular {
            PgEnc.warn("WARNING: pool key file \"\(shown)\" is not a plain file\n")
            throw missing
        } catch {
            throw missing
        }
        if PoolKey.isCut(fileContent: content.span) {
            PgEnc.warn(
                "WARNING: the key in \"\(shown)\" is too long, and only its first \(PgpoolLimits.key) bytes are used\n"
            )
        }
        do throws(PgpoolPasswordsError) {
            return try PoolKey(fileContent: content.span)
        } catch {
            throw missing
        }
    }

    private static func warnOfMode(_ mode: UInt32, _ shown: String) {
        guard mode & 0o077 != 0 else { return }
        PgEnc.warn(
            "WARNING: pool key file \"\(shown)\" has group or world access; "
                + "permissions should be u=rw (0600) or less\n"
        )
    }
}
