internal import DurableFiles
internal import PostgresConfiguration
internal import ServerProbe
internal import TextEncodings

extension PostgresService {
    package func standing(before plan: NodePlan) throws(NodeEncryptionError) -> ServerStanding? {
        guard let server = try RunningServer.find(on: layout.dataFolder) else {
            return try stoppedStanding(before: plan)
        }
        return ServerStanding(
            complaints: try complaints(),
            loadTime: try loadTime(),
            clientFault: ClientFault.find(in: layout, at: ClientFault.now),
            serving: try standingServing(server, before: plan)
        )
    }

    /// Whether it serves what is in force, where the change is none that makes it so.
    private func standingServing(
        _ server: RunningServer,
        before plan: NodePlan
    ) throws(NodeEncryptionError) -> ServingVerdict? {
        guard ![.install, .uninstall].contains(plan.operation), try isEncrypted else { return nil }
        if let other = try otherCertificate { return try serving(other, by: server) }
        // A root comes where TLS is on and where it is not, or does not work yet.
        return plan.operation == .importRoot ? try serving(by: server) : nil
    }

    /// Has the server say how it read its files, and looks at it as a client does.
    package func checkRunning(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings {
        guard let server = try RunningServer.find(on: layout.dataFolder) else {
            return try checkStopped(plan, since: standing)
        }
        let hasLoaded = try hasLoaded(since: standing?.loadTime)
        let all = try complaints()
        // Whoever turns encryption off wants it off, whatever stands in the rules besides.
        let changesRules = plan.wantsEncryption && changesRules(plan)
        let new = standing.map { all.new(since: $0.complaints, changesRules: changesRules) } ?? all.all
        if !new.isEmpty { throw .refusedByServer(reason: ServerComplaints.line(new)) }
        if !hasLoaded {
            let known = all.all.isEmpty ? "; see its log" : ": " + ServerComplaints.line(all.all)
            throw .refusedByServer(reason: "it did not take up its files within \(Self.patience)" + known)
        }
        if plan.wantsEncryption, try !isEncrypted {
            let isOverruled = try isEncryptionOverruled
            let why =
                isOverruled
                ? Self.encryptionOverruled + "; take ssl out of that, and restart it"
                : "ssl is off after the reload; see its log"
            throw .refusedByServer(reason: why)
        }
        var findings = try servingFindings(server, plan, since: standing)
        findings.notes.insert(
            contentsOf: all.all.filter(\.isRule).map {
                printable(
                    "\($0.description); the server keeps its old rules until this is right, and does not start again"
                )
            },
            at: 0
        )
        if changesRules { findings.add(try requireRulesInForce(in: server)) }
        findings.notes += try ClientFault.notes(layout, plan, since: standing)
        return findings
    }

    var isEncrypted: Bool {
        get throws(NodeEncryptionError) { try answer("SHOW ssl").trimmed == "on" }
    }

    /// Throws if the server does not serve its certificate, as far as the change wants it to, or it did before.
    private func servingFindings(
        _ server: RunningServer,
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) -> ServerFindings {
        if plan.operation == .uninstall { return try findingsAfterUninstall(server) }
        // Its command line may say what its files do not.
        var isServing = plan.wantsEncryption || standing?.serving?.isServed == true
        if !isServing, plan.operation == .reissue { isServing = try isEncrypted }
        guard isServing else { return ServerFindings() }
        guard plan.operation != .install, let other = try otherCertificate else {
            return try serving(by: server).findings()
        }
        // The set of a node that serves another certificate by its own settings is none that it would serve.
        var findings = try serving(other, by: server).findings(since: standing)
        findings.notes.append(Self.note(onOther: other))
        findings.otherCertificate = other
        return findings
    }

    /// What the running server has in force again. None of it is a reason to keep what was installed.
    private func findingsAfterUninstall(_ server: RunningServer) throws(NodeEncryptionError) -> ServerFindings
    {
        guard try isEncrypted else {
            return ServerFindings(proofs: ["the running server took up its files, and its ssl is off"])
        }
        var findings = ServerFindings()
        findings.otherCertificate = try otherCertificate
        let file = findings.otherCertificate ?? layout.certificate("server/server.crt")
        switch try? serving(file, by: server) {
        case .served(let place, let unproved):
            findings.proofs = [ServingVerdict.proof(at: place, unproved: unproved)]
        case .unseen(let reason), .refused(let reason): findings.unproved = reason
        case nil: break
        }
        return findings
    }

    /// The note on a server whose certificate is not the set's.
    static func note(onOther path: String) -> String {
        printable("the server serves \(path) by its ssl_cert_file, and not the set's certificate")
    }

    /// The file of the certificate in force; `nil` if it is the set's.
    var otherCertificate: String? {
        get throws(NodeEncryptionError) {
            let set = try answer("SHOW ssl_cert_file").trimmed
            let path = PathText.isAbsolute(set) ? set : layout.dataFolder + "/" + set
            let own = try ChangeList.realPath(layout.certificate("server/server.crt"))
            return isSamePath(try ChangeList.realPath(path), own) ? nil : path
        }
    }

    /// How long a server may take until it has read its files.
    private static let patience = Duration.seconds(5)

    /// Whether the server took up its files since. From then on a new connection meets all of them:
    /// settings, rules and certificates are read by the postmaster in one go, and time tells when that began.
    ///
    /// - Parameter earlier: when it last did so before; `nil` where nobody looked.
    func hasLoaded(since earlier: String?) throws(NodeEncryptionError) -> Bool {
        guard let earlier else { return true }
        for _ in 0..<50 {
            if try loadTime() != earlier { return true }
            pause(Self.patience / 50)
        }
        return false
    }

    /// When a running server loaded its files; `nil` where none runs.
    var loadTimeIfRunning: String? {
        get throws(NodeEncryptionError) { try isRunning ? try loadTime() : nil }
    }

    func loadTime() throws(NodeEncryptionError) -> String {
        try answer("SELECT pg_conf_load_time()").trimmed
    }

    func complaints() throws(NodeEncryptionError) -> ServerComplaints {
        try ServerComplaints(try answer(ServerComplaints.statement))
    }

    private func changesRules(_ plan: NodePlan) -> Bool {
        let paths = [layout.authentication] + ((try? layout.rules())?.paths ?? [])
        let known = Set((paths + paths.compactMap { try? ChangeList.realPath($0) }).map { Array($0.utf8) })
        return plan.changes.contains { known.contains(Array($0.path.utf8)) }
    }
}

extension NodeLayout {
    /// Whether some changes have to do with a file, by any of its names.
    func isChanged(_ path: String, by changes: [FileChange]) -> Bool {
        let real = (try? ChangeList.realPath(path)) ?? path
        return changes.contains { isSamePath($0.path, real) || isSamePath($0.path, path) }
    }
}
