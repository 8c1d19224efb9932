internal import PostgresConfiguration
internal import TextEncodings

extension NodeStatus {
    mutating func readRules(_ layout: NodeLayout) {
        let rules: HostBasedAuthenticationRules
        do throws(PostgresConfigurationError) {
            rules = try HostBasedAuthenticationRules(
                path: layout.authentication,
                dialect: layout.authenticationDialect,
                from: ConfigurationFileSystem()
            )
        } catch {
            add(.broken, "rules", printable(error.description))
            return
        }
        for problem in rules.problems {
            add(.broken, "rules", "the server rejects this line", path: problem.path, line: problem.line)
        }
        let plain = rules.admittingPlainConnections
        for rule in plain where !rule.record.isLoopbackOnly {
            add(
                .warning,
                "rules",
                "accepts unencrypted connections",
                path: rule.path,
                line: rule.record.line
            )
        }
        for rule in plain where rule.record.isLoopbackOnly {
            add(
                .good,
                "rules",
                "accepts unencrypted connections, but only from this host",
                path: rule.path,
                line: rule.record.line
            )
        }
        for rule in rules.unreachable {
            let text = "no connection reaches this rule; earlier rules match all of them"
            add(.warning, "rules", text, path: rule.path, line: rule.record.line)
        }
        for rule in rules.rules where rule.record.type != .local && rule.record.method == "md5" {
            add(
                .warning,
                "rules",
                "method md5 also accepts passwords that are not stored as SCRAM secrets",
                path: rule.path,
                line: rule.record.line
            )
        }
        if !plain.contains(where: { !$0.record.isLoopbackOnly }) {
            add(
                .good,
                "rules",
                "no rule accepts unencrypted connections from other hosts",
                path: layout.authentication
            )
        }
    }
}
