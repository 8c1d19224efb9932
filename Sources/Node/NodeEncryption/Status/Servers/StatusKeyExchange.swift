internal import PostgresConfiguration
internal import SecretMemory
internal import TextEncodings

extension NodeStatus {
    /// Adds who gets through no handshake for its key exchange, where the server takes no TLS 1.3, in which that is no
    /// question.
    ///
    /// It leaves lines in the server's log, "no shared cipher", only where the settings have it look so.
    mutating func readKeyExchange(
        _ layout: NodeLayout,
        host: String,
        port: Int,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) {
        guard layout.role == .postgres, let settings = try? layout.settings() else { return }
        let running = (try? RunningServer.find(on: layout.dataFolder)) ?? nil
        func setting(_ name: String) -> String? {
            running?.arguments.settings[name] ?? settings.value(of: name)
        }
        guard ["TLSv1", "TLSv1.1", "TLSv1.2"].contains(setting("ssl_max_protocol_version") ?? "") else {
            return
        }
        // Where there are such suites by the words, nobody is asked: each question leaves a line in the log.
        guard let ciphers = setting("ssl_ciphers"), Self.mayLackCurves(ciphers) else { return }
        func takes(_ exchanges: KeyExchanges) throws(NodeEncryptionError) -> Bool {
            if case .certificates =
                try ServedCertificate.ask(host: host, port: port, offering: exchanges, using: &random)
            {
                return true
            }
            return false
        }
        if try takes(.ellipticCurve) { return }
        // Of one that takes nothing of ours, no more is known than what is said of it already.
        guard try takes(.all) else { return }
        let takesFields = try takes([.ellipticCurve, .finiteField])
        let clients: [VerifyingClient] = takesFields ? [.go, .rustls] : [.go, .rustls, .jdbc]
        findings.removeAll { $0.code == .certificateAccepted }
        let found = settings.setting(of: "ssl_ciphers")
        add(
            .serverKeyExchange,
            "takes no key exchange on an elliptic curve with TLS 1.2 \(printable("at \(host), port \(port)")), and no "
                + "TLS 1.3" + (takesFields ? "" : "; JDBC fails from Java 24 on"),
            path: found?.path,
            line: found?.assignment.line,
            cure: "take ssl_max_protocol_version out, or have ECDHE suites in ssl_ciphers",
            clients: Set(clients).names
        )
    }

    /// Whether a list of suites, as OpenSSL has it (`openssl-ciphers`), may have none on an elliptic curve.
    static func mayLackCurves(_ ciphers: String) -> Bool {
        let words = ciphers.utf8.split { ": ,".utf8.contains($0) }.map { String(Substring($0)) }
        func isCurves(_ word: String) -> Bool { word.contains("ECDH") }
        if words.contains(where: { ["!", "-"].contains($0.prefix(1)) && isCurves($0) }) { return true }
        return !words.contains { isCurves($0) || ["ALL", "DEFAULT", "HIGH", "MEDIUM"].contains($0) }
    }
}
