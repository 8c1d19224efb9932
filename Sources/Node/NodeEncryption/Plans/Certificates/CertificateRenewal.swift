package import DERCoding
internal import DurableFiles
package import NodeCertificates
internal import NodePlatform
internal import PKIX
package import SecretMemory
internal import TextEncodings

extension CertificateFiles {
    /// The most clients' pairs that one run makes: a run is bounded, and holds the locks of the folders meanwhile.
    package static let mostRenewed = 100

    /// The files of a node that need renewal, made again: of its root, its server, and the clients whose keys are
    /// there, those first that end first.
    ///
    /// - Parameters:
    ///   - most: how many clients' pairs are made; the others are left to the next run (``dueClients``).
    ///   - settings: gives what the certificates for a user should be.
    ///   - window: when they are made again before their end.
    package static func renewed(
        _ layout: NodeLayout,
        most: Int = mostRenewed,
        settings: (_ user: String) throws(NodeEncryptionError) -> NodeSettings,
        within window: RenewalWindow,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        let own = try settings(Platform.user).withoutClient
        let certificates = try ClientCertificates(layout)
        let signers = OwnRoots(of: layout).signing
        let set = try completed(
            layout,
            settings: own,
            renewing: .ending(window),
            knowing: certificates,
            signers: signers,
            at: now,
            using: &random
        )
        var files = RenewedFiles(set)
        var notes = set.notes
        var count = 0
        for client in try renewableClients(certificates, layout, within: window, at: now, &notes) {
            if count >= most { break }
            let settings = try settings(client)
            let before = files.clients.count
            let more = try completed(
                layout,
                settings: settings,
                renewing: .ending(window),
                besides: files.server,
                // The root is there, or made just now.
                knowing: .none,
                signers: signers,
                at: now,
                using: &random
            )
            notes += more.notes
            files.add(more)
            if files.clients.count > before { count += 1 }
        }
        return CertificateFiles(files.made, notes: notes, at: now)
    }

    /// Those of them that are clients', by the root as it is, whatever is wrong with the server's pair.
    static func renewedClients(
        _ layout: NodeLayout,
        most: Int,
        settings: (_ user: String) throws(NodeEncryptionError) -> NodeSettings,
        within window: RenewalWindow,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) -> CertificateFiles {
        let signers = OwnRoots(of: layout).signing
        var (made, notes): ([SetFile], [String]) = ([], [])
        var count = 0
        let clients = try ClientCertificates(layout)
        for client in try renewableClients(clients, layout, within: window, at: now, &notes) {
            if count >= most { break }
            let settings = try settings(client).ofClientAlone
            let more = try completed(
                layout,
                settings: settings,
                renewing: .ending(window),
                knowing: .none,
                signers: signers,
                at: now,
                using: &random
            )
            let new = more.files.filter { !has($0.name, in: more.staying) }
            // By another root they would be of no use as long as this one is what clients and servers have.
            if new.isEmpty || has(ServedFiles.root, in: new.map(\.name)) { continue }
            made += new.filter { $0.name.utf8.starts(with: "client/".utf8) }
            notes += more.notes
            count += 1
        }
        if !made.isEmpty {
            notes.append("clients' pairs alone are made; why the server's is not is said in the end")
        }
        return CertificateFiles(made, notes: notes, at: now)
    }

    /// How many clients' pairs would be made again now, and how many certificates of clients no run looks at, since
    /// there are too many.
    package static func dueClients(
        _ layout: NodeLayout,
        settings: (_ user: String) throws(NodeEncryptionError) -> NodeSettings,
        within window: RenewalWindow,
        at now: DERTime
    ) throws(NodeEncryptionError) -> (due: Int, unread: Int) {
        let certificates = try ClientCertificates(layout)
        let signers = OwnRoots(of: layout).signing
        var notes: [String] = []
        var due = 0
        for client in try renewableClients(certificates, layout, within: window, at: now, &notes) {
            let settings = try settings(client)
            if try isDue(
                layout,
                settings: settings,
                renewing: .ending(window),
                signers: signers,
                at: now
            ) {
                due += 1
            }
        }
        return (due, certificates.unreadCount)
    }

    /// The users whose certificate and key are in the folder of the clients, and are called after them; those whose
    /// certificate ends first come first.
    private static func renewableClients(
        _ certificates: ClientCertificates,
        _ layout: NodeLayout,
        within window: RenewalWindow,
        at now: DERTime,
        _ notes: inout [String]
    ) throws(NodeEncryptionError) -> [String] {
        var users: [(name: String, end: DERTime)] = []
        for (stem, content) in certificates.all {
            let path = layout.certificate("client/" + stem)
            guard case .file? = try? FileState.read(path + ".key", limit: mostBytes),
                let certificate = try? Certificate(pem: content.publicBytes.span)
            else { continue }
            let user = stem.utf8.elementsEqual("client".utf8) ? Platform.user : stem
            if let name = certificate.subject.commonNameOctets, name.elementsEqual(user.utf8) {
                users.append((user, certificate.validity.notAfter))
            } else if window.isReached(certificate.validity, at: now) {
                notes.append(
                    "\(printable(path + ".crt")) is not of the user that its file is named after, and is not renewed"
                )
            }
        }
        return users.sorted { $0.end < $1.end }.map(\.name)
    }
}
