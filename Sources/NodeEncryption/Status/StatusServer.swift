internal import DurableFiles
internal import PKIX
public import SecretMemory

extension NodeStatus {
    /// Adds what the running server says of its users.
    public mutating func readUsers(of service: PostgresService) {
        guard service.isRunning else {
            add(.warning, "server", "does not run, so that its users and its certificate were not looked at")
            return
        }
        do throws(NodeEncryptionError) {
            let names = try service.answer(
                "SELECT rolname FROM pg_authid WHERE rolpassword LIKE 'md5%' ORDER BY 1"
            )
            .split(whereSeparator: \.isNewline)
            for name in names {
                add(
                    .warning,
                    "users",
                    "the password of \(printable(String(name))) is stored as md5; set it again"
                )
            }
            if names.isEmpty { add(.good, "users", "no password is stored as md5") }
        } catch {
            add(.warning, "users", "were not looked at: \(error.description)")
        }
    }

    /// Adds what certificate the running server serves, compared with the file.
    public mutating func readServed(
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
                let own = content.flatMap { try? Certificate(pem: $0.publicOctets.span) }
                if own?.encoding == served.first {
                    add(.good, "server", "serves the certificate of the file", path: path)
                } else {
                    add(
                        .warning,
                        "server",
                        "serves another certificate than the file's; reload it",
                        path: path
                    )
                }
            case .encryptionOff: add(.broken, "server", "does not offer encryption")
            case .newerVersionOnly:
                add(
                    .good,
                    "server",
                    "offers TLS 1.3 alone, which does not show its certificate; it was not compared"
                )
            case .alert(let code): add(.broken, "server", "ends the TLS handshake with alert \(code)")
            case .notUnderstood: add(.broken, "server", "answers with what is no TLS")
            }
        } catch {
            add(.warning, "server", error.description)
        }
    }
}
