internal import DERCoding
internal import NodePlatform

extension ClientView {
    /// All that clients are shown and given of a node.
    init(of layout: NodeLayout, called names: [CalledName], at now: DERTime) {
        self.init(ofServerIn: layout, at: now)
        self.names = names
        if case .file? = try? FileState.read(layout.certificate("server/root.key")) { hasRootKey = true }
        guard layout.role == .postgres else { return }
        let path = layout.certificate("client/root.crt")
        if case .link(let target, _)? = try? FileState.read(path), isSamePath(target, NodeLayout.linkToRoot) {
            given = nil
        } else {
            given = CertificateFile(reading: path)
        }
        clientRoots = roots
        pairs = ((try? CertificateFiles.clientStems(layout)) ?? []).map { stem in
            ClientPair(
                certificates: CertificateFile(reading: layout.certificate("client/\(stem).crt")),
                user: stem.utf8.elementsEqual("client".utf8) ? Platform.user : stem
            )
        }
    }

    /// What clients that have the node's own root find in the server's files.
    init(ofServerIn layout: NodeLayout, at now: DERTime) {
        self.init(
            chain: CertificateFile(reading: layout.certificate("server/server.crt")),
            roots: CertificateFile(reading: layout.certificate("server/root.crt")),
            now: now
        )
    }
}

extension ClientFault {
    /// The first thing for which libpq refuses a server for what stands in its files, whatever its name, and that of
    /// another authority at last; `nil` where it does not.
    static func find(in layout: NodeLayout, at now: DERTime) -> ClientFault? {
        let faults = ClientView(ofServerIn: layout, at: now).findings.filter { $0.level == .broken }.map(
            \.fault
        )
        return faults.first { !$0.mayBeWanted } ?? faults.first
    }
}
