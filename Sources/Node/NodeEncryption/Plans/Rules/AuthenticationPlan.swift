internal import PostgresConfiguration

/// The changes to the rules of one HBA file.
struct AuthenticationPlan {
    /// The file with its rules changed.
    let octets: [UInt8]
    /// The rules that go from md5 to SCRAM, as they were.
    let strengthened: [HostBasedAuthenticationRecord]
    /// The rules that go from trust to SCRAM, as they were.
    let closed: [HostBasedAuthenticationRecord]

    /// Makes the platform's catch-all rules, or with `allRules` every rule that accepts unencrypted TCP, require TLS
    /// with SCRAM, and puts a rule in its place.
    ///
    /// - Parameters:
    ///   - trusted: the users whom no rule may let in unasked: `trust` becomes SCRAM where it is for one of them,
    ///     before it is looked at which rules are to require TLS.
    ///   - rule: a rule that is added, whose place is among the records as they are.
    init(
        _ file: HostBasedAuthenticationFile,
        allRules: Bool,
        closingTrustFor trusted: Set<[UInt8]> = [],
        adding rule: NewRule?
    ) throws(PostgresConfigurationError) {
        var file = file
        // They are put together each time that they are asked for.
        let given = file.records
        let closed = given.indices.filter { given[$0].trusts(anyOf: trusted) }
        self.closed = closed.map { given[$0] }
        try file.apply(.init(methods: .init(closed, all: Self.method)))
        let records = closed.isEmpty ? given : file.records
        let turned = records.indices.filter { records[$0].isTurned(allRules: allRules) }
        let strengthened = turned.filter { records[$0].method == "md5" }
        self.strengthened = strengthened.map { records[$0] }
        octets = try file.octets(
            with: .init(
                types: .init(turned, all: .hostssl),
                methods: .init(strengthened, all: Self.method),
                insertion: rule.map { ($0.line, $0.place ?? records.count) }
            )
        )
    }

    private static let method = "scram-sha-256"

    /// A rule that is added to a file.
    struct NewRule {
        let line: String
        /// The place of the record that it is put before; `nil` for the end.
        let place: Int?
    }

    /// The rule that lets a user in by his client certificate.
    static func clientRule(
        of user: String,
        dialect: HostBasedAuthenticationDialect
    ) throws(PostgresConfigurationError) -> String {
        "hostssl all \(try HostBasedAuthenticationToken.written(naming: user, dialect: dialect)) all cert"
    }
}

extension Dictionary {
    /// The same for all of the keys, each of which is there once.
    fileprivate init(_ keys: [Key], all value: Value) {
        self.init(uniqueKeysWithValues: keys.map { ($0, value) })
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether an install makes it require TLS.
    ///
    /// A `reject` rule is kept: as `hostssl` it would let through what it stops now. So is `hostnossl`, which as
    /// `hostssl` would match other connections.
    func isTurned(allRules: Bool) -> Bool {
        allRules ? (type == .host || type == .hostnogssenc) && method != "reject" : isPlatformCatchAll
    }

    /// Whether it lets one of these users in without asking for anything.
    fileprivate func trusts(anyOf users: Set<[UInt8]>) -> Bool {
        method == "trust" && !users.isEmpty
            && self.users.contains { $0.isSpecial || users.contains(Array($0.text.utf8)) }
    }

    /// Whether it is for everybody from elsewhere, so that what is to come first must stand before it.
    var isRemoteCatchAll: Bool { type != .local && isCatchAll }
}
