internal import PostgresConfiguration

extension PgpoolService {
    /// Throws where a change would restart one that offers TLS by settings that do not: somebody has written that down,
    /// and not brought it in force.
    ///
    /// - Throws: ``NodeEncryptionError/notServed(reason:)``.
    func requireKept(after changes: [FileChange]) throws(NodeEncryptionError) {
        let certificate = layout.certificate(ServedFiles.certificate)
        guard command(after: changes) != nil, restarts(after: changes), let place,
            let lacking = try settingWithoutTLS,
            (try? layout.look(at: place.host, place.port, serving: certificate)) != nil
        else { return }
        throw .notServed(
            reason:
                "the running Pgpool-II offers TLS, and \(lacking) in \(layout.configuration), so it was not restarted; "
                + "set that there as it was, or restart it yourself"
        )
    }

    /// The setting by which one that starts offers no TLS, with its value; `nil` for none.
    private var settingWithoutTLS: String? {
        get throws(NodeEncryptionError) {
            let settings = try layout.settings()
            if !RequiredSettings.isSame(settings.value(of: "ssl") ?? "off", "on") { return "ssl is off" }
            return ["ssl_cert", "ssl_key"].first { (settings.value(of: $0) ?? "").isEmpty }
                .map { "\($0) is empty" }
        }
    }
}
