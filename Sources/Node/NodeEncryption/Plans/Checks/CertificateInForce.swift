internal import DurableFiles
internal import PKIX
internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

/// The certificate that a server shows its clients before an install, where it is not in the node's own folder.
struct CertificateInForce {
    private let path: String
    /// `nil` where the file has none that can be read here.
    private let certificate: Certificate?

    /// `nil` if there is none: TLS is off, the file is missing, or it is one that install puts there.
    init?(_ layout: NodeLayout) throws(NodeEncryptionError) {
        guard let path = try Self.path(layout) else { return nil }
        let real = try ChangeList.realPath(path)
        if try Self.isOwn(real, layout) { return nil }
        guard let content = try FileState.read(real).content else { return nil }
        self.path = path
        let file = CertificateFile(path, pem: content.publicBytes.span)
        certificate = file.isFirstUnread ? nil : file.certificates.first
    }

    /// Whether it is the one in the node's own place.
    static func isNodesOwn(_ layout: NodeLayout) throws(NodeEncryptionError) -> Bool {
        guard let path = try path(layout) else { return false }
        return try isOwn(try ChangeList.realPath(path), layout)
    }

    private static func isOwn(_ real: String, _ layout: NodeLayout) throws(NodeEncryptionError) -> Bool {
        isSamePath(real, try ChangeList.realPath(layout.certificate(ServedFiles.certificate)))
    }

    /// Where it is by the settings; `nil` where TLS is off, or none is named.
    private static func path(_ layout: NodeLayout) throws(NodeEncryptionError) -> String? {
        let settings = try layout.settings()
        guard let isOn = settings.value(of: "ssl"), RequiredSettings.isSame(isOn, "on") else { return nil }
        // PostgreSQL's default; Pgpool-II has none.
        let (name, usual, folder) =
            layout.role == .postgres
            ? ("ssl_cert_file", "server.crt", layout.dataFolder)
            : ("ssl_cert", "", layout.configurationFolder)
        let named = settings.value(of: name) ?? usual
        return named.isEmpty ? nil : PathText.joining(folder, named)
    }

    /// What the operator should know where another certificate takes its place.
    ///
    /// - Parameter isReplaced: whether the operator said that it is replaced.
    /// - Throws: ``InstallRefusal/otherCertificate(path:issuer:folder:)`` if it is another authority's, and he did not.
    func note(
        _ served: ServedFiles,
        _ layout: NodeLayout,
        isReplaced: Bool
    ) throws(NodeEncryptionError) -> String? {
        if let certificate, served.isVerifiedAlike(certificate) { return nil }
        let isSelfSigned = certificate?.isSignedByNobodyElse ?? false
        // What packages make for a server that nobody has set up: nobody verifies it.
        if isSelfSigned, PathText.lastName(of: path).utf8.starts(with: "ssl-cert-snakeoil.".utf8) {
            return nil
        }
        let issuer =
            isSelfSigned ? "itself" : certificate.map { shown(issuerOf: $0) } ?? OtherAuthorities.unknown
        guard isReplaced || isSelfSigned else {
            throw .notInstalled(
                .otherCertificate(path: path, issuer: issuer, folder: layout.certificate("server"))
            )
        }
        return "\(printable(path)), signed by \(issuer), is no longer the server's certificate; "
            + OtherAuthorities.needOfClients(layout)
    }
}
