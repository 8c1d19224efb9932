internal import PostgresConfiguration

/// A connection that rules may be for, made of what stands in their fields: a group, a file, an expression or a host
/// name stands for one of which it is taken to hold.
struct SampleConnection {
    /// A name in the field of users or databases.
    struct Name: Equatable {
        let octets: [UInt8]
        /// Whether it stands for others than the one of that name.
        let isSpecial: Bool

    }

    fileprivate enum Field { case users, databases }

    /// Where it comes from.
    enum Origin: Equatable {
        case socket
        /// An address of 4 or 16 octets, if one is known, and the other words for it that rules have.
        case address([UInt8]?, [HostBasedAuthenticationRecord.Address])
    }

    /// What the user is called by rules; nothing for one whom they do not name.
    var userNames: [Name] = []
    /// The same of the database.
    var databaseNames: [Name] = []
    let origin: Origin

    /// One of somebody whom no rule names.
    init(from origin: Origin) { self.origin = origin }

    /// Whether a rule is for it, apart from the kind of the connection.
    func fits(_ record: HostBasedAuthenticationRecord) -> Bool {
        isFrom(record.address)
            && record.users.contains { $0.keyword == .all || userNames.contains(Name($0, of: .users)) }
            && record.databases.contains { token in
                databaseNames.contains(Name(token, of: .databases))
                    || token.keyword == .all && !databaseNames.contains(Self.replication)
            }
    }

    /// The keyword of physical replication, which `all` is not for.
    private static let replication = Name(octets: Array("replication".utf8), isSpecial: true)

    private func isFrom(_ address: HostBasedAuthenticationRecord.Address?) -> Bool {
        guard case .address(let octets, let words) = origin, let address else {
            return origin == .socket && address == nil
        }
        switch address {
        case .all: return true
        case .network(let network): return octets.map { network.holds($0) } ?? network.isEverything
        case .sameHost, .sameNet, .name: return words.contains(address)
        }
    }
}

// MARK: Those of rules

extension SampleConnection {
    /// Some that both rules are for; several, since other rules may be for one alone.
    ///
    /// - Parameter user: the name of a role that the first of them are made of, where both rules are for it.
    static func all(
        common one: HostBasedAuthenticationRecord,
        _ two: HostBasedAuthenticationRecord,
        with user: String
    ) -> [SampleConnection] {
        let origins = Origin.all(common: one.address, two.address)
        if origins.isEmpty { return [] }
        var users = names(common: one.users, two.users, of: .users)
        let own = Name(user)
        if one.isFor(own), two.isFor(own) { users.insert([own], at: 0) }
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
    ) -> [[Name]] {
        let isOneWide = one.contains { $0.keyword == .all }
        let isTwoWide = two.contains { $0.keyword == .all }
        let first = one.filter { $0.keyword != .all }.map { Name($0, of: field) }
        let second = two.filter { $0.keyword != .all }.map { Name($0, of: field) }
        func others(_ names: [Name]) -> [Name] {
            field == .users ? names : names.filter { $0 != replication }
        }
        var found: [[Name]] = isOneWide && isTwoWide ? [[]] : []
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
    /// The role or database of that name.
    init(_ name: String) { self.init(octets: Array(name.utf8), isSpecial: false) }

    fileprivate init(_ token: HostBasedAuthenticationToken, of field: SampleConnection.Field) {
        let isKeyword = field == .databases && token.keyword != nil
        self.init(octets: Array(token.text.utf8), isSpecial: token.isSpecial || isKeyword)
    }
}

extension SampleConnection.Origin {
    /// Some from which both rules let clients come.
    fileprivate static func all(
        common one: HostBasedAuthenticationRecord.Address?,
        _ two: HostBasedAuthenticationRecord.Address?
    ) -> [Self] {
        guard let one, let two else { return one == nil && two == nil ? [.socket] : [] }
        switch (one, two) {
        case (.network(let one), .network(let two)):
            guard one.contains(two) || two.contains(one) else { return [] }
            return (one.contains(two) ? two : one).ends.map { .address($0, []) }
        case (.all, .all): return NetworkAddress.Family.allCases.map { .address($0.lastAddress, []) }
        case (.network(let network), .all), (.all, .network(let network)):
            return network.ends.map { .address($0, []) }
        case (.network(let network), let word), (let word, .network(let network)):
            return network.ends.map { .address($0, [word]) }
        case (.all, let word), (let word, .all): return [.address(nil, [word])]
        default: return [.address(nil, [one, two])]
        }
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether it is for a role, by its name or as everybody.
    func isFor(_ role: SampleConnection.Name) -> Bool {
        users.contains { $0.keyword == .all || SampleConnection.Name($0, of: .users) == role }
    }
}

extension NetworkAddress {
    fileprivate func holds(_ address: [UInt8]) -> Bool {
        octets.count == address.count
            && address.indices.allSatisfy { (octets[$0] ^ address[$0]) & mask[$0] == 0 }
    }

    /// Its first and its last address.
    fileprivate var ends: [[UInt8]] {
        let first = zip(octets, mask).map { $0 & $1 }
        let last = zip(octets, mask).map { $0 | ~$1 }
        return first == last ? [first] : [first, last]
    }
}

extension NetworkAddress.Family {
    /// One that rules seldom name, but for everybody.
    var lastAddress: [UInt8] { [UInt8](repeating: 0xFF, count: self == .ipv4 ? 4 : 16) }
}

extension [HostBasedAuthenticationRules.Rule] {
    /// The place of the rule that decides about a connection of that kind; `nil` where none is for it.
    func deciding(about sample: SampleConnection, by kind: ConnectionKinds) -> Int? {
        firstIndex { $0.record.type.connections.contains(kind) && sample.fits($0.record) }
    }
}
