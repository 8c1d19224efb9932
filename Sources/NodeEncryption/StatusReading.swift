public import DERCoding
internal import DurableFiles
internal import PKIX
internal import PgpoolPasswords
internal import PostgresConfiguration
public import SecretMemory

extension NodeStatus {
    /// Below this many days a certificate's end is a warning.
    static let warningDays = 30

    /// Looks at the files of a node.
    ///
    /// - Parameters:
    ///   - statePath: what the tool remembers about the node.
    ///   - keyPath: the pool key, of a Pgpool-II node.
    ///   - serverOwner: the number of the user who runs the server; his files and root's it reads as keys.
    public init(
        _ layout: NodeLayout,
        statePath: String,
        keyPath: String?,
        at now: DERTime
    ) {
        readState(statePath)
        readSettings(layout)
        readRules(layout)
        readCertificates(layout, now)
        if layout.role == .pgpool, let keyPath { readPasswords(layout, keyPath) }
    }

    private mutating func add(
        _ level: Level,
        _ subject: String,
        _ text: String,
        path: String? = nil,
        line: Int? = nil
    ) {
        findings.append(Finding(level, subject, text, path: path, line: line))
    }

    private mutating func readState(_ path: String) {
        if (try? FileState.read(path + "/journal")) ?? .absent != .absent {
            add(
                .broken,
                "state",
                "an earlier run was interrupted; the next run of the tool brings the node to rest"
            )
        } else if (try? FileState.read(path + "/baseline")) ?? .absent == .absent {
            add(.good, "state", "nothing was installed by this tool")
        } else {
            add(.good, "state", "installed by this tool")
        }
    }

    private mutating func readSettings(_ layout: NodeLayout) {
        let configuration: EffectiveConfiguration
        do throws(PostgresConfigurationError) {
            configuration = try EffectiveConfiguration(
                path: layout.configuration,
                dialect: layout.configurationDialect,
                overrides: layout.role == .postgres ? [layout.systemSettings] : [],
                from: ConfigurationFileSystem()
            )
        } catch {
            add(.broken, "settings", error.description, path: layout.configuration)
            return
        }
        for problem in configuration.problems {
            let text = problem.kind == .syntax ? "the server refuses this line" : "this include is missing"
            add(.broken, "settings", text, path: problem.path, line: problem.line)
        }
        let wanted =
            layout.role == .postgres ? NodePlan.postgresSettings(layout) : NodePlan.pgpoolSettings(layout)
        for (name, value) in wanted {
            let found = configuration.setting(of: name)
            let text = found?.assignment.text
            if text == value {
                add(.good, "settings", "\(name) = \(value)", path: found?.path, line: found?.assignment.line)
            } else {
                let level: Level = name == "ssl" || name == "enable_pool_hba" ? .broken : .warning
                let present = text.map { "\(name) is \($0)" } ?? "\(name) is not set"
                add(
                    level,
                    "settings",
                    "\(present); install sets \(value)",
                    path: found?.path,
                    line: found?.assignment.line
                )
            }
        }
    }

    private mutating func readRules(_ layout: NodeLayout) {
        let rules: HostBasedAuthenticationRules
        do throws(PostgresConfigurationError) {
            rules = try HostBasedAuthenticationRules(
                path: layout.authentication,
                dialect: layout.authenticationDialect,
                from: ConfigurationFileSystem()
            )
        } catch {
            add(.broken, "rules", error.description, path: layout.authentication)
            return
        }
        for problem in rules.problems {
            add(.broken, "rules", "the server refuses this line", path: problem.path, line: problem.line)
        }
        let plain = rules.admittingPlainConnections
        for rule in plain where !rule.record.isLoopbackOnly {
            add(
                .warning,
                "rules",
                "lets connections in without encryption",
                path: rule.path,
                line: rule.record.line
            )
        }
        for rule in plain where rule.record.isLoopbackOnly {
            add(
                .good,
                "rules",
                "without encryption, from this machine alone",
                path: rule.path,
                line: rule.record.line
            )
        }
        for rule in rules.unreachable {
            add(.warning, "rules", "no connection reaches this rule", path: rule.path, line: rule.record.line)
        }
        for rule in rules.rules where rule.record.type != .local && rule.record.method == "md5" {
            add(
                .warning,
                "rules",
                "md5 lets users in whose passwords are not stored for SCRAM",
                path: rule.path,
                line: rule.record.line
            )
        }
        if !plain.contains(where: { !$0.record.isLoopbackOnly }) {
            add(
                .good,
                "rules",
                "no rule lets other machines in without encryption",
                path: layout.authentication
            )
        }
    }

    private mutating func readCertificates(_ layout: NodeLayout, _ now: DERTime) {
        let names = ["server/root", "server/server"] + (layout.role == .postgres ? ["client/client"] : [])
        var root: Certificate?
        for name in names {
            let path = layout.certificate(name + ".crt")
            readFile(path, layout)
            readFile(layout.certificate(name + ".key"), layout)
            guard let content = (try? FileState.read(path))?.content else { continue }
            do throws(PKIXError) {
                let certificate = try Certificate(pem: content.publicOctets.span)
                note(certificate, path, now)
                if name == "server/root" {
                    root = certificate
                } else if let root, (try? certificate.isSigned(by: root)) != true {
                    add(.broken, "certificates", "is not signed by the root of this node", path: path)
                }
            } catch {
                add(.broken, "certificates", "is no certificate: \(error)", path: path)
            }
        }
    }

    private mutating func note(_ certificate: Certificate, _ path: String, _ now: DERTime) {
        let end = certificate.validity.notAfter
        let seconds = end.secondsSince1970 - now.secondsSince1970
        let days = Int(seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400))
        certificates.append(
            CertificateFacts(path: path, subject: "\(certificate.subject)", notAfter: end, daysLeft: days)
        )
        if seconds < 0 {
            add(.broken, "certificates", "expired on \(end)", path: path)
        } else {
            let level: Level = days < Self.warningDays ? .warning : .good
            add(level, "certificates", "valid for \(days) more days", path: path)
        }
    }

    private mutating func readFile(_ path: String, _ layout: NodeLayout) {
        let isKey = path.hasSuffix(".key")
        switch try? FileState.read(path) {
        case .file(_, let attributes):
            let owner = attributes.owner?.userID
            let isRoots = owner == 0
            // What the server and libpq demand of a key: 0600, or 0640 of root.
            if isKey, attributes.mode & (isRoots ? 0o037 : 0o077) != 0 {
                add(
                    .broken,
                    "files",
                    "mode 0\(String(attributes.mode, radix: 8)) lets others read the key",
                    path: path
                )
            } else if let wanted = layout.owner, owner != wanted.userID, !(isRoots && isKey) {
                add(.broken, "files", "belongs to user \(owner ?? 0), not to the server's", path: path)
            } else {
                add(.good, "files", "mode 0\(String(attributes.mode, radix: 8))", path: path)
            }
        case .absent: add(.broken, "files", "is missing", path: path)
        case .link, .folder: add(.warning, "files", "is not a regular file", path: path)
        case nil: add(.broken, "files", "cannot be read", path: path)
        }
    }

    private mutating func readPasswords(_ layout: NodeLayout, _ keyPath: String) {
        guard let content = (try? FileState.read(layout.passwords))?.content else {
            add(.warning, "passwords", "is missing, so that no user can log in", path: layout.passwords)
            return
        }
        let file = PoolPasswdFile(content.withSpan { SecretBytes(copying: $0) })
        var found: [Finding] = []
        let key = (try? FileState.read(keyPath))?.content
        if key == nil {
            found.append(Finding(.broken, "passwords", "the pool key is missing", path: keyPath))
        }
        file.forEachEntry { entry in
            let name = printable(String(decoding: entry.userName, as: UTF8.self))
            switch entry.kind {
            case .aes:
                guard let key else { return }
                let opens = key.withSpan { span in
                    guard let poolKey = try? PoolKey(fileContent: span) else { return false }
                    return (try? poolKey.password(ofEntry: entry.secret.span)) != nil
                }
                if !opens {
                    let text = "the entry of \(name) does not decrypt with the pool key"
                    found.append(
                        Finding(.broken, "passwords", text, path: layout.passwords, line: entry.lineNumber)
                    )
                }
            case .md5:
                let text = "the entry of \(name) is md5, by which SCRAM at the backend fails"
                found.append(
                    Finding(.warning, "passwords", text, path: layout.passwords, line: entry.lineNumber)
                )
            default: break
            }
        }
        findings += found
        if found.isEmpty {
            add(.good, "passwords", "every AES entry decrypts with the pool key", path: layout.passwords)
        }
    }

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
