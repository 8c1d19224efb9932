package import DERCoding
internal import DurableFiles
package import NodeCertificates
internal import PKIX
internal import SecretMemory
internal import TextEncodings

/// The files of a node's certificates, by their names in the platform's folder, as `server/root.crt`.
package struct CertificateFiles: Sendable {
    /// The files, with `server/` or `client/` before their names.
    package let files: [SetFile]
    /// The most bytes of a key or a certificate: of a larger file nothing is read.
    static let mostBytes = 1 << 20

    /// What the operator should know of them.
    package let notes: [String]
    /// The time of the run that puts them in place.
    package let time: DERTime
    /// The set that some of them come from.
    let flatSet: FlatSet?
    /// The names of those that are there already, as they were when they were looked at.
    let staying: [String]

    /// The files of a set.
    package init(_ files: [SetFile], notes: [String] = [], at time: DERTime) {
        self.init(files, staying: [], notes: notes, movedFrom: nil, at: time)
    }

    /// The same, some of which are there already, or were in a set of another form.
    init(
        _ files: [SetFile],
        staying: [String],
        notes: [String],
        movedFrom flatSet: FlatSet?,
        at time: DERTime
    ) {
        self.staying = staying
        self.files = files
        self.notes = notes
        self.flatSet = flatSet
        self.time = time
    }

    /// Whether clients have a folder, also where it holds the root alone.
    var hasClientFolder = false

    /// Whether clients have one, or there is a client certificate, which makes it.
    private var hasClient: Bool {
        hasClientFolder || files.contains { $0.name.utf8.starts(with: "client/".utf8) }
    }

    /// Adds the steps that put the files in place: first the folders, then what keeps the keys and certificates that
    /// are replaced, and behind the files a link from the client's root to the server's.
    ///
    /// - Throws: ``NodeEncryptionError/changedMeanwhile(path:)`` for a file that stays and is another than was looked
    ///   at: what is given to the owner is read once more, as what may be nobody else's.
    func plan(_ layout: NodeLayout, _ list: inout ChangeList) throws(NodeEncryptionError) {
        let owner = layout.owner ?? .running
        let folder = FileAttributes(mode: 0o755, owner: owner)
        let names = ["server"] + (hasClient ? ["client"] : [])
        for path in try Self.ancestors(of: layout.certificates) {
            try list.put(.folder(FileAttributes(mode: 0o755, owner: .running)), at: path)
        }
        for path in [layout.certificates] + names.map({ layout.certificate($0) }) {
            try list.put(.folder(folder), at: path)
        }
        let replaced = try replaced(layout, list)
        try keep(replaced, layout, &list)
        for file in files {
            let path = layout.certificate(file.name)
            if Self.has(file.name, in: staying), try list.state(of: path).content != file.content {
                throw .changedMeanwhile(path: path)
            }
            let isKey = file.name.utf8.ends(with: ".key")
            var present = try list.state(of: path)
            if present == .absent, let move = flatSet?.move(to: file.name) { present = move.content }
            let mode = 0o600 | (isKey ? 0 : present.readers)
            let state = FileState.file(file.content, FileAttributes(mode: mode, owner: owner))
            try list.put(state, at: path, kind: isKey ? .setKey : .setFile)
        }
        if hasClient { try planClientRoot(layout, &list, owner: owner) }
        for name in replaced.outdated { try list.put(.absent, at: layout.replaced(name), kind: .replaced) }
    }

    /// What clients get as their root leads to the server's; what an operator put there instead stays.
    private func planClientRoot(
        _ layout: NodeLayout,
        _ list: inout ChangeList,
        owner: FileOwner
    ) throws(NodeEncryptionError) {
        let path = layout.certificate("client/root.crt")
        guard try list.state(of: path) == .absent else { return }
        try list.put(.link(NodeLayout.linkToRoot, owner: owner), at: path)
    }

    /// What is kept of the keys and certificates that are replaced.
    private func replaced(
        _ layout: NodeLayout,
        _ list: ChangeList
    ) throws(NodeEncryptionError) -> ReplacedFiles {
        var old: [SetFile] = []
        for file in files where ReplacedFiles.keeps(file.name) {
            var state = try list.state(of: layout.certificate(file.name))
            if state == .absent, let move = flatSet?.move(to: file.name) { state = move.content }
            guard case .file(let present, let attributes) = state, present != file.content else { continue }
            old.append(SetFile(PathText.lastName(of: file.name), present, owner: attributes.owner))
        }
        return try ReplacedFiles(
            old,
            present: { (name) throws(NodeEncryptionError) in
                // The file of that name is in one of the two folders, the root's, which both have, in the server's.
                for folder in ["server/", "client/"] {
                    let state = try FileState.read(layout.certificate(folder + name), limit: Self.mostBytes)
                    if let content = state.content ?? flatSet?.move(to: folder + name)?.content.content {
                        return content
                    }
                }
                return nil
            },
            among: old.isEmpty ? [] : try Self.names(in: layout.certificate(ReplacedFiles.folderName)),
            earlier: { (name) throws(NodeEncryptionError) in
                // What is larger is not the same.
                (try? FileState.read(layout.replaced(name), limit: Self.mostBytes))?.content
            },
            at: time
        )
    }

    private func keep(
        _ replaced: ReplacedFiles,
        _ layout: NodeLayout,
        _ list: inout ChangeList
    ) throws(NodeEncryptionError) {
        guard !replaced.kept.isEmpty else { return }
        let owner = layout.owner ?? .running
        let folder = FileAttributes(mode: ReplacedFiles.folderMode, owner: owner)
        try list.put(.folder(folder), at: layout.certificate(ReplacedFiles.folderName))
        for file in replaced.kept {
            let attributes = FileAttributes(mode: ReplacedFiles.fileMode, owner: file.owner ?? owner)
            try list.put(.file(file.content, attributes), at: layout.replaced(file.name), kind: .replaced)
        }
    }

    static func has(_ name: String, in names: [String]) -> Bool { names.contains { isSamePath($0, name) } }

    static func names(in path: String) throws(NodeEncryptionError) -> [String] {
        do {
            return try Folder(path).names()
        } catch {
            if error.isMissing { return [] }
            throw .file(error)
        }
    }

    /// The folders around `path` that are missing, the outermost first.
    private static func ancestors(of path: String) throws(NodeEncryptionError) -> [String] {
        var missing: [String] = []
        var rest = path
        while case let prefix = PathText.folderPrefix(of: rest), prefix.utf8.count > 1 {
            rest = String(Substring(prefix.utf8.dropLast()))
            guard try FileState.read(rest) == .absent else { break }
            missing.insert(rest, at: 0)
        }
        return missing
    }
}

extension FileState {
    /// Who may read a file by its mode; also whom its list may let read it, as far as the mode does.
    fileprivate var readers: UInt32 {
        if case .file(_, let attributes) = self { attributes.mode & 0o444 } else { 0 }
    }
}

extension NodeLayout {
    /// The path of a key or certificate that was replaced and is kept.
    func replaced(_ name: String) -> String { certificate(ReplacedFiles.folderName + "/" + name) }
}
