internal import DERCoding
internal import Glibc
internal import NodePlatform
internal import TextEncodings

extension ClientView {
    /// All that clients are shown and given of a node.
    init(of layout: NodeLayout, called names: [CalledName], at now: DERTime) {
        self.init(ofServerIn: layout, at: now)
        self.names = names
        let ownRoots = OwnRoots(of: layout)
        hasRootKey = !ownRoots.current.isEmpty
        self.ownRoots = ownRoots
        guard layout.role == .postgres else { return }
        let path = layout.certificate("client/root.crt")
        if case .link(let target, _)? = try? FileState.read(path), isSamePath(target, NodeLayout.linkToRoot) {
            given = nil
        } else {
            given = CertificateFile(reading: path)
        }
        clientRoots = roots
        let stems = ((try? ClientCertificates.stems(layout)) ?? []).prefix(ClientCertificates.mostFiles)
        pairs = stems.map { stem in
            ClientPair(
                certificates: CertificateFile(reading: layout.certificate("client/\(stem).crt")),
                user: stem.utf8.elementsEqual("client".utf8) ? Platform.user : stem
            )
        }
    }

    /// The files that may not be looked at.
    var unseen: [String] {
        let files = [chain, roots, given, clientRoots].compactMap(\.self) + pairs.map(\.certificates)
        return files.filter(\.isUnseen).map(\.path)
    }

    /// What clients that have the node's own root find in the server's files.
    init(ofServerIn layout: NodeLayout, at now: DERTime) {
        self.init(
            chain: CertificateFile(reading: layout.certificate("server/server.crt"))
                .asSent(with: TLSFiles(of: layout)?.authorities.map { CertificateFile(reading: $0) }),
            roots: CertificateFile(reading: layout.certificate("server/root.crt")),
            now: now
        )
    }
}

extension ClientFault {
    /// The first thing for which libpq refuses a server for what stands in its files, whatever its name, and that of
    /// another authority at last, unless clients are given that authority's root; `nil` where it does not.
    static func find(in layout: NodeLayout, at now: DERTime) -> ClientFault? {
        var view = ClientView(ofServerIn: layout, at: now)
        var broken: [ClientFault] { view.findings.filter { $0.level == .broken }.map(\.fault) }
        let faults = broken
        if let other = faults.first(where: { !$0.mayBeWanted }) { return other }
        view.roots = ClientRoots(of: layout, at: now).inForce
        return broken.isEmpty ? nil : faults.first
    }

    /// Throws if clients refuse what is in a server's files, unless they did so before, or somebody may want it.
    static func notes(
        _ layout: NodeLayout,
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> [String] {
        guard plan.wantsEncryption, let fault = find(in: layout, at: now) else { return [] }
        let isOld = plan.operation != .install && standing.map { $0.clientFault == fault } ?? false
        // The plan of an install says so already.
        if fault.mayBeWanted, let note = ClientRoots(of: layout, at: now).note,
            plan.notes.contains(where: { $0.utf8.elementsEqual(note.utf8) })
        {
            return []
        }
        if isOld || fault.mayBeWanted { return [printable(fault.description)] }
        throw .refusedByServer(reason: "clients do not accept it: \(fault.description)")
    }

    /// The time of a look.
    static var now: DERTime { DERTime(secondsSince1970: Int64(time(nil))) }
}
