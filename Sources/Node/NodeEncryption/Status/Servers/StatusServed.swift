internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
package import SecretMemory
internal import ServerProbe
internal import TextEncodings

extension NodeStatus {
    /// Adds what a client meets at the running server: whether TLS works there, whether the certificate verifies, and
    /// whether it is the one in the file.
    ///
    /// psql is asked first where it can be, since that leaves no line in the server's log and knows all that clients
    /// know. What it does not tell is the certificate itself: our own hello (``ServedCertificate``) looks at it where
    /// the file was touched since the server started, and leaves a line there, "could not accept SSL connection".
    ///
    /// - Parameters:
    ///   - host: where to ask instead of where the running server listens.
    ///   - port: the same.
    package mutating func readServed(
        _ node: Node,
        host: String?,
        port: Int?,
        using random: inout some RandomSource
    ) {
        let service = node.server.postgres
        // Of one that does not run, or that may not be looked at, this is said already.
        if service != nil, node.running == nil, host == nil, port == nil { return }
        // So is it of settings that may not be looked at, which say where a Pgpool-II is.
        if service == nil, !seesSettings, host == nil || port == nil { return }
        let own = service == nil ? node.layout.poolHost : node.running?.file.host
        guard let host = host ?? own ?? (port == nil ? nil : "127.0.0.1") else {
            return add(.serverWithoutTCP, "takes no TCP connections, so TLS was not tried")
        }
        let place = Place(host: host, port: port ?? node.port, isRunning: port == nil && host == own)
        do throws(NodeEncryptionError) {
            switch node.server {
            case .postgres(let service): try readServed(node.layout, service, place, using: &random)
            case .pgpool(let service): try readServed(node.layout, service, place, using: &random)
            }
            try readKeyExchange(node.layout, host: place.host, port: place.port, using: &random)
        } catch {
            add(.serverNotReached, error.description)
        }
    }

    /// Where a server is asked.
    private struct Place: CustomStringConvertible {
        let host: String
        let port: Int
        /// Whether the server that runs on the node's data says that it is there.
        var isRunning = false

        var description: String { printable("at \(host), port \(port)") }
    }

    /// The same for a PostgreSQL.
    private mutating func readServed(
        _ layout: NodeLayout,
        _ service: PostgresService,
        _ place: Place,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) {
        let verdict = try verdict(layout, service, place)
        if case .encryptionOff = verdict { return addWithoutTLS(place, cure: service.shownReload) }
        let path = try file(of: service, layout)
        // Where nobody has been through a handshake, files alone prove nothing.
        if let verdict, verdict.hasSeenCertificate, place.isRunning,
            let changed = try? service.changedFiles(sinceStart: true),
            !changed.contains(where: { $0.kind == .certificates })
        {
            knowKeyFits()
            return add(
                .serverServesFile,
                "the running server has served this certificate since its start",
                path: path
            )
        }
        let cure = service.shownReload
        try readServed(layout, place, file: path, verdict, cure: cure, using: &random)
    }

    /// The same for a Pgpool-II, whose log is full of hellos anyway.
    private mutating func readServed(
        _ layout: NodeLayout,
        _ service: PgpoolService,
        _ place: Place,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) {
        let cure = "restart Pgpool-II"
        var verdict: PsqlVerdict?
        if knowsCertificates, let address = try PsqlVerdict.address(of: place.host, port: place.port) {
            // psql would call a root that it may not read none.
            let root = verifyingRoot(layout).flatMap { Self.isForbidden($0) ? nil : $0 }
            let asked = root.flatMap { root in
                try? PsqlVerdict.ask(
                    by: service.connection,
                    address: address,
                    port: place.port,
                    root: root,
                    name: nil
                )
            }
            verdict = asked.flatMap { add($0, layout, place) ? $0 : nil }
        }
        if case .encryptionOff = verdict { return addWithoutTLS(place, cure: cure) }
        var path = operators?.files.certificate ?? layout.certificate("server/server.crt")
        if !knowsCertificates, let named = (try? layout.settings())?.value(of: "ssl_cert"), !named.isEmpty {
            path = PathText.joining(layout.configurationFolder, named)
        }
        try readServed(layout, place, file: path, verdict, cure: cure, using: &random)
    }

    /// The file of the roots that psql is to verify the server by; `nil` where the node has none for its certificate.
    private func verifyingRoot(_ layout: NodeLayout) -> String? {
        operators.map(\.root) ?? ClientRoots(of: layout, at: ClientFault.now).inForce.path
    }

    /// Adds what psql finds, as far as it tells.
    private mutating func verdict(
        _ layout: NodeLayout,
        _ service: PostgresService,
        _ place: Place
    ) throws(NodeEncryptionError) -> PsqlVerdict? {
        // Nor is it known then by which root clients verify it.
        guard knowsCertificates,
            let address = try PsqlVerdict.address(of: place.host, port: place.port)
        else { return nil }
        let name = service.asksForPassword(at: address) ? nameToVerify(place, layout) : nil
        guard let verifying = verifyingRoot(layout) else { return nil }
        // psql would call a root that it may not read none.
        let root = operators == nil ? layout.certificate("server/root.crt") : verifying
        if !service.runsAsServer, Self.isForbidden(root) {
            addUnseen(root)
            return nil
        }
        guard let verdict = try? service.verdict(on: address, place.port, root: verifying, name: name)
        else { return nil }
        return add(verdict, layout, place) ? verdict : nil
    }

    /// - Returns: whether it tells anything.
    private mutating func add(_ verdict: PsqlVerdict, _ layout: NodeLayout, _ place: Place) -> Bool {
        let root = printable(verifyingRoot(layout) ?? "")
        switch verdict {
        case .verified(let name?):
            add(.serverVerified, "psql verifies the server \(place) as \(printable(name)) by \(root)")
        case .verified(nil):
            add(.serverVerified, "psql verifies the server \(place) by \(root); no name was tried")
        // By the root of the set no client verifies a certificate of another authority, of which the file tells.
        case .refused
        where operators == nil && ClientFault.find(in: layout, at: ClientFault.now)?.mayBeWanted == true:
            return false
        case .refused(let said):
            add(.serverNotVerified, "psql does not verify the server \(place) by \(root): \(printable(said))")
        case .noHandshake(let said):
            add(.serverNotVerified, "psql gets through no TLS handshake \(place): \(printable(said))")
        case .encryptionOff: break
        case .unknown: return false
        }
        return true
    }

    /// A name that the certificate in the file has, for the client to look for.
    private func nameToVerify(_ place: Place, _ layout: NodeLayout) -> String? {
        let path = operators?.files.certificate ?? layout.certificate("server/server.crt")
        let content = (try? FileState.read(path))?.content
        guard let own = content.flatMap({ try? Certificate(pem: $0.publicBytes.span) }) else { return nil }
        return own.dnsNames.first { !$0.utf8.contains(UInt8(ascii: "*")) }
    }

    /// The file of the certificate in force, as far as the server says.
    private func file(of service: PostgresService, _ layout: NodeLayout) throws(NodeEncryptionError) -> String
    {
        let other = try? service.otherCertificate
        return other ?? layout.certificate("server/server.crt")
    }

    private mutating func addWithoutTLS(_ place: Place, cure: String) {
        // Where the settings say it, it is said already, and whoever uninstalls wants it so.
        if isUninstalling
            || findings.contains(where: { [.encryptionOff, .serverEncryptionOff].contains($0.code) })
        {
            return
        }
        add(.serverWithoutTLS, "offers no TLS \(place); its log says why", cure: loadsFiles ? cure : nil)
    }

    /// Adds what our own hello finds, and what it leaves open.
    ///
    /// - Parameter verdict: what psql found; `nil` if it does not tell.
    private mutating func readServed(
        _ layout: NodeLayout,
        _ place: Place,
        file path: String,
        _ verdict: PsqlVerdict?,
        cure: String,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) {
        var notSeen: (code: Code, text: String)
        let answer = try onServers { () throws(ServerProbeError) in
            try ServedCertificate.ask(host: place.host, port: place.port, using: &random)
        }
        switch answer {
        case .certificates(let served):
            if Self.isForbidden(path) { return addUnseen(path) }
            let content = (try? FileState.read(path))?.content
            let own = content.flatMap { try? Certificate(pem: $0.publicBytes.span) }
            if content == nil, !knowsCertificates {
                if isUninstalling { return }
                let text =
                    "shows a certificate \(place), which was not compared: it is not known which file is its"
                return add(.serverCertificateNotSeen, text)
            }
            if let own, own.encoding == served.first {
                let serves = "the running server serves this certificate"
                let text = verdict == nil ? serves + "; no whole handshake was made" : serves
                return add(.serverServesFile, text, path: path)
            }
            return add(
                .serverServesOther,
                "the running server serves a different certificate \(place)",
                path: path,
                cure: loadsFiles ? cure : nil
            )
        case .encryptionOff: return addWithoutTLS(place, cure: cure)
        case .newerVersionOnly: notSeen = (.serverNotJudged, "takes TLS 1.3 alone \(place)")
        case .alert(let code): notSeen = (.serverAlert, "ends the TLS handshake \(place) with alert \(code)")
        case .notUnderstood:
            notSeen = (.serverNotUnderstood, "gives an answer \(place) that is not valid TLS")
        }
        switch verdict {
        case .verified: notSeen.code = .serverCertificateNotSeen
        // It is said already that it fails.
        case .refused, .noHandshake: return
        case .encryptionOff, .unknown, nil: break
        }
        add(notSeen.code, "\(notSeen.text), so its certificate was not compared with the file's")
    }
}
