internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import ServerProbe
internal import TextEncodings

extension PgpoolService {
    package func standing(before plan: NodePlan) throws(NodeEncryptionError) -> ServerStanding? {
        return ServerStanding(
            clientFault: ClientFault.find(in: layout, at: ClientFault.now),
            serving: isTakenUp(plan) ? try standingServing(before: plan) : nil
        )
    }

    /// Whether it serves what is in force, where the change is none that makes it so.
    private func standingServing(before plan: NodePlan) throws(NodeEncryptionError) -> ServingVerdict? {
        guard let place, ![.install, .uninstall].contains(plan.operation) else { return nil }
        if let other = try otherCertificate { return try serving(place, other) }
        // A root comes where TLS is on and where it is not, or does not work yet.
        return plan.operation == .importRoot ? try serving(place) : nil
    }

    /// Looks at it as a client does, if it took the change up.
    ///
    /// - Throws: ``NodeEncryptionError/refusedByServer(reason:)`` also where nobody answers any more: the command of a
    ///   restart may end well all the same.
    package func checkRunning(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings {
        var findings = ServerFindings()
        if isTakenUp(plan) {
            guard let place else {
                findings.notes.append("Pgpool-II takes no TCP connections, so TLS was not tried")
                return findings
            }
            try requireAnswer(place)
            if plan.operation == .uninstall {
                findings.proofs = ["it answers at \(place.host), port \(place.port)"]
                return findings
            }
            findings.add(try servingFindings(place, plan, since: standing))
            if plan.wantsEncryption, layout.isChanged(layout.authentication, by: plan.changes) {
                let rules = try layout.rules()
                findings.add(try rules.plainFindings(place.host, place.port, patience: Self.patience / 2))
            }
        }
        findings.notes += try ClientFault.notes(layout, plan, since: standing)
        return findings
    }

    /// Whether a change is in force once it is made.
    private func isTakenUp(_ plan: NodePlan) -> Bool {
        if case .left = restart { return false }
        return effect(of: plan.changes) != .nothing
    }

    /// Where it takes connections; `nil` if it takes none by TCP.
    var place: (host: String, port: Int)? { layout.poolHost.map { ($0, layout.port) } }

    /// How long it may take until it takes connections; half of that, until its processes have read its files.
    private static let patience = Duration.seconds(10)

    func requireAnswer(_ place: (host: String, port: Int)) throws(NodeEncryptionError) {
        let deadline = Deadline(in: Self.patience)
        while true {
            do throws(ServerProbeError) {
                _ = try TCPConnection(host: place.host, port: place.port, by: Deadline(in: .seconds(2)))
                return
            } catch {
                try PassedSignals.check()
                guard deadline.isOver else {
                    pause(.milliseconds(50))
                    continue
                }
                throw .refusedByServer(reason: "nobody answers after the restart: \(error.description)")
            }
        }
    }

    private func serving(_ place: (host: String, port: Int)) throws(NodeEncryptionError) -> ServingVerdict {
        try serving(place, layout.certificate("server/server.crt"))
    }

    /// Looks whether it serves the certificate in a file.
    ///
    /// - Throws: ``NodeEncryptionError/probe(_:)`` where it takes connections and answers none: PostgreSQL is asked
    ///   through its socket besides, which shows that of it.
    func serving(
        _ place: (host: String, port: Int),
        _ file: String
    ) throws(NodeEncryptionError) -> ServingVerdict {
        try ServingLook(layout: layout, wantsAnswer: true)
            .verdict(place.host, place.port, file, log: "; see Pgpool-II's log")
    }

    /// Throws if it does not serve its certificate, as far as the change wants it to, or it did before.
    private func servingFindings(
        _ place: (host: String, port: Int),
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings {
        guard plan.wantsEncryption || standing?.serving?.isServed == true else { return ServerFindings() }
        let other = plan.operation == .install ? nil : try otherCertificate
        return try waiting { () throws(NodeEncryptionError) in
            guard let other else { return try serving(place).findings() }
            // The set of a node that serves another certificate by its own settings is none that it would serve.
            var findings = try serving(place, other).findings(since: standing)
            let text = "Pgpool-II serves \(other) by its ssl_cert, and not the set's certificate"
            findings.notes.append(printable(text))
            findings.otherCertificate = other
            return findings
        }
    }

    /// Looks again as long as its processes may not have read its files yet.
    func waiting(
        _ look: () throws(NodeEncryptionError) -> ServerFindings
    ) throws(NodeEncryptionError) -> ServerFindings {
        let deadline = Deadline(in: Self.patience / 2)
        while true {
            do throws(NodeEncryptionError) {
                return try look()
            } catch {
                try PassedSignals.check()
                guard case .refusedByServer = error, !deadline.isOver else { throw error }
                pause(.milliseconds(100))
            }
        }
    }

    /// The file of the certificate that it is told to serve; `nil` if it is the set's.
    var otherCertificate: String? {
        get throws(NodeEncryptionError) {
            guard let named = try layout.settings().value(of: "ssl_cert"), !named.isEmpty else { return nil }
            let path = PathText.joining(layout.configurationFolder, named)
            let own = try ChangeList.realPath(layout.certificate("server/server.crt"))
            return isSamePath(try ChangeList.realPath(path), own) ? nil : path
        }
    }
}
