internal import NodePlatform
package import SecretMemory
package import ServerProbe
internal import TLSHandshake
internal import TextEncodings

extension NodeStatus {
    /// Adds whether a user logs in to the running server, and what keeps him out.
    ///
    /// - Parameters:
    ///   - host: where instead of where the running server listens; its certificate has to have that name then.
    ///   - port: the same.
    ///   - deadline: the end of all of it, but for the time in which a password is typed.
    ///   - random: draws keys and nonces.
    ///   - ask: asks for the password, once a server that is verified asks for it and none was given; `nil` where
    ///     nobody can be asked.
    package mutating func readLogin<Failure: Error>(
        _ node: Node,
        _ login: NodeLogin,
        host: String?,
        port: Int?,
        by deadline: Deadline,
        using random: some RandomSource & Copyable,
        password ask: () throws(Failure) -> SharedSecret?
    ) throws(Failure) {
        let isPool = node.server.postgres == nil
        // Its settings say where a Pgpool-II is.
        if isPool, !seesSettings, host == nil || port == nil { return addNotTried(login) }
        let own = isPool ? node.layout.poolHost : node.running?.file.host
        guard let place = host ?? own ?? (port == nil ? nil : "127.0.0.1") else {
            if !isPool, node.running == nil, isUnseen(node) { return addNotTried(login) }
            let isStopped = !isPool && node.running == nil
            let text = isStopped ? "the server does not run" : "the server takes no TCP connections"
            return add(
                .loginNotReached,
                "\(LoginVerdict.refusal(of: login.user, to: login.database)): \(text)"
            )
        }
        let port = port ?? node.port
        let chain = ServedChain(node.layout, operators, host: place, isGiven: host != nil)
        if chain.roots.isHidden {
            let path = printable(chain.roots.path)
            let why = "\(path), which verifies the server, cannot be read, for lack of permission"
            return addNotTried(login, why)
        }
        var login = login
        // The rules are those of the node's own server, as far as it has read them.
        let knowsRules =
            host == nil
            && !findings.contains {
                [.rulesNotReloaded, .rulesPendingRestart, .rulesNotTried].contains($0.code)
            }
        var verdict =
            knowsRules
            ? node.verdict(on: login, host: place, port: port, at: chain, by: deadline, using: random)
            : login.perform(host: place, port: port, at: chain, by: deadline, using: random)
        let left = deadline.left
        if verdict.account.fault == .passwordMissing, let password = try ask() {
            login.password = password
            let rest = Deadline(goingOnWith: left, of: deadline.limit)
            verdict = login.perform(host: place, port: port, at: chain, by: rest, using: random)
        }
        guard let fault = verdict.account.fault else {
            add(.loginSucceeded, verdict.sentence)
            if let note = verdict.note {
                add(note.code, note.text)
            } else if case .unasked = verdict.account.method {
                // A certificate is asked of all, where the server has authorities for them.
                let mayBeTrusted =
                    !knowsRules
                    || node.mayLetInUnasked(login, at: place)
                if mayBeTrusted {
                    add(
                        .loginUnasked,
                        "asks \(printable(login.user)) for nothing but perhaps the certificate \(verdict.place): rules "
                            + "with trust let in without one, too"
                    )
                }
            }
            return
        }
        // What the server itself knows of the role is not told to who logs in.
        let obstacle = host == nil ? obstacle(node, login, fault) : nil
        add(
            fault.code,
            verdict.sentence + "; " + (obstacle?.description ?? "look at \(fault.side.rawValue)"),
            cure: obstacle?.cure ?? Self.cure(of: fault, login, node)
        )
    }

    /// Whether it cannot be seen by whoever runs this where the server is, and whether it runs.
    private func isUnseen(_ node: Node) -> Bool {
        !seesSettings || Self.isForbidden(node.layout.dataFolder + "/postmaster.pid")
    }

    private mutating func addNotTried(
        _ login: NodeLogin,
        _ reason: String =
            "whether the server runs, and where, could not be seen, for lack of permission; give --host and --port"
    ) {
        add(
            .loginNotTried,
            "\(printable(login.user)) was not logged in: \(reason)",
            cure: "sudo postgres-ssl status --login \(Quoting.shellWord(login.user))"
        )
    }

    /// What keeps the role out by what the server has stored, where that is what a fault may be about.
    private func obstacle(_ node: Node, _ login: NodeLogin, _ fault: LoginFault) -> LoginObstacle? {
        switch fault {
        case .wrongPassword, .passwordOrCertificate, .role, .databaseMissing, .databaseClosed,
            .tooManyConnections:
            break
        default: return nil
        }
        guard let service = node.server.postgres, node.running != nil else { return nil }
        return (try? service.loginLook(ofRole: login.user, database: login.database))?.obstacles.first
    }

    private static func cure(of fault: LoginFault, _ login: NodeLogin, _ node: Node) -> String? {
        switch fault {
        case .passwordMissing:
            "postgres-ssl status --password-stdin --login \(Quoting.shellWord(login.user))"
        case .poolEntryMissing:
            node.layout.writingEntry(of: login.user, keyPath: try? node.poolKeyPath())
                + "; then reload Pgpool-II"
        default: nil
        }
    }
}

extension LoginFault {
    /// The code by which `status` tells it.
    var code: NodeStatus.Code {
        switch self {
        case .broken(_, .notReached), .broken(_, .otherProtocol): .loginNotReached
        case .broken(_, .encryptionOff): .loginWithoutTLS
        case .broken(_, .handshake(_, .alert(let alert))) where alert.isOfClientCertificate:
            .loginClientCertificate
        case .broken(_, .handshake): .loginHandshake
        case .broken(_, .messages), .exchange: .loginNotUnderstood
        case .notVerified: .loginNotVerified
        case .clientCertificate, .certificateOfAnother: .loginClientCertificate
        case .refusedByRules: .loginRefusedByRules
        case .passwordMissing: .loginPasswordMissing
        case .passwordUnusable: .loginPasswordUnusable
        case .questionNotAnswered: .loginNotAnswered
        case .passwordNotAsked: .loginPasswordNotAsked
        case .wrongPassword, .passwordOrCertificate: .loginWrongPassword
        case .poolEntryMissing: .loginPoolEntryMissing
        case .iterations: .loginIterations
        case .bindingImpossible: .loginBindingImpossible
        case .bindingBroken: .loginBindingBroken
        case .serverSignature, .serverProofMissing: .loginImpostor
        case .role: .loginRole
        case .databaseMissing: .loginDatabaseMissing
        case .databaseClosed: .loginDatabaseClosed
        case .tooManyConnections: .loginTooManyConnections
        case .notReady: .loginNotReady
        case .other: .loginRefused
        }
    }
}
