internal import SecretMemory
internal import ServerProbe

extension Node {
    /// Tries a login at the running server, once a change is in force.
    ///
    /// - Returns: that he got in, or why that is not proved; nothing where no server runs with the change, or takes
    ///   no connections by TCP, or there is no login to be tried.
    func findings(
        ofLogin login: NodeLogin?,
        after plan: NodePlan,
        using random: some RandomSource
    ) throws(NodeEncryptionError) -> ServerFindings {
        guard let login, let place = try server.place else { return ServerFindings() }
        if case .pgpool(let pgpool) = server, pgpool.reasonToRestart(after: plan.changes) != nil {
            return ServerFindings()
        }
        let chain = ServedChain(layout, nil, host: place.host, isGiven: false)
        let deadline = Deadline(in: NodeStatus.timeAtServer)
        func verdict(_ login: NodeLogin) -> LoginVerdict {
            login.perform(host: place.host, port: place.port, at: chain, by: deadline, using: random)
        }
        let first = verdict(login)
        guard first.account.fault == .passwordNotAsked, login.credential != nil,
            !layout.mayLetInUnasked(login.user, groups: groups(of: login.user))
        else {
            return try first.findings()
        }
        // The rule for his certificate asks for no password.
        var second = login
        second.password = nil
        return try verdict(second).findings()
    }
}
