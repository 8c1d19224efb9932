internal import PostgresConfiguration
internal import SecretMemory
internal import ServerProbe
internal import TLSHandshake

extension NodeLayout {
    /// The backends of a Pgpool-II with TLS whose rules let a user in by TLS and not without, so that nobody gets in
    /// through a Pgpool-II that has none. One that does not answer, or refuses both, is none of them.
    func backendsOfTLSAlone(for user: String) throws(NodeEncryptionError) -> [BackendPlace] {
        guard RequiredSettings.isSame(try settings().value(of: "ssl") ?? "off", "on") else { return [] }
        // A list of servers that say nothing would take its time for each.
        let deadline = Deadline(in: .seconds(20))
        return try backends().filter { place in
            guard !place.isSocket, let port = Int(place.port), (1...65_535).contains(port) else {
                return false
            }
            let limit = Deadline(in: min(.seconds(5), deadline.left))
            return Self.isOfTLSAlone(host: place.host, port: port, user, by: limit)
        }
    }

    private static func isOfTLSAlone(host: String, port: Int, _ user: String, by deadline: Deadline) -> Bool {
        let database = LoginLook.usualDatabase
        do throws(ServerProbeError) {
            let plain = try AuthenticationQuestion.ask(
                inTheClear: try TCPConnection(host: host, port: port, by: deadline),
                user: user,
                database: database
            )
            guard case .refused(let error) = plain, error.isRefusalByRules else { return false }
            let (_, answer) = try AuthenticationQuestion.ask(
                host: host,
                port: port,
                user: user,
                database: database,
                TLSSettings(),
                by: deadline,
                using: OperatingSystemRandom()
            )
            if case .refused = answer { return false }
            return true
        } catch {
            return false
        }
    }
}
