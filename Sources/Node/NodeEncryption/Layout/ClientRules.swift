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
        let isOn = role == .postgres ? "on" : try? settings().value(of: "enable_pool_hba")
        return isOn.map { RequiredSettings.isSame($0, "on") } ?? false
            ? (try? rules())?.refusal(of: user, database: database) : nil
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
        guard problems.isEmpty else { return nil }
        var refusing: Rule?
        for family in NetworkAddress.Family.allCases {
            for rule in rules where rule.record.type.connections.contains(.tls) && rule.record.reaches(family)
            {
                let fit = rule.record.fit(user: user, database: database)
                if fit == .no { continue }
                if rule.record.method != "reject" { return nil }
                // A rule for some addresses or databases decides only for these.
                guard fit == .yes, rule.record.isForEveryAddress else { continue }
                refusing = refusing ?? rule
                break
            }
        }
        guard let refusing else { return "\(printable(paths[0])): no rule lets \(printable(user)) in by TLS" }
        return "\(refusing.place): this rule refuses \(printable(user)) by TLS, wherever from"
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
