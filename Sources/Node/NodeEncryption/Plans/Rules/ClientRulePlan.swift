internal import PostgresConfiguration
internal import TextEncodings

/// The rule that has a user log in by his client certificate, and its place among the rules of a node.
///
/// Since the first rule that fits decides, it stands before the first that would let him in by TLS without one, or that
/// is for everybody; else at the end of the main file. It passes no rule by which an operator refuses him, though:
/// what he let nobody in from stays so, and the rule stands behind that.
struct ClientRulePlan {
    /// The file that gets it, without a symbolic link at its end; `nil` where none is to be added.
    private(set) var path: String?
    /// The rule, and before which of that file it is put.
    private(set) var rule: AuthenticationPlan.NewRule?
    /// What the operator should know.
    private(set) var notes: [String] = []

    /// - Parameter groups: what the user is a member of; `nil` where that is not known.
    /// - Throws: ``InstallRefusal/passedRule(_:user:line:)`` where it would have to pass one.
    init(
        for user: String,
        _ groups: RoleGroups?,
        _ rules: HostBasedAuthenticationRules,
        _ files: RuleFiles,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) {
        if rules.wantCertificate(of: user, groups) { return }
        let line: String
        do throws(PostgresConfigurationError) {
            line = try AuthenticationPlan.clientRule(of: user, dialect: layout.authenticationDialect)
        } catch {
            throw .configuration(error)
        }
        let all = rules.rules
        let found = all.firstIndex { rule in
            rule.record.isRemoteCatchAll || rule.letsInWithoutCertificate(user, groups)
        }
        let first = found ?? all.count
        var place = first
        let met = rules.rulesMet(by: user, groups).filter { $0.place >= first }
        let refusing = met.filter { $0.rule.record.method == "reject" }.max { $0.place < $1.place }
        if let refusing {
            place = refusing.place + 1
            // Behind what decides about him anyway it would be of no use.
            let isTooLate = met.contains { one in
                one.isCertain && one.place < place
                    && (one.rule.record.method == "reject" || one.rule.letsInWithoutCertificate(user, groups))
            }
            if isTooLate {
                if rules.letInByCertificateAlone(user, groups) { return }
                throw .notInstalled(.passedRule(refusing.rule.place, user: user, line: line))
            }
        }
        if place == all.count || files.isOwn(all[place].path), let refusing {
            notes.append(
                "\(refusing.rule.place): the rule for the client certificate of \(printable(user)) is put behind this "
                    + "one, which refuses him"
            )
        }
        guard place < all.count else {
            path = files.own[0]
            rule = AuthenticationPlan.NewRule(line: line, place: nil)
            return
        }
        let next = all[place]
        guard files.isOwn(next.path) else {
            notes.append(
                "\(next.place): this file is not of this node alone and stays as it is; write "
                    + "\"\(printable(line))\" there before this rule, so that \(printable(user)) logs in by it"
            )
            return
        }
        if refusing == nil, !next.record.isRemoteCatchAll {
            notes.append(
                "\(next.place): the rule for the client certificate of \(printable(user)) is put before this one, by "
                    + "which he may have got in by \(printable(next.record.method)); over TLS he needs the "
                    + "certificate then, also from this host"
            )
        }
        path = try ChangeList.realPath(next.path)
        rule = AuthenticationPlan.NewRule(line: line, place: next.index)
    }
}

extension HostBasedAuthenticationRules {
    /// The place of the rule with which a user's certificate decides about him in all databases, wherever he comes
    /// from, if no rule before it does; `nil` where there is none.
    func placeOfClientRule(of user: String) -> Int? {
        var families = NetworkAddress.Family.allCases
        return rules.firstIndex { rule in
            guard rule.isClientRule(of: user), rule.record.isForEveryAddress,
                rule.databases.contains(where: { $0.keyword == .all })
            else { return false }
            families.removeAll { rule.record.reaches($0) }
            return families.isEmpty
        }
    }

    /// Whether there are rules for a user's client certificate as far as there need be any: one for all connections, or
    /// narrower ones and none by which he gets in without it.
    fileprivate func wantCertificate(of user: String, _ groups: RoleGroups?) -> Bool {
        placeOfClientRule(of: user) != nil || letIn(user, groups) { $0.isClientRule(of: user) }
    }

    /// Whether a user gets in by his certificate, from other hosts too, and by nothing else, as rules for all may have
    /// it.
    fileprivate func letInByCertificateAlone(_ user: String, _ groups: RoleGroups?) -> Bool {
        letIn(user, groups) { rule in
            rule.record.method == "cert" && !rule.record.isForThisHost
                && rule.fit(user: user, groups: groups) == .yes
        }
    }

    /// Whether some of the rules that a user may meet are of a kind, and none lets him in without a certificate.
    private func letIn(_ user: String, _ groups: RoleGroups?, onlyBy isOfKind: (Rule) -> Bool) -> Bool {
        let met = rulesMet(by: user, groups).map(\.rule)
        return met.contains(where: isOfKind) && !met.contains { $0.letsInWithoutCertificate(user, groups) }
    }
}

extension HostBasedAuthenticationRules.Rule {
    /// Whether it lets the role of that name in by a client certificate alone.
    fileprivate func isClientRule(of user: String) -> Bool {
        record.type == .hostssl && record.method == "cert" && users.contains { $0.isName(of: user) }
    }
}
