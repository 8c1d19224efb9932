internal import PostgresConfiguration

/// The changes to the rules of an HBA file.
struct AuthenticationPlan {
    /// The file with its rules changed.
    private(set) var file: HostBasedAuthenticationFile
    /// The rules that go from md5 to SCRAM, as they were.
    let strengthened: [HostBasedAuthenticationRecord]

    /// Makes the platform's catch-all rules, or with `allRules` every rule that accepts unencrypted TCP, require TLS
    /// with SCRAM.
    ///
    /// A `reject` rule is kept: as `hostssl` it would let through what it stops now. So is `hostnossl`, which as
    /// `hostssl` would match other connections.
    init(
        _ file: HostBasedAuthenticationFile,
        allRules: Bool,
        clientCertificatesFor user: String?
    ) throws(PostgresConfigurationError) {
        self.file = file
        var turned: Set<Int> = []
        var strengthened: Set<Int> = []
        for (index, record) in file.records.enumerated() {
            let turns =
                allRules
                ? (record.type == .host || record.type == .hostnogssenc) && record.method != "reject"
                : record.isPlatformCatchAll
            guard turns else { continue }
            turned.insert(index)
            if record.method == "md5" { strengthened.insert(index) }
        }
        self.strengthened = strengthened.sorted().map { file.records[$0] }
        try self.file.setType(.hostssl, ofRecords: turned)
        try self.file.setMethod("scram-sha-256", ofRecords: strengthened)
        if let user { try addClientRule(for: user) }
    }

    /// Puts the rule for client certificates before the first catch-all rule, since the first rule that matches
    /// decides.
    private mutating func addClientRule(for user: String) throws(PostgresConfigurationError) {
        if file.records.contains(where: { $0.isClientRule(of: user) }) { return }
        let place = file.records.firstIndex { $0.type != .local && $0.isCatchAll } ?? file.records.count
        let name = try HostBasedAuthenticationToken.written(naming: user, dialect: file.dialect)
        try file.insert(line: "hostssl all \(name) all cert", beforeRecord: place)
    }
}
