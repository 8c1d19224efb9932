internal import PostgresConfiguration

extension NodeLayout {
    /// Where a backend of Pgpool-II is.
    struct BackendPlace: Sendable {
        /// Its name or address; empty or a folder for a socket.
        let host: String
        /// Its port, as it is in the configuration.
        let port: String

        /// Whether it is reached through a socket of this host, where Pgpool-II uses no TLS.
        var isSocket: Bool { Self.isSocket(host) }

        static func isSocket(_ host: String) -> Bool { host.isEmpty || host.utf8.first == UInt8(ascii: "/") }

        /// For messages; not yet made printable.
        var name: String { "\(host), port \(port)" }
    }

    /// The backends that `pgpool.conf` lists, in its order.
    func backends(
        from source: borrowing some ConfigurationSource = ConfigurationFileSystem()
    ) throws(NodeEncryptionError) -> [BackendPlace] {
        let configuration = try settings(from: source)
        return (0..<Self.mostBackends).compactMap { number in
            guard let host = configuration.value(of: "backend_hostname\(number)") else { return nil }
            return BackendPlace(host: host, port: configuration.value(of: "backend_port\(number)") ?? "5432")
        }
    }

    /// MAX_NUM_BACKENDS of Pgpool-II.
    static let mostBackends = 128
}
