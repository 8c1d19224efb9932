internal import DERCoding
internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

/// The certificate of a server on which this tool has installed nothing: a company's, or a distribution's.
struct OperatorsCertificate: Equatable, Sendable {
    /// The files by its settings.
    let files: TLSFiles
    /// The file of the roots by which it can be verified; `nil` where the node has none.
    private(set) var root: String?

    /// - Returns: `nil` where there is anything of this tool's: records, a file of a set, or a setting that names one.
    init?(_ layout: NodeLayout, statePath: String) {
        guard Self.hasNoRecords(statePath), let files = TLSFiles(of: layout),
            let settings = try? layout.settings()
        else { return nil }
        for name in ["server/root.crt", "server/root.key", "server/server.crt", "server/server.key"] {
            guard let state = try? FileState.read(layout.certificate(name)), state == .absent else {
                return nil
            }
        }
        for (name, value) in RequiredSettings(of: layout).all where PathText.isAbsolute(value) {
            if let found = settings.value(of: name), isSamePath(found, value) { return nil }
        }
        self.files = files
        root = Self.rootFile(in: chain, files)
    }

    private static func hasNoRecords(_ path: String) -> Bool {
        do throws(NodeEncryptionError) {
            if try NodeState.isInterrupted(at: path) { return false }
            return try NodeState.baseline(at: path) == nil
        } catch {
            return false
        }
    }

    /// What the server sends.
    var chain: CertificateFile {
        CertificateFile(reading: files.certificate ?? "")
            .asSent(with: files.authorities.map { CertificateFile(reading: $0) })
    }

    private static func rootFile(in chain: CertificateFile, _ files: TLSFiles) -> String? {
        let isEnough = { (roots: CertificateFile) in
            ClientPaths(chain, to: roots, at: ClientFault.now)?.leadToRoot ?? false
        }
        let paths = [chain.path, files.authorities].compactMap(\.self)
        return paths.first { path in isEnough(CertificateFile(reading: path)) }
    }

    /// What clients find wrong in it, whichever roots they are given: those that are here, or else the last authority
    /// that is known, of which no more is asked.
    func view(called names: [CalledName], at now: DERTime) -> ClientView {
        let chain = chain
        var roots = root.map { CertificateFile(reading: $0) } ?? CertificateFile(chain.path, [])
        if roots.certificates.isEmpty,
            let search = ClientPaths(chain, to: roots, at: now),
            let last = search.first(stopsEarly: false).steps.last
        {
            roots = CertificateFile(chain.path, [last.certificate])
        }
        // Of a whole chain, the root is what clients have.
        if root != nil, isSamePath(roots.path, chain.path) {
            roots = CertificateFile(roots.path, roots.certificates.filter(\.isSelfIssued))
        }
        noteKey(of: leaf, at: view.chain.path)
        var view = ClientView(chain: chain, roots: roots, now: now)
        view.names = names
        return view
    }
}

extension NodeStatus {
    /// Looks at the certificate in force where this tool has installed nothing.
    mutating func judge(_ own: OperatorsCertificate, called names: [CalledName], _ now: DERTime) {
        guard own.files.isEncrypted else { return }
        let view = own.view(called: names, at: now)
        if view.chain.isUnseen { return addUnseen(view.chain.path) }
        // Whose root clients are given is not known here.
        let found = view.findings.filter { !$0.fault.kind.isDeadEnd }
        show(found)
        guard let leaf = view.chain.certificates.first, !view.chain.isFirstUnread else { return }
        if !found.contains(where: { $0.fault.kind.code == .certificateExpired && $0.fault.subject == nil }) {
            note(leaf, at: view.chain.path, now)
        }
        if leaf.isSelfIssued {
            let text = "signed itself, so that clients that verify need it as their root"
            return add(.certificateNeedsRoot, text, path: view.chain.path)
        }
        guard let root = own.root else {
            let text =
                "is by \(printable("\(leaf.issuer)")); clients that verify need the root of that authority, which is "
                + "not here to verify it by"
            return add(.certificateNeedsRoot, text, path: view.chain.path)
        }
        if !found.contains(where: { $0.level > .good }) {
            let text = "accepted by every kind of client that verifies by the root in \(printable(root))"
            add(.certificateAccepted, text, path: view.chain.path)
        }
    }
}
