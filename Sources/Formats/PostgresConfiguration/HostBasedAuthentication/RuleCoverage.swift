/// What rules take from the rules behind them: which ones no connection reaches, and which ones let connections in
/// without encryption.
///
/// Each rule is looked up in an index of those before it, so that the work grows with the length of the rules and with
/// how many different masks they have, and not with the square of their number. Where lists of databases and users
/// multiply to more than ``maximumStepCount``, ``isComplete`` is false.
public struct RuleCoverage: Sendable {
    /// The most look-ups and entries of the index: enough for 150,000 rules of one database and one user each.
    public static let maximumStepCount = 5_000_000

    private let rules: [HostBasedAuthenticationRules.Rule]
    /// Of each rule the kinds of connections that may reach it.
    private var reaching: [ConnectionKinds] = []

    /// The rules that no connection reaches, since rules before them take every one of theirs.
    ///
    /// A rule is listed only where that is certain: what a host name, a `@file`, a group or a regular expression
    /// covers is not known, except for what is written alike.
    public var unreachable: [HostBasedAuthenticationRules.Rule] { filtered { !isReached($0) } }

    /// All other rules, in their order.
    public var reachable: [HostBasedAuthenticationRules.Rule] { filtered { isReached($0) } }

    /// The rules that let a TCP connection in without encryption: those that match one, do not reject, and are not
    /// behind rules that take every such connection of theirs.
    ///
    /// Rules for loopback addresses are among them; ``HostBasedAuthenticationRecord/isLoopbackOnly`` shows which. A
    /// rule that was not compared is taken for one that others do not cover.
    public var admittingPlainConnections: [HostBasedAuthenticationRules.Rule] {
        filtered { admitsPlainConnections($0) }
    }

    /// Whether all rules were compared.
    public private(set) var isComplete = true

    /// The look-ups and entries that it took.
    public private(set) var stepCount = 0

    init(of rules: HostBasedAuthenticationRules, maximumStepCount: Int = RuleCoverage.maximumStepCount) {
        self.rules = rules.rules
        reaching.reserveCapacity(rules.rules.count)
        var index = RuleIndex(
            dialect: rules.dialect,
            maximumStepCount: maximumStepCount,
            ruleCount: rules.rules.count
        )
        for place in rules.rules.indices {
            reaching.append(index.kindsReaching(rules.rules[place].record))
            index.insert(rules.rules[place].record)
        }
        isComplete = !index.isExhausted
        stepCount = index.stepCount
    }

    /// Whether the rule of that place is one of ``reachable``.
    public func isReached(_ place: Int) -> Bool { !reaching[place].isEmpty }

    /// Whether the rule of that place is one of ``admittingPlainConnections``.
    public func admitsPlainConnections(_ place: Int) -> Bool {
        reaching[place].contains(.plain) && rules[place].record.method != "reject"
    }

    private func filtered(_ isWanted: (Int) -> Bool) -> [HostBasedAuthenticationRules.Rule] {
        rules.indices.filter(isWanted).map { rules[$0] }
    }
}
