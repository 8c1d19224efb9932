internal import DERCoding
internal import DurableFiles
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    /// Adds what lists of revoked certificates keep out: all clients whom the rules ask for a certificate, or those of
    /// the node whose own is on one.
    ///
    /// The server takes a list from `ssl_crl_file` as well as from `ssl_crl_dir` (PostgreSQL 14 and later), and wants
    /// one as soon as either is set. Of the folder it reads at each connection what that needs, so that no reload is
    /// due.
    mutating func readRevocation(_ layout: NodeLayout, _ now: DERTime) {
        guard layout.role == .postgres, let files = TLSFiles(of: layout), files.isEncrypted,
            let authorities = files.authorities, let settings = try? layout.settings()
        else { return }
        let roots = CertificateFile(reading: authorities)
        // No client is verified by one that another authority signed.
        let ends = roots.certificates.filter(\.seemsSelfSigned)
        guard let first = ends.first else { return }
        var lists = RevocationLists()
        var places: [(setting: EffectiveConfiguration.Setting, path: String)] = []
        for name in RevocationLists.settings {
            guard let found = settings.setting(of: name), !found.assignment.text.isEmpty else { continue }
            let path = PathText.joining(layout.dataFolder, found.assignment.text)
            guard let own = RevocationLists(named: name, at: path, of: roots.certificates) else {
                if Self.isForbidden(path) { addUnseen(path) }
                return
            }
            lists = lists.adding(own)
            places.append((found, path))
        }
        if ends.contains(where: { lists.has($0, at: now) }) {
            readRevokedClients(layout, roots, lists, listed(places.map(\.path)), now)
            return
        }
        guard let (setting, path) = places.first,
            let rule = (try? layout.rules())?.rules.first(where: { $0.record.demandsClientCertificate })
        else { return }
        let name = setting.assignment.name
        let isFolder = RevocationLists.isFolder(name)
        let place = isFolder ? " there, as \(first.subject.directoryHash).r0" : ""
        let others = places.dropFirst().map { ", and has none in \(printable($0.path))" }.joined()
        add(
            .certificateWithoutList,
            "has no valid list of an authority in \(printable(authorities))\(isFolder ? " by its name" : "")\(others), "
                + "so that the server refuses every client certificate, as \(printable(rule.path)), line "
                + "\(rule.record.line), asks for one",
            path: path,
            cure: "add a list of that authority\(place), or take "
                + places.map {
                    "\(printable($0.setting.assignment.name)) out of \(printable($0.setting.path))"
                }
                .joined(separator: " and ")
        )
    }

    private mutating func readRevokedClients(
        _ layout: NodeLayout,
        _ roots: CertificateFile,
        _ lists: RevocationLists,
        _ listPath: String,
        _ now: DERTime
    ) {
        guard knowsCertificates else { return }
        let stems = ((try? ClientCertificates.stems(layout)) ?? []).prefix(ClientCertificates.mostFiles)
        let signatures = KnownSignatures(limit: ClientPaths.mostSignatures)
        for stem in stems {
            let path = layout.certificate("client/\(stem).crt")
            let chain = CertificateFile(reading: path)
            guard
                let way = ClientPaths(chain, to: roots, at: now, knowing: signatures)?.first(
                    stopsEarly: false
                ),
                way.deadEnd == nil
            else { continue }
            let certificates = way.steps.map(\.certificate)
            guard let located = lists.fault(of: certificates, at: now) else { continue }
            let isOwn = located.position == 0
            var code = Code.certificateWithoutList
            if case .revoked = located.fault { code = .certificateRevoked }
            add(
                code,
                printable(
                    (isOwn ? "" : "is of \(certificates[located.position].subject), which ")
                        + "\(located.fault), by \(listPath), so that the server refuses it"
                ),
                path: path
            )
        }
    }
}
