internal import Glibc
internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    /// - Parameters:
    ///   - user: the user of the last install.
    ///   - groups: gives what he is a member of, as rules for groups see it; `nil` where that is not known.
    mutating func readRules(
        _ layout: NodeLayout,
        for user: String?,
        groups: (_ user: String) -> RoleGroups?
    ) {
        // That they are not read is said of the settings.
        if layout.leavesRulesUnread { return }
        let rules: HostBasedAuthenticationRules
        do throws(NodeEncryptionError) {
            rules = try layout.rules()
        } catch {
            if case .configuration(.unreadable(let path, EACCES)) = error { return addUnseen(path) }
            add(.rulesUnreadable, error.description)
            return
        }
        for problem in rules.problems {
            add(
                .hbaLineRejected,
                "the server rejects this line: \(printable(problem.kind.description))",
                path: problem.path,
                line: problem.line
            )
        }
        let coverage = rules.coverage
        for rule in coverage.admittingPlainConnections {
            readPlain(rule)
            readPassword(rule)
        }
        if !coverage.isComplete {
            add(.hbaNotCompared, RuleCoverage.incomplete, path: layout.authentication)
        }
        for rule in coverage.unreachable {
            let text = "no connection reaches this rule; earlier rules match all of them"
            add(.hbaUnreachable, text, rule)
        }
        for rule in coverage.reachable { readMethod(rule, layout.role) }
        for rule in layout.rulesWithoutClientRoots(coverage.reachable) {
            add(
                .hbaNoClientRoots,
                "wants a client certificate, which the server has no root to verify by, so that nobody gets in by it",
                rule,
                cure: "ssl_ca_file = 'FILE' with the root of these certificates"
            )
        }
        readOwnUser(user, layout, groups)
        if rules.problems.isEmpty, layout.admitsFromElsewhere(rules) == false {
            add(
                .hbaThisHostOnly,
                "no rule lets anybody in by TLS from another host",
                path: layout.authentication
            )
        }
        // Rules that are not in force keep nobody out.
        let isCertain = coverage.isComplete && rules.problems.isEmpty
        let plain = coverage.admittingPlainConnections
        if isCertain, plain.allSatisfy(\.record.isForThisHost) {
            let text =
                plain.isEmpty
                ? "no rule accepts unencrypted connections from other hosts"
                : "unencrypted connections are accepted from this host alone"
            add(.hbaEncrypted, text, path: layout.authentication)
        }
    }

    /// Adds that the user for whom this tool installed encryption gets in no more.
    private mutating func readOwnUser(
        _ user: String?,
        _ layout: NodeLayout,
        _ groups: (_ user: String) -> RoleGroups?
    ) {
        guard let user, findings.contains(where: { $0.code == .stateInstalled }) else { return }
        let groups = groups(user)
        if let refusal = layout.refusal(of: user, database: nil, groups: groups) {
            add(.hbaUserRefused, refusal)
        } else if let doubt = layout.doubt(about: user, database: nil, groups: groups) {
            add(.hbaUserUnclear, doubt)
        }
    }

    /// Adds that a rule lets connections in without encryption.
    private mutating func readPlain(_ rule: HostBasedAuthenticationRules.Rule) {
        let text = "accepts unencrypted connections"
        if rule.record.isForThisHost {
            add(.hbaPlainAdmissionLocal, text + ", but only from this host", rule)
        } else if rule.record.isOnePrivateAddress {
            add(.hbaPlainAdmissionOne, text + ", but only from one address of a private network", rule)
        } else {
            // The server looks at its interfaces at each connection (check_same_host_or_net of hba.c), in a network
            // namespace that may be another than ours, so that what they are now says nothing.
            let isSameNet = rule.record.address == .sameNet
            add(
                .hbaPlainAdmission,
                text + (isSameNet ? " from every network that the server's host is in by then" : ""),
                rule,
                cure: "hostssl instead of \(rule.record.type.rawValue)"
                    // Who forbids TLS by a rule means it, and install leaves the rule.
                    + (rule.record.type == .hostnossl ? "" : ", or: postgres-ssl install --all-rules")
            )
        }
    }

    /// Adds that a rule has clients of other machines send passwords as they are, by connections that others read.
    private mutating func readPassword(_ rule: HostBasedAuthenticationRules.Rule) {
        let (type, method) = (rule.record.type.rawValue, rule.record.method)
        // PostgreSQL manual, "Password Authentication" and the methods that pass a password on.
        guard ["password", "ldap", "radius", "pam", "bsd"].contains(method), !rule.record.isForThisHost else {
            return
        }
        add(
            .hbaPasswordInClear,
            "method \(method) has passwords cross unencrypted connections in the clear",
            rule,
            cure: "hostssl instead of \(type)"
                + (method == "password" ? ", and scram-sha-256 instead of password" : "")
        )
    }

    /// Adds what is wrong with how a rule has clients prove who they are.
    private mutating func readMethod(_ rule: HostBasedAuthenticationRules.Rule, _ role: NodeLayout.Role) {
        let record = rule.record
        if let text = record.whomTrustLetsIn(role) {
            // Pgpool-II has no peer.
            let method = record.type == .local && role == .postgres ? "peer" : "scram-sha-256"
            let code: Code = record.isForThisHost ? .hbaTrustLocal : .hbaTrust
            add(code, text, rule, cure: "\(method) instead of trust")
        } else if record.believesOtherMachines {
            add(
                .hbaIdent,
                "method ident believes what the client's own machine says: whoever rules one gets in as any of these "
                    + "users",
                rule,
                cure: "scram-sha-256 instead of ident"
            )
        } else if record.method == "md5", record.type != .local {
            add(
                .hbaMD5,
                "method md5 also accepts passwords that are not stored as SCRAM secrets",
                rule,
                cure: "scram-sha-256 instead of md5, once no role's password is stored as md5"
            )
        }
    }

    private mutating func add(
        _ code: Code,
        _ text: String,
        _ rule: HostBasedAuthenticationRules.Rule,
        cure: String? = nil
    ) {
        add(code, text, path: rule.path, line: rule.record.line, cure: cure)
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether it is for one address of a private network (RFC 1918, RFC 4193) or of the link itself (RFC 3927,
    /// RFC 4291).
    fileprivate var isOnePrivateAddress: Bool {
        guard case .network(let network) = address, network.mask.allSatisfy({ $0 == 0xFF }) else {
            return false
        }
        let octets = network.octets
        switch (network.family, octets[0], octets[1]) {
        case (.ipv4, 10, _), (.ipv4, 172, 16...31), (.ipv4, 192, 168), (.ipv4, 169, 254): return true
        case (.ipv6, 0xFC...0xFD, _), (.ipv6, 0xFE, 0x80...0xBF): return true
        default: return false
        }
    }
}

extension RuleCoverage {
    /// What is said where ``isComplete`` is false.
    static let incomplete =
        "the lists of databases and users are too many to compare all rules; those that are named may not be all"
}
