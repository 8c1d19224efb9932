internal import DERCoding
internal import DurableFiles
internal import SecretMemory

/// The files in the folder of those that were replaced, while a run keeps what it replaces.
///
/// They are on the disk before the first file is replaced. Where the run fails they go again; after a kill the next run
/// finds the same contents under other names, and drops those.
struct Keeping {
    private let target: Folder
    private let folder: Folder?
    private let isNew: Bool
    private let files: ReplacedFiles

    /// The names of what is kept now, by the set's folder, as `replaced/server.key-20261126T045217Z-1A2B3C`.
    var paths: [String] { files.kept.map { ReplacedFiles.folderName + "/" + $0.name } }

    /// Keeps what `files` will replace in `target`, whose lock the caller holds.
    init(
        _ files: [SetFile],
        of target: Folder,
        owner: FileOwner?,
        at now: DERTime
    ) throws(FileError) {
        self.target = target
        let name = ReplacedFiles.folderName
        var old: [SetFile] = []
        for file in files where ReplacedFiles.keeps(file.name) {
            guard let present = try Self.file(file.name, in: target), present.content != file.content else {
                continue
            }
            old.append(present)
        }
        let existing = old.isEmpty ? nil : try Self.existing(name, in: target, owner: owner)
        self.files = try ReplacedFiles(
            old,
            present: { (name) throws(FileError) in try Self.content(name, in: target) },
            among: try existing?.names() ?? [],
            earlier: { (name) throws(FileError) in
                try existing.flatMap { (folder) throws(FileError) in
                    try Self.content(name, in: folder)
                }
            },
            at: now
        )
        isNew = existing == nil && !self.files.kept.isEmpty
        if isNew {
            try target.makeFolder(
                name,
                attributes: FileAttributes(mode: ReplacedFiles.folderMode, owner: owner)
            )
            folder = try target.folder(name)
        } else {
            folder = existing
        }
        do {
            for file in self.files.kept {
                let attributes = FileAttributes(mode: ReplacedFiles.fileMode, owner: file.owner ?? owner)
                try file.content.withSpan { (span) throws(FileError) in
                    try folder?.replace(file.name, with: span, attributes: attributes)
                }
            }
        } catch {
            takeBack()
            throw error
        }
    }

    /// Removes what was kept, since nothing was replaced.
    func takeBack() {
        for file in files.kept { try? folder?.remove(file.name) }
        if isNew { _ = try? target.removeFolderIfEmpty(ReplacedFiles.folderName) }
    }

    /// Removes what is older than the last ones, since the run is done. What cannot be removed is by the next run.
    func prune() {
        guard !files.outdated.isEmpty else { return }
        for name in files.outdated { try? folder?.remove(name) }
        try? folder?.synchronize()
    }

    /// The folder, where it is one that was made here.
    private static func existing(
        _ name: String,
        in target: Folder,
        owner: FileOwner?
    ) throws(FileError) -> Folder? {
        guard try target.status(of: name) != nil else { return nil }
        let folder = try target.folder(name)
        let userID = try folder.status().owner.userID
        guard [0, FileOwner.running.userID, owner?.userID].contains(userID) else {
            throw .foreignOwner(path: folder.path, userID: userID)
        }
        return folder
    }

    private static func content(_ name: String, in folder: Folder) throws(FileError) -> SharedSecret? {
        try file(name, in: folder)?.content
    }

    private static func file(_ name: String, in folder: Folder) throws(FileError) -> SetFile? {
        do {
            let file = try folder.readSecretFile(name, limit: SetFiles.byteLimit)
            let owner = file.status.owner
            return SetFile(name, SharedSecret(file.takeContent()), owner: owner)
        } catch  where error.isMissing {
            return nil
        }
    }
}
