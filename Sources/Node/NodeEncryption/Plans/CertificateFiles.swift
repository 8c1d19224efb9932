internal import DurableFiles
package import NodeCertificates
internal import TextEncodings

/// The files of a node's certificates, by their names in the platform's folder, as `server/root.crt`.
package struct CertificateFiles: Sendable {
    /// The files, with `server/` or `client/` before their names.
    package let files: [SetFile]

    /// The files of a set.
    package init(_ files: [SetFile]) { self.files = files }

    /// Whether there is a client certificate.
    private var hasClient: Bool { files.contains { $0.name.utf8.starts(with: "client/".utf8) } }

    /// Adds the steps that put the files in place: first the folders, last a link from the client's root to the
    /// server's.
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
        for file in files {
            let state = FileState.file(file.content, FileAttributes(mode: 0o600, owner: owner))
            let isKey = file.name.utf8.ends(with: ".key")
            try list.put(state, at: layout.certificate(file.name), kind: isKey ? .setKey : .setFile)
        }
        if hasClient {
            let link = FileState.link("../server/root.crt", owner: owner)
            try list.put(link, at: layout.certificate("client/root.crt"))
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
