internal import NodeCertificates
internal import PostgresConfiguration
internal import TextEncodings

extension NodeLayout {
    /// Whether no rule lets a user from elsewhere in over TLS without his certificate, as far as that is certain: a
    /// group, a file or an expression in a rule is taken for one that he is not in.
    ///
    /// Rules that cannot be read want none: `status` says what is wrong with them.
    func requiresClientCertificate(of user: String, database: String) throws(NodeEncryptionError) -> Bool {
        let rules = try? rules()
        for record in rules?.rules.map(\.record) ?? [] {
            guard record.type.connections.contains(.tls), !record.isForThisHost, record.method != "reject",
                record.databases.contains(where: { $0.means(database: database, of: user) }),
                record.users.contains(where: { $0.keyword == .all || $0.means(role: user) })
            else { continue }
            // A rule for some addresses decides only for these.
            if !record.demandsClientCertificate { return false }
            if record.isForEveryAddress { return true }
        }
        return false
    }

    /// Why no rule lets a user in over TLS, wherever he comes from; `nil` if one may, or nobody reads the rules.
    func refusal(of user: String, database: String?) -> String? {
        areRulesRead ? (try? rules())?.refusal(of: user, database: database) : nil
    }

    /// The methods by which the rules may let a user in over TLS: those of rules for other hosts, or where there are
    /// none, of rules for this one; none where the server has others in force, or nobody may read them.
    func methods(admitting user: String, to database: String?) -> Set<String> {
        guard let rules = try? rules(), rules.problems.isEmpty else { return [] }
        let records = rules.recordsAdmitting(user, to: database)
        let elsewhere = records.filter { !$0.isForThisHost }
        return Set((elsewhere.isEmpty ? records : elsewhere).map(\.method))
    }

    /// Whether the rules may let a user in over TLS from another host; `nil` where the server has others in force, or
    /// nobody reads them.
    func admitsFromElsewhere(_ user: String, to database: String?) -> Bool? {
        guard areRulesRead, let rules = try? rules(), rules.problems.isEmpty else { return nil }
        return !rules.recordsAdmitting(user, to: database).allSatisfy(\.isForThisHost)
    }

    /// The same for whomever there is a rule for.
    func admitsFromElsewhere(_ rules: HostBasedAuthenticationRules) -> Bool? {
        guard areRulesRead else { return nil }
        return rules.rules.map(\.record).contains {
            $0.type.connections.contains(.tls) && $0.method != "reject" && !$0.isForThisHost
        }
    }

    /// Whether the server goes by its rules.
    private var areRulesRead: Bool {
        let isOn = role == .postgres ? "on" : try? settings().value(of: "enable_pool_hba")
        return isOn.map { RequiredSettings.isSame($0, "on") } ?? false
    }

    /// Whether a user's certificate and key are on the node.
    func hasClientPair(of user: String) throws(NodeEncryptionError) -> Bool {
        let stem = certificate("client/" + ClientSettings.fileStem(of: user))
        for ending in [".crt", ".key"] {
            // One that cannot be looked at may be there.
            if let state = try? FileState.read(stem + ending), state == .absent { return false }
        }
        return true
    }
}

extension HostBasedAuthenticationRules {
    /// Why none of them lets a user in over TLS, wherever he comes from; `nil` if one may: a group, a file or an
    /// expression is taken for one that he is in.
    ///
    /// - Parameter database: `nil` for any.
    func refusal(of user: String, database: String?) -> String? {
        // With a line that the server refuses it has others in force.
        guard problems.isEmpty, recordsAdmitting(user, to: database).isEmpty else { return nil }
        let refusing = NetworkAddress.Family.allCases.lazy.compactMap { family in
            rulesMet(by: user, in: database, from: family).first { $0.isCertain }?.rule
        }.first
        guard let refusing else { return "\(printable(paths[0])): no rule lets \(printable(user)) in by TLS" }
        return "\(refusing.place): this rule refuses \(printable(user)) by TLS, wherever from"
    }

    /// Those that may let a user in over TLS from somewhere: none that is behind one which decides about him in any
    /// case.
    fileprivate func recordsAdmitting(
        _ user: String,
        to database: String?
    ) -> [HostBasedAuthenticationRecord] {
        NetworkAddress.Family.allCases.flatMap { family in
            rulesMet(by: user, in: database, from: family).map(\.rule.record).filter { $0.method != "reject" }
        }
    }

    /// The rules that may decide about a user who comes by TLS from an address of a family, up to the first that
    /// certainly does, wherever he comes from.
    private func rulesMet(
        by user: String,
        in database: String?,
        from family: NetworkAddress.Family
    ) -> [(rule: Rule, isCertain: Bool)] {
        var met: [(rule: Rule, isCertain: Bool)] = []
        for rule in rules where rule.record.type.connections.contains(.tls) && rule.record.reaches(family) {
            let fit = rule.record.fit(user: user, database: database)
            if fit == .no { continue }
            // A rule for some addresses or databases decides only for these.
            let isCertain = fit == .yes && rule.record.isForEveryAddress
            met.append((rule, isCertain))
            if isCertain { break }
        }
        return met
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether it has addresses of that family.
    fileprivate func reaches(_ family: NetworkAddress.Family) -> Bool {
        if case .network(let network) = address { network.family == family } else { true }
    }

    /// Whether it is for a user in a database.
    fileprivate func fit(user: String, database: String?) -> Fit {
        let fits = [
            Fit.any(users.map { $0.isFitting(user: user) }),
            Fit.any(
                databases.map { token in
                    if let database { return token.isFitting(database: database, user: user) }
                    return token.keyword == .all ? .yes : token.keyword == .replication ? .no : .unknown
                }
            ),
        ]
        return fits.contains(.no) ? .no : fits.contains(.unknown) ? .unknown : .yes
    }

    /// Whether it lets nobody in who shows no certificate.
    var demandsClientCertificate: Bool {
        method == "cert"
            || options.contains {
                $0.name == "clientcert" && ["verify-ca", "verify-full", "1"].contains($0.value)
            }
    }

    /// Whether it is for all addresses, of a family at least.
    fileprivate var isForEveryAddress: Bool {
        switch address {
        case .all: true
        case .network(let network): network.isEverything
        case nil, .sameHost, .sameNet, .name: false
        }
    }
}

extension HostBasedAuthenticationToken {
    /// Whether it means the role of that name, and is not a keyword, a group, a file or an expression.
    func means(role: String) -> Bool {
        let isSpecial = text.utf8.first.map { "+@/".utf8.contains($0) } ?? true
        return keyword == nil && (isQuoted || !isSpecial) && text.utf8.elementsEqual(role.utf8)
    }

    fileprivate func means(database: String, of user: String) -> Bool {
        keyword == .all || keyword == .sameUser && database.utf8.elementsEqual(user.utf8)
            || means(role: database)
    }
}
