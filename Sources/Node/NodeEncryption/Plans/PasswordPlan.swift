internal import DurableFiles
internal import PgpoolPasswords
internal import SecretMemory
internal import TextEncodings

/// The changes to `pool_passwd` and the pool key.
enum PasswordPlan {
    /// The steps that give users an AES entry, encrypted with the key at `keyPath`, which is made if it is missing.
    ///
    /// - Parameters:
    ///   - passwords: users and their passwords; an entry that decrypts to the password already is kept.
    static func changes(
        _ layout: NodeLayout,
        passwords: [(user: String, password: SharedSecret)],
        keyPath: String,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> [FileChange] {
        guard !passwords.isEmpty else { return [] }
        var list = ChangeList(ownedBy: layout.owner)
        let attributes = FileAttributes(mode: 0o600, owner: layout.owner ?? .running)
        // A link that stands there is one that Pgpool-II follows.
        let keyPath = try ChangeList.realPath(keyPath)
        let present = try FileState.read(keyPath)
        let keyFile: SharedSecret
        switch present {
        case .file(let content, _):
            keyFile = content
            do throws(PgpoolPasswordsError) {
                try content.withSpan { (span) throws(PgpoolPasswordsError) in
                    try PoolKey.check(fileContent: span)
                }
            } catch {
                throw .invalidSecret("\(printable(keyPath)): \(error)")
            }
        case .absent:
            try requireNoEntries(ofOthersThan: passwords.map(\.user), layout, keyPath)
            keyFile = SharedSecret(PoolKey.generate(using: &random))
            try list.put(.file(keyFile, attributes), at: keyPath, kind: .poolKey)
        case .link, .folder: throw .unexpectedKind(path: keyPath)
        }
        let path = try ChangeList.realPath(layout.passwords)
        let before = try FileState.read(path, for: .changing(ownedBy: layout.owner))
        var fileAttributes = attributes
        if case .file(_, let own) = before { fileAttributes = own }
        let after = try keyFile.withSpan { keySpan throws(NodeEncryptionError) in
            try entries(before.content, passwords, key: keySpan)
        }
        try list.put(.file(after, fileAttributes), at: path, kind: .poolPasswords)
        return list.changes
    }

    /// What the operator should know of passwords whose entries `changes` write.
    static func notes(_ passwords: [(user: String, password: SharedSecret)], _ changes: [FileChange])
        -> [String]
    {
        guard changes.contains(where: { $0.kind == .poolPasswords }) else { return [] }
        return passwords.compactMap { user, password in
            password.withSpan { PreparedPassword($0).isChanged }
                ? "SASLprep changes the password of \(printable(user)): its entry has the changed form, which is how "
                    + "SCRAM has it" : nil
        }
    }

    /// Throws if there are entries that a new pool key would not decrypt.
    private static func requireNoEntries(
        ofOthersThan users: [String],
        _ layout: NodeLayout,
        _ keyPath: String
    ) throws(NodeEncryptionError) {
        let own = Set(users.map { Array($0.utf8) })
        let content = try FileState.read(try ChangeList.realPath(layout.passwords)).content
        var others: [[UInt8]] = []
        PoolPasswdFile(copying: content).forEachEntry { entry in
            if entry.kind == .aes, entry.isUsed, !own.contains(entry.userName) {
                others.append(entry.userName)
            }
        }
        guard others.isEmpty else {
            throw .missingPoolKey(path: keyPath, passwords: layout.passwords, users: others)
        }
    }

    private static func entries(
        _ content: SharedSecret?,
        _ passwords: [(user: String, password: SharedSecret)],
        key: Span<UInt8>
    ) throws(NodeEncryptionError) -> SharedSecret {
        do throws(PgpoolPasswordsError) {
            let poolKey = try PoolKey(fileContent: key)
            var file = PoolPasswdFile(
                (content ?? SharedSecret(copying: [UInt8]().span)).withSpan { SecretBytes(copying: $0) }
            )
            for (user, password) in passwords {
                let entry = try password.withSpan {
                    (span: Span<UInt8>) throws(PgpoolPasswordsError) -> SecretBytes in
                    try poolKey.entry(for: span)
                }
                let name = Array(user.utf8)
                // To set it once more would give its line an ending of ours.
                if let present = file.entry(of: name), constantTimeEquals(present.secret.span, entry.span) {
                    continue
                }
                try file.set(name, to: entry.span)
            }
            return SharedSecret(file.content())
        } catch {
            throw .invalidSecret("\(error)")
        }
    }
}
