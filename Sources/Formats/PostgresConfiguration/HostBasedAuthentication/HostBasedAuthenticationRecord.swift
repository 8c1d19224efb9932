/// One record of an HBA file: who may connect from where, and how he proves himself.
public struct HostBasedAuthenticationRecord: Sendable, Equatable {
    /// The first field.
    public enum ConnectionType: String, Sendable, Hashable, CaseIterable {
        /// Unix-domain sockets.
        case local
        /// TCP, encrypted or not.
        case host
        /// TCP under TLS.
        case hostssl
        /// TCP without TLS.
        case hostnossl
        /// TCP under GSSAPI encryption.
        case hostgssenc
        /// TCP without GSSAPI encryption.
        case hostnogssenc

        /// The kinds of connections that a record of this type is for.
        public var connections: ConnectionKinds {
            switch self {
            case .local: .local
            case .host: [.plain, .tls, .gss]
            case .hostssl: .tls
            case .hostnossl: [.plain, .gss]
            case .hostgssenc: .gss
            case .hostnogssenc: [.plain, .tls]
            }
        }
    }

    /// The address field, and the mask behind it.
    public enum Address: Sendable, Hashable {
        /// `all`: any address of either family.
        case all
        /// `samehost`: any address of the server itself.
        case sameHost
        /// `samenet`: any address of a network that the server is in.
        case sameNet
        /// An address with a prefix length or a mask.
        case network(NetworkAddress)
        /// A host name, or a domain with a dot before it.
        case name(String)
    }

    /// An option behind the method.
    public struct Option: Sendable, Hashable {
        /// What stands before the first `=`.
        public let name: String
        /// What stands behind it.
        public let value: String
    }

    /// The first line of the record, from 1.
    public let line: Int
    /// The first field.
    public let type: ConnectionType
    /// The database field.
    public let databases: [HostBasedAuthenticationToken]
    /// The user field.
    public let users: [HostBasedAuthenticationToken]
    /// The address; `nil` for ``ConnectionType/local``.
    public let address: Address?
    /// The authentication method as written.
    public let method: String
    /// The options behind the method.
    public let options: [Option]

    let typeRange: Range<Int>
    let methodRange: Range<Int>
    /// All lines of the record with their endings.
    let range: Range<Int>

    /// Whether it names every database, every user, and every address of a family or of both.
    ///
    /// Replication, which `all` does not mean, stays apart.
    public var isCatchAll: Bool {
        guard databases.contains(where: { $0.keyword == .all }),
            users.contains(where: { $0.keyword == .all })
        else { return false }
        switch address {
        case .all: return true
        case .network(let network): return network.isEverything
        case nil, .sameHost, .sameNet, .name: return false
        }
    }

    /// Whether it is the rule that the platform writes: `host` for everyone with a password, md5 or SCRAM; in IPv4,
    /// IPv6 or `all`.
    public var isPlatformCatchAll: Bool {
        type == .host && isCatchAll && databases.count == 1 && users.count == 1 && options.isEmpty
            && (method == "md5" || method == "scram-sha-256")
    }

    /// Whether only this machine's own loopback addresses match it.
    public var isLoopbackOnly: Bool {
        if case .network(let network) = address { network.isLoopback } else { false }
    }
}

/// Kinds of connections that records distinguish.
public struct ConnectionKinds: OptionSet, Sendable, Hashable {
    /// One bit a kind.
    public let rawValue: UInt8

    /// The kinds of those bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// A Unix-domain socket.
    public static let local = ConnectionKinds(rawValue: 1)
    /// TCP without encryption.
    public static let plain = ConnectionKinds(rawValue: 2)
    /// TCP under TLS.
    public static let tls = ConnectionKinds(rawValue: 4)
    /// TCP under GSSAPI encryption.
    public static let gss = ConnectionKinds(rawValue: 8)
}
