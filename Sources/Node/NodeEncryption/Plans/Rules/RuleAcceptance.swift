internal import PostgresConfiguration
internal import TextEncodings

/// Whether the server takes the lines of its rules as they are.
///
/// With one that it refuses it keeps its old rules, so that no change of them takes effect, and after a restart nobody
/// gets in. A running server decides; what is known here of its grammar says what would be right.
struct RuleAcceptance {
    /// What the operator should know.
    let notes: [String]

    /// - Throws: ``InstallRefusal/refusedRule(path:line:dialect:reason:)``.
    init(
        _ rules: HostBasedAuthenticationRules,
        _ layout: NodeLayout,
        _ verdict: RuleVerdict?
    ) throws(NodeEncryptionError) {
        // A rule may still be added.
        let problems = rules.problems.filter { $0.kind != .noRules }
        let dialect = layout.authenticationDialect
        let server = dialect.serverName
        func refusal(_ path: String, _ line: Int, _ reason: String) -> NodeEncryptionError {
            .notInstalled(.refusedRule(path: path, line: line, dialect: dialect, reason: reason))
        }
        if let problem = problems.first(where: { !(verdict?.accepts($0.path, line: $0.line) ?? false) }) {
            throw refusal(problem.path, problem.line, problem.kind.description)
        }
        if let complaint = verdict?.refused.first {
            let path = rules.paths.first { complaint.isIn($0) } ?? layout.authentication
            let silent = "see what its log says when it reads its files"
            throw refusal(
                path,
                Int(complaint.line) ?? 0,
                complaint.reason.isEmpty ? silent : complaint.reason
            )
        }
        let understood = problems.map { problem in
            "\(printable(problem.path)), line \(problem.line): \(server) takes this line, which is not understood here "
                + "(\(problem.kind)), and which stays as it is"
        }
        let unknown = verdict == nil ? rules.doubts : []
        notes =
            understood
            + unknown.map { doubt in
                "\(printable(doubt.path)), line \(doubt.line): whether \(server) takes this line depends on "
                    + "\(doubt.kind), and was not tried; with one that it refuses it \(dialect.doingWithRefusedLine)"
            }
    }

    /// Throws if a change would make a line of a rule one that the server refuses, as where it becomes too long.
    static func requireAll(_ change: RuleChange, _ layout: NodeLayout) throws(NodeEncryptionError) {
        guard change.after.rules.count < change.before.rules.count,
            let problem = change.after.problems.first(where: { problem in
                !change.before.problems.contains { $0.kind == problem.kind && $0.line == problem.line }
            })
        else { return }
        throw .notInstalled(
            .refusedRule(
                path: problem.path,
                line: problem.line,
                dialect: layout.authenticationDialect,
                reason: problem.kind.description
            )
        )
    }

    /// Throws if there is no rule at all.
    static func requireRules(
        _ rules: HostBasedAuthenticationRules,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) {
        guard let problem = rules.problems.first(where: { $0.kind == .noRules }) else { return }
        throw .notInstalled(.noRules(path: problem.path, dialect: layout.authenticationDialect))
    }
}

extension HostBasedAuthenticationDialect {
    /// The server, for a message.
    var serverName: String {
        switch self {
        case .postgres(let version): "PostgreSQL \(version)"
        case .pgpool: "Pgpool-II"
        }
    }

    /// What the server does whose rules have a line that it refuses, for a message.
    var doingWithRefusedLine: String {
        switch self {
        case .postgres: "keeps its old rules, and does not start again"
        // It starts all the same, with no rule.
        case .pgpool: "keeps its old rules, and lets nobody in after a restart"
        }
    }
}
