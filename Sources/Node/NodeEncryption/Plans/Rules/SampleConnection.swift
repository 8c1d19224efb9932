internal import PostgresConfiguration

/// A connection that rules may be for, made of what stands in their fields: a group, a file, an expression or a host
/// name stands for one of which it is taken to hold.
struct SampleConnection {
    /// A name in the field of users or databases.
    struct Name: Hashable {
        let octets: [UInt8]
        /// Whether it stands for others than the one of that name.
        let isSpecial: Bool
    }

    fileprivate enum Field { case users, databases }

    /// Where it comes from.
    enum Origin: Equatable {
        case socket
        /// A network of one address, if one is known, and the other words for it that rules have.
        case address(NetworkAddress?, [HostBasedAuthenticationRecord.Address])
    }

    /// What the user is called by rules; nothing for one whom they do not name.
    var userNames: Set<Name> = []
    /// The same of the database.
    var databaseNames: Set<Name> = []
    let origin: Origin

    /// One of somebody whom no rule names.
    init(from origin: Origin) { self.origin = origin }

    /// Whether a rule is for it, apart from the kind of the connection.
    func fits(_ rule: HostBasedAuthenticationRules.Rule) -> Bool {
        isFrom(rule.record.address)
            && rule.isFor(anyOf: userNames)
            && rule.databases.contains { token in
                databaseNames.contains(Name(token, of: .databases))
                    || token.keyword == .all && !databaseNames.contains(Self.replication)
            }
    }

    /// The keyword of physical replication, which `all` is not for.
    private static let replication = Name(octets: Array("replication".utf8), isSpecial: true)

    private func isFrom(_ address: HostBasedAuthenticationRecord.Address?) -> Bool {
        guard case .address(let single, let words) = origin, let address else {
            return origin == .socket && address == nil
        }
        switch address {
        case .all: return true
        case .network(let network): return single.map { network.contains($0) } ?? network.isEverything
        case .sameHost, .sameNet, .name: return words.contains(address)
        }
    }
}

// MARK: Those of rules

extension SampleConnection {
    /// Some that both rules are for; several, since other rules may be for one alone.
    ///
    /// - Parameter user: what a role is called by rules, of which the first are made where both rules are for it.
    static func all(
        common one: HostBasedAuthenticationRules.Rule,
        _ two: HostBasedAuthenticationRules.Rule,
        with user: RoleNames? = nil
    ) -> [SampleConnection] {
        let origins = Origin.all(common: one.record.address, two.record.address)
        if origins.isEmpty { return [] }
        var users = names(common: one.users, two.users, of: .users)
        if let user {
            users = users.compactMap { names in
                if !names.contains(user.own) { return names }
                return names.isDisjoint(with: user.others) ? names.union(user.all) : nil
            }
            if one.isFor(anyOf: user.all), two.isFor(anyOf: user.all) { users.insert(user.all, at: 0) }
        }
        let databases = names(common: one.databases, two.databases, of: .databases)
        return users.flatMap { user in
            origins.flatMap { origin in
                databases.map { database in
                    var sample = SampleConnection(from: origin)
                    sample.userNames = user
                    sample.databaseNames = database
                    return sample
                }
            }
        }
    }

    /// What somebody can be called whom both lists are for.
    private static func names(
        common one: [HostBasedAuthenticationToken],
        _ two: [HostBasedAuthenticationToken],
        of field: Field
    ) -> [Set<Name>] {
        let isOneWide = one.contains { $0.keyword == .all }
        let isTwoWide = two.contains { $0.keyword == .all }
        let first = one.filter { $0.keyword != .all }.map { Name($0, of: field) }
        let second = two.filter { $0.keyword != .all }.map { Name($0, of: field) }
        func others(_ names: [Name]) -> [Name] {
            field == .users ? names : names.filter { $0 != replication }
        }
        var found: [Set<Name>] = isOneWide && isTwoWide ? [[]] : []
        if isTwoWide { found += others(first).map { [$0] } }
        if isOneWide { found += others(second).map { [$0] } }
        for name in first {
            for other in second {
                if name == other {
                    found.append([name])
                } else if name.isSpecial || other.isSpecial, name != replication, other != replication {
                    found.append([name, other])
                }
            }
        }
        return found
    }
}

extension SampleConnection.Name {
    fileprivate init(_ token: HostBasedAuthenticationToken, of field: SampleConnection.Field) {
        let isKeyword = field == .databases && token.keyword != nil
        self.init(octets: Array(token.text.utf8), isSpecial: token.isSpecial || isKeyword)
    }
}

extension SampleConnection.Origin {
    /// Whether there is any from which both rules let clients come.
    static func areShared(
        by one: HostBasedAuthenticationRecord.Address?,
        _ two: HostBasedAuthenticationRecord.Address?
    ) -> Bool {
        guard let one, let two else { return one == nil && two == nil }
        guard case .network(let one) = one, case .network(let two) = two else { return true }
        return one.contains(two) || two.contains(one)
    }

    /// Some from which both rules let clients come.
    fileprivate static func all(
        common one: HostBasedAuthenticationRecord.Address?,
        _ two: HostBasedAuthenticationRecord.Address?
    ) -> [Self] {
        if !areShared(by: one, two) { return [] }
        guard let one, let two else { return [.socket] }
        switch (one, two) {
        case (.network(let one), .network(let two)):
            return (one.contains(two) ? two : one).ends.map { .address($0, []) }
        case (.all, .all): return NetworkAddress.Family.allCases.map { .address(.last(of: $0), []) }
        case (.network(let network), .all), (.all, .network(let network)):
            return network.ends.map { .address($0, []) }
        case (.network(let network), let word), (let word, .network(let network)):
            return network.ends.map { .address($0, [word]) }
        case (.all, let word), (let word, .all): return [.address(nil, [word])]
        default: return [.address(nil, [one, two])]
        }
    }
}

/// What a role is called by rules: its name, and the groups that it is in.
struct RoleNames {
    /// All that it is surely called.
    private(set) var all: Set<SampleConnection.Name>
    /// All that it is surely not called.
    private(set) var others: Set<SampleConnection.Name> = []
    /// Its name.
    let own: SampleConnection.Name

    /// - Parameters:
    ///   - groups: what it is a member of; `nil` where that is not known.
    ///   - rules: those by which it is called.
    init(_ role: String, groups: RoleGroups?, in rules: [HostBasedAuthenticationRules.Rule]) {
        let own = SampleConnection.Name(octets: Array(role.utf8), isSpecial: false)
        self.own = own
        all = [own]
        for token in rules.lazy.flatMap(\.users) where token.keyword != .all {
            switch token.isFitting(user: role, groups: groups) {
            case .yes: all.insert(SampleConnection.Name(token, of: .users))
            case .no: others.insert(SampleConnection.Name(token, of: .users))
            case .unknown: break
            }
        }
    }
}

extension HostBasedAuthenticationRules.Rule {
    /// Whether it is for a role of one of these names, or for everybody.
    func isFor(anyOf names: Set<SampleConnection.Name>) -> Bool {
        users.contains { $0.keyword == .all || names.contains(SampleConnection.Name($0, of: .users)) }
    }
}

extension [HostBasedAuthenticationRules.Rule] {
    /// The place of the rule that decides about a connection of that kind; `nil` where none is for it.
    func deciding(about sample: SampleConnection, by kind: ConnectionKinds) -> Int? {
        firstIndex { $0.record.type.connections.contains(kind) && sample.fits($0) }
    }
}
