extension HostBasedAuthenticationRules {
    /// The rules that no connection reaches, since rules before them take every one of theirs.
    ///
    /// A rule is listed only where that is certain: what a host name, a `@file`, a group or a regular expression
    /// covers is not known, except for what is written alike.
    public var unreachable: [Rule] {
        rules.indices.filter { !isReached($0, by: rules[$0].record.type.connections) }.map { rules[$0] }
    }

    /// The rules that let a TCP connection in without encryption: those that match one, do not reject, and are not
    /// behind rules that take every such connection of theirs.
    ///
    /// Rules for loopback addresses are among them; ``HostBasedAuthenticationRecord/isLoopbackOnly`` shows which.
    public var admittingPlainConnections: [Rule] {
        rules.indices.filter { index in
            let record = rules[index].record
            return record.type.connections.contains(.plain) && record.method != "reject"
                && isReached(index, by: .plain)
        }.map { rules[$0] }
    }

    /// Whether some connection of these kinds can get past all rules before the one at `index`.
    private func isReached(_ index: Int, by kinds: ConnectionKinds) -> Bool {
        let record = rules[index].record
        let earlier = rules[..<index].map(\.record)
        let all: [ConnectionKinds] = [.local, .plain, .tls, .gss]
        for kind in all where kinds.contains(kind) {
            let families: [NetworkAddress.Family?] = kind == .local ? [nil] : NetworkAddress.Family.allCases
            for family in families {
                guard family == nil || record.reaches(family) else { continue }
                let candidates = earlier.filter {
                    $0.type.connections.contains(kind) && $0.coversAddresses(of: record, family)
                }
                for database in record.databases {
                    let fitting = candidates.filter { $0.covers(database: database, dialect) }
                    for user in record.users
                    where !fitting.contains(where: { $0.covers(user: user, dialect) }) {
                        return true
                    }
                }
            }
        }
        return false
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether it has any address of that family.
    fileprivate func reaches(_ family: NetworkAddress.Family?) -> Bool {
        if case .network(let network) = address { network.family == family } else { true }
    }

    /// Whether every address of that family that `other` matches is matched here too.
    fileprivate func coversAddresses(
        of other: HostBasedAuthenticationRecord,
        _ family: NetworkAddress.Family?
    ) -> Bool {
        switch (address, other.address) {
        case (nil, nil), (.all, _), (.sameHost, .sameHost), (.sameNet, .sameNet), (.sameNet, .sameHost): true
        case (.network(let own), .network(let others)): own.contains(others)
        case (.network(let own), _): own.family == family && own.isEverything
        case (.name(let own), .name(let others)): own == others
        default: false
        }
    }

    fileprivate func covers(
        database: HostBasedAuthenticationToken,
        _ dialect: HostBasedAuthenticationDialect
    ) -> Bool {
        // Physical replication matches only its own keyword.
        if database.keyword == .replication, dialect != .pgpool { return databases.contains(database) }
        return databases.contains { own in
            if own.keyword == .all { return true }
            if database.keyword == .sameUser, dialect != .pgpool {
                return own.keyword.map(HostBasedAuthenticationKeyword.fittingOwnDatabase.contains) ?? false
            }
            return own.means(database, keywords: HostBasedAuthenticationKeyword.allCases)
        }
    }

    fileprivate func covers(
        user: HostBasedAuthenticationToken,
        _ dialect: HostBasedAuthenticationDialect
    ) -> Bool {
        users.contains {
            $0.keyword == .all || $0.means(user, keywords: [.all, .replication], groups: dialect != .pgpool)
        }
    }
}

extension HostBasedAuthenticationToken {
    /// Whether both tokens surely mean the same: the same text, in the same role where quotes change it.
    fileprivate func means(
        _ other: HostBasedAuthenticationToken,
        keywords: [HostBasedAuthenticationKeyword],
        groups: Bool = true
    ) -> Bool {
        // U+FFFD stands for octets that may differ, and what is canonically equivalent is two names to the server.
        guard text.utf8.elementsEqual(other.text.utf8), !text.unicodeScalars.contains("\u{FFFD}") else {
            return false
        }
        if isQuoted == other.isQuoted { return true }
        let first = text.utf8.first
        return !keywords.contains { $0.rawValue == text } && first != UInt8(ascii: "@")
            && !(groups && first == UInt8(ascii: "+"))
    }
}
