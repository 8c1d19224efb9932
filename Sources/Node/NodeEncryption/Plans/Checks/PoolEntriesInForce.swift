internal import PgpoolPasswords
internal import SecretMemory

/// The entries of `pool_passwd` that are there before an install, which must not lock anybody out who logs in by them.
///
/// Pgpool-II has one key for all entries. With another key than theirs, those of other users are of no use, and those
/// that are written are of no use to another Pgpool-II that reads the same file.
struct PoolEntriesInForce {
    private let layout: NodeLayout
    private let keyPath: String
    private let users: Set<[UInt8]>
    private let present: PoolEntries

    /// - Parameters:
    ///   - users: those who get an entry.
    ///   - keyPath: the pool key's file, which need not be there.
    init(_ layout: NodeLayout, keyPath: String, of users: [String]) throws(NodeEncryptionError) {
        self.layout = layout
        self.keyPath = keyPath
        self.users = Set(users.map { Array($0.utf8) })
        present = try PoolEntries(layout, keyPath: keyPath, of: self.users)
    }

    /// Throws if a user's entry is of another password than the one given, or does not say of which.
    func requireSame(_ passwords: [(user: String, password: SharedSecret)]) throws(NodeEncryptionError) {
        for (user, password) in passwords {
            guard let entry = used.first(where: { $0.userName == Array(user.utf8) }) else { continue }
            switch entry.isMade(of: password) {
            case true?: break
            case false?:
                throw .notInstalled(.otherEntry(user: user, path: present.path, line: entry.line))
            case nil where entry.kind == .aes: throw .notInstalled(.entryOfOtherKey(sealed(entry, user)))
            case nil: break
            }
        }
    }

    /// Throws if entries that do not decrypt with the pool key are other users', or are to be replaced while another
    /// node decrypts them.
    ///
    /// - Parameter others: the configurations of the other nodes that read the same `pool_passwd`.
    func requireKey(
        others: () throws(NodeEncryptionError) -> [String]
    ) throws(NodeEncryptionError) {
        // Where there is no key, none is made beside entries of other users.
        if present.hasKey {
            let (count, all) = try countUndecryptable()
            guard count == 0 else {
                throw .notInstalled(
                    .otherPoolKey(key: keyPath, path: present.path, undecryptable: count, all: all)
                )
            }
        }
        guard let entry = used.first(where: { $0.kind == .aes && $0.password == nil }) else { return }
        guard let other = try others().first else { return }
        throw .notInstalled(.sharedEntries(sealed(entry, nil), other: other))
    }

    private var used: [PoolEntries.Entry] { (present.entries ?? []).filter(\.isUsed) }

    private func sealed(_ entry: PoolEntries.Entry, _ user: String?) -> SealedEntry {
        SealedEntry(
            user: user ?? String(decoding: entry.userName, as: UTF8.self),
            path: present.path,
            line: entry.line,
            key: keyPath,
            isKeyMissing: !present.hasKey
        )
    }

    /// How many of the other users' AES entries do not decrypt, and how many there are.
    private func countUndecryptable() throws(NodeEncryptionError) -> (count: Int, all: Int) {
        let content = try FileState.read(try ChangeList.realPath(layout.passwords)).content
        guard let key = try FileState.read(try ChangeList.realPath(keyPath)).content else { return (0, 0) }
        return key.withSpan { span -> (count: Int, all: Int) in
            // One that is none is refused when it is to encrypt.
            guard let key = try? PoolKey(fileContent: span) else { return (0, 0) }
            var (count, all) = (0, 0)
            PoolPasswdFile(copying: content).forEachEntry { entry in
                guard entry.kind == .aes, entry.isUsed, !users.contains(entry.userName) else { return }
                all += 1
                if (try? key.password(ofEntry: entry.secret.span)) == nil { count += 1 }
            }
            return (count, all)
        }
    }
}

/// An entry of `pool_passwd` that the pool key does not decrypt.
package struct SealedEntry: Equatable, Sendable {
    let user: String
    let path: String
    /// Counted from 1.
    let line: Int
    /// The pool key's file.
    let key: String
    let isKeyMissing: Bool
}
