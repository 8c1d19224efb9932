internal import PostgresConfiguration

/// The changes to the rules of one HBA file.
struct AuthenticationPlan {
    /// The file with its rules changed.
    private(set) var file: HostBasedAuthenticationFile
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
        self.file = file
        // They are put together each time that they are asked for.
        let given = file.records
        let closed = given.indices.filter { given[$0].trusts(anyOf: trusted) }
        self.closed = closed.map { given[$0] }
        try self.file.setMethod("scram-sha-256", ofRecords: Set(closed))
        let records = self.file.records
        let turned = records.indices.filter { records[$0].isTurned(allRules: allRules) }
        let strengthened = turned.filter { records[$0].method == "md5" }
        self.strengthened = strengthened.map { records[$0] }
        try self.file.setType(.hostssl, ofRecords: Set(turned))
        try self.file.setMethod("scram-sha-256", ofRecords: Set(strengthened))
        guard let rule else { return }
        try self.file.insert(line: rule.line, beforeRecord: rule.place ?? records.count)
    }

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
