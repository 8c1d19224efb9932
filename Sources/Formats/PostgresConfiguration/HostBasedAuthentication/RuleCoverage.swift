/// What rules take from the rules behind them: which ones no connection reaches, and which ones let connections in
/// without encryption.
///
/// Each rule is looked up in an index of those before it, so that the work grows with the length of the rules and with
/// how many different masks they have, and not with the square of their number. Where lists of databases and users
/// multiply to more than ``maximumStepCount``, ``isComplete`` is false.
public struct RuleCoverage: Sendable {
    /// The most look-ups and entries of the index: enough for 150,000 rules of one database and one user each.
    public static let maximumStepCount = 5_000_000

    /// The rules that no connection reaches, since rules before them take every one of theirs.
    ///
    /// A rule is listed only where that is certain: what a host name, a `@file`, a group or a regular expression
    /// covers is not known, except for what is written alike.
    public private(set) var unreachable: [HostBasedAuthenticationRules.Rule] = []

    /// All other rules, in their order.
    public private(set) var reachable: [HostBasedAuthenticationRules.Rule] = []

    /// The rules that let a TCP connection in without encryption: those that match one, do not reject, and are not
    /// behind rules that take every such connection of theirs.
    ///
    /// Rules for loopback addresses are among them; ``HostBasedAuthenticationRecord/isLoopbackOnly`` shows which. A
    /// rule that was not compared is taken for one that others do not cover.
    public private(set) var admittingPlainConnections: [HostBasedAuthenticationRules.Rule] = []

    /// Whether all rules were compared.
    public private(set) var isComplete = true

    /// The look-ups and entries that it took.
    public private(set) var stepCount = 0

    init(of rules: HostBasedAuthenticationRules, maximumStepCount: Int = RuleCoverage.maximumStepCount) {
        var index = RuleIndex(dialect: rules.dialect, maximumStepCount: maximumStepCount)
        for rule in rules.rules {
            let record = rule.record
            let kinds = record.type.connections
            let reached = index.kindsReaching(record)
            if reached.isEmpty { unreachable.append(rule) } else { reachable.append(rule) }
            if kinds.contains(.plain), record.method != "reject", reached.contains(.plain) {
                admittingPlainConnections.append(rule)
            }
            index.insert(record)
        }
        isComplete = !index.isExhausted
        stepCount = index.stepCount
    }
}
