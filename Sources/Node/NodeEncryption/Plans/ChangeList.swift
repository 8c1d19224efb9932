internal import DurableFiles
internal import Glibc
internal import PostgresConfiguration
internal import SecretMemory

/// The steps of a plan while it is being made; a later step reads what an earlier one wrote.
struct ChangeList {
    private(set) var changes: [FileChange] = []
    private let owner: FileOwner?

    /// No steps yet; what they change may belong to `owner`.
    init(ownedBy owner: FileOwner?) {
        self.owner = owner
    }

    /// What will be at `path` when the steps so far are done; refused if it may be somebody else's.
    func state(of path: String) throws(NodeEncryptionError) -> FileState {
        if let change = changes.last(where: { isSamePath($0.path, path) }) { return change.after }
        return try FileState.read(path, for: .changing(ownedBy: owner))
    }

    /// Plans that `path` becomes `after`.
    mutating func put(
        _ after: FileState,
        at path: String,
        kind: FileChange.Kind = .text
    ) throws(NodeEncryptionError) {
        try plan(at: path, kind) { _ in after }
    }

    /// Plans that `path` becomes what `become` makes of what will be there when the steps so far are done.
    private mutating func plan(
        at path: String,
        _ kind: FileChange.Kind,
        _ become: (FileState) throws(NodeEncryptionError) -> FileState
    ) throws(NodeEncryptionError) {
        let known = changes.firstIndex { isSamePath($0.path, path) }
        // Read once: what is changed is what the journal remembers.
        let before =
            if let known {
                changes[known].before
            } else {
                try FileState.read(path, for: .changing(ownedBy: owner))
            }
        let after = try become(known.map { changes[$0].after } ?? before)
        let change = FileChange(path: path, kind: kind, before: before, after: after)
        if let known {
            changes[known] = change
        } else if !change.isEmpty {
            changes.append(change)
        }
    }

    /// Plans a change of the text file that `path` leads to; a missing file is made with `attributes`, or is an error
    /// if none are given.
    ///
    /// A symbolic link at the end is followed: the file it leads to is changed, and the link is kept.
    mutating func edit(
        _ path: String,
        makingWith attributes: FileAttributes? = nil,
        _ change: ([UInt8]) throws(NodeEncryptionError) -> [UInt8]
    ) throws(NodeEncryptionError) {
        let real = try Self.realPath(path)
        try plan(at: real, .text) { (present) throws(NodeEncryptionError) in
            switch present {
            case .file(let content, let attributes):
                let bytes = try change(content.publicBytes)
                return .file(SharedSecret(copying: bytes.span), attributes)
            case .absent:
                guard let attributes else { throw .configuration(.unreadable(path: path, code: ENOENT)) }
                let bytes = try change([])
                return .file(SharedSecret(copying: bytes.span), attributes)
            case .link, .folder: throw .unexpectedKind(path: real)
            }
        }
    }

    /// Whether two paths lead to one file, as far as their links may be followed.
    static func leadToSameFile(_ one: String, _ other: String) -> Bool {
        isSamePath((try? realPath(one)) ?? one, (try? realPath(other)) ?? other)
    }

    /// The path that a symbolic link at the end of `path` leads to, or `path` itself.
    ///
    /// - Throws: ``NodeEncryptionError/foreignLink(path:target:userID:)`` where somebody could have made the link who
    ///   has no right to what it leads to (``ServersLink``).
    static func realPath(_ path: String) throws(NodeEncryptionError) -> String {
        do throws(FileError) {
            let (folder, name) = try Folder.holding(path, followingLink: true)
            return folder.path(of: name)
        } catch {
            if error.isMissing { return path }
            guard case .untrustedLink = error, let link = try? ServersLink(path) else { throw .file(error) }
            guard let real = try? link.followed() else {
                throw .foreignLink(path: path, target: link.target, userID: link.userID)
            }
            return real
        }
    }
}

/// The file system as it will be when the steps of a plan are done.
struct PlannedFiles: ConfigurationSource {
    let changes: [FileChange]
    private let files = ConfigurationFileSystem()

    init(_ changes: [FileChange]) { self.changes = changes }

    func contents(of path: String) throws(PostgresConfigurationError) -> [UInt8]? {
        let real = (try? ChangeList.realPath(path)) ?? path
        guard let change = changes.last(where: { isSamePath($0.path, real) }) else {
            return try files.contents(of: path)
        }
        return change.after.content?.publicBytes
    }

    func files(in folder: String) throws(PostgresConfigurationError) -> [String]? {
        try files.files(in: folder)
    }
}

/// Whether two paths are the same bytes: as texts, two of other bytes can be equal.
func isSamePath(_ one: String, _ other: String) -> Bool {
    one.utf8.elementsEqual(other.utf8)
}
