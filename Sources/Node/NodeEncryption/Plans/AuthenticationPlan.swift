internal import NodePlatform
internal import PostgresConfiguration

/// What becomes of the rules of an HBA file.
struct AuthenticationPlan {
    /// The file with the rules turned.
    private(set) var file: HostBasedAuthenticationFile

    /// Turns the platform's catch-all rules, or with `allRules` every rule that admits TCP without encryption, to TLS
    /// with SCRAM.
    ///
    /// A rule that rejects stays: turned to TLS it would let pass what it stopped. So does `hostnossl`, whose turn
    /// would change whom it means.
    init(
        _ file: HostBasedAuthenticationFile,
        allRules: Bool,
        clientCertificatesFor user: String?
    ) throws(PostgresConfigurationError) {
        self.file = file
        for (index, record) in file.records.enumerated() {
            let turns =
                allRules
                ? (record.type == .host || record.type == .hostnogssenc) && record.method != "reject"
                : record.isPlatformCatchAll
            if turns {
                try self.file.setType(.hostssl, ofRecord: index)
                if record.method == "md5" { try self.file.setMethod("scram-sha-256", ofRecord: index) }
            }
        }
        if let user { try addClientRule(for: user) }
    }

    /// Puts the rule for client certificates before the first rule that takes everyone, since the first that fits
    /// decides.
    private mutating func addClientRule(for user: String) throws(PostgresConfigurationError) {
        let isThere = file.records.contains { record in
            record.type == .hostssl && record.method == "cert"
                && record.users.contains { $0.text.utf8.elementsEqual(user.utf8) }
        }
        if isThere { return }
        let place = file.records.firstIndex { $0.type != .local && $0.isCatchAll } ?? file.records.count
        try file.insert(line: "hostssl all \(Self.quoted(user)) all cert", beforeRecord: place)
    }

    /// A name that is no keyword, group or file there.
    private static func quoted(_ name: String) -> String {
        let isPlain = name.utf8.allSatisfy { octet in
            (97...122).contains(octet) || (48...57).contains(octet) || octet == UInt8(ascii: "_")
        }
        let keywords = ["all", "replication", "sameuser", "samerole", "samegroup"]
        if isPlain, !keywords.contains(name) { return name }
        return Quoting.sqlIdentifier(name)
    }
}
