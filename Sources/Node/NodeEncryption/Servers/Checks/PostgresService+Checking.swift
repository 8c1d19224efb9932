internal import TextEncodings

extension PostgresService {
    package func standing() throws(NodeEncryptionError) -> ServerStanding? {
        guard try isRunning else { return nil }
        return ServerStanding(complaints: try complaints(), loadTime: try loadTime())
    }

    /// Has the server say how it read its files, and whether they are in force.
    package func checkRunning(
        _ plan: NodePlan,
        since standing: ServerStanding?
    ) throws(NodeEncryptionError) {
        guard try isRunning else { return }
        let hasLoaded = try hasLoaded(since: standing)
        let all = try complaints()
        let new = standing.map { all.new(since: $0.complaints, changesRules: changesRules(plan)) } ?? all.all
        if !new.isEmpty { throw .refusedByServer(reason: ServerComplaints.line(new)) }
        if !hasLoaded {
            let known = all.all.isEmpty ? "; see its log" : ": " + ServerComplaints.line(all.all)
            throw .refusedByServer(reason: "it did not take up its files within \(Self.patience)" + known)
        }
        guard plan.wantsEncryption else { return }
        let value = try answer("SHOW ssl").trimmed
        if value != "on" { throw .refusedByServer(reason: "ssl is \(value) after the reload; see its log") }
    }

    /// How long a server may take until it has read its files.
    private static let patience = Duration.seconds(5)

    /// Whether the server took up its files after `standing`. From then on a new connection meets all of them:
    /// settings, rules and certificates are read by the postmaster in one go, and time tells when that began.
    private func hasLoaded(since standing: ServerStanding?) throws(NodeEncryptionError) -> Bool {
        guard let standing else { return true }
        for _ in 0..<50 {
            if try loadTime() != standing.loadTime { return true }
            pause(Self.patience / 50)
        }
        return false
    }

    private func loadTime() throws(NodeEncryptionError) -> String {
        try answer("SELECT pg_conf_load_time()").trimmed
    }

    private func complaints() throws(NodeEncryptionError) -> ServerComplaints {
        try ServerComplaints(try answer(ServerComplaints.statement))
    }

    /// Whether a plan changes the rules for clients.
    private func changesRules(_ plan: NodePlan) -> Bool {
        let path = (try? ChangeList.realPath(layout.authentication)) ?? layout.authentication
        return plan.changes.contains {
            isSamePath($0.path, path) || isSamePath($0.path, layout.authentication)
        }
    }
}
