package import DERCoding
internal import NodeCertificates
internal import NodePlatform
internal import PKIX
package import SecretMemory
internal import TextEncodings

/// Replaces those certificates by new ones that end soon, that their issuer no longer signs, or that lack a name; for a
/// timer, since it says and does nothing where there is nothing to do.
package struct Renewing: NodeOperation {
    /// How many days before its end a certificate is made again; `nil` for a third of its validity, 30 days at most.
    package var within: String?
    /// Gives the bytes of an environment variable's value.
    package var variable: @Sendable (String) -> [UInt8]? = { _ in nil }

    /// A renewal with the standard window.
    package init() {}

    package var operation: Operation { .renew }

    package var nothingToDo: String { "" }

    package func paths(on node: Node, _ baseline: Baseline?) throws(NodeEncryptionError) -> [String] {
        node.layout.certificatePaths
    }

    package func plan(
        on node: Node,
        _ baseline: Baseline?,
        _ answers: ServerAnswers,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> NodePlan {
        let path = node.layout.certificate("server/server.crt")
        guard try FileState.read(path) != .absent else {
            throw .notOnThisNode("\(printable(path)) is missing, so there is nothing to renew; install first")
        }
        let certificates: CertificateFiles
        do throws(NodeEncryptionError) {
            certificates = try renewed(node, at: now, using: &random)
        } catch .certificates(.missingRootKey(let path, let needed)) {
            // Where the root's key is elsewhere, so is who signs.
            try requireRenewed(on: node, at: now)
            throw .certificates(.missingRootKey(path: path, needed: needed))
        }
        return try .reissue(node.layout, certificates: certificates, as: .renew)
    }

    private func renewed(
        _ node: Node,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        try CertificateFiles.renewed(
            node.layout,
            settings: { (user) throws(NodeEncryptionError) in
                try node.certificateSettings(user: user, names: [], variable: variable)
            },
            renewing: { (settings) throws(NodeEncryptionError) in
                do throws(NodeCertificatesError) {
                    return .ending(try RenewalWindow(within, option: "--within", for: settings))
                } catch {
                    throw .certificates(error)
                }
            },
            at: now,
            using: &random
        )
    }

    /// Throws if a certificate ends soon that is not the node's to renew; to be asked when all others are renewed.
    package func requireRenewed(on node: Node, at now: DERTime) throws(NodeEncryptionError) {
        let layout = node.layout
        let settings = try node.certificateSettings(user: Platform.user, names: [], variable: variable)
        let window: RenewalWindow
        do throws(NodeCertificatesError) {
            window = try RenewalWindow(within, option: "--within", for: settings)
        } catch {
            throw .certificates(error)
        }
        let roots = OwnRoots(of: layout)
        let clients =
            layout.role == .postgres ? try ClientCertificates(layout).all.map { "client/" + $0.stem } : []
        for name in ["server/server"] + clients {
            // Where the key is elsewhere, so is the renewal.
            guard (try? FileState.read(layout.certificate(name + ".key")))?.isFile ?? false else { continue }
            let file = CertificateFile(reading: layout.certificate(name + ".crt"))
            guard let certificate = file.certificates.first, !file.isFirstUnread,
                !roots.current.contains(where: { $0.subject == certificate.issuer }),
                window.isReached(certificate.validity, at: now)
            else { continue }
            throw .notRenewed(
                path: file.path,
                issuer: "\(certificate.issuer)",
                end: "\(certificate.validity.notAfter)",
                isReplaceable: roots.mayReplace(certificate)
            )
        }
    }
}
