/// The authentication methods of a server, and the lines that each may stand on (`parse_hba_line` in `hba.c`).
struct HostBasedAuthenticationMethods {
    private typealias Kind = HostBasedAuthenticationFile.Problem.Kind
    private typealias ConnectionType = HostBasedAuthenticationRecord.ConnectionType

    private struct Method {
        var first = 0
        var last = Int.max
        var types = ConnectionType.allCases
        var isOnLinux = true
    }

    private static let postgres: [String: Method] = [
        "trust": Method(), "reject": Method(), "scram-sha-256": Method(), "md5": Method(),
        "password": Method(),
        "ident": Method(), "ldap": Method(), "pam": Method(),
        "gss": Method(types: ConnectionType.allCases.filter { $0 != .local }),
        "peer": Method(types: [.local]), "cert": Method(types: [.hostssl]),
        "radius": Method(last: 18), "oauth": Method(first: 18),
        "sspi": Method(isOnLinux: false), "bsd": Method(isOnLinux: false),
    ]

    private static let pgpool: Set<String> = [
        "trust", "reject", "md5", "scram-sha-256", "password", "cert", "pam", "ldap",
    ]

    /// Throws if the server refuses this method on a line of that type; whether the method is one that is known here.
    static func check(
        _ name: String,
        on type: HostBasedAuthenticationRecord.ConnectionType,
        _ dialect: HostBasedAuthenticationDialect
    ) throws(HostBasedAuthenticationFile.Refusal) -> Bool {
        guard case .postgres(let version) = dialect else {
            guard pgpool.contains(name) else { throw .init(kind: .method) }
            return true
        }
        guard let method = postgres[name] else {
            if version > HostBasedAuthenticationDialect.newestMajorVersion { return false }
            throw .init(kind: .method)
        }
        if version < method.first { throw .init(kind: .methodSince(name, majorVersion: method.first)) }
        if version > method.last { throw .init(kind: .methodUntil(name, majorVersion: method.last)) }
        if !method.isOnLinux { throw .init(kind: .methodOfOtherSystem(name)) }
        if !method.types.contains(type) { throw .init(kind: .methodOfOtherType(name, types: method.types)) }
        return true
    }
}
