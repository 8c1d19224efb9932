internal import NodePlatform
internal import PgpoolPasswords
internal import PostgresConfiguration
internal import SCRAMAuthentication
package import SecretMemory
internal import ServerProbe
internal import TextEncodings

extension NodeStatus {
    /// Adds what is wrong with the entries of `pool_passwd`, looked at without a backend.
    package mutating func read(_ passwords: PoolEntries) {
        for path in passwords.unseen { addUnseen(path) }
        readPoolKey(passwords)
        readPasswordSettings(passwords)
        readPCP(passwords)
        readRedeploy(passwords.layout, of: [passwords.keyPath])
        guard let entries = passwords.entries else {
            // It may be there, or be another file.
            if !passwords.unseen.contains(passwords.path) { addNoEntries(passwords, "is missing") }
            return
        }
        if entries.isEmpty { addNoEntries(passwords, "has no entry") }
        let seesKey = !passwords.unseen.contains(passwords.keyPath)
        var isGood = seesKey
        func addBad(_ code: Code, _ text: String, _ entry: PoolEntries.Entry, cure: String? = nil) {
            add(code, text, path: passwords.path, line: entry.line, cure: cure)
            isGood = false
        }
        if !passwords.hasKey, seesKey, entries.contains(where: { $0.kind == .aes }) {
            add(
                .poolKeyMissing,
                "the pool key is missing",
                path: passwords.keyPath,
                cure:
                    "put it back, or name its place by --pool-key; without it, remove the AES entries and run "
                    + Self.writingEntries
            )
            isGood = false
        }
        for entry in entries {
            guard entry.isUsed else {
                let text = "this entry for \(entry.shownName) is not used; an earlier one is"
                addBad(.poolEntryUnused, text, entry)
                continue
            }
            switch entry.kind {
            case .aes where entry.password == nil && passwords.hasKey:
                addBad(
                    .poolEntryUndecryptable,
                    "the entry for \(entry.shownName) does not decrypt with the pool key",
                    entry,
                    cure: passwords.writing(entry)
                )
            case .aes where entry.password?.isChangedBySASLprep == true:
                addBad(
                    .poolEntryNotPrepared,
                    "the entry for \(entry.shownName) \(PoolEntries.notPrepared)",
                    entry,
                    cure: passwords.writing(entry)
                )
            case .aes: break
            case .text, .plain:
                addBad(
                    .poolEntryPlain,
                    "the password of \(entry.shownName) is stored in plain text",
                    entry,
                    cure: passwords.writing(entry)
                )
            case .md5, .scram:
                let kind = entry.kind == .md5 ? "an md5 hash" : "a SCRAM secret"
                addBad(
                    .poolEntryHashed,
                    "the entry for \(entry.shownName) is \(kind), which cannot log in to a backend by SCRAM",
                    entry,
                    cure: passwords.writing(entry)
                )
            }
        }
        if isGood, !entries.isEmpty {
            add(.poolEntriesDecrypt, "every entry decrypts with the pool key", path: passwords.path)
        }
    }

    /// The command that writes the entries which a Pgpool-II node needs.
    private static let writingEntries = "postgres-ssl install --password-file FILE"

    /// Adds that there is no entry, where Pgpool-II has the passwords from nowhere else.
    private mutating func addNoEntries(_ passwords: PoolEntries, _ what: String) {
        // By this setting it asks clients for the password itself.
        let asking = try? passwords.layout.settings().value(of: "allow_clear_text_frontend_auth")
        if !seesSettings || RequiredSettings.isSame(asking ?? "off", "on") { return }
        add(
            .poolPasswdMissing,
            what + ", so no user can log in by SCRAM",
            path: passwords.path,
            cure: Self.writingEntries
        )
    }

    /// Adds all that is to be said of the passwords of a Pgpool-II node.
    ///
    /// - Parameters:
    ///   - user: the superuser who queries the backends.
    ///   - given: the password that the operator gave.
    ///   - isVerified: whether a server is verified before it gets a password.
    package mutating func readPasswords(
        of node: Node,
        user: String,
        given: SharedSecret?,
        isVerified: Bool
    ) throws(NodeEncryptionError) {
        let passwords: PoolEntries
        do throws(NodeEncryptionError) {
            passwords = try PoolEntries(node.layout, keyPath: try node.poolKeyPath(), looksOnly: true)
        } catch {
            return try add(unreadPasswords: error)
        }
        read(passwords)
        if let own = node.otherPoolKey(than: passwords.keyPath) {
            let shown = Quoting.shellWord(passwords.keyPath)
            add(
                .poolKeyNotInForce,
                "is not the pool key of the Pgpool-II that runs, which has \(printable(own.path)) by \(own.source)",
                path: passwords.keyPath,
                cure: "start it with -k \(shown), or name its own key by --pool-key"
            )
        } else {
            readUnreadKey(passwords, node.runningPgpool)
        }
        // Who may not see the settings does not know the backends.
        guard seesSettings else { return }
        let backends = try node.backends(
            user: user,
            given: given,
            stored: passwords.password(of: user),
            isVerified: isVerified
        )
        compare(passwords, with: backends, asking: node.asksByEntry(given: given) ? user : nil)
    }
}
