internal import NodePlatform
internal import PKIX
internal import PostgresConfiguration
internal import TextEncodings

extension HostBasedAuthenticationRules {
    /// Whether these rules refuse a connection without encryption that comes from an address of the server's own host;
    /// `nil` where that depends on what is not known here: a host name, a group, a file or a regular expression.
    ///
    /// - Parameter address: 4 or 16 octets.
    func refusesPlainConnection(from address: [UInt8], user: String, database: String) -> Bool? {
        method(of: .plain, from: address, user: user, database: database).map { $0 == "reject" }
    }

    /// The method by which they have a connection of one kind prove who it is, with `reject` where no rule fits; `nil`
    /// as above.
    func method(of kind: ConnectionKinds, from address: [UInt8], user: String, database: String) -> String? {
        for rule in rules where rule.record.type.connections.contains(kind) {
            let record = rule.record
            let fits = [
                record.address?.isFitting(address) ?? .no,
                Fit.any(rule.users.map { $0.isFitting(user: user, groups: nil) }),
                Fit.any(
                    rule.databases.map { $0.isFitting(database: database, user: user, groups: nil) }
                ),
            ]
            if fits.contains(.no) { continue }
            if fits.contains(.unknown) { return nil }
            return record.method
        }
        return "reject"
    }
}

extension HostBasedAuthenticationRules {
    /// Whether the rule that decides may let a user in by TLS whom it asks for nothing: what is not known is taken for
    /// one that is for him.
    ///
    /// - Parameters:
    ///   - address: 4 or 16 octets; `nil` for one that is not known.
    ///   - groups: what he is a member of; `nil` where that is not known.
    func mayLetInUnasked(
        _ user: String,
        to database: String,
        groups: RoleGroups?,
        from address: [UInt8]?
    ) -> Bool {
        for rule in rules where rule.record.type.connections.contains(.tls) {
            let place = rule.record.address
            let fits = [
                address.map { place?.isFitting($0) ?? .no } ?? (place == .all ? .yes : .unknown),
                rule.fit(user: user, groups: groups),
                rule.fit(database: database, user: user, groups: groups),
            ]
            if fits.contains(.no) { continue }
            if rule.record.asksNobody { return true }
            if !fits.contains(.unknown) { return false }
        }
        return false
    }
}

/// From where this host connects to itself.
enum OwnAddresses {
    /// The addresses that a connection to a place of this host may come from: 4 or 16 octets each, `nil` for one that
    /// is not known.
    static func ofConnection(to host: String) -> [[UInt8]?] {
        let loopbacks = [[127, 0, 0, 1], [UInt8](repeating: 0, count: 15) + [1]]
        let address = try? IPAddress(host)
        // The kernel has a connection to one of its own addresses come from there, and from 127.0.0.1 to any of
        // 127.0.0.0/8.
        guard HostName.isLoopback(host) else { return [address?.octets] }
        return loopbacks.filter { address == nil || $0.count == address?.octets.count }
    }
}

/// The names, as bytes, of the roles that a rule for a group takes a user for a member of: himself, and all that he is
/// a member of by any number of steps, whether he inherits from them or not (`is_member` of `hba.c`).
package typealias RoleGroups = Set<[UInt8]>

/// Whether a field of a rule fits a connection.
enum Fit {
    case yes, no, unknown

    static func any(_ fits: [Fit]) -> Fit {
        fits.contains(.yes) ? .yes : fits.contains(.unknown) ? .unknown : .no
    }
}

extension HostBasedAuthenticationRecord.Address {
    fileprivate func isFitting(_ address: [UInt8]) -> Fit {
        switch self {
        // The client is on the host itself.
        case .all, .sameHost, .sameNet: return .yes
        case .name: return .unknown
        case .network(let network):
            let (octets, mask) = (network.octets, network.mask)
            guard octets.count == address.count else { return .no }
            let isSame = address.indices.allSatisfy { (octets[$0] ^ address[$0]) & mask[$0] == 0 }
            return isSame ? .yes : .no
        }
    }
}

extension HostBasedAuthenticationToken {
    /// Whether a field of users fits a role.
    ///
    /// - Parameter groups: what the role is a member of, itself among them; `nil` where that is not known.
    func isFitting(user: String, groups: RoleGroups?) -> Fit {
        if keyword == .all { return .yes }
        if isGroup { return isFitting(text.utf8.dropFirst(), groups) }
        return isFitting(name: user)
    }

    /// Whether a field of databases fits a connection.
    ///
    /// - Parameter groups: as above.
    func isFitting(database: String, user: String, groups: RoleGroups?) -> Fit {
        switch keyword {
        case .all: return .yes
        case .replication: return .no
        case .sameUser: return database.utf8.elementsEqual(user.utf8) ? .yes : .no
        case .sameRole, .sameGroup: return isFitting(database.utf8[...], groups)
        case nil: return isFitting(name: database)
        }
    }

    private func isFitting(_ group: Substring.UTF8View, _ groups: RoleGroups?) -> Fit {
        // None has an empty name.
        if group.isEmpty { return .no }
        guard let groups, isText else { return .unknown }
        return groups.contains(Array(group)) ? .yes : .no
    }

    /// Whether all of it is UTF-8, so that it is what the file has.
    private var isText: Bool { !text.unicodeScalars.contains("\u{FFFD}") }

    private func isFitting(name: String) -> Fit {
        if isFile || isExpression || !isText { return .unknown }
        return text.utf8.elementsEqual(name.utf8) ? .yes : .no
    }
}
