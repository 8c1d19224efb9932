internal import DurableFiles
internal import NodePlatform
internal import PgpoolPasswords
package import SecretMemory
internal import TextEncodings

/// The entries of `pool_passwd`, with the passwords that decrypt with the pool key.
package struct PoolEntries: Sendable {
    /// One entry.
    struct Entry: Sendable {
        /// The user's name, of any bytes.
        let userName: [UInt8]
        /// The line, from 1.
        let line: Int
        let kind: EntryKind
        /// Whether Pgpool-II uses it; of several entries for a user it uses the first.
        let isUsed: Bool
        /// The secret as it is in the file.
        let secret: SharedSecret
        /// The password; `nil` if the entry has none, or does not decrypt.
        let password: SharedSecret?

        /// Whether it is an entry for this password, in whichever form; `nil` if it does not say.
        func isMade(of given: SharedSecret) -> Bool? {
            switch kind {
            case .aes, .text, .plain:
                password.map { own in
                    own.withSpan { own in
                        given.withSpan {
                            constantTimeEquals(
                                PreparedPassword(own).octets.span,
                                PreparedPassword($0).octets.span
                            )
                        }
                    }
                }
            case .md5, .scram:
                secret.withSpan { stored in
                    given.withSpan { RolePassword.isMade(stored, of: $0, userName: userName.span) }
                }
            }
        }

        /// The user, for messages.
        var shownName: String { printable(userName) }
    }

    /// The file.
    let path: String
    /// The pool key's file.
    let keyPath: String
    /// The entries in the order of the file; `nil` if it is missing.
    let entries: [Entry]?
    /// The node that they are of.
    let layout: NodeLayout
    /// Mode and owner of the pool key's file; `nil` if there is none.
    let keyAttributes: FileAttributes?
    /// The files of these that whoever looks may not read.
    let unseen: Set<String>
    private let key: SharedSecret?
    /// Whether there is a pool key.
    var hasKey: Bool { key != nil }

    /// What is wrong with a password that SASLprep changes.
    static let notPrepared =
        "is a password that SASLprep changes, by which nobody logs in by SCRAM as long as it is not changed so"

    /// Reads the file and the pool key.
    ///
    /// - Parameters:
    ///   - users: those whose entries are wanted; `nil` for all. The others are not decrypted, nor copied.
    ///   - looksOnly: whether what may not be read is left out, rather than thrown.
    package init(
        _ layout: NodeLayout,
        keyPath: String,
        of users: Set<[UInt8]>? = nil,
        looksOnly: Bool = false
    ) throws(NodeEncryptionError) {
        var unseen: Set<String> = []
        func state(_ path: String) throws(NodeEncryptionError) -> FileState {
            do throws(NodeEncryptionError) {
                return try FileState.read(try ChangeList.realPath(path))
            } catch {
                guard looksOnly, error.exitStatus == .noPermission else { throw error }
                unseen.insert(path)
                return .absent
            }
        }
        path = layout.passwords
        self.layout = layout
        self.keyPath = keyPath
        var found: (key: SharedSecret, attributes: FileAttributes)?
        if case .file(let content, let attributes) = try state(keyPath) {
            found = (content, attributes)
        }
        let key = found?.key
        self.key = key
        keyAttributes = found?.attributes
        let content = try state(path).content
        self.unseen = unseen
        guard let content else {
            entries = nil
            return
        }
        let file = PoolPasswdFile(content.withSpan { SecretBytes(copying: $0) })
        var entries: [Entry] = []
        file.forEachEntry { entry in
            if let users, !users.contains(entry.userName) { return }
            entries.append(
                Entry(
                    userName: entry.userName,
                    line: entry.lineNumber,
                    kind: entry.kind,
                    isUsed: entry.isUsed,
                    secret: SharedSecret(copying: entry.secret.span),
                    password: Self.password(entry.kind, entry.secret.span, key)
                )
            )
        }
        self.entries = entries
    }

    /// The command that encrypts with the key that Pgpool-II reads, which the user who types it may not have.
    var encrypting: String { NodeLayout.encrypting(with: keyPath) }

    /// The command that writes an entry again.
    func writing(_ entry: Entry) -> String {
        // A shell's word for a name that is no text could be another's.
        let name = String(validating: entry.userName, as: UTF8.self)
        return layout.writingEntry(of: name, keyPath: keyPath)
    }

    /// The password that Pgpool-II has for a user.
    package func password(of user: String) -> SharedSecret? {
        entries?.first { $0.isUsed && $0.userName == Array(user.utf8) }?.password
    }

    /// The password in a secret of whatever kind; `nil` if it has none, or does not decrypt.
    func password(in secret: Span<UInt8>) -> SharedSecret? {
        Self.password(EntryKind(of: secret), secret, key)
    }

    private static func password(_ kind: EntryKind, _ secret: Span<UInt8>, _ key: SharedSecret?)
        -> SharedSecret?
    {
        switch kind {
        case .aes:
            key?.withSpan { span in
                guard let poolKey = try? PoolKey(fileContent: span) else { return nil }
                guard let password = try? poolKey.password(ofEntry: secret) else { return nil }
                return SharedSecret(password)
            }
        case .text: SharedSecret(copying: secret.extracting(EntryKind.text.rawValue.utf8.count...))
        case .plain: SharedSecret(copying: secret)
        case .md5, .scram: nil
        }
    }
}

extension NodeLayout {
    /// The command that encrypts with a pool key; without its path with that of whoever types it.
    fileprivate static func encrypting(with keyPath: String?) -> String {
        "pg_enc" + (keyPath.map { " --key-file " + Quoting.shellWord($0) } ?? "")
    }

    /// The command that writes the entry of a user in `pool_passwd`.
    ///
    /// - Parameter user: `nil` for any.
    func writingEntry(of user: String?, keyPath: String?) -> String {
        Self.encrypting(with: keyPath) + " --config-file " + Quoting.shellWord(configuration)
            + " --update-pass --username " + (user.map { Quoting.shellWord($0) } ?? "NAME")
    }
}
