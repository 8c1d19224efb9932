internal import DERCoding
internal import DurableFiles
internal import NodePlatform
internal import PKIX

/// What clients are shown and given of a node, and what they find wrong in it, each by its own rules.
///
/// A reading of files: nothing is asked. What cannot be decided here is a finding that says so.
struct ClientView: Sendable {
    /// The server's certificate and the authorities behind it, as in its file or as they are sent.
    var chain: CertificateFile
    /// The node's own root.
    var roots: CertificateFile
    /// The roots that clients are given; `nil` where these are the node's own.
    var given: CertificateFile?
    /// What is known of the node's roots besides; `nil` for those of ``roots``.
    var ownRoots: OwnRoots?
    /// Whether the root's key is there, so that certificates can be made again.
    var hasRootKey = false
    /// By what clients call the node.
    var names: [CalledName] = []
    /// The certificates that clients show.
    var pairs: [ClientPair] = []
    /// The roots by which the server verifies these.
    var clientRoots: CertificateFile?
    /// The time.
    var now: DERTime

    /// A client's certificate and the user that it is for.
    struct ClientPair: Sendable {
        let certificates: CertificateFile
        let user: String
    }

    /// All that is wrong, each fact once.
    var findings: [ClientFinding] {
        var faults = FaultList()
        faults.add(roots.faults + chain.faults)
        if let given, !isOwn(given) { faults.add(given.faults) }
        let signatures = KnownSignatures(limit: ClientPaths.mostSignatures)
        if let search = ClientPaths(chain, to: rootsOfClients, at: now, knowing: signatures) {
            for (fault, clients) in serverFaults(search, signatures) { faults.add(fault, clients) }
        }
        if !chain.isFirstUnread, let certificate = chain.certificates.first {
            if let fault = bindingFault(of: certificate) { faults.add(fault, [.libpq, .libpqBefore15]) }
            for (fault, clients) in nameFaults(of: certificate) { faults.add(fault, clients) }
        }
        // Of these there may be as many as certificates are sent.
        for (fault, clients) in sentFaults { faults.add(fault, clients) }
        for pair in pairs { addFaults(of: pair, signatures, to: &faults) }
        return faults.all.map { fault, clients in
            ClientFinding(
                fault: fault,
                clients: clients,
                cure: cure(of: fault)
            )
        }
    }

    /// Whether a file holds the certificates of the node's own root, in whatever order.
    private func isOwn(_ given: CertificateFile) -> Bool {
        given.unread.isEmpty && !given.certificates.isEmpty
            && Set(given.certificates) == Set(roots.certificates)
    }

    /// The roots that clients verify by: those that they are given, as far as these are any.
    private var rootsOfClients: CertificateFile {
        guard let given, !given.certificates.isEmpty, !isOwn(given) else { return roots }
        return given
    }

    // MARK: The server

    private func serverFaults(_ search: ClientPaths, _ signatures: KnownSignatures) -> [PathFaults.Found] {
        // Without any root, that is all there is to say.
        if rootsOfClients.certificates.isEmpty { return [] }
        let found = Self.faults(search, for: .server, of: VerifyingClient.allCases, at: now)
        guard rootsOfClients.path != roots.path,
            let own = ClientPaths(chain, to: roots, at: now, knowing: signatures)
        else { return found }
        let isVerifiedByOwn = (own.all() ?? []).contains { $0.deadEnd == nil }
        return found.map { fault, clients in
            guard isVerifiedByOwn, fault.kind.isDeadEnd else { return (fault, clients) }
            return (ClientFault(.otherRoots(than: roots.path), rootsOfClients.path), clients)
        }
    }

    /// What each of the clients finds on the best of the ways that it goes.
    static func faults(
        _ search: ClientPaths,
        for use: CertificateUse,
        of clients: [VerifyingClient],
        at now: DERTime
    ) -> [PathFaults.Found] {
        typealias Way = (path: CertificationPath, faults: [PathFaults.Found])
        func way(_ path: CertificationPath) -> Way {
            (path, PathFaults(of: path, for: use, at: now).all)
        }
        let first = [false, true].map { way(search.first(stopsEarly: $0)) }
        let isFirstEnough = VerifyingClient.openSSL.isSuperset(of: clients)
        let all = isFirstEnough ? [] : search.all().map { $0.map(way) }
        var list = FaultList()
        for client in clients {
            let ways: [Way]
            if VerifyingClient.openSSL.contains(client) {
                ways = [first[client == .python ? 1 : 0]]
            } else if let all {
                // To rustls no certificate is a root of its own, unless it signed itself.
                ways = all.filter { way in
                    (client != .rustls || !way.path.isDirect) && (client == .jdbc || way.path.hasNamesAlike)
                }
            } else {
                // Java goes on, and nobody knows what it finds.
                list.add(search.tooManyWays, client == .jdbc ? [] : [client])
                continue
            }
            let own = ways.map { way in
                way.faults.filter { $0.clients.contains(client) || $0.fault.isOfNobody }
            }
            guard let best = own.min(by: { $0.count < $1.count }) else {
                // What is left is the server's own in the place of a root, or a root that is spelled otherwise.
                let isLeaf = (all ?? []).allSatisfy(\.path.isDirect)
                list.add(isLeaf ? search.leafAsRoot : search.otherSpelling, [client])
                continue
            }
            for found in best { list.add(found.fault, found.clients.intersection([client])) }
        }
        return list.all
    }

    /// What is wrong with the certificates that are sent, on the way or not.
    private var sentFaults: [PathFaults.Found] {
        // Go reads no certificate whose serial number is below zero, wherever it stands (`crypto/x509/parser.go`).
        var found: [PathFaults.Found] = chain.certificates.enumerated().compactMap { index, certificate in
            guard certificate.serialNumber.contents[0] & 0x80 != 0 else { return nil }
            let subject = index == 0 ? nil : "\(certificate.subject)"
            return (ClientFault(.notStrict(.positiveSerialNumber), chain.path, subject: subject), [.go])
        }
        let lengths = chain.certificates.map(\.encoding.count) + chain.unreadOctets.map(\.count)
        for limit in SentLimit.all {
            if let fault = limit.fault(of: lengths, chain.path) { found.append((fault, limit.clients)) }
        }
        return found
    }

    private func bindingFault(of certificate: Certificate) -> ClientFault? {
        let algorithm = certificate.signatureAlgorithm
        guard algorithm.identifier.algorithm.signsWithoutDigest else { return nil }
        return ClientFault(.noBindingDigest(algorithm: "\(algorithm)"), chain.path)
    }

    // MARK: Names

    private func nameFaults(of certificate: Certificate) -> [PathFaults.Found] {
        var found: [PathFaults.Found] = []
        var rest = VerifyingClient.all
        if certificate.dnsNames.isEmpty, certificate.ipAddresses.isEmpty {
            var failing = VerifyingClient.all.filter { !$0.findsAny(in: certificate) }
            rest.subtract(failing)
            if certificate.hasNullInCommonName {
                let libpq: Set<VerifyingClient> = [.libpq, .libpqBefore15]
                found.append((ClientFault(.nullInCommonName, chain.path), libpq))
                failing.subtract(libpq)
            }
            found.append((ClientFault(.noAlternativeName, chain.path), failing))
        }
        for called in names where called.origin != .host || canReissueServer {
            let failing = rest.filter { !$0.finds(called, in: certificate) }
            if failing.isEmpty { continue }
            let host = called.text
            let kind: ClientFault.Kind =
                failing == [.libpqBefore15]
                ? .addressAsName(host: host) : .otherName(host: host, origin: called.origin.rawValue)
            found.append((ClientFault(kind, chain.path), failing))
        }
        return found
    }

    // MARK: Clients' certificates

    /// The server verifies them, by OpenSSL, so that all clients fail that show one.
    private func addFaults(of pair: ClientPair, _ signatures: KnownSignatures, to faults: inout FaultList) {
        faults.add(pair.certificates.faults)
        guard let certificate = pair.certificates.certificates.first, !pair.certificates.isFirstUnread else {
            return
        }
        if certificate.hasNullInCommonName {
            faults.add(ClientFault(.nullInCommonName, pair.certificates.path), VerifyingClient.all)
        } else if !(certificate.subject.commonNameOctets ?? []).elementsEqual(pair.user.utf8) {
            let kind = ClientFault.Kind.otherUser(commonName: certificate.subject.commonName, user: pair.user)
            faults.add(ClientFault(kind, pair.certificates.path), VerifyingClient.all)
        }
        guard let clientRoots, !clientRoots.certificates.isEmpty,
            let search = ClientPaths(pair.certificates, to: clientRoots, at: now, knowing: signatures)
        else { return }
        for (fault, clients) in Self.faults(search, for: .client, of: [.libpq], at: now) {
            // What is wrong with the root was said already.
            if fault.path != pair.certificates.path, faults.contains(fault) { continue }
            faults.add(fault, clients.isEmpty ? [] : VerifyingClient.all)
        }
    }

    // MARK: Cures

    /// The command that mends a fault: only what the node's root signs can be made again here.
    private func cure(of fault: ClientFault) -> String? {
        if let given, fault.path == given.path, fault.path != roots.path {
            // Where only another authority's root verifies the server, clients need that one.
            guard isVerifiedByOwn else { return nil }
            let folder = PathText.folder(of: given.path)
            let makesFolder = (try? FileState.read(folder)) == .absent
            return (makesFolder ? "mkdir -p \(Quoting.shellWord(folder)) && " : "")
                + "ln -sf \(NodeLayout.linkToRoot) \(Quoting.shellWord(given.path))"
        }
        // Of a pair that is kept, clients need the root, wherever the node's own key is.
        if fault.path == chain.path, case .otherAuthority(_, let issuer) = fault.kind, !mayReplace(chain) {
            let (file, sent) = (Quoting.shellWord(rootsOfClients.path), Quoting.shellWord(chain.path))
            // Whether it is a root, nothing here says.
            return
                "append the root of \(issuer) to \(file), and, where that is no root itself, its certificate to "
                + "\(sent), then: postgres-ssl renew"
        }
        guard hasRootKey else { return nil }
        // Whatever the root's key signs is no better.
        if case .signatureNotTaken(_, .some, _) = fault.kind { return nil }
        if fault.path == chain.path {
            if !canReissueServer { return nil }
            return fault.kind.isOfIssuer || !canRootSign ? Self.reissuingAll : "postgres-ssl reissue server"
        }
        if fault.path == roots.path {
            guard case .expired = fault.kind else {
                return fault.kind == .missing ? nil : Self.reissuingAll
            }
            return "postgres-ssl renew"
        }
        guard let pair = pairs.first(where: { $0.certificates.path == fault.path }) else { return nil }
        let areOwn = clientRoots.map { Set($0.certificates).isSuperset(of: roots.certificates) } ?? false
        if !areOwn || !mayReplace(pair.certificates) { return nil }
        if !canRootSign { return Self.reissuingAll }
        let isDefault = pair.user.utf8.elementsEqual(Platform.user.utf8)
        return "postgres-ssl reissue client" + (isDefault ? "" : " --user \(Quoting.shellWord(pair.user))")
    }

    /// Whether clients with the node's own root find a way to it, or there is no certificate yet to find one from.
    private var isVerifiedByOwn: Bool {
        ClientPaths(chain, to: roots, at: now)?.leadToRoot ?? true
    }

    private static let reissuingAll = "postgres-ssl reissue all"

    /// Whether the root issues certificates, as far as it is up to what stands in its own: a new one keeps its key.
    private var canRootSign: Bool {
        roots.certificates.contains { root in
            let extensions = root.extensions
            return extensions.basicConstraints?.isAuthority ?? false
                && extensions.keyUsage?.contains(.keyCertSign) ?? true
                && extensions.unrecognizedCriticalExtensions.isEmpty
        }
    }

    /// Whether the server's certificate is the node's own or nobody's, or there is none, so that it may have another.
    private var canReissueServer: Bool { hasRootKey && mayReplace(chain) }

    /// Whether a file holds nothing that is another authority's, or may be.
    private func mayReplace(_ file: CertificateFile) -> Bool {
        if file.isFirstUnread { return file.isCutOff }
        guard let leaf = file.certificates.first else { return true }
        return (ownRoots ?? OwnRoots(current: roots.certificates)).mayReplace(leaf)
    }
}

extension ClientFault.Kind {
    /// Whether it is for what stands in an authority's certificate, so that another of that authority mends nothing.
    fileprivate var isOfIssuer: Bool {
        switch self {
        case .pathTooLong, .outsideConstraints, .constraintsNotUnderstood, .tooManyConstraints: true
        default: false
        }
    }

    /// Whether a path ends without a root.
    var isDeadEnd: Bool {
        switch self {
        case .otherKey, .otherKeyIdentifier, .otherAuthority, .notSelfSigned: true
        default: false
        }
    }
}

extension GeneralName {
    /// A host's name or an address as it is typed.
    var bareText: String {
        switch self {
        case .dnsName(let name): name
        case .ipAddress(let address): "\(address)"
        default: "\(self)"
        }
    }
}

extension Certificate {
    /// Whether the common name that PostgreSQL and libpq take has an octet of zero, for which they refuse it.
    var hasNullInCommonName: Bool { subject.commonNameOctets?.contains(0) ?? false }
}
