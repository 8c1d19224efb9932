internal import DurableFiles
internal import NodePlatform
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings

extension PgEnc {
    /// Lists the users and the types of their entries, without secrets.
    static func list(_ settings: Settings) throws(Refusal) -> Int32 {
        let file = try existingFile(settings)
        var text = ""
        file.forEachEntry { entry in
            let note =
                if entry.secret.count == 0 { "\tempty, ignored" } else if !entry.isUsed {
                    "\tnot used, an earlier line has this user"
                } else { "" }
            text += "\(printable(entry.userName))\t\(entry.kind.rawValue)\(note)\n"
        }
        try write(text)
        return 0
    }

    /// Checks that every AES entry decrypts with the key.
    static func check(
        _ settings: Settings,
        _ arguments: borrowing ProcessArguments
    ) throws(Refusal) -> Int32 {
        let key = try KeySource.key(settings, arguments)
        let file = try existingFile(settings)
        var right = 0
        var wrong: [String] = []
        file.forEachEntry { entry in
            guard entry.kind == .aes else { return }
            do throws(PgpoolPasswordsError) {
                _ = try key.password(ofEntry: entry.secret.span)
                right += 1
            } catch {
                wrong.append("LINE#\(entry.lineNumber): \(printable(entry.userName)): \(error)")
            }
        }
        for line in wrong { warn(line) }
        try write("\(right) of \(right + wrong.count) AES entries decrypt with this key\n")
        return wrong.isEmpty ? 0 : 1
    }

    /// Removes a user's entries.
    static func delete(_ user: [UInt8], _ settings: Settings) throws(Refusal) -> Int32 {
        let poolPasswd = try PoolPasswd(settings)
        var removed = 0
        try poolPasswd.update { (file) throws(Refusal) in
            do throws(PgpoolPasswordsError) {
                removed = try file.remove(user)
            } catch {
                throw Refusal("Error: \(error)")
            }
            return removed > 0
        }
        guard removed > 0 else {
            throw Refusal("Error: \(poolPasswd.path) has no entry for \(printable(user))")
        }
        return 0
    }

    /// Makes a key file; one that is there is an error.
    static func generateKey(_ settings: Settings) throws(Refusal) -> Int32 {
        let path = try KeySource.path(settings)
        let (found, name) = try refusing { () throws(FileError) in try Folder.holding(path) }
        let locked = try refusing { () throws(FileError) in try Folder.locked(found.path) }
        let folder = locked.folder
        // What a killed run left behind is a key.
        folder.removeLeftovers()
        var random = OperatingSystemRandom()
        let key = PoolKey.generate(using: &random)
        let line = SecretBytes(capacity: key.count + 1) { output in
            output.append(copying: key.span)
            output.append(UInt8(ascii: "\n"))
        }
        // Made by root, it belongs to the owner of the folder, who by default is the user who runs Pgpool-II.
        let owner =
            FileOwner.runningIsRoot ? try refusing { () throws(FileError) in try folder.status().owner } : nil
        do throws(FileError) {
            try folder.make(name, with: line.span, attributes: FileAttributes(mode: 0o600, owner: owner))
        } catch {
            guard error.isExisting else { throw Refusal("Error: \(error)") }
            throw Refusal("Error: \(printable(path)) already exists, and was left as it is")
        }
        locked.release()
        try write("made the key file \(printable(path))\n")
        return 0
    }

    private static func existingFile(_ settings: Settings) throws(Refusal) -> PoolPasswdFile {
        let poolPasswd = try PoolPasswd(settings)
        guard let file = try poolPasswd.read() else {
            throw Refusal("Error: \(poolPasswd.path) does not exist")
        }
        return file
    }
}
