internal import NodeCertificates
internal import PostgresConfiguration

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

extension HostBasedAuthenticationRecord {
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
