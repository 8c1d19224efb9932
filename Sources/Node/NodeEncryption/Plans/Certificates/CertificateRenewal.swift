package import DERCoding
internal import DurableFiles
package import NodeCertificates
internal import NodePlatform
internal import PKIX
package import SecretMemory
internal import TextEncodings

extension CertificateFiles {
    /// The files of a node that need renewal, made again: of its root, its server, and every client whose key is there.
    ///
    /// - Parameters:
    ///   - settings: gives what the certificates for a user should be.
    ///   - renewal: gives what is made again, by those settings.
    package static func renewed(
        _ layout: NodeLayout,
        settings: (_ user: String) throws(NodeEncryptionError) -> NodeSettings,
        renewing renewal: (NodeSettings) throws(NodeEncryptionError) -> SetRenewal,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        let own = try settings(Platform.user).withoutClient
        let certificates = try ClientCertificates(layout)
        let set = try completed(
            layout,
            settings: own,
            renewing: try renewal(own),
            knowing: certificates,
            at: now,
            using: &random
        )
        var files = set.files
        var staying = set.staying
        var notes = set.notes
        for client in try renewableClients(certificates, layout, try renewal(own), at: now, &notes) {
            let settings = try settings(client)
            let more = try completed(
                layout,
                settings: settings,
                renewing: try renewal(settings),
                besides: files,
                // The root is there, or made just now.
                knowing: .none,
                at: now,
                using: &random
            )
            notes += more.notes
            staying.removeAll { name in
                let before = files.first { isSamePath($0.name, name) }
                let after = more.files.first { isSamePath($0.name, name) }
                return after != nil && after?.content != before?.content
            }
            staying += more.staying
            files =
                more.files + files.filter { file in !more.files.contains { isSamePath($0.name, file.name) } }
        }
        // What stays is not touched, nor its mode and owner.
        return CertificateFiles(files.filter { !has($0.name, in: staying) }, notes: notes, at: now)
    }

    /// The users whose certificate and key are in the folder of the clients, and are called after them.
    private static func renewableClients(
        _ certificates: ClientCertificates,
        _ layout: NodeLayout,
        _ renewal: SetRenewal,
        at now: DERTime,
        _ notes: inout [String]
    ) throws(NodeEncryptionError) -> [String] {
        var users: [String] = []
        for (stem, content) in certificates.all {
            let path = layout.certificate("client/" + stem)
            guard case .file? = try? FileState.read(path + ".key", limit: mostBytes),
                let certificate = try? Certificate(pem: content.publicBytes.span)
            else { continue }
            let user = stem.utf8.elementsEqual("client".utf8) ? Platform.user : stem
            if let name = certificate.subject.commonName, name.utf8.elementsEqual(user.utf8) {
                users.append(user)
            } else if renewal.window?.isReached(certificate.validity, at: now) ?? false {
                notes.append(
                    "\(printable(path + ".crt")) is not of the user that its file is named after, and is not renewed"
                )
            }
        }
        return users
    }
}
