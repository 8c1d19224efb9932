package import DurableFiles
package import SecretMemory

/// What is at a path, or should be.
package enum FileState: Equatable, Sendable {
    /// There is nothing.
    case absent
    /// A file with this content, mode and owner.
    case file(SharedSecret, FileAttributes)
    /// A symbolic link to this path, and whose it is; `nil`: of whoever runs.
    case link(String, owner: FileOwner?)
    /// A folder with this mode and owner, whatever is in it.
    case folder(FileAttributes)

    /// The most bytes of a file that belongs to a node's setup.
    package static let mostBytes = 16 << 20

    /// The content, where it is a file.
    package var content: SharedSecret? {
        if case .file(let content, _) = self { content } else { nil }
    }

    /// Whether it is a file.
    var isFile: Bool { content != nil }

    /// Whether it is a folder.
    var isFolder: Bool {
        if case .folder = self { true } else { false }
    }

    /// Whether the two are equal; folders are, whatever their modes and owners, and so are links to the same path: one
    /// that is there is left as it is.
    static func isSame(_ one: FileState, _ other: FileState) -> Bool {
        switch (one, other) {
        case (.folder, .folder): true
        case (.link(let target, _), .link(let otherTarget, _)): isSamePath(target, otherTarget)
        default: one == other
        }
    }

    /// What is at `path`; absent if a folder on the way is missing.
    ///
    /// - Parameters:
    ///   - purpose: what a file is read for: one that a plan changes, and whose content its journal keeps, may be
    ///     nobody else's.
    ///   - limit: the most bytes of a file; none of a larger one is read.
    package static func read(
        _ path: String,
        for purpose: SecretReading.Purpose = .looking,
        limit: Int = mostBytes
    ) throws(NodeEncryptionError) -> FileState {
        do throws(FileError) {
            let (folder, name) = try Folder.holding(path)
            guard let status = try folder.status(of: name) else { return .absent }
            switch status.kind {
            case .file:
                let file = try folder.readSecretFile(name, limit: limit, for: purpose)
                let attributes = file.status.attributes
                return .file(SharedSecret(file.takeContent()), attributes)
            case .symbolicLink: return .link(try folder.linkTarget(of: name), owner: status.owner)
            case .folder: return .folder(status.attributes)
            case .other: break
            }
        } catch {
            if error.isMissing { return .absent }
            throw .file(error)
        }
        throw .unexpectedKind(path: path)
    }

    /// Puts this at `path`, whole, and on disk when it returns.
    ///
    /// A folder that is there keeps what is in it, and one that should be removed but is not empty is kept.
    func put(at path: String, holding locks: FolderLocks) throws(NodeEncryptionError) {
        do throws(FileError) {
            if case .folder(let attributes) = self {
                _ = try Folder(path, makingWith: attributes, holding: locks)
                try locks.add(path)
                return
            }
            if self == .absent {
                try remove(path)
                return
            }
            let (folder, name) = try Folder.holding(path)
            switch self {
            case .file(let content, let attributes):
                try content.withSpan { (span) throws(FileError) in
                    try folder.replace(name, with: span, attributes: attributes)
                }
            case .link(let target, let owner): try folder.replace(name, withLinkTo: target, owner: owner)
            case .absent, .folder: break
            }
        } catch {
            throw .file(error)
        }
    }

    private func remove(_ path: String) throws(FileError) {
        do {
            let (folder, name) = try Folder.holding(path)
            guard let status = try folder.status(of: name) else { return }
            if status.kind == .folder {
                guard try folder.removeFolderIfEmpty(name) else { return }
            } else {
                try folder.remove(name)
            }
            try folder.synchronize()
        } catch {
            if !error.isMissing { throw error }
        }
    }
}
