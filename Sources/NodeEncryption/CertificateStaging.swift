public import DERCoding
internal import DurableFiles
public import NodeCertificates
public import SecretMemory

/// Makes a node's certificates in a private folder, from which a plan puts them in their places.
public enum CertificateStaging {
    /// What is made anew although it is whole.
    public enum Renewal: String, Sendable, CaseIterable {
        /// Nothing.
        case nothing
        /// Root, server and client.
        case all
        /// The server's pair; root and client stay.
        case server
        /// The client's pair; root and server stay.
        case client
    }

    /// The files that a node shall have: what is there and whole, and what had to be made.
    ///
    /// `folder` is made, is the running user's alone meanwhile, and is gone in the end.
    public static func make(
        _ layout: NodeLayout,
        settings: NodeSettings,
        renewing renewal: Renewal,
        in folder: String,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        let stem = settings.client?.fileStem
        let names = Self.names(stem)
        let kept = names.filter { isKept($0, renewal, stem) }
        try clear(folder, names, stem)
        try FileState.folder(FileAttributes(mode: 0o700, owner: .running)).put(at: folder)
        let result: CertificateFiles
        do throws(NodeEncryptionError) {
            for name in kept {
                guard let content = try FileState.read(layout.certificate(name)).content else { continue }
                let attributes = FileAttributes(mode: 0o600, owner: .running)
                try FileState.file(content, attributes).put(at: folder + "/" + flat(name))
            }
            do throws(NodeCertificatesError) {
                let set = CertificateSet(path: folder, settings: settings, owner: nil)
                _ = try set.bringAbout(at: now, using: &random)
            } catch {
                throw .certificates("\(error)")
            }
            var files: [CertificateFiles.File] = []
            for name in names {
                guard let content = try FileState.read(folder + "/" + flat(name)).content else { continue }
                files.append(CertificateFiles.File(name: name, content: content))
            }
            result = CertificateFiles(files)
        } catch {
            try clear(folder, names, stem)
            throw error
        }
        try clear(folder, names, stem)
        return result
    }

    /// The files of a node that are there, with nothing made.
    public static func present(_ layout: NodeLayout, client: String?) throws(NodeEncryptionError)
        -> CertificateFiles
    {
        var files: [CertificateFiles.File] = []
        for name in names(client) {
            guard let content = try FileState.read(layout.certificate(name)).content else { continue }
            files.append(CertificateFiles.File(name: name, content: content))
        }
        return CertificateFiles(files)
    }

    private static func names(_ stem: String?) -> [String] {
        ["server/root.key", "server/root.crt", "server/root.srl", "server/server.key", "server/server.crt"]
            + (stem.map { ["client/\($0).key", "client/\($0).crt"] } ?? [])
    }

    private static func isKept(_ name: String, _ renewal: Renewal, _ stem: String?) -> Bool {
        switch renewal {
        case .nothing: true
        case .all: false
        case .server: !name.hasPrefix("server/server.")
        case .client: !name.hasPrefix("client/")
        }
    }

    /// The name in a folder that holds all of a set.
    private static func flat(_ name: String) -> String {
        String(name.drop { $0 != "/" }.dropFirst())
    }

    private static func clear(_ folder: String, _ names: [String], _ stem: String?)
        throws(NodeEncryptionError)
    {
        let requests = ["server-req.pem"] + (stem.map { [$0 + ".csr"] } ?? [])
        for name in names.map(flat) + requests { try FileState.absent.put(at: folder + "/" + name) }
        // A set that was decided upon by a run that was killed.
        try FileState.absent.put(at: folder)
    }
}
