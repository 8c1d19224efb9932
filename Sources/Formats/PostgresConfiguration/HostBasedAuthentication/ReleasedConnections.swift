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
    ///   - concerns: whether it matters that the second decides instead of the first, which their methods and options
    ///     alone tell.
    public init(
        by change: RuleChange,
        where concerns: (HostBasedAuthenticationRecord, HostBasedAuthenticationRecord) -> Bool
    ) {
        let (before, after) = (change.before.rules, change.after.rules)
        let coverage = change.before.coverage
        let dialect = change.after.dialect
        var index = RuleIndex(dialect: dialect, maximumStepCount: RuleCoverage.maximumStepCount)
        // Only those before a rule that is looked up are needed, and mostly there is none.
        var indexedCount = 0
        var released = Released()
        for place in after.indices {
            let kinds = after[place].record.type.connections
            // Most rules ask for no less than those that let go, of which there are few sorts.
            index.takeSteps(released.firstOfSort.count)
            let isConcerned = released.firstOfSort.map { sort in
                !sort.kinds.isDisjoint(with: kinds)
                    && concerns(before[sort.place].record, after[place].record)
            }
            for former in isConcerned.contains(true) ? released.rules : [] {
                index.takeSteps(1)
                guard isConcerned[former.sort] else { continue }
                let record = before[former.place].record
                guard let common = record.common(with: after[place].record, in: dialect, &index) else {
                    continue
                }
                for earlier in after[indexedCount..<place] { index.insert(earlier.record) }
                indexedCount = place
                let kinds = released.firstOfSort[former.sort].kinds.intersection(kinds)
                let reaching = index.kindsReaching(common.record, only: common.family)
                // One that ends half-way answers with all there are.
                if index.isExhausted { break }
                if reaching.isDisjoint(with: kinds) { continue }
                pairs.append(Pair(former: before[former.place], latter: after[place]))
                break
            }
            if index.isExhausted { break }
            guard let formerPlace = change.formerPlaces[place], coverage.isReached(formerPlace) else {
                continue
            }
            let lost = before[formerPlace].record.type.connections.subtracting(kinds)
            if !lost.isEmpty { released.add(before[formerPlace].record, at: formerPlace, lost) }
        }
        isComplete = !index.isExhausted
    }

    /// Rules that let go of connections, in sorts of those that ask for the same.
    private struct Released {
        private struct Sort: Hashable {
            let method: String
            let options: [HostBasedAuthenticationRecord.Option]
            let kinds: ConnectionKinds
        }

        private(set) var rules: [(place: Int, sort: Int)] = []
        private(set) var firstOfSort: [(place: Int, kinds: ConnectionKinds)] = []
        private var sorts: [Sort: Int] = [:]

        mutating func add(_ record: HostBasedAuthenticationRecord, at place: Int, _ kinds: ConnectionKinds) {
            let sort = Sort(method: record.method, options: record.options, kinds: kinds)
            let number = sorts[sort] ?? firstOfSort.count
            if number == firstOfSort.count {
                sorts[sort] = number
                firstOfSort.append((place, kinds))
            }
            rules.append((place, number))
        }
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
