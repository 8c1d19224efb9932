internal import DurableFiles
internal import PostgresConfiguration

/// The files of TLS by the settings of a server, whoever's they are.
struct TLSFiles: Equatable, Sendable {
    /// Whether TLS is on.
    let isEncrypted: Bool
    /// The certificate that the server shows; `nil` where none is named.
    let certificate: String?
    /// Its key.
    let key: String?
    /// The roots by which it verifies others; `nil` where it verifies none.
    let authorities: String?

    /// By the files of a node, and the command line of the PostgreSQL that runs on its data; `nil` where these cannot
    /// be read.
    ///
    /// - Parameter source: where the files are read from.
    init?(
        of layout: NodeLayout,
        from source: borrowing some ConfigurationSource = ConfigurationFileSystem()
    ) {
        guard let settings = try? layout.settings(from: source) else { return nil }
        let isPostgres = layout.role == .postgres
        let running = isPostgres ? (try? RunningServer.find(on: layout.dataFolder)) ?? nil : nil
        func value(_ name: String) -> String? {
            running?.arguments.settings[name] ?? settings.value(of: name)
        }
        func path(_ name: String, standard: String = "") -> String? {
            let named = value(name) ?? standard
            let folder = isPostgres ? layout.dataFolder : layout.configurationFolder
            return named.isEmpty ? nil : PathText.joining(folder, named)
        }
        isEncrypted = RequiredSettings.isSame(value("ssl") ?? "off", "on")
        certificate = isPostgres ? path("ssl_cert_file", standard: "server.crt") : path("ssl_cert")
        key = isPostgres ? path("ssl_key_file", standard: "server.key") : path("ssl_key")
        authorities = path(isPostgres ? "ssl_ca_file" : "ssl_ca_cert")
    }
}
