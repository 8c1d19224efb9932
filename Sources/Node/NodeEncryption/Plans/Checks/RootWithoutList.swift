internal import DurableFiles
internal import PKIX
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

/// Whether a server that looks at lists of revoked certificates takes those of clients once the node has another root.
enum RootWithoutList {
    /// The note that it does not, where its rules ask nobody for one: a client that shows one all the same is refused.
    ///
    /// A server that refuses every certificate as it is, is made no worse: a list that is over keeps nobody from
    /// replacing a root. Of one whose root is gone from its place nobody knows whether it does.
    ///
    /// - Throws: ``InstallRefusal/newRootWithoutList(setting:path:rule:)`` where a rule asks for one.
    static func notes(_ layout: NodeLayout, _ list: ChangeList) throws(NodeEncryptionError) -> [String] {
        let path = layout.certificate(ServedFiles.root)
        guard layout.role == .postgres, let files = TLSFiles(of: layout), files.isEncrypted,
            let authorities = files.authorities,
            isSamePath(try ChangeList.realPath(authorities), try ChangeList.realPath(path)),
            let content = try list.state(of: path).content
        else { return [] }
        let before = CertificateFile(reading: path).certificates
        let after = CertificateFile(path, pem: content.publicBytes.span).certificates
        let added = after.filter { $0.seemsSelfSigned && !before.contains($0) }
        guard !added.isEmpty else { return [] }
        let settings = try layout.settings()
        var lists = RevocationLists()
        var place: (setting: String, path: String)?
        for name in RevocationLists.settings {
            guard let named = settings.value(of: name), !named.isEmpty else { continue }
            let path = PathText.joining(layout.dataFolder, named)
            guard let own = RevocationLists(named: name, at: path, of: before + added) else { continue }
            lists = lists.adding(own)
            place = place ?? (name, path)
        }
        let now = ClientFault.now
        guard let place, before.isEmpty || before.contains(where: { lists.has($0, at: now) }),
            !added.contains(where: { lists.has($0, at: now) })
        else { return [] }
        if let rule = layout.ruleForClientCertificates {
            throw .notInstalled(
                .newRootWithoutList(setting: place.setting, path: place.path, rule: rule.place)
            )
        }
        return [
            "\(place.setting) names \(printable(place.path)): until it has a list of the new root, the server refuses "
                + "every client certificate"
        ]
    }
}
