extension PostgresService {
    /// Looks whether a server serves the certificate of the node, on the first address that it listens on.
    func serving(by server: RunningServer) throws(NodeEncryptionError) -> ServingVerdict {
        try serving(layout.certificate("server/server.crt"), by: server)
    }

    /// The same of the certificate in a file, and if a file of authorities is given, whether it asks clients for
    /// certificates of these.
    func serving(
        _ file: String,
        by server: RunningServer,
        askingFor authorities: String? = nil
    ) throws(NodeEncryptionError) -> ServingVerdict {
        guard let host = server.file.host, let port = server.file.port else {
            return .unseen("the server takes no TCP connections, so TLS was not tried")
        }
        return try ServingLook(layout: layout, authorities: authorities).verdict(
            host,
            port,
            file,
            log: "; see the server's log"
        )
    }
}
