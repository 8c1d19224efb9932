internal import NodeCertificates
internal import NodePlatform
internal import PKIX
internal import SecretMemory
internal import ServerProbe
internal import TextEncodings

/// What clients that verify a running server would lose if it loaded its files: a company's next pair may be there
/// without its root in `root.crt`, without an authority between, for another use, or for other names.
struct LosingLoad: Sendable {
    /// The certificate's file.
    private let file: String
    private let loss: Loss
    /// What mends it, as a cure of `status`.
    let cure: String

    private enum Loss {
        /// That they verify it at all.
        case verification(ClientFault, roots: String)
        /// The authority by which they do, where their root is not on this node.
        case authority(DistinguishedName)
        /// The names by which they do; `command` makes a certificate that has them, too.
        case names([GeneralName], command: String?)
    }

    /// What is wrong with the file for those who verify what is served; not yet made printable.
    var fault: String {
        switch loss {
        case .verification(let fault, _): "\(fault), and clients verify what is served now"
        case .authority(let name):
            "\(file) is not of \(name), by which clients verify what is served now"
        case .names(let names, _):
            "\(file) does not hold \(Self.text(names)), by which clients verify what is served now"
        }
    }

    /// Why it was not loaded, and what is right; not yet made printable.
    ///
    /// - Parameter command: what has the server load it all the same; `nil` where nothing does.
    func refusal(command: PlannedCommand?) -> String {
        var text = fault + ", so it was not loaded; "
        switch loss {
        case .verification(_, let roots):
            text +=
                "put a certificate there that they verify, with the authorities between behind it, and its root in "
                + "\(roots), and run \"postgres-ssl renew\""
        case .authority:
            text += "put a certificate of that authority there, and run \"postgres-ssl renew\""
        case .names(let names, let own?):
            text += "run \"\(own)\", for a certificate with \(names.count == 1 ? "that" : "those"), too"
        case .names:
            text += "put a certificate there that holds all of them, and run \"postgres-ssl renew\""
        }
        if let command { text += "; it is loaded all the same by: \(command.shown)" }
        return text
    }

    /// Judges what would be loaded by the roots that clients have: what they are given, where that verifies what is
    /// served, or else the node's own.
    ///
    /// - Parameters:
    ///   - path: the certificate's file.
    ///   - served: what the server shows, in DER.
    ///   - isInForce: whether that is the file that it serves now.
    ///   - changes: the steps after which it loads its files. A root that they certify again counts as the one that
    ///     clients have, and so does one that takes its place by command.
    /// - Returns: `nil` where nothing is lost: what is served and not verified has nothing to lose.
    init?(
        _ layout: NodeLayout,
        _ path: String,
        served: [[[UInt8]]],
        isInForce: Bool,
        after changes: [FileChange]
    ) {
        guard var view = layout.view(ofServing: path) else { return nil }
        func after(_ path: String) -> CertificateFile {
            let real = (try? ChangeList.realPath(path)) ?? path
            guard let change = changes.last(where: { isSamePath($0.path, real) || isSamePath($0.path, path) })
            else { return CertificateFile(reading: path) }
            return change.after.content.map { CertificateFile(path, pem: $0.publicBytes.span) }
                ?? CertificateFile(path, [])
        }
        /// The roots that some clients have, and what they may be after the change.
        var roots = [(known: view.roots, next: [view.roots])]
        let isSets = isSamePath(view.chain.path, layout.certificate(ServedFiles.certificate))
        if isSets {
            let own = CertificateFile(reading: layout.certificate(ServedFiles.root))
            let next = after(own.path)
            roots = [(own, own == next ? [own] : [own, next])]
            let given = CertificateFile(reading: layout.certificate("client/root.crt"))
            if layout.role == .postgres, !given.isMissing, given.certificates != own.certificates {
                roots.insert((given, [given]), at: 0)
            }
            let authorities = TLSFiles(of: layout)?.authorities.map(after)
            view.chain = after(view.chain.path).asSent(with: authorities)
            let ownRoots = OwnRoots(of: layout)
            view.ownRoots = ownRoots
            view.hasRootKey = !ownRoots.current.isEmpty
        } else {
            let places = [TLSFiles(of: layout)?.authorities, layout.certificate(ServedFiles.root)]
            roots = places.compactMap(\.self).map { CertificateFile(reading: $0) }
                .filter { !$0.certificates.isEmpty }.map { ($0, [$0]) }
        }
        func broken(_ chain: CertificateFile, by roots: CertificateFile) -> ClientFinding? {
            var view = view
            view.chain = chain
            view.roots = roots
            return view.findings.first { $0.level == .broken }
        }
        let shown = served.map { CertificateFile(view.chain.path, der: $0) }
        func verify(_ roots: CertificateFile) -> Bool { shown.allSatisfy { broken($0, by: roots) == nil } }
        file = path
        let word = Quoting.shellWord(path)
        guard let known = roots.first(where: { verify($0.known) }) else {
            // Clients may have a root of their own for one that is elsewhere; what leads there says which.
            let next = view.chain.certificates.map(\.issuer)
            func isWhole(_ chain: CertificateFile) -> Bool {
                chain.certificates.allSatisfy {
                    view.now >= $0.validity.notBefore && view.now <= $0.validity.notAfter
                }
            }
            // Who verifies the set's as it will be has its root; not so where a certificate elsewhere gives way to it.
            func isVerified() -> Bool { roots.contains { broken(view.chain, by: $0.known) == nil } }
            // One that nobody else signed is verified by nobody who was not told to.
            let isDefault = shown.contains { $0.certificates.first?.isSignedByNobodyElse ?? false }
            guard isSets ? !isInForce && !isDefault : !isVerified(), shown.allSatisfy(isWhole),
                let chain = shown.first(where: { chain in
                    !chain.certificates.contains { next.contains($0.issuer) }
                }),
                let last = chain.certificates.last
            else { return nil }
            loss = .authority(last.issuer)
            cure =
                "put a certificate of that authority into \(word), and its key into the key's file, then: "
                + Self.renew
            return
        }
        let faults = known.next.map { broken(view.chain, by: $0) }
        if let found = faults.last ?? nil, !faults.contains(where: { $0 == nil }) {
            loss = .verification(found.fault, roots: known.known.path)
            cure =
                found.cure
                ?? "put a certificate that clients verify into \(word), and its key into the key's file, then: "
                + Self.renew
            return
        }
        guard let leaf = view.chain.certificates.first else { return nil }
        let names = Self.names(lostBy: leaf, of: shown.compactMap(\.certificates.first))
        if names.isEmpty { return nil }
        let options = names.map { " --san \(Quoting.shellWord($0.bareText))" }.joined()
        let own = view.hasRootKey && view.ownRoots?.mayReplace(leaf) ?? false
        let command = own ? "postgres-ssl reissue server" + options : nil
        loss = .names(names, command: command)
        cure =
            command
            ?? "put a certificate that holds \(printable(Self.text(names))), too, into \(word), and its key into the "
            + "key's file, then: " + Self.renew
    }

    private static let renew = "postgres-ssl renew"

    /// The names by which clients find the server in some certificates, and not in the next.
    private static func names(lostBy next: Certificate, of served: [Certificate]) -> [GeneralName] {
        var seen = Set(next.soughtNames.map(\.folded))
        return served.flatMap(\.soughtNames).filter { name in
            switch name {
            case .dnsName, .ipAddress:
                seen.insert(name.folded).inserted && !VerifyingClient.libpq.finds(name, in: next)
            default: false
            }
        }
    }

    private static func text(_ names: [GeneralName]) -> String { listed(names.map(\.bareText)) }
}

extension NodeServer {
    /// What clients lose where a running server loads its files; `nil` for nothing, or where it was not seen.
    ///
    /// - Parameters:
    ///   - file: the certificate's file; `nil` for the one that it would load.
    ///   - changes: the steps after which it does.
    func loss(
        byLoading file: String? = nil,
        after changes: [FileChange] = []
    ) throws(NodeEncryptionError) -> LosingLoad? {
        guard let (layout, host, port) = try place else { return nil }
        let next: String? = if let file { file } else { try nextFile() }
        guard let path = next, let look = try? layout.look(at: host, port, serving: path),
            !look.chains.isEmpty
        else { return nil }
        let isInForce = isSamePath(path, try fileServed() ?? path)
        return LosingLoad(layout, path, served: look.chains, isInForce: isInForce, after: changes)
    }

    /// The file of the certificate that a running PostgreSQL serves; `nil` of another.
    func fileServed() throws(NodeEncryptionError) -> String? {
        guard let postgres, try postgres.isRunning else { return nil }
        return try postgres.servedFile
    }

    /// Throws where clients verify what a running server serves, and would not once it has loaded its files.
    ///
    /// - Parameters:
    ///   - file: the certificate's file.
    ///   - changes: the steps after which it does.
    ///   - command: what has the server load it all the same; `nil` where nothing does.
    /// - Throws: ``NodeEncryptionError/notServed(reason:)``.
    func requireNoLoss(
        byLoading file: String,
        after changes: [FileChange] = [],
        command: PlannedCommand?
    ) throws(NodeEncryptionError) {
        guard let loss = try loss(byLoading: file, after: changes) else { return }
        throw .notServed(reason: loss.refusal(command: command))
    }

    /// Where a running server takes connections; `nil` where none runs, or takes none by TCP.
    var place: (layout: NodeLayout, host: String, port: Int)? {
        get throws(NodeEncryptionError) {
            switch self {
            case .postgres(let service):
                guard let server = try RunningServer.find(on: service.layout.dataFolder),
                    let host = server.file.host, let port = server.file.port
                else { return nil }
                return (service.layout, host, port)
            case .pgpool(let service):
                return service.place.map { (service.layout, $0.host, $0.port) }
            }
        }
    }

    /// The file of the certificate that a running server has once it loads its files; `nil` where no PostgreSQL runs,
    /// or what it serves goes back with the steps that were undone.
    ///
    /// - Parameters:
    ///   - changes: steps for which it throws where these would bring in force what somebody has written down
    ///   alone, and what turns TLS off or shuts clients out; `nil` where that is not asked.
    ///   - undone: steps that were undone, whose own settings are no such.
    func nextFile(
        keepingSettingsAfter changes: [FileChange]? = nil,
        exceptThoseOf undone: [FileChange] = []
    ) throws(NodeEncryptionError) -> String? {
        switch self {
        case .postgres(let service):
            guard try service.isRunning else { return nil }
            let waiting = try service.settingsNotTakenUp()
            let foreign = try service.settings(waiting, notOf: undone)
            if changes != nil { try service.requireKept(foreign) }
            // What says what is served goes back by the steps themselves.
            let isPutBack = waiting.contains { setting in
                WaitingSetting.ofServing.contains(setting.name)
                    && !foreign.contains { $0.name == setting.name }
            }
            if isPutBack { return nil }
            return try service.nextCertificate(waiting)
        case .pgpool(let service):
            if let changes { try service.requireKept(after: changes) }
            return try service.servedFile
        }
    }
}
