internal import ServerProbe

extension NodeServer {
    /// Throws where clients verify what a running server serves, and would not once it has loaded its files: a
    /// company's next pair without its root in `root.crt`, without an authority between, or for another use.
    ///
    /// What is served and not verified, or not seen, has nothing to lose.
    ///
    /// - Parameters:
    ///   - file: the certificate's file; `nil` for the one that is in force by the settings.
    ///   - command: what has the server load it all the same; `nil` where nothing does.
    /// - Throws: ``NodeEncryptionError/notServed(reason:)``.
    func requireNoLoss(
        byLoading file: String? = nil,
        command: PlannedCommand?
    ) throws(NodeEncryptionError) {
        guard let (layout, host, port) = try place else { return }
        let path: String
        if let file { path = file } else { path = try fileInForce }
        guard let view = layout.view(ofServing: path), let fault = view.broken,
            let look = try? layout.look(at: host, port, serving: path), !look.chains.isEmpty,
            look.chains.allSatisfy({ view.showing($0).broken == nil })
        else { return }
        var reason =
            "\(fault), and clients verify what is served now, so it was not loaded; put a certificate there that they "
            + "verify, with the authorities between behind it, and its root in \(view.roots.path), and run "
            + "\"postgres-ssl renew\""
        if let command { reason += "; it is loaded all the same by: \(command.shown)" }
        throw .notServed(reason: reason)
    }

    /// Where a running server takes connections; `nil` where none runs, or takes none by TCP.
    private var place: (layout: NodeLayout, host: String, port: Int)? {
        get throws(NodeEncryptionError) {
            switch self {
            case .postgres(let service):
                guard let server = try RunningServer.find(on: service.layout.dataFolder),
                    let host = server.file.host, let port = server.file.port
                else { return nil }
                return (service.layout, host, port)
            case .pgpool(let service):
                return service.place.map { (service.layout, $0.host, $0.port) }
            }
        }
    }

    private var fileInForce: String {
        get throws(NodeEncryptionError) {
            switch self {
            case .postgres(let service):
                try service.otherCertificate ?? service.layout.certificate(ServedFiles.certificate)
            case .pgpool(let service):
                try service.otherCertificate ?? service.layout.certificate(ServedFiles.certificate)
            }
        }
    }
}

extension ClientView {
    /// The first thing for which libpq of today refuses the server.
    fileprivate var broken: ClientFault? { findings.first { $0.level == .broken }?.fault }
}
