internal import DurableFiles
internal import NodePlatform
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings
internal import ToolSupport

extension PgEnc {
    /// Prints the entry of one password, or writes it into the file.
    static func encryptPassword(
        _ settings: Settings,
        _ arguments: borrowing ProcessArguments
    ) throws(Refusal) -> Int32 {
        let password = try PasswordReading.password(settings, arguments)
        // Before anybody is asked for a key.
        guard password.count > 0 else { throw Refusal("Error: \(PgpoolPasswordsError.emptyPassword)") }
        let key = try KeySource.key(settings, arguments)
        let entry = try entry(of: password.span, key, settings)
        guard settings.updatesFile else {
            try write(Self.printed(entry.span))
            return 0
        }
        let user = try userName(settings)
        try PoolPasswd(settings).update { (file) throws(Refusal) in
            warnOfOtherKeys(file, key) { $0(user.span) }
            do throws(PgpoolPasswordsError) {
                try file.set(user, to: entry.span)
            } catch {
                throw Refusal("Error: \(error)")
            }
            return true
        }
        return 0
    }

    /// Prints the entries for a file of `user:password` lines, or writes all of them into the file at once.
    static func encryptFile(
        _ path: String,
        _ settings: Settings,
        _ arguments: borrowing ProcessArguments
    ) throws(Refusal) -> Int32 {
        let key = try KeySource.key(settings, arguments)
        try write("trying to read username:password pairs from file \(path)\n")
        let content = try inputFile(path)
        var isWhole = true
        var maker = EntryMaker(settings)
        if settings.updatesFile {
            try PoolPasswd(settings).update { (file) throws(Refusal) in
                warnOfOtherKeys(file, key) { body in
                    forEachLine(of: content.span) { body(content.span.extracting($0.userName)) }
                }
                // Else it would be copied and wiped again and again as it grows.
                var octetCount = 0
                forEachLine(of: content.span) { octetCount += $0.entryLineCount }
                file.reserve(octets: octetCount)
                var changes = false
                forEachLine(of: content.span) { line in
                    let refusal = line.set(in: &file, of: content.span, key, &maker)
                    if let refusal { warn(refusal) } else { changes = true }
                    isWhole = isWhole && refusal == nil
                }
                return changes
            }
        } else {
            var text = ""
            forEachLine(of: content.span) { line in
                do throws(LineRefusal) {
                    let entry = try line.entry(of: content.span, key, &maker)
                    text += printed(entry.span)
                } catch {
                    warn(error.text)
                    isWhole = false
                }
            }
            try write(text)
        }
        maker.finish()
        return isWhole ? 0 : 1
    }

    private static func forEachLine(of content: Span<UInt8>, _ body: (PasswordLines.Line) -> Void) {
        var lines = PasswordLines()
        while let line = lines.next(in: content) {
            if !line.bytes.isEmpty { body(line) }
        }
    }

    /// Warns where entries of other users do not decrypt with the key, since Pgpool-II has one key for all of them.
    ///
    /// - Parameter forEachUser: gives the names of the users who get an entry.
    private static func warnOfOtherKeys(
        _ file: borrowing PoolPasswdFile,
        _ key: borrowing PoolKey,
        besides forEachUser: ((Span<UInt8>) -> Void) -> Void
    ) {
        guard file.lineCount > 0 else { return }
        var isOfUser = [Bool](repeating: false, count: file.lineCount)
        forEachUser { name in
            if let line = file.usedLine(of: name) { isOfUser[line] = true }
        }
        var count = 0
        var undecryptable = 0
        file.forEachUsedEntry { line, secret in
            guard !isOfUser[line], EntryKind(of: secret) == .aes else { return }
            count += 1
            if (try? key.password(ofEntry: secret)) == nil { undecryptable += 1 }
        }
        guard undecryptable > 0 else { return }
        warn(
            "WARNING: \(undecryptable) of \(count) AES entries of other users do not decrypt with this key, and "
                + "Pgpool-II has one key for all; give the file of its key with -k FILE, and see --check"
        )
    }

    private static func entry(
        of password: Span<UInt8>,
        _ key: borrowing PoolKey,
        _ settings: Settings
    ) throws(Refusal) -> SecretBytes {
        var maker = EntryMaker(settings)
        do throws(PgpoolPasswordsError) {
            return try maker.entry(for: password, key, of: "the password")
        } catch {
            throw Refusal("Error: \(error)")
        }
    }

    private static func inputFile(_ path: String) throws(Refusal) -> SecretBytes {
        do throws(ToolError) {
            return try SecretLines.read(.file(path, .any), limit: InputLimits.file, saying: warnOfInput)
        } catch .file(let error) {
            throw .spaced("failed to open input_file \"\(printable(path))\" (\(error.reason))")
        } catch {
            throw Refusal("Error: \(error)")
        }
    }

    /// What is printed for an entry, to the byte as the original prints it.
    private static func printed(_ entry: Span<UInt8>) -> String {
        // An entry is encrypted, and made to be shown.
        let text = String(decoding: [UInt8](copying: entry), as: UTF8.self)
        return "\n\(text.dropFirst("AES".count))\npool_passwd string: \(text)\n"
    }

    /// The user of the entry: the one given, or the one who runs the tool.
    private static func userName(_ settings: Settings) throws(Refusal) -> [UInt8] {
        if !settings.userName.isEmpty { return settings.userName }
        let user = try refusing { () throws(NodePlatformError) in
            try Accounts.ofThisHost().user(numbered: RunningUser.number)
        }
        guard let user else { throw Refusal("Error: the current user has no name; give one with -u") }
        return Array(user.name.utf8)
    }
}
