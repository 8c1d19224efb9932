internal import DERCoding
internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    /// Why the server refuses every client certificate by its lists of revoked ones; `nil` if it does not.
    static func refusalOfAllClientCertificates(_ layout: NodeLayout, at now: DERTime) -> String? {
        var status = NodeStatus()
        status.knowsCertificates = false
        status.readRevocation(layout, now)
        guard let finding = status.findings.first(where: { $0.code == .certificateWithoutList }) else {
            return nil
        }
        return [finding.path.map { "\(printable($0)) \(finding.text)" } ?? finding.text, finding.cure]
            .compactMap(\.self).joined(separator: "; ")
    }

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
            if places.isEmpty { return }
            for authority in ends where !lists.has(authority, at: now) {
                add(
                    .authorityWithoutList,
                    "has \(printable("\(authority.subject)")), of which there is no valid list in "
                        + "\(printable(listed(places.map(\.path)))), so that the server refuses the certificates of "
                        + "its clients",
                    path: authorities
                )
            }
            return
        }
        guard let (setting, path) = places.first,
            let rule = layout.ruleForClientCertificates
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

    /// Adds that the server's user cannot read the lists in `ssl_crl_dir`, which it does at each connection.
    mutating func readListAccess(
        _ service: PostgresService,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) {
        guard let files = TLSFiles(of: layout), files.isEncrypted, let authorities = files.authorities,
            let named = try layout.settings().value(of: "ssl_crl_dir"), !named.isEmpty,
            let rule = layout.ruleForClientCertificates
        else { return }
        let folder = PathText.joining(layout.dataFolder, named)
        let roots = CertificateFile(reading: authorities).certificates.filter(\.seemsSelfSigned)
        let closed: [String]
        if try service.canEnter(folder) {
            closed = try service.unopened(RevocationLists.files(in: folder, of: roots))
        } else {
            closed = [folder]
        }
        for path in closed {
            add(
                .certificateWithoutList,
                "cannot be read by the server's user, so that the server refuses every client certificate that needs "
                    + "it, as \(printable(rule.path)), line \(rule.record.line), asks for one",
                path: path,
                cure: "chmod o+r\(isSamePath(path, folder) ? "x" : "") \(Quoting.shellWord(path))"
            )
        }
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
