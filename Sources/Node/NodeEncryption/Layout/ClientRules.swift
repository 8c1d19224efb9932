internal import NodeCertificates
internal import PostgresConfiguration
internal import TextEncodings

extension NodeLayout {
    /// Whether no rule lets a user from elsewhere in over TLS without his certificate, as far as that is certain: what
    /// is not known is taken for a rule that is not for him.
    ///
    /// Rules that cannot be read want none: `status` says what is wrong with them.
    ///
    /// - Parameter groups: what he is a member of; `nil` where that is not known. So in all that follow.
    func requiresClientCertificate(of user: String, database: String, groups: RoleGroups?) -> Bool {
        let rules = try? rules()
        for rule in rules?.rules ?? [] {
            let record = rule.record
            guard record.type.connections.contains(.tls), !record.isForThisHost, record.method != "reject",
                rule.fit(user: user, database: database, groups: groups) == .yes
            else { continue }
            // A rule for some addresses decides only for these.
            if !record.demandsClientCertificate { return false }
            if record.isForEveryAddress { return true }
        }
        return false
    }

    /// Why no rule lets a user in over TLS, wherever he comes from; `nil` if one may, or nobody reads the rules.
    func refusal(of user: String, database: String?, groups: RoleGroups?) -> String? {
        areRulesRead ? (try? rules())?.refusal(of: user, database: database, groups: groups) : nil
    }

    /// Which rule may keep a user out who comes by TLS without a certificate, and whether it is for him is not known;
    /// `nil` where there is none, or nobody reads the rules.
    func doubt(about user: String, database: String?, groups: RoleGroups?) -> String? {
        areRulesRead ? (try? rules())?.doubt(about: user, database: database, groups: groups) : nil
    }

    /// The methods by which the rules may let a user in over TLS: those of rules for other hosts, or where there are
    /// none, of rules for this one; none where the server has others in force, or nobody may read them.
    func methods(admitting user: String, to database: String?, groups: RoleGroups?) -> Set<String> {
        guard let rules = try? rules(), rules.problems.isEmpty else { return [] }
        let records = rules.recordsAdmitting(user, to: database, groups)
        let elsewhere = records.filter { !$0.isForThisHost }
        return Set((elsewhere.isEmpty ? records : elsewhere).map(\.method))
    }

    /// Whether the rules may let a user in over TLS from another host; `nil` where the server has others in force, or
    /// nobody reads them.
    func admitsFromElsewhere(_ user: String, to database: String?, groups: RoleGroups?) -> Bool? {
        guard areRulesRead, let rules = try? rules(), rules.problems.isEmpty else { return nil }
        return !rules.recordsAdmitting(user, to: database, groups).allSatisfy(\.isForThisHost)
    }

    /// The same for whomever there is a rule for.
    func admitsFromElsewhere(_ rules: HostBasedAuthenticationRules) -> Bool? {
        guard areRulesRead else { return nil }
        return rules.coverage.reachable.map(\.record).contains {
            $0.type.connections.contains(.tls) && $0.method != "reject" && !$0.isForThisHost
        }
    }

    /// Those of some rules by which nobody gets in, since they want a client certificate and the server has TLS, but no
    /// `ssl_ca_file` (`ClientAuthentication` of `auth.c`).
    ///
    /// - Parameter source: where the settings are.
    func rulesWithoutClientRoots(
        _ rules: [HostBasedAuthenticationRules.Rule],
        from source: borrowing some ConfigurationSource = ConfigurationFileSystem()
    ) -> [HostBasedAuthenticationRules.Rule] {
        guard role == .postgres, let files = TLSFiles(of: self, from: source), files.isEncrypted,
            files.authorities == nil
        else { return [] }
        return rules.filter { $0.record.demandsClientCertificate && $0.record.method != "reject" }
    }

    /// The first rule that asks for a client certificate; `nil` for none, and where the rules cannot be read.
    var ruleForClientCertificates: HostBasedAuthenticationRules.Rule? {
        (try? rules())?.rules.first { $0.record.demandsClientCertificate }
    }

    /// Whether a rule may let a user in by TLS who has neither a password nor a certificate, and comes from this host.
    ///
    /// - Parameter host: where the server is reached on it.
    func mayLetInUnasked(_ user: String, to database: String, groups: RoleGroups?, at host: String) -> Bool {
        // Behind a Pgpool-II are its backends' rules, and a server that rejects a line goes on with older ones.
        guard role == .postgres, let rules = try? rules(), rules.problems.isEmpty else { return true }
        return OwnAddresses.ofConnection(to: host).contains {
            rules.mayLetInUnasked(user, to: database, groups: groups, from: $0)
        }
    }

    /// Whether its settings say that Pgpool-II does not go by its rules, which then keep nobody out.
    var leavesRulesUnread: Bool {
        readsRules == false
    }

    /// Whether the server goes by its rules.
    private var areRulesRead: Bool { readsRules == true }

    /// The same; `nil` where the settings of a Pgpool-II, which say it, cannot be read.
    private var readsRules: Bool? {
        guard role == .pgpool else { return true }
        return (try? settings()).map {
            RequiredSettings.isSame($0.value(of: "enable_pool_hba") ?? "off", "on")
        }
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
    /// Whether there is one for a group, so that it has to be known of a user what he is a member of.
    var haveGroups: Bool {
        rules.contains { rule in
            rule.users.contains(where: \.isGroup)
                || rule.record.databases.contains { $0.keyword == .sameRole || $0.keyword == .sameGroup }
        }
    }

    /// Why none of them lets a user in over TLS, wherever he comes from; `nil` if one may: what is not known is taken
    /// for one that is for him.
    ///
    /// - Parameter database: `nil` for any.
    func refusal(of user: String, database: String?, groups: RoleGroups?) -> String? {
        // With a line that the server refuses it has others in force.
        guard problems.isEmpty, recordsAdmitting(user, to: database, groups).isEmpty else { return nil }
        let refusing = NetworkAddress.Family.allCases.lazy.compactMap { family in
            rulesMet(by: user, in: database, groups, from: family).first { $0.isCertain }?.rule
        }.first
        guard let refusing else { return "\(printable(paths[0])): no rule lets \(printable(user)) in by TLS" }
        return "\(refusing.place): this rule refuses \(printable(user)) by TLS, wherever from"
    }

    /// Which of them may keep a user out who comes by TLS without a certificate, wherever from, where that depends on
    /// what is not known: a group, a file or an expression; `nil` where none does.
    ///
    /// - Parameter database: `nil` for any.
    func doubt(about user: String, database: String?, groups: RoleGroups?) -> String? {
        guard problems.isEmpty else { return nil }
        let found = NetworkAddress.Family.allCases.lazy.compactMap { family in
            rulesMet(by: user, in: database, groups, from: family).map(\.rule).first { rule in
                let record = rule.record
                return record.isForEveryAddress
                    && (record.method == "reject" || record.demandsClientCertificate)
                    && rule.fit(user: user, groups: groups) == .unknown
                    && rule.fit(database: database, user: user, groups: groups) == .yes
            }
        }.first
        guard let found else { return nil }
        let what = found.record.method == "reject" ? "refuses" : "wants a client certificate of"
        return
            "\(found.place): it is not known whether \(printable(user)) is among those whom this rule \(what)"
    }

    /// Whether nobody gets in as a user by a password that is stored as md5, since each rule that may let him in asks
    /// for SCRAM: by whatever connection. Rules by which this host needs no password, as `peer`, let no client of
    /// another in.
    func refuseMD5(of user: String) -> Bool {
        guard problems.isEmpty else { return false }
        var methods: Set<String> = []
        for connection in [ConnectionKinds.local, .plain, .tls, .gss] {
            for family in NetworkAddress.Family.allCases {
                for rule in rulesMet(by: user, in: nil, nil, from: family, over: connection).map(\.rule) {
                    let method = rule.record.method
                    guard method != "reject",
                        !rule.record.isForThisHost || LoginObstacle.methodsOfStored.contains(method)
                    else { continue }
                    methods.insert(method)
                }
            }
        }
        return LoginObstacle.Kind.md5.applies(under: methods)
    }

    /// Those that may let a user in over TLS from somewhere: none that is behind one which decides about him in any
    /// case, or that no connection reaches.
    fileprivate func recordsAdmitting(
        _ user: String,
        to database: String?,
        _ groups: RoleGroups?
    ) -> [HostBasedAuthenticationRecord] {
        let met = NetworkAddress.Family.allCases.flatMap { family in
            rulesMet(by: user, in: database, groups, from: family).map(\.rule).filter {
                $0.record.method != "reject"
            }
        }
        if met.isEmpty || coverage.unreachable.isEmpty { return met.map(\.record) }
        // A file that is included twice has each line twice, and the second is not reached.
        func place(_ rule: Rule) -> [UInt8] { Array("\(rule.record.line) \(rule.path)".utf8) }
        func places(_ rules: [Rule]) -> Set<[UInt8]> { Set(rules.map(place)) }
        let unreached = places(coverage.unreachable).subtracting(places(coverage.reachable))
        return met.filter { !unreached.contains(place($0)) }.map(\.record)
    }

    /// Those that may decide about a user who comes by TLS, to any database: of each family of addresses up to the
    /// first that certainly does.
    func rulesMet(by user: String, _ groups: RoleGroups?) -> [MetRule] {
        NetworkAddress.Family.allCases.flatMap { rulesMet(by: user, in: nil, groups, from: $0) }
    }

    /// A rule that may decide about a user.
    struct MetRule {
        let rule: Rule
        /// Its place among all rules.
        let place: Int
        /// Whether it decides about him in any case, whatever address of a family he comes from.
        let isCertain: Bool
    }

    /// The rules that may decide about a user who comes by TLS, or otherwise, from an address of a family, up to the
    /// first that certainly does, wherever he comes from.
    func rulesMet(
        by user: String,
        in database: String?,
        _ groups: RoleGroups?,
        from family: NetworkAddress.Family,
        over connection: ConnectionKinds = .tls
    ) -> [MetRule] {
        var met: [MetRule] = []
        for (place, rule) in rules.enumerated()
        where rule.record.type.connections.contains(connection) && rule.record.reaches(family) {
            let fit = rule.fit(user: user, database: database, groups: groups)
            if fit == .no { continue }
            // A rule for some addresses or databases decides only for these.
            let isCertain = fit == .yes && rule.record.isForEveryAddress
            met.append(MetRule(rule: rule, place: place, isCertain: isCertain))
            if isCertain { break }
        }
        return met
    }
}

extension HostBasedAuthenticationRules.Rule {
    /// Whether it is for a user in a database.
    fileprivate func fit(user: String, database: String?, groups: RoleGroups?) -> Fit {
        let fits = [
            fit(user: user, groups: groups), fit(database: database, user: user, groups: groups),
        ]
        return fits.contains(.no) ? .no : fits.contains(.unknown) ? .unknown : .yes
    }

    /// Whether it is for a user, wherever to.
    func fit(user: String, groups: RoleGroups?) -> Fit {
        Fit.any(users.map { $0.isFitting(user: user, groups: groups) })
    }

    /// - Parameter database: `nil` for any.
    func fit(database: String?, user: String, groups: RoleGroups?) -> Fit {
        Fit.any(
            databases.map { token in
                if let database {
                    return token.isFitting(database: database, user: user, groups: groups)
                }
                return token.keyword == .all ? .yes : token.keyword == .replication ? .no : .unknown
            }
        )
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether it has addresses of that family.
    func reaches(_ family: NetworkAddress.Family) -> Bool {
        if case .network(let network) = address { network.family == family } else { true }
    }

    /// Whether it lets nobody in who shows no certificate.
    var demandsClientCertificate: Bool {
        method == "cert"
            || options.contains {
                $0.name == "clientcert" && ["verify-ca", "verify-full", "1"].contains($0.value)
            }
    }

    /// Whether it is for all addresses, of a family at least, or for sockets, which have none.
    var isForEveryAddress: Bool {
        switch address {
        case .all, nil: true
        case .network(let network): network.isEverything
        case .sameHost, .sameNet, .name: false
        }
    }
}
