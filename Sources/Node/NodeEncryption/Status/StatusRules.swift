internal import PostgresConfiguration

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
            add(.broken, "rules", error.description)
            return
        }
        for problem in rules.problems {
            add(.broken, "rules", "the server refuses this line", path: problem.path, line: problem.line)
        }
        let plain = rules.admittingPlainConnections
        for rule in plain where !rule.record.isLoopbackOnly {
            add(
                .warning,
                "rules",
                "lets connections in without encryption",
                path: rule.path,
                line: rule.record.line
            )
        }
        for rule in plain where rule.record.isLoopbackOnly {
            add(
                .good,
                "rules",
                "without encryption, from this machine alone",
                path: rule.path,
                line: rule.record.line
            )
        }
        for rule in rules.unreachable {
            add(.warning, "rules", "no connection reaches this rule", path: rule.path, line: rule.record.line)
        }
        for rule in rules.rules where rule.record.type != .local && rule.record.method == "md5" {
            add(
                .warning,
                "rules",
                "md5 lets users in whose passwords are not stored for SCRAM",
                path: rule.path,
                line: rule.record.line
            )
        }
        if !plain.contains(where: { !$0.record.isLoopbackOnly }) {
            add(
                .good,
                "rules",
                "no rule lets other machines in without encryption",
                path: layout.authentication
            )
        }
    }
}
