internal import DERCoding
internal import DurableFiles
internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    /// Adds that a list of revoked certificates keeps all clients out whom the rules ask for a certificate.
    mutating func readRevocation(_ layout: NodeLayout, _ now: DERTime) {
        guard layout.role == .postgres, let files = TLSFiles(of: layout), files.isEncrypted,
            let authorities = files.authorities,
            let found = (try? layout.settings())?.setting(of: "ssl_crl_file"),
            !found.assignment.text.isEmpty,
            let rule = (try? layout.rules())?.rules.first(where: { $0.record.demandsClientCertificate })
        else { return }
        let path = PathText.joining(layout.dataFolder, found.assignment.text)
        let roots = CertificateFile(reading: authorities).certificates
        guard !roots.isEmpty, let lists = RevocationLists(reading: path),
            !roots.contains(where: { lists.has($0, at: now) })
        else { return }
        add(
            .certificateWithoutList,
            "has no valid list of an authority in \(printable(authorities)), so that the server refuses every client "
                + "certificate, as \(printable(rule.path)), line \(rule.record.line), asks for one",
            path: path,
            cure: "add a list of that authority, or take ssl_crl_file out of \(printable(found.path))"
        )
    }
}
