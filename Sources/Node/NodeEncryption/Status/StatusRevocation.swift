internal import DERCoding
internal import DurableFiles
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    /// Adds that the lists of revoked certificates keep all clients out whom the rules ask for a certificate.
    ///
    /// The server takes a list from `ssl_crl_file` as well as from `ssl_crl_dir` (PostgreSQL 14 and later), and wants
    /// one as soon as either is set. Of the folder it reads at each connection what that needs, so that no reload is
    /// due.
    mutating func readRevocation(_ layout: NodeLayout, _ now: DERTime) {
        guard layout.role == .postgres, let files = TLSFiles(of: layout), files.isEncrypted,
            let authorities = files.authorities, let settings = try? layout.settings(),
            let rule = (try? layout.rules())?.rules.first(where: { $0.record.demandsClientCertificate })
        else { return }
        let roots = CertificateFile(reading: authorities).certificates
        guard let first = roots.first else { return }
        var without: [(setting: EffectiveConfiguration.Setting, path: String)] = []
        for name in RevocationLists.settings {
            guard let found = settings.setting(of: name), !found.assignment.text.isEmpty else { continue }
            let path = PathText.joining(layout.dataFolder, found.assignment.text)
            guard let lists = RevocationLists(named: name, at: path, of: roots) else {
                if Self.isForbidden(path) { addUnseen(path) }
                return
            }
            if roots.contains(where: { lists.has($0, at: now) }) { return }
            without.append((found, path))
        }
        guard let (setting, path) = without.first else { return }
        let name = setting.assignment.name
        let isFolder = RevocationLists.isFolder(name)
        let place = isFolder ? " there, as \(first.subject.directoryHash).r0" : ""
        let others = without.dropFirst().map { ", and has none in \(printable($0.path))" }.joined()
        add(
            .certificateWithoutList,
            "has no valid list of an authority in \(printable(authorities))\(isFolder ? " by its name" : "")\(others), "
                + "so that the server refuses every client certificate, as \(printable(rule.path)), line "
                + "\(rule.record.line), asks for one",
            path: path,
            cure: "add a list of that authority\(place), or take "
                + without.map {
                    "\(printable($0.setting.assignment.name)) out of \(printable($0.setting.path))"
                }
                .joined(separator: " and ")
        )
    }
}
