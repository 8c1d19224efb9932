internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
package import SecretMemory
package import ServerProbe
internal import TLSHandshake
internal import TextEncodings

extension NodeStatus {
    /// The time for all that a client meets at the running server, also for a login.
    package static let timeAtServer = Duration.seconds(10)

    /// Adds what a client meets at the running server: whether TLS works there, whether the certificate verifies, and
    /// whether it is the one in the file.
    ///
    /// A handshake leaves no line in the server's log, unless it takes nothing that this tool has (``ServerLook``).
    ///
    /// - Parameters:
    ///   - host: where to ask instead of where the running server listens.
    ///   - port: the same.
    ///   - deadline: the end of all of it.
    package mutating func readServed(
        _ node: Node,
        host: String?,
        port: Int?,
        by deadline: Deadline = Deadline(in: NodeStatus.timeAtServer),
        using random: inout some RandomSource
    ) {
        let service = node.server.postgres
        defer { withholdReload(node.server) }
        // No reload helps where the server would not load them, which is said of the files.
        if !loadsFiles {
            findings.removeAll { [.serverFilesNotReloaded, .revocationsNotTried].contains($0.code) }
        }
        // Of one that does not run, or that may not be looked at, this is said already.
        if service != nil, node.running == nil, host == nil, port == nil { return }
        // So is it of settings that may not be looked at, which say where a Pgpool-II is.
        if service == nil, !seesSettings, host == nil || port == nil { return }
        if case .pgpool(let pgpool) = node.server, host == nil, port == nil, pgpool.isStopped {
            let text = "is not running, so its certificate was not checked"
            return add(.serverNotRunning, text, cure: "start Pgpool-II")
        }
        let own = service == nil ? node.layout.poolHost : node.running?.file.host
        guard let host = host ?? own ?? (port == nil ? nil : "127.0.0.1") else {
            return add(.serverWithoutTCP, "takes no TCP connections, so TLS was not tried")
        }
        let place = Place(host: host, port: port ?? node.port)
        // Nor does one help where another server is asked.
        let isOwn = port == nil || port == node.port
        let cure = loadsFiles && isOwn ? service?.shownReload ?? Self.restartOfPgpool : nil
        do throws(NodeEncryptionError) {
            try readServed(node.layout, place, file: servedFile(of: node), cure: cure, by: deadline)
            try readKeyExchange(node.layout, host: place.host, port: place.port, by: deadline, using: &random)
        } catch {
            add(.serverNotReached, error.description)
        }
    }

    /// Where a server is asked.
    private struct Place: CustomStringConvertible {
        let host: String
        let port: Int
        var description: String { printable("at \(host), port \(port)") }
    }

    /// The file of the certificate in force, as far as the server or its settings say.
    private func servedFile(of node: Node) -> String {
        let own = operators?.files.certificate ?? node.layout.certificate(ServedFiles.certificate)
        if let service = node.server.postgres { return (try? service.otherCertificate) ?? own }
        guard !knowsCertificates, let named = (try? node.layout.settings())?.value(of: "ssl_cert"),
            !named.isEmpty
        else { return own }
        return PathText.joining(node.layout.configurationFolder, named)
    }

    private mutating func readServed(
        _ layout: NodeLayout,
        _ place: Place,
        file path: String,
        cure: String?,
        by deadline: Deadline
    ) throws(NodeEncryptionError) {
        let look: ServerLook
        do throws(ServerProbeError) {
            look = try layout.look(at: place.host, place.port, serving: path, by: deadline)
        } catch {
            switch error {
            case .notReached: throw .probe(error)
            case .encryptionOff: return addWithoutTLS(place, cure: cure)
            case .otherProtocol, .messages, .handshake(_, .notTLS):
                let text =
                    "gives an answer \(place) that is not valid TLS, so its certificate was not compared with "
                    + "the file's"
                return add(.serverNotUnderstood, text)
            case .handshake(_, let reason):
                let text = "lets no client through the TLS handshake \(place): \(printable("\(reason)"))"
                return add(.serverNotVerified, text)
            }
        }
        if let unproved = look.unproved {
            add(.serverNotJudged, "no whole handshake was made \(place): \(printable(unproved))")
        }
        readAuthorities(look, layout, cure: cure)
        judge(look, layout, place, cure: cure)
        compare(look, with: path, place, cure: cure)
    }

    /// Adds that the server takes clients' certificates of other authorities than its file has: one that took the
    /// file's place may be older than what the server read.
    private mutating func readAuthorities(_ look: ServerLook, _ layout: NodeLayout, cure: String?) {
        guard layout.role == .postgres, let path = TLSFiles(of: layout)?.authorities,
            look.asksForOthers(than: CertificateFile(reading: path)),
            !findings.contains(where: { $0.code == .serverFilesNotReloaded && $0.path == path })
        else { return }
        add(
            .serverFilesNotReloaded,
            "has other authorities than the server, which asks clients for certificates of those that it read",
            path: path,
            cure: cure,
            cureLoads: true
        )
    }

    /// Adds how what the server shows compares with the certificate's file.
    private mutating func compare(
        _ look: ServerLook,
        with path: String,
        _ place: Place,
        cure: String?
    ) {
        if look.chains.isEmpty {
            let text = "shows no certificate \(place), so that it was not compared with the file's"
            return add(.serverCertificateNotSeen, text)
        }
        if Self.isForbidden(path) { return addUnseen(path) }
        let file = CertificateFile(reading: path)
        if file.firstEncoding == nil {
            // What is wrong with the file is said already, and whoever was uninstalling wants none.
            if knowsCertificates || isUninstalling { return }
            let text =
                "shows a certificate \(place), which was not compared: it is not known which file is its"
            return add(.serverCertificateNotSeen, text)
        }
        switch look.comparison(with: file) {
        case .same:
            if look.unproved == nil { knowKeyFits() }
            add(.serverServesFile, "the running server serves this certificate", path: path)
        case .cut:
            let text =
                "the running server serves this certificate \(place), and not all that stands behind it"
            add(.serverServesOther, text, path: path, cure: cure, cureLoads: true)
        case .other:
            let text = "the running server serves a different certificate \(place)"
            add(.serverServesOther, text, path: path, cure: cure, cureLoads: true)
        }
    }

    /// Adds whether clients verify what the server shows, as far as it is not said of its files.
    private mutating func judge(
        _ look: ServerLook,
        _ layout: NodeLayout,
        _ place: Place,
        cure: String?
    ) {
        guard knowsCertificates, let view = view(layout) else { return }
        if let path = view.unseen.first { return addUnseen(path) }
        // Whose root clients are given is not known where it is not here.
        let hasRoots = operators == nil || operators?.root != nil
        func isCounted(_ finding: ClientFinding) -> Bool {
            !finding.clients.isEmpty && finding.level > .note && (hasRoots || !finding.fault.kind.isDeadEnd)
        }
        let root = printable(view.roots.path)
        let found = look.chains.flatMap { view.findings(ofServed: $0) }.filter(isCounted)
        for finding in found {
            let text = "clients do not verify the server \(place) by \(root): "
            add(
                .serverNotVerified,
                text + printable(finding.fault.ofServed),
                cure: cure,
                cureLoads: true,
                clients: finding.clients.names
            )
        }
        if !found.isEmpty { findings.removeAll { $0.code == .certificateAccepted } }
        let isVerified = look.chains.allSatisfy { chain in
            !view.showing(chain).findings.contains {
                $0.fault.isOfNobody || isCounted($0) && $0.level == .broken
            }
        }
        guard hasRoots, isVerified, case .whole(let peers) = look else { return }
        let versions = peers.map { "\($0.version)" }.joined(separator: " and ")
        let name = peers.first?.certificate.nameToAskFor
        let means = name.map { "as \(printable($0)) by \(root)" } ?? "by \(root); no name was tried"
        add(.serverVerified, "clients verify the server \(place) \(means), on \(versions)")
    }

    /// How clients see the server by its files, as far as the set, or the roots that are here, are theirs.
    private func view(_ layout: NodeLayout) -> ClientView? {
        if let operators { return operators.view(called: [], at: ClientFault.now) }
        return layout.view(ofServing: layout.certificate(ServedFiles.certificate))
    }

    private mutating func addWithoutTLS(_ place: Place, cure: String?) {
        // Where the settings say it, it is said already, and whoever uninstalls wants it so.
        if isUninstalling
            || findings.contains(where: { [.encryptionOff, .serverEncryptionOff].contains($0.code) })
        {
            return
        }
        add(.serverWithoutTLS, "offers no TLS \(place); its log says why", cure: cure, cureLoads: true)
    }
}
