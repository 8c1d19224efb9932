internal import DERCoding
internal import PKIX
internal import SecretMemory
internal import TextEncodings

/// The roots that clients get from a node, judged by the certificate that its server shows them: the node's own root in
/// `server/root.crt`, or what an operator put into `client/root.crt` in its place.
struct ClientRoots {
    /// The server's certificate and the authorities behind it.
    private let chain: CertificateFile
    /// The node's own root.
    private let own: CertificateFile
    /// What an operator put in the place of the link to it; `nil` where nobody did.
    private let given: CertificateFile?
    /// Where clients get their roots from.
    let path: String
    private let now: DERTime

    /// Of a node as it is.
    init(of layout: NodeLayout, at now: DERTime) {
        self.init(layout, at: now) { path in
            let file = CertificateFile(reading: path)
            return file.isMissing ? nil : file
        }
    }

    /// Of a node as it will be when the steps of a plan are done.
    ///
    /// - Throws: ``NodeEncryptionError/foreignLink(path:target:userID:)`` where a link is not followed.
    init(
        _ layout: NodeLayout,
        after list: ChangeList,
        at now: DERTime = ClientFault.now
    ) throws(NodeEncryptionError) {
        var files: [String: CertificateFile] = [:]
        for name in [ServedFiles.certificate, ServedFiles.root, Self.name] {
            let path = layout.certificate(name)
            var state = try list.state(of: path)
            if case .link(let target, _) = state {
                let isOwn = name == Self.name && isSamePath(target, NodeLayout.linkToRoot)
                state =
                    isOwn
                    ? try list.state(of: layout.certificate(ServedFiles.root))
                    : try list.state(of: try ChangeList.realPath(path))
            }
            files[path] = state.content.map { CertificateFile(path, pem: $0.publicBytes.span) }
        }
        self.init(layout, at: now) { path in files[path] }
    }

    private init(_ layout: NodeLayout, at now: DERTime, _ read: (String) -> CertificateFile?) {
        func file(_ name: String) -> CertificateFile {
            read(layout.certificate(name)) ?? CertificateFile(layout.certificate(name), [])
        }
        chain = file(ServedFiles.certificate)
            .asSent(with: TLSFiles(of: layout)?.authorities.map { CertificateFile(reading: $0) })
        own = file(ServedFiles.root)
        path = layout.certificate(layout.role == .postgres ? Self.name : ServedFiles.root)
        let given = layout.role == .postgres ? read(path) : nil
        self.given = given?.certificates == own.certificates ? nil : given
        self.now = now
    }

    private static let name = "client/root.crt"

    /// Whether a client with these roots finds a way to one of them from the server's certificate; `nil` where that
    /// cannot be read.
    private func isVerified(by roots: CertificateFile) -> Bool? {
        ClientPaths(chain, to: roots, at: now).map(\.leadToRoot)
    }

    /// Whether clients verify the server by what they get; `nil` where a certificate that cannot be read here decides.
    var areEnough: Bool? {
        let file = given ?? own
        let answer = isVerified(by: file)
        return answer == false && !file.unread.isEmpty ? nil : answer
    }

    /// Whether nothing says that clients need another root than the node's own.
    var areOwnEnough: Bool { isVerified(by: own) ?? true }

    /// Who issued the server's certificate, as far as it can be read.
    var issuer: String? {
        chain.isFirstUnread ? nil : chain.certificates.first.map { shown(issuerOf: $0) }
    }

    /// What clients verify the server by: what they are given where only that does it, else the node's own root.
    var inForce: CertificateFile {
        guard let given, isVerified(by: given) == true, isVerified(by: own) == false else { return own }
        return given
    }

    /// What clients need to verify the server, as the object of "give clients".
    var need: String {
        guard isVerified(by: inForce) == false, let leaf = chain.certificates.first else {
            return inForce.path
        }
        return "the root of \(leaf.issuer)"
    }

    /// Whether the server's certificate is one that the node's roots made, but for the one of now, so that another one
    /// is due.
    func leavesServer(of roots: OwnRoots) -> Bool {
        guard isVerified(by: own) == false, let leaf = chain.certificates.first else { return false }
        return roots.mayReplace(leaf)
    }

    /// What the operator should know where clients do not verify the server by what they get.
    var note: String? {
        let isOwnGood = isVerified(by: own)
        guard let leaf = chain.certificates.first, let isOwnGood else {
            return noteOnOther
        }
        if isVerified(by: given ?? own) == true { return nil }
        if isOwnGood { return onOther }
        return
            "\(printable(path)) does not verify the server's certificate, which is by \(shown(issuerOf: leaf)); "
            + "clients need the root of that authority"
    }

    /// The same where what will be served is yet to be made, by the node's own root.
    var noteOnOther: String? {
        guard let given, let root = own.certificates.first else { return nil }
        return given.certificates.contains(root) ? nil : onOther
    }

    private var onOther: String {
        "\(printable(path)) is not the root of this node and is kept; clients that have it do not verify the server"
    }
}
