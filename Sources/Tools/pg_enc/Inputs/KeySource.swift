internal import DurableFiles
internal import NodePlatform
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

/// Where the pool key comes from.
enum KeySource {
    /// The key, from the first of these that there is: a prompt, `-K`, `-k`, the file that `PGPOOLKEYFILE` names, and
    /// `.pgpoolkey` in the home directory.
    static func key(_ settings: Settings, _ arguments: borrowing ProcessArguments) throws(Refusal) -> PoolKey
    {
        if settings.promptsForKey {
            let key = try Ask.secret("encryption key: ", limit: PgpoolLimits.key)
            guard key.count > 0 else { throw Refusal("encryption key not provided") }
            return PoolKey(key.span)
        }
        if let part = settings.key {
            let key = arguments[part]
            // The original takes 256 bytes here, but Pgpool-II never has such a key: it reads 255 of a file.
            guard key.count <= PgpoolLimits.key else {
                throw Refusal("Error: \(PgpoolPasswordsError.keyTooLong(count: key.count))")
            }
            if key.count > 0 { return PoolKey(key) }
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
        let userID = FileOwner.running.userID
        let path: String?
        do throws(NodePlatformError) {
            path = try PoolKeyPath.find(given: settings.keyFile, variable: variable, homeOf: userID)
        } catch {
            throw Refusal("Error: \(error); without it, give the key file with -k")
        }
        if settings.keyFile == nil, variable?.isEmpty ?? true, let path { warnOfReader(path, settings) }
        guard let path else {
            throw Refusal(
                "Error: /etc/passwd has no user \(userID), in whose home \(PoolKeyPath.name) would be; "
                    + "give the key file with -k"
            )
        }
        return path
    }

    private static func key(ofFile path: String) throws(Refusal) -> PoolKey {
        try PgEnc.write("trying to read key from file \(path)\n")
        let missing = Refusal("encryption key not provided")
        let shown = printable(path)
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
            if !error.isMissing { PgEnc.warn("WARNING: \(error)\n") }
            throw missing
        }
        do throws(PgpoolPasswordsError) {
            try PoolKey.check(fileContent: content.span)
            if PoolKey.endsInCarriageReturn(fileContent: content.span) {
                PgEnc.warn(
                    "WARNING: the key in \"\(shown)\" ends in a carriage return, which is part of the key, "
                        + "also for Pgpool-II\n"
                )
            }
            if PoolKey.beginsWithByteOrderMark(fileContent: content.span) {
                PgEnc.warn(
                    "WARNING: the key in \"\(shown)\" begins with a byte order mark, which is part of the key, "
                        + "also for Pgpool-II\n"
                )
            }
            return try PoolKey(fileContent: content.span)
        } catch .emptyKeyFile {
            throw missing
        } catch {
            throw Refusal("Error: \"\(shown)\": \(error)")
        }
    }

    /// Warns where the key in the running user's home is not the one that Pgpool-II reads, which runs as another: with
    /// such a key every entry is one that Pgpool-II cannot decrypt.
    private static func warnOfReader(_ path: String, _ settings: Settings) {
        guard let configuration = settings.keyConfiguration,
            let reader = PoolKeyReader.find(configuration: configuration),
            !reader.path.utf8.elementsEqual(path.utf8)
        else { return }
        let own = printable(reader.path)
        PgEnc.warn(
            "WARNING: this is the key file \(printable(path)), but Pgpool-II, which runs as \(printable(reader.name)), "
                + "reads \(own); give -k \(Quoting.shellWord(reader.path))"
        )
    }

    private static func warnOfMode(_ mode: UInt32, _ shown: String) {
        guard mode & 0o077 != 0 else { return }
        PgEnc.warn(
            "WARNING: pool key file \"\(shown)\" has group or world access; "
                + "permissions should be u=rw (0600) or less\n"
        )
    }
}
