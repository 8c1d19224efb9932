internal import SecretMemory
internal import ServerProbe

extension Node {
    /// Tries the login of an operation at the running server, once its change is in force.
    ///
    /// - Returns: that he got in, or why that is not proved; nothing where no server runs with the change, or takes
    ///   no connections by TCP, or there is no login to be tried.
    func findings(
        ofLoginAfter plan: NodePlan,
        of operation: some NodeOperation,
        using random: some RandomSource
    ) throws(NodeEncryptionError) -> ServerFindings {
        guard let place = try server.place else { return ServerFindings() }
        if case .pgpool(let pgpool) = server,
            pgpool.reasonToRestart(after: plan.changes) != nil || pgpool.isStopped
        {
            return ServerFindings()
        }
        let made: NodeLogin?
        do throws(NodeEncryptionError) {
            made = try operation.login(on: self)
        } catch {
            var findings = ServerFindings()
            findings.login = .failed("the rules want a certificate of that name: \(error.description)")
            return findings
        }
        guard let login = made else { return ServerFindings() }
        let chain = ServedChain(layout, nil, host: place.host, isGiven: false)
        let deadline = Deadline(in: NodeStatus.timeAtServer)
        return try verdict(
            on: login,
            host: place.host,
            port: place.port,
            at: chain,
            by: deadline,
            using: random
        )
        .findings()
    }

    /// Whether a rule in force may let the user of a login in by TLS from this host, and ask him for nothing.
    func mayLetInUnasked(_ login: NodeLogin, at host: String) -> Bool {
        guard let postgres = server.postgres else { return true }
        do throws(NodeEncryptionError) {
            if try postgres.otherRulesInForce != nil { return true }
        } catch {
            return true
        }
        return layout.mayLetInUnasked(
            login.user,
            to: login.database,
            groups: groups(of: login.user),
            at: host
        )
    }

    /// Tries a login at the node's server; without the password where the server takes the client certificate and asks
    /// for none, and no rule could have let its user in unasked.
    func verdict(
        on login: NodeLogin,
        host: String,
        port: Int,
        at chain: ServedChain,
        by deadline: Deadline,
        using random: some RandomSource
    ) -> LoginVerdict {
        let first = login.perform(host: host, port: port, at: chain, by: deadline, using: random)
        guard first.account.fault == .passwordNotAsked(hasClientCertificate: true),
            !mayLetInUnasked(login, at: host)
        else { return first }
        var second = login
        second.password = nil
        return second.perform(host: host, port: port, at: chain, by: deadline, using: random)
    }
}
