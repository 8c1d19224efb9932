internal import DERCoding
internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

/// The certificate of a server that has nothing of this tool's: a company's, or a distribution's.
struct OperatorsCertificate: Equatable, Sendable {
    /// The files by its settings.
    let files: TLSFiles
    /// The file of the roots by which it can be verified; `nil` where the node has none.
    private(set) var root: String?

    /// By the settings of a node; `nil` where these cannot be read.
    ///
    /// - Parameter source: where they are read from.
    init?(
        _ layout: NodeLayout,
        from source: borrowing some ConfigurationSource = ConfigurationFileSystem()
    ) {
        guard let files = TLSFiles(of: layout, from: source) else { return nil }
        self.files = files
        root = Self.rootFile(in: chain, files)
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
        var view = ClientView(chain: chain, roots: roots, now: now)
        view.names = names
        return view
    }
}

extension NodeStatus {
    /// Looks at the certificate in force where this tool has installed nothing, or may not see what it has.
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
        noteKey(of: leaf, at: view.chain.path)
        if leaf.isSelfIssued {
            let text = "signed itself, so that clients that verify need it as their root"
            return add(.certificateNeedsRoot, text, path: view.chain.path)
        }
        guard let root = own.root else {
            if let authorities = own.files.authorities, Self.isForbidden(authorities) {
                return addUnseen(authorities)
            }
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
