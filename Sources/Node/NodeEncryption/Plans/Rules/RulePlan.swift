internal import PostgresConfiguration
internal import TextEncodings

/// The changes to the rules of a node: in its HBA file, and in those that this includes and that are the node's.
struct RulePlan {
    /// The rules that go from md5 to SCRAM, as they were.
    private(set) var strengthened: [HostBasedAuthenticationRecord] = []
    /// The rules that go from trust to SCRAM, as they were.
    private(set) var closed: [HostBasedAuthenticationRecord] = []
    /// What the operator should know.
    private(set) var notes: [String] = []
    /// Where rules stand that would be changed if their files were the node's.
    private(set) var left: [HostBasedAuthenticationRules.Rule] = []

    /// Adds the steps to a list.
    ///
    /// - Parameters:
    ///   - rules: the rules as they are.
    ///   - allRules: whether every rule is turned that accepts unencrypted TCP, and not only the platform's.
    ///   - trusted: the users whom no rule may let in unasked.
    ///   - user: the user for whom a rule for client certificates is added.
    ///   - groups: what he is a member of; `nil` where that is not known.
    ///   - wakesAll: whether Pgpool-II did not read its rules: then whom none is for gets one.
    ///   - verdict: what the server says of the rules as they are, if it runs.
    /// - Throws: ``InstallRefusal/refusedRule(path:line:dialect:reason:)`` for a line that the server refuses already.
    init(
        _ layout: NodeLayout,
        _ rules: HostBasedAuthenticationRules,
        allRules: Bool,
        closingTrustFor trusted: Set<[UInt8]>,
        clientCertificatesFor user: String?,
        groups: RoleGroups?,
        wakesAll: Bool,
        _ verdict: RuleVerdict?,
        _ list: inout ChangeList
    ) throws(NodeEncryptionError) {
        notes = try RuleAcceptance(rules, layout, verdict).notes
        let files = try RuleFiles(rules, layout)
        let client = try user.map { user throws(NodeEncryptionError) in
            try ClientRulePlan(for: user, groups, rules, files, layout)
        }
        notes += client?.notes ?? []
        for path in files.own {
            let isPlace = client?.path.map { isSamePath($0, path) } ?? false
            try list.edit(path) { octets throws(NodeEncryptionError) in
                // What a plan changes is what it found, which is read already unless it was changed meanwhile.
                let known = rules.files[path].flatMap { $0.octets == octets ? $0 : nil }
                do throws(PostgresConfigurationError) {
                    let plan = try AuthenticationPlan(
                        known ?? HostBasedAuthenticationFile(octets, dialect: layout.authenticationDialect),
                        allRules: allRules,
                        closingTrustFor: trusted,
                        adding: isPlace ? client?.rule : nil
                    )
                    strengthened += plan.strengthened
                    closed += plan.closed
                    notes += plan.closed.map { TrustingRules.note(closing: $0, in: path) }
                    return plan.octets
                } catch {
                    throw .configuration(error)
                }
            }
        }
        for rule in rules.rules where !files.isOwn(rule.path) && rule.record.isTurned(allRules: allRules) {
            let method = rule.record.method == "md5" ? ", and scram-sha-256 in place of md5" : ""
            left.append(rule)
            notes.append(
                "\(rule.place): this file is not of this node alone and stays as it is; write hostssl there in place "
                    + "of \(rule.record.type.rawValue)\(method), so that this rule no longer accepts unencrypted "
                    + "connections"
            )
        }
        if wakesAll { try admitOthers(layout, &list) }
    }

    /// Adds rules for those whom no rule of a Pgpool-II is for that did not read them: all got in who had a password,
    /// and do so by TLS from then on. What rules say of anybody stands before, and counts.
    private mutating func admitOthers(
        _ layout: NodeLayout,
        _ list: inout ChangeList
    ) throws(NodeEncryptionError) {
        let rules = try layout.rules(from: PlannedFiles(list.changes)).rules
        func isOpen(_ origin: SampleConnection.Origin) -> Bool {
            let kind: ConnectionKinds = origin == .socket ? .local : .tls
            return rules.deciding(about: SampleConnection(from: origin), by: kind) == nil
        }
        let lines = [
            (SampleConnection.Origin.socket, "local all all scram-sha-256"),
            (.address(.last(of: .ipv4), []), "hostssl all all 0.0.0.0/0 scram-sha-256"),
            (.address(.last(of: .ipv6), []), "hostssl all all ::/0 scram-sha-256"),
        ].filter { isOpen($0.0) }.map(\.1)
        if lines.isEmpty { return }
        try list.edit(layout.authentication) { octets throws(NodeEncryptionError) in
            var file = HostBasedAuthenticationFile(octets, dialect: layout.authenticationDialect)
            do throws(PostgresConfigurationError) {
                for line in lines { try file.insert(line: line, beforeRecord: file.records.count) }
            } catch {
                throw .configuration(error)
            }
            return file.octets
        }
        notes.append(
            "\(printable(layout.authentication)): Pgpool-II reads its rules from now on, and lets nobody in whom none "
                + "is for; for those whom it let in before, these are added: \(lines.joined(separator: "; "))"
        )
    }
}

extension HostBasedAuthenticationRules.Rule {
    /// Where it stands, for a message.
    var place: String { "\(printable(path)), line \(record.line)" }
}
