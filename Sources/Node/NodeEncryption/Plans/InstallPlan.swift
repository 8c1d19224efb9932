internal import DurableFiles
internal import NodePlatform
internal import PostgresConfiguration
internal import TextEncodings

extension NodePlan {
    /// The plan that turns encryption on.
    ///
    /// The steps are in an order in which the server can start after each: certificates, then the settings that name
    /// them, then the rules that require TLS.
    ///
    /// - Parameters:
    ///   - certificates: the files that should be in the certificate folder.
    ///   - owner: the node's user, whom no rule may lock out.
    ///   - passwords: on a Pgpool-II node, the changes to `pool_passwd` and the pool key.
    ///   - keyPath: the pool key, for commands that are shown; `nil` where it is not known.
    ///   - roles: on a PostgreSQL node, the change to a role's stored password.
    ///   - allRules: whether to change all rules that accept unencrypted TCP, not only the platform's catch-all rules.
    ///   - clientCertificatesFor: the user for whom a rule for client certificates is added.
    ///   - backendRoots: on a Pgpool-II node, what its backends are verified against.
    ///   - md5Roles: the roles whose password is stored as md5, those of `roles` among them.
    ///   - userOnStandby: what keeps its user out if he is one of them, and cannot have a SCRAM secret by this plan.
    ///   - client: psql as the server's superuser, as an operator would type it.
    ///   - groups: what its user is a member of, as rules for groups see it; `nil` where that is not known.
    ///   - redeployed: what a redeploy must leave beside the certificates.
    ///   - verdict: what the server says of its rules, if it runs.
    ///   - notes: what the operator should know, in addition to what is found here.
    static func install(
        _ layout: NodeLayout,
        certificates: CertificateFiles,
        for owner: String = Platform.user,
        passwords: [FileChange] = [],
        keyPath: String? = nil,
        roles: [RoleChange] = [],
        allRules: Bool = false,
        clientCertificatesFor user: String? = nil,
        backendRoots: BackendRoots = .asTheyAre,
        md5Roles: [[UInt8]] = [],
        onStandby userOnStandby: LoginObstacle? = nil,
        client: String = "psql",
        groups: RoleGroups? = nil,
        redeployed: [String] = [],
        verdict: RuleVerdict? = nil,
        notes: [String] = []
    ) throws(NodeEncryptionError) -> NodePlan {
        var list = ChangeList(ownedBy: layout.owner)
        try certificates.plan(layout, &list)
        // Its note is one of what is asked before any plan.
        _ = try RootWithoutList.notes(layout, list)
        for change in passwords { try list.put(change.after, at: change.path, kind: change.kind) }
        var notes = notes
        let asleep = try WokenRules.Sleep(layout)
        let trusted = try TrustingRules.usersOfEntries(layout, list, asleep)
        switch layout.role {
        case .postgres: try planPostgres(layout, &list)
        case .pgpool:
            let isSet = try backendRoots.setting(layout, list)
            let changed = try planPgpool(layout, backendRoots: isSet, &list)
            if changed || isSet == nil, let note = backendRoots.note(isSet) { notes.append(note) }
        }
        let before = try layout.rules()
        let rules = try RulePlan(
            layout,
            before,
            allRules: allRules,
            closingTrustFor: trusted,
            clientCertificatesFor: layout.role == .postgres ? user : nil,
            groups: groups,
            wakesAll: asleep == .unread,
            verdict,
            &list
        )
        let change = RuleChange(from: before, to: try layout.rules(from: PlannedFiles(list.changes)))
        try RuleAcceptance.requireAll(change, layout)
        let woken = try WokenRules(asleep, user: owner, groups: groups, change)
        let incomplete = try ExposedRule.check(change, asleep, layout)
        notes += woken.notes + incomplete.filter { !woken.notes.contains($0) }
        let stronger = rules.strengthened + woken.strengthened
        if layout.role == .pgpool {
            let asking = change.after.rules.map(\.record).filter { $0.method == "scram-sha-256" }
            let entries = try list.state(of: try ChangeList.realPath(layout.passwords)).content
            let writing = layout.writingEntry(of: nil, keyPath: keyPath)
            notes += [
                asleep == .unread ? LockedOut.noteOnMissingEntries(writing) : nil,
                LockedOut.note(
                    onEntries: layout.passwords,
                    entries,
                    by: asleep == .unread ? asking : stronger + rules.closed,
                    writing: writing
                ),
            ].compactMap(\.self)
        }
        if let userOnStandby {
            let own = md5Roles.filter { $0 == Array(userOnStandby.user.utf8) }
            if !LockedOut.concerned(own, by: stronger).isEmpty {
                throw .notInstalled(.noLogin(userOnStandby))
            }
        }
        let stored = Set(roles.map { Array($0.user.utf8) })
        if let note = LockedOut.note(
            onRoles: md5Roles.filter { !stored.contains($0) },
            by: stronger,
            client: client
        ) {
            notes.append(note)
        }
        try planRedeploy([layout.certificates] + redeployed, layout, &list)
        try certificates.flatSet?.planRemoval(layout, &list)
        return NodePlan(
            operation: .install,
            roles: roles,
            changes: list.changes,
            notes: notes + rules.notes
                + (try Self.notes(
                    layout,
                    change,
                    for: owner,
                    of: groups,
                    without: rules.left,
                    clientCertificatesFor: user
                ))
                + [try ClientRoots(layout, after: list).note].compactMap(\.self)
        )
    }

    private static func planPostgres(_ layout: NodeLayout, _ list: inout ChangeList)
        throws(NodeEncryptionError)
    {
        let settings = RequiredSettings(of: layout).all
        let attributes = FileAttributes(mode: 0o600, owner: layout.owner ?? .running)
        let included = try layout.includedOwnSettings
        try list.edit(layout.ownSettings, makingWith: attributes) { octets throws(NodeEncryptionError) in
            var file = ConfigurationFile(octets, dialect: .postgres)
            try file.setAll(settings)
            return file.octets
        }
        try list.edit(layout.configuration) { octets throws(NodeEncryptionError) in
            var file = ConfigurationFile(octets, dialect: .postgres)
            if let line = file.problemLines.first {
                throw .brokenConfiguration(path: layout.configuration, line: line)
            }
            do throws(PostgresConfigurationError) {
                if !file.includes.contains(where: { layout.isOwnSettings($0.path) }) {
                    // What copies a server's configuration, such as pg_upgradecluster, leaves our own file behind:
                    // then the new server starts, without TLS, and its rules for TLS let nobody in without.
                    try file.include(included, kind: .fileIfPresent)
                }
            } catch {
                throw .configuration(error)
            }
            return file.octets
        }
        try overrideLaterSettings(layout, settings, &list)
    }

    /// Plans the settings; whether the backends are verified against another file than before.
    private static func planPgpool(
        _ layout: NodeLayout,
        backendRoots: String?,
        _ list: inout ChangeList
    ) throws(NodeEncryptionError) -> Bool {
        var settings = RequiredSettings(of: layout).all
        if let backendRoots { settings.append(("ssl_ca_cert", backendRoots)) }
        let before = try layout.settings().value(of: "ssl_ca_cert") ?? ""
        try list.edit(layout.configuration) { octets throws(NodeEncryptionError) in
            var file = ConfigurationFile(octets, dialect: .pgpool)
            if let line = file.problemLines.first {
                throw .brokenConfiguration(path: layout.configuration, line: line)
            }
            // A `pool_passwd` that the operator set is kept, wherever it is.
            let own = file.assignment(of: "pool_passwd")?.text ?? ""
            try file.setAll(settings.filter { $0.name != "pool_passwd" || own.isEmpty })
            return file.octets
        }
        try overrideLaterSettings(layout, settings.filter { $0.name != "pool_passwd" }, &list)
        return backendRoots.map { !isSamePath($0, before) } ?? false
    }

    /// Makes sure that the settings take effect once includes are followed: one that comes after ours in the main file
    /// is changed there; one in a file that is not ours is an error.
    private static func overrideLaterSettings(
        _ layout: NodeLayout,
        _ settings: [(name: String, value: String)],
        _ list: inout ChangeList
    ) throws(NodeEncryptionError) {
        func misfits() throws(NodeEncryptionError) -> [(
            name: String, value: String, found: EffectiveConfiguration.Setting
        )] {
            let inForce = try layout.settings(from: PlannedFiles(list.changes))
            // With one line that it refuses, in whatever file, the server takes nothing from any of them.
            if let problem = inForce.problems.first {
                throw .brokenConfiguration(path: problem.path, line: problem.line)
            }
            return settings.compactMap { setting in
                guard let found = inForce.setting(of: setting.name),
                    !RequiredSettings.isSame(found.assignment.text, setting.value)
                else { return nil }
                return (setting.name, setting.value, found)
            }
        }
        let own = try misfits().filter { isSamePath($0.found.path, layout.configuration) }.map {
            ($0.name, $0.value)
        }
        if !own.isEmpty {
            try list.edit(try ChangeList.realPath(layout.configuration)) {
                bytes throws(NodeEncryptionError) in
                var file = ConfigurationFile(bytes, dialect: layout.configurationDialect)
                try file.setAll(own)
                return file.octets
            }
        }
        if let rest = try misfits().first {
            throw .overruled(setting: rest.name, path: rest.found.path, line: rest.found.assignment.line)
        }
    }

    /// Adds places to the list of what is kept across a redeploy, which is made on a node of the platform.
    private static func planRedeploy(_ places: [String], _ layout: NodeLayout, _ list: inout ChangeList)
        throws(NodeEncryptionError)
    {
        guard try RedeployList.isRead(layout) else { return }
        let attributes = FileAttributes(mode: 0o644, owner: .running)
        try list.edit(layout.redeploy, makingWith: attributes) { RedeployList($0).adding(places) }
    }

    private static func notes(
        _ layout: NodeLayout,
        _ change: RuleChange,
        for owner: String,
        of groups: RoleGroups?,
        without left: [HostBasedAuthenticationRules.Rule],
        clientCertificatesFor user: String?
    ) throws(NodeEncryptionError) -> [String] {
        let rules = change.after
        try RuleAcceptance.requireRules(rules, layout)
        let coverage = rules.coverage
        let refusal =
            rules.refusal(of: owner, database: nil, groups: groups)
            ?? rules.doubt(about: owner, database: nil, groups: groups)
        let unreachable = coverage.unreachable.map {
            "\($0.place): no connection reaches this rule; earlier rules match all of them"
        }
        let incomplete = "\(printable(layout.authentication)): \(RuleCoverage.incomplete)"
        let preceding =
            user.map { LockedOut.notes(onRulesBeforeClientRuleOf: $0, of: groups, rules) } ?? []
        let trusting = TrustingRules.notes(coverage.reachable, layout.role)
        return [refusal].compactMap(\.self) + preceding + plainAdmissions(change, without: left) + trusting
            + unreachable + (coverage.isComplete ? [] : [incomplete])
    }

    /// A note on each rule that lets connections of others in without encryption.
    ///
    /// - Parameter left: the rules of which it is said already.
    private static func plainAdmissions(
        _ change: RuleChange,
        without left: [HostBasedAuthenticationRules.Rule]
    ) -> [String] {
        let coverage = change.after.coverage
        let former = change.before.coverage
        let said = Dictionary(grouping: left, by: \.path).mapValues { Set($0.map(\.record.line)) }
        return change.after.rules.indices.filter { coverage.admitsPlainConnections($0) }.compactMap { place in
            let rule = change.after.rules[place]
            if rule.record.isForThisHost || said[rule.path]?.contains(rule.record.line) ?? false {
                return nil
            }
            let admittedThem = change.formerPlaces[place].map { former.admitsPlainConnections($0) } ?? false
            return admittedThem
                ? "\(rule.place): this rule still accepts unencrypted connections"
                : "\(rule.place): unencrypted connections come to this rule from now on, and it lets them in by "
                    + printable(rule.record.method)
        }
    }
}

extension NodeLayout {
    /// Whether an include of the main file leads to our own settings.
    func isOwnSettings(_ path: String) -> Bool {
        path == Self.ownSettingsName || path == ownSettings || path == "./" + Self.ownSettingsName
    }

    /// The path by which the main file includes our own settings: relative, so that both can move, unless the server
    /// may read the main file by another path, from which it would look for it elsewhere.
    var includedOwnSettings: String {
        get throws(NodeEncryptionError) {
            let isLink = !isSamePath(
                try ChangeList.realPath(configuration),
                NodeRecords.identity(of: configuration)
            )
            return isLink || isReadByAnotherPath ? ownSettings : Self.ownSettingsName
        }
    }
}

extension ConfigurationFile {
    /// Sets all of `settings`.
    mutating func setAll(_ settings: [(name: String, value: String)]) throws(NodeEncryptionError) {
        do throws(PostgresConfigurationError) {
            for setting in settings { try set(setting.name, to: setting.value) }
        } catch {
            throw .configuration(error)
        }
    }
}
