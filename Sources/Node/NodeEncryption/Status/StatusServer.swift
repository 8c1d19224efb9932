internal import NodePlatform
internal import PKIX
package import SecretMemory
internal import TextEncodings

extension NodeStatus {
    /// Adds what the running server reports about its settings and users.
    package mutating func readRunning(_ service: PostgresService, _ layout: NodeLayout) {
        do throws(NodeEncryptionError) {
            guard try service.isRunning else {
                let text =
                    "is not running, so its settings, users and certificate were not checked"
                add(.serverNotRunning, text)
                return
            }
            try readSettingsInForce(service, layout)
            try readUsers(service)
        } catch {
            add(.serverNotAsked, "could not be asked: \(error.description)")
        }
    }

    /// A server that was not reloaded uses other settings than its files have.
    private mutating func readSettingsInForce(
        _ service: PostgresService,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) {
        let settings = RequiredSettings(of: layout).all
        let names = settings.map { Quoting.sqlLiteral($0.name) }.joined(separator: ", ")
        let answer = try service.answer(
            "SELECT name || ' ' || setting FROM pg_settings WHERE name IN (\(names))"
        )
        var isSame = true
        for line in answer.split(whereSeparator: \.isNewline) {
            let name = String(line.prefix { $0 != " " })
            let value = String(line.dropFirst(name.count + 1))
            guard let wanted = settings.first(where: { $0.name == name })?.value else { continue }
            if RequiredSettings.isSame(value, wanted) { continue }
            isSame = false
            let present = RequiredSettings.shown(value)
            let text = "\(name) is \(present) in the running server; install sets \(printable(wanted))"
            add(name == "ssl" ? .serverEncryptionOff : .serverSettingOther, text)
        }
        if isSame { add(.serverSettingsInForce, "uses all settings that install sets") }
    }

    private mutating func readUsers(_ service: PostgresService) throws(NodeEncryptionError) {
        let names = try service.answer(
            "SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'md5%' ORDER BY 1"
        )
        .split(whereSeparator: \.isNewline)
        for name in names {
            add(
                .roleMD5,
                "the password of \(printable(String(name))) is stored as md5; set it again"
            )
        }
        if names.isEmpty { add(.rolesWithoutMD5, "no password is stored as md5") }
    }

    /// Adds whether the running server serves the certificate in the file.
    package mutating func readServed(
        _ layout: NodeLayout,
        host: String,
        port: Int,
        using random: inout some RandomSource
    ) {
        do throws(NodeEncryptionError) {
            switch try ServedCertificate.ask(host: host, port: port, using: &random) {
            case .certificates(let served):
                let path = layout.certificate("server/server.crt")
                let content = try FileState.read(path).content
                let own = content.flatMap { try? Certificate(pem: $0.publicBytes.span) }
                if own?.encoding == served.first {
                    add(.serverServesFile, "the running server serves this certificate", path: path)
                } else {
                    add(
                        .serverServesOther,
                        "the running server serves a different certificate; reload it",
                        path: path
                    )
                }
            case .encryptionOff: add(.serverWithoutTLS, "does not offer TLS")
            case .newerVersionOnly:
                add(
                    .serverCertificateNotSeen,
                    "offers only TLS 1.3, which hides the certificate, so it was not compared"
                )
            case .alert(let code): add(.serverAlert, "ended the TLS handshake with alert \(code)")
            case .notUnderstood: add(.serverNotUnderstood, "gave an answer that is not valid TLS")
            }
        } catch {
            add(.serverNotReached, error.description)
        }
    }
}
