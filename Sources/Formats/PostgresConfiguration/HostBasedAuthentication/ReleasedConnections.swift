/// The connections that rules let go of once they are for fewer kinds of them, and the rules behind that then decide.
///
/// Where `host` becomes `hostssl`, a connection without TLS goes on to the rules behind, of which some may never have
/// been reached. What is not known here (a group, a file, an expression, a host name) is taken for one that both rules
/// are for, and connections are taken to be kept only where one rule surely keeps them all.
public struct ReleasedConnections: Sendable {
    /// A rule that lets go of some, and one that may decide about them afterwards.
    public struct Pair: Sendable, Equatable {
        /// The rule that decided, as it was.
        public let former: HostBasedAuthenticationRules.Rule
        /// The rule that may decide now.
        public let latter: HostBasedAuthenticationRules.Rule
    }

    /// For each rule that may decide now, the first that let go of such connections.
    public private(set) var pairs: [Pair] = []
    /// Whether all rules were compared, within ``RuleCoverage/maximumStepCount``.
    public private(set) var isComplete = true

    /// - Parameters:
    ///   - change: what becomes of the rules.
    ///   - concerns: whether it matters that the second decides instead of the first.
    public init(
        by change: RuleChange,
        where concerns: (HostBasedAuthenticationRecord, HostBasedAuthenticationRecord) -> Bool
    ) {
        let (before, after) = (change.before.rules, change.after.rules)
        let coverage = change.before.coverage
        let dialect = change.after.dialect
        var index = RuleIndex(dialect: dialect, maximumStepCount: RuleCoverage.maximumStepCount)
        var released: [(place: Int, kinds: ConnectionKinds)] = []
        for (place, formerPlace) in change.formerPlaces.enumerated() {
            for (formerPlace, kinds) in released {
                index.takeSteps(1)
                let kinds = kinds.intersection(after[place].record.type.connections)
                guard !kinds.isEmpty, concerns(before[formerPlace].record, after[place].record) else {
                    continue
                }
                let common = before[formerPlace].record.common(with: after[place].record, in: dialect, &index)
                guard let common,
                    !index.kindsReaching(common.record, only: common.family).isDisjoint(with: kinds)
                else { continue }
                pairs.append(Pair(former: before[formerPlace], latter: after[place]))
                break
            }
            index.insert(after[place].record)
            if index.isExhausted { break }
            guard let formerPlace, coverage.isReached(formerPlace) else { continue }
            let lost = before[formerPlace].record.type.connections
                .subtracting(after[place].record.type.connections)
            if !lost.isEmpty { released.append((formerPlace, lost)) }
        }
        isComplete = !index.isExhausted
    }
}

extension HostBasedAuthenticationRecord {
    /// A record for what two may both be for, of the other one's type, and the family of its addresses where a word
    /// stands for more; `nil` where there is surely nothing.
    fileprivate func common(
        with other: Self,
        in dialect: HostBasedAuthenticationDialect,
        _ index: inout RuleIndex
    ) -> (record: Self, family: NetworkAddress.Family?)? {
        let (count, isTooMany) = users.count.multipliedReportingOverflow(by: other.users.count)
        let (more, isMore) = databases.count.multipliedReportingOverflow(by: other.databases.count)
        let (sum, isTooMuch) = count.addingReportingOverflow(more)
        index.takeSteps(isTooMany || isMore || isTooMuch ? .max : sum)
        guard !index.isExhausted, let place = Address.common(address, other.address) else { return nil }
        let users = Self.common(users, other.users, keepingReplicationApart: false)
        let databases = Self.common(databases, other.databases, keepingReplicationApart: dialect != .pgpool)
        if users.isEmpty || databases.isEmpty { return nil }
        let record = Self(
            line: other.line,
            type: other.type,
            databases: databases,
            users: users,
            address: place.address,
            method: other.method,
            options: [],
            typeRange: other.typeRange,
            methodRange: other.methodRange,
            range: other.range
        )
        return (record, place.family)
    }

    /// The names for which both lists may be.
    ///
    /// - Parameter isApart: whether `all`, and words and files that may stand for several databases, are not for
    ///   physical replication.
    private static func common(
        _ one: [HostBasedAuthenticationToken],
        _ two: [HostBasedAuthenticationToken],
        keepingReplicationApart isApart: Bool
    ) -> [HostBasedAuthenticationToken] {
        one.flatMap { first in
            two.compactMap { second in
                if first == second { return first }
                if isApart, first.keyword == .replication || second.keyword == .replication { return nil }
                if first.keyword == .all { return second }
                if second.keyword == .all { return first }
                if first.mayBeSeveral { return second }
                return second.mayBeSeveral || first.text.utf8.elementsEqual(second.text.utf8) ? first : nil
            }
        }
    }
}

extension HostBasedAuthenticationToken {
    /// Whether it may stand for others than the one of that name.
    fileprivate var mayBeSeveral: Bool { keyword != nil || isGroup || isFile || isExpression }
}

extension HostBasedAuthenticationRecord.Address {
    /// What two may both be for, or something wider; `nil` where there is surely nothing.
    fileprivate static func common(
        _ one: Self?,
        _ two: Self?
    ) -> (address: Self, family: NetworkAddress.Family?)? {
        guard let one, let two else { return nil }
        switch (one, two) {
        case (.network(let one), .network(let two)): return one.common(with: two).map { (.network($0), nil) }
        case (.all, let other), (let other, .all): return (other, nil)
        case (.network(let network), let word), (let word, .network(let network)):
            return network.isEverything ? (word, network.family) : (.network(network), nil)
        case (.sameNet, let other), (let other, .sameNet): return (other, nil)
        default: return (one, nil)
        }
    }
}

extension NetworkAddress {
    /// The addresses that belong to both.
    fileprivate func common(with other: NetworkAddress) -> NetworkAddress? {
        guard family == other.family, (bits ^ other.bits) & maskBits & other.maskBits == 0 else { return nil }
        return NetworkAddress(
            family: family,
            bits: bits & maskBits | other.bits & other.maskBits,
            maskBits: maskBits | other.maskBits
        )
    }
}
