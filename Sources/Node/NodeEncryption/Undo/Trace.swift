internal import DurableFiles
internal import MessageDigests
internal import PgpoolPasswords
internal import SecretMemory

/// What a change left at a path, as far as undoing it needs to know. Of a secret no second copy is kept, only digests.
///
/// The digest of a key reveals nothing about it. An entry of `pool_passwd` is a password encrypted with the pool key,
/// so whoever has its digest but not the key cannot guess either.
enum Trace: Equatable, Sendable {
    /// Anything that is not a secret file.
    case state(FileState)
    /// A secret file that is undone as a whole: the SHA-256 of its content.
    case secret(digest: [UInt8], FileAttributes)
    /// A `pool_passwd`: the SHA-256 of its content, and the entries that the change set or removed.
    case poolPasswords(digest: [UInt8], FileAttributes, entries: [Entry])

    /// An entry that the change set or removed: the bytes of the user's name, and the SHA-256 of the secret.
    struct Entry: Equatable, Sendable {
        let userName: [UInt8]
        /// `nil` if the change left the user no entry.
        let digest: [UInt8]?
    }

    /// The trace that `change` leaves.
    init(of change: FileChange) {
        guard change.kind.isSecret, case .file(let content, let attributes) = change.after else {
            self = .state(change.after)
            return
        }
        let digest = content.digest
        guard change.kind == .poolPasswords else {
            self = .secret(digest: digest, attributes)
            return
        }
        let entries = Self.entries(from: change.before.content, to: content)
        self = .poolPasswords(digest: digest, attributes, entries: entries)
    }

    /// The entries that a change of `pool_passwd` set or removed.
    static func entries(from before: SharedSecret?, to after: SharedSecret?) -> [Entry] {
        let old = PoolPasswdFile(copying: before)
        let new = PoolPasswdFile(copying: after)
        var entries: [Entry] = []
        new.forEachEntry { entry in
            guard entry.isUsed else { return }
            let own = Entry(entry)
            if old.digest(of: entry.userName) != own.digest { entries.append(own) }
        }
        old.forEachEntry { entry in
            guard entry.isUsed, new.digest(of: entry.userName) == nil else { return }
            entries.append(Entry(userName: entry.userName, digest: nil))
        }
        return entries
    }

    /// Whether a file still has the content that the change put there, whatever its mode and owner; whether anything
    /// other than a file is still there.
    func isLeft(in present: FileState) -> Bool {
        switch (self, present) {
        case (.state(.file(let content, _)), .file(let presentContent, _)): content == presentContent
        case (.state(let state), _): FileState.isSame(state, present)
        case (.secret(let digest, _), .file(let content, _)),
            (.poolPasswords(let digest, _, _), .file(let content, _)):
            digest == content.digest
        case (.secret, _), (.poolPasswords, _): false
        }
    }

    /// The mode and owner that the change gave a file.
    var attributes: FileAttributes? {
        switch self {
        case .state(.file(_, let attributes)), .secret(_, let attributes),
            .poolPasswords(_, let attributes, _):
            attributes
        case .state: nil
        }
    }
}

extension SharedSecret {
    /// The SHA-256 that stands for it where it is only to be known again.
    var digest: [UInt8] { withSpan { SHA256.hash($0) } }
}

extension Trace.Entry {
    init(_ entry: borrowing PoolPasswdEntry) {
        self.init(userName: entry.userName, digest: SHA256.hash(entry.secret.span))
    }
}

extension PoolPasswdFile {
    /// The file of that content, or an empty one where there is none.
    init(copying content: SharedSecret?) {
        if let content { self.init(content.copy()) } else { self.init() }
    }

    /// The digest of the entry that Pgpool-II uses for a user.
    func digest(of userName: [UInt8]) -> [UInt8]? {
        guard let entry = entry(of: userName) else { return nil }
        return SHA256.hash(entry.secret.span)
    }
}
