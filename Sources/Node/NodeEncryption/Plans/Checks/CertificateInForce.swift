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
        let settings = try layout.settings()
        guard let isOn = settings.value(of: "ssl"), RequiredSettings.isSame(isOn, "on") else { return nil }
        // PostgreSQL's default; Pgpool-II has none.
        let (name, usual, folder) =
            layout.role == .postgres
            ? ("ssl_cert_file", "server.crt", layout.dataFolder)
            : ("ssl_cert", "", layout.configurationFolder)
        let named = settings.value(of: name) ?? usual
        if named.isEmpty { return nil }
        let path = PathText.joining(folder, named)
        let real = try ChangeList.realPath(path)
        let own = try ChangeList.realPath(layout.certificate(ServedFiles.certificate))
        if isSamePath(real, own) { return nil }
        guard let content = try FileState.read(real).content else { return nil }
        self.path = path
        certificate = try? Certificate(pem: content.publicBytes.span)
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
        if let certificate, certificate == served.chain.first || served.reachesAnchor(certificate) {
            return nil
        }
        let isSelfSigned = certificate?.isSelfIssued ?? false
        // What packages make for a server that nobody has set up: nobody verifies it.
        if isSelfSigned, PathText.lastName(of: path).utf8.starts(with: "ssl-cert-snakeoil.".utf8) {
            return nil
        }
        let issuer =
            isSelfSigned ? "itself" : certificate.map { shown(issuerOf: $0) } ?? "an unknown authority"
        guard isReplaced || isSelfSigned else {
            throw .notInstalled(
                .otherCertificate(path: path, issuer: issuer, folder: layout.certificate("server"))
            )
        }
        return Self.note(onReplaced: path, by: issuer, layout)
    }

    /// What the operator should know where a reissue puts another pair into the node's own place.
    ///
    /// - Parameter isReplaced: whether the operator said that another authority's is replaced.
    /// - Throws: ``InstallRefusal/otherPair(path:issuer:)`` if it is another authority's, and he did not.
    static func noteOnReissue(_ layout: NodeLayout, isReplaced: Bool) throws(NodeEncryptionError) -> String? {
        let path = layout.certificate(ServedFiles.certificate)
        guard let content = try FileState.read(path, limit: CertificateFiles.mostBytes).content,
            let certificate = try? Certificate(pem: content.publicBytes.span)
        else { return nil }
        let roots = OwnRoots(of: layout)
        if roots.areIssuer(of: certificate) { return nil }
        let issuer = certificate.isSelfIssued ? "itself" : shown(issuerOf: certificate)
        guard isReplaced || roots.mayReplace(certificate) else {
            throw .notInstalled(.otherPair(path: path, issuer: issuer))
        }
        return note(onReplaced: path, by: issuer, layout)
    }

    private static func note(onReplaced path: String, by issuer: String, _ layout: NodeLayout) -> String {
        "\(printable(path)), signed by \(issuer), is no longer the server's certificate; clients that verify "
            + "need root.crt from \(printable(layout.certificate("server")))"
    }
}
