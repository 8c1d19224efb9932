internal import PKIX
internal import PostgresConfiguration
internal import SecretMemory
internal import ServerProbe
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
        by deadline: Deadline,
        using random: inout some RandomSource
    ) throws(NodeEncryptionError) {
        guard layout.role == .postgres, let settings = try? layout.settings() else { return }
        let running = (try? RunningServer.find(on: layout.dataFolder)) ?? nil
        func setting(_ name: String) -> String? {
            running?.arguments.settings[name] ?? settings.value(of: name)
        }
        // PostgreSQL takes the words in any case (`config_enum_lookup_by_name`).
        let most = (setting("ssl_max_protocol_version") ?? "").lowercased()
        let version = ["TLSv1", "TLSv1.1", "TLSv1.2"].first { $0.lowercased().utf8.elementsEqual(most.utf8) }
        guard let version, let ciphers = setting("ssl_ciphers") else { return }
        let certificate = TLSFiles(of: layout)?.certificate.flatMap {
            CertificateFile(reading: $0).certificates.first
        }
        let isRSA = certificate.map { certificate in
            [.rsaEncryption, .rsassaPSS].contains(certificate.subjectPublicKeyInfo.algorithm.algorithm)
        }
        // Where there are such suites by the words, nobody is asked: each question leaves a line in the log.
        guard Self.mayLackCurves(ciphers, upTo: version, isRSA: isRSA) else { return }
        func takes(_ exchanges: KeyExchanges) throws(NodeEncryptionError) -> Bool {
            let answer = try onServers { () throws(ServerProbeError) in
                try ServedCertificate.ask(
                    host: host,
                    port: port,
                    offering: .tls12(exchanges),
                    by: deadline,
                    using: &random
                )
            }
            if case .certificates = answer { return true }
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

    /// Whether a list of suites may have none on an elliptic curve for a server with TLS up to `version`.
    ///
    /// - Parameter isRSA: whether its key is one of RSA; `nil` where that is not known.
    static func mayLackCurves(_ ciphers: String, upTo version: String, isRSA: Bool? = nil) -> Bool {
        let usable = CipherList(ciphers).suites.filter {
            version.utf8.elementsEqual("TLSv1.2".utf8) || !$0.isOfTLS12
        }
        if let isRSA { return !usable.contains { $0.isOfRSA == isRSA } }
        return !usable.contains(where: \.isOfRSA) || usable.allSatisfy(\.isOfRSA)
    }
}
