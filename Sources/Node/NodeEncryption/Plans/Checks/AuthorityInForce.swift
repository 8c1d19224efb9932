internal import DurableFiles
internal import NodeCertificates
internal import PKIX
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

/// The authorities whose client certificates a PostgreSQL server takes before an install, where they are not in the
/// node's own folder.
struct AuthorityInForce {
    private let path: String
    private let content: [UInt8]

    /// `nil` if there are none: TLS is off, no file is named, it is missing, or it is the one that install puts there.
    init?(_ layout: NodeLayout) throws(NodeEncryptionError) {
        guard layout.role == .postgres else { return nil }
        let settings = try layout.settings()
        guard let isOn = settings.value(of: "ssl"), RequiredSettings.isSame(isOn, "on"),
            let named = settings.value(of: "ssl_ca_file"), !named.isEmpty
        else { return nil }
        let path = PathText.joining(layout.dataFolder, named)
        let real = try ChangeList.realPath(path)
        if isSamePath(real, try ChangeList.realPath(layout.certificate(ServedFiles.root))) { return nil }
        guard let content = try FileState.read(real).content else { return nil }
        self.path = path
        self.content = content.publicBytes
    }

    /// What the operator should know where the node's root takes their place.
    ///
    /// - Parameter isReplaced: whether the operator said that they are replaced.
    /// - Throws: ``InstallRefusal/otherAuthority(path:authority:folder:)`` if there are others than those of the
    ///   node's `root.crt`, and he did not.
    func note(
        _ served: ServedFiles,
        _ layout: NodeLayout,
        isReplaced: Bool
    ) throws(NodeEncryptionError) -> String? {
        let file = CertificateFile(path, pem: content.span)
        let others = file.certificates.filter { other in
            !served.roots.certificates.contains { $0.isSameAuthority(as: other) }
        }
        // The server takes what is not read here, too.
        let found = OtherAuthorities.listed(others, unread: file.unreadCount(besides: served.roots))
        if found == nil, !file.certificates.isEmpty || content.isEmpty { return nil }
        let authority = found ?? OtherAuthorities.unknown
        guard isReplaced else {
            throw .notInstalled(
                .otherAuthority(path: path, authority: authority, folder: layout.certificate("server"))
            )
        }
        return
            "\(printable(path)), the server's ssl_ca_file, is overruled: client certificates by \(authority) are "
            + "refused from now on"
    }
}

extension Certificate {
    /// Whether whatever the other one signed is verified by this one, too.
    fileprivate func isSameAuthority(as other: Certificate) -> Bool {
        subject == other.subject && subjectPublicKeyInfo == other.subjectPublicKeyInfo
    }
}
