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
                Fit.any(record.users.map { $0.isFitting(user: user) }),
                Fit.any(record.databases.map { $0.isFitting(database: database, user: user) }),
            ]
            if fits.contains(.no) { continue }
            if fits.contains(.unknown) { return nil }
            return record.method
        }
        return "reject"
    }
}

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
            guard network.octets.count == address.count else { return .no }
            let isSame = address.indices.allSatisfy {
                (network.octets[$0] ^ address[$0]) & network.mask[$0] == 0
            }
            return isSame ? .yes : .no
        }
    }
}

extension HostBasedAuthenticationToken {
    /// Whether a field of users fits a role.
    func isFitting(user: String) -> Fit {
        if keyword == .all { return .yes }
        return isFitting(name: user, special: "+@/")
    }

    /// Whether a field of databases fits a connection.
    func isFitting(database: String, user: String) -> Fit {
        switch keyword {
        case .all: return .yes
        case .replication: return .no
        case .sameUser: return database.utf8.elementsEqual(user.utf8) ? .yes : .no
        case .sameRole, .sameGroup: return .unknown
        case nil: return isFitting(name: database, special: "@/")
        }
    }

    private func isFitting(name: String, special: String) -> Fit {
        if text.utf8.elementsEqual(name.utf8) { return .yes }
        // Within quotes, too, where a version has it so.
        return text.utf8.first.map { special.utf8.contains($0) } ?? false ? .unknown : .no
    }
}
