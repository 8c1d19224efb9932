internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    mutating func readRules(_ layout: NodeLayout) {
        let rules: HostBasedAuthenticationRules
        do throws(NodeEncryptionError) {
            rules = try layout.rules()
        } catch {
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
        let plain = coverage.admittingPlainConnections
        for rule in plain where !rule.record.isLoopbackOnly {
            add(
                .hbaPlainAdmission,
                "accepts unencrypted connections",
                path: rule.path,
                line: rule.record.line
            )
        }
        for rule in plain where rule.record.isLoopbackOnly {
            add(
                .hbaPlainAdmissionLocal,
                "accepts unencrypted connections, but only from this host",
                path: rule.path,
                line: rule.record.line
            )
        }
        if !coverage.isComplete {
            add(.hbaNotCompared, RuleCoverage.incomplete, path: layout.authentication)
        }
        for rule in coverage.unreachable {
            let text = "no connection reaches this rule; earlier rules match all of them"
            add(.hbaUnreachable, text, path: rule.path, line: rule.record.line)
        }
        for rule in rules.rules where rule.record.type != .local && rule.record.method == "md5" {
            add(
                .hbaMD5,
                "method md5 also accepts passwords that are not stored as SCRAM secrets",
                path: rule.path,
                line: rule.record.line
            )
        }
        if !plain.contains(where: { !$0.record.isLoopbackOnly }) {
            add(
                .hbaEncrypted,
                "no rule accepts unencrypted connections from other hosts",
                path: layout.authentication
            )
        }
    }
}

extension RuleCoverage {
    /// What is said where ``isComplete`` is false.
    static let incomplete =
        "the lists of databases and users are too many to compare all rules; those that are named may not be all"
}
