internal import PostgresConfiguration
internal import TextEncodings

/// The rules that come to decide about connections that others decide about now, or none: `hostssl` rules where TLS is
/// turned on, all of them where Pgpool-II begins to read them, and those that stand before a rule that begins to
/// require TLS.
///
/// Who gets in before and after is looked up for connections that both rules are for (``SampleConnection``), so that a
/// rule before them that decides, as ever, keeps them quiet.
struct WokenRules {
    /// What the operator should know of rules for some alone.
    private(set) var notes: [String] = []
    /// The rules that ask for SCRAM where another asked for a password in any way.
    private(set) var strengthened: [HostBasedAuthenticationRecord] = []

    /// The most names and rules that are compared, of all pairs of rules.
    private static let mostComparisons = 5_000_000

    private let user: String
    private let names: RoleNames
    private let before: [HostBasedAuthenticationRules.Rule]
    private let after: [HostBasedAuthenticationRules.Rule]
    /// The place before of each rule after; `nil` for one that is added.
    private let former: [Int?]
    private let asleep: Sleep
    /// The rules, and the names in files that they stand for: what is looked through for each connection.
    private let weight: Int
    private var count = 0

    /// What rules do not decide before the change.
    enum Sleep: Sendable {
        /// All decide already.
        case none
        /// About connections by TLS, which is off.
        case withoutTLS
        /// About any, since Pgpool-II does not read them.
        case unread

        /// - Parameter layout: the node as it is before the install.
        init(_ layout: NodeLayout) throws(NodeEncryptionError) {
            let settings = try layout.settings()
            let server = layout.role == .postgres ? try RunningServer.find(on: layout.dataFolder) : nil
            func isOn(_ name: String) -> Bool {
                let present = server?.arguments.settings[name] ?? settings.value(of: name) ?? "off"
                return RequiredSettings.isSame(present, "on")
            }
            let isRead = layout.role == .postgres || isOn("enable_pool_hba")
            self = !isRead ? .unread : isOn("ssl") ? .none : .withoutTLS
        }
    }

    /// - Parameters:
    ///   - asleep: what the rules do not decide before the change.
    ///   - user: whose password is stored, and who is shown how to connect.
    ///   - groups: what he is a member of; `nil` where that is not known.
    ///   - change: what becomes of the rules.
    /// - Throws: ``InstallRefusal/wokenRule(_:)`` where nobody from somewhere else gets in any more, or that user does
    ///   not, since a rule asks for something else than before.
    init(
        _ asleep: Sleep,
        user: String,
        groups: RoleGroups?,
        _ change: RuleChange
    ) throws(NodeEncryptionError) {
        self.asleep = asleep
        self.user = user
        before = change.before.rules
        after = change.after.rules
        former = change.formerPlaces
        // None of those before is missing.
        names = RoleNames(user, groups: groups, in: after)
        weight = after.reduce(after.count) { $0 + $1.listedNameCount }
        switch asleep {
        case .unread: try compareAll(change.after.coverage)
        case .none, .withoutTLS:
            if try !comparePairs(change.before.coverage) {
                notes.append("\(printable(change.before.paths[0])): \(RuleCoverage.incomplete)")
            }
        }
    }

    // MARK: Rules that others come before

    /// Whether all were compared.
    private mutating func comparePairs(_ coverage: RuleCoverage) throws(NodeEncryptionError) -> Bool {
        let turned = Set(
            after.indices.filter { !after[$0].record.type.connections.contains(.plain) }.compactMap {
                former[$0]
            }
        )
        let outlines = before.enumerated().map { RuleOutline($1, at: $0) }
        let admitting = outlines.filter { coverage.admitsPlainConnections($0.place) }
        var first = 0
        for rule in outlines {
            if first < admitting.count, admitting[first].place == rule.place { first += 1 }
            guard rule.type == .hostssl, coverage.isReached(rule.place) else { continue }
            for later in admitting[first...] {
                count += 1
                // Who means `hostnossl` means that connections under TLS ask for something else.
                guard later.type != .hostnossl else { continue }
                // One line a rule is enough.
                if try compare(rule, later, turned) { break }
                if isOver { return false }
            }
            if isOver { return false }
        }
        return true
    }

    private var isOver: Bool { count > Self.mostComparisons }

    /// Whether a rule asks for something else than a later one that lets others in now; adds what is to be said of it.
    private mutating func compare(
        _ outline: RuleOutline,
        _ later: RuleOutline,
        _ turned: Set<Int>
    ) throws(NodeEncryptionError) -> Bool {
        // Whom it lets in by TLS unasked it let in so before.
        if asleep == .none, outline.method == "trust" { return false }
        let isStronger = outline.method == "scram-sha-256" && later.method == "md5"
        guard isStronger || outline.asksForSomethingElse(than: later) else { return false }
        count += outline.nameProduct(with: later)
        if isOver || !outline.sharesOrigins(with: later) { return false }
        let rule = before[outline.place]
        for sample in SampleConnection.all(common: rule, before[later.place], with: names) {
            count += weight
            if isOver { return false }
            guard let was = before.deciding(about: sample, by: .plain),
                let now = after.deciding(about: sample, by: .tls), former[now] == outline.place,
                asleep == .withoutTLS || turned.contains(was)
            else { continue }
            guard outline.asksForSomethingElse(than: RuleOutline(before[was], at: was)) else {
                if isStronger, before[was].record.method == "md5" {
                    strengthened.append(rule.record)
                    return false
                }
                continue
            }
            try add(rule, sample, insteadOf: before[was])
            return true
        }
        return false
    }

    private mutating func add(
        _ rule: HostBasedAuthenticationRules.Rule,
        _ sample: SampleConnection,
        insteadOf other: HostBasedAuthenticationRules.Rule
    ) throws(NodeEncryptionError) {
        let isOwn = sample.userNames.contains(names.own)
        let woken = WokenRule(
            place: rule.place,
            method: rule.record.method,
            user: rule.isForEverybody ? nil : user,
            overruled: WokenRule.Overruled(place: other.place, method: other.record.method),
            isAsleep: asleep == .withoutTLS
        )
        if asleep == .withoutTLS, rule.isForEverybody || isOwn && !rule.record.isForThisHost {
            throw .notInstalled(.wokenRule(woken))
        }
        notes.append(woken.note)
    }

    // MARK: Rules that were not read

    private mutating func compareAll(_ coverage: RuleCoverage) throws(NodeEncryptionError) {
        for (place, rule) in after.enumerated() where coverage.isReached(place) {
            guard let origin = former[place], rule.record.type != .hostnossl else { continue }
            // `trust` is looked at by `TrustingRules`.
            let outline = RuleOutline(rule, at: place)
            guard outline.asksForMore, rule.record.method != "trust" else { continue }
            count += outline.nameProduct(with: outline)
            guard let isFirstForOwn = isFirstForOwn(rule, place) else {
                return notes.append("\(printable(before[origin].path)): \(RuleCoverage.incomplete)")
            }
            let woken = WokenRule(
                place: before[origin].place,
                method: rule.record.method,
                user: rule.isForEverybody ? nil : user,
                overruled: nil,
                isAsleep: true
            )
            if !rule.record.isForThisHost, rule.isForEverybody || isFirstForOwn {
                throw .notInstalled(.wokenRule(woken))
            }
            notes.append(woken.note)
        }
    }

    /// Whether a rule will decide about some connection of the user; `nil` where that is too much to look up.
    private mutating func isFirstForOwn(_ rule: HostBasedAuthenticationRules.Rule, _ place: Int) -> Bool? {
        if isOver { return nil }
        for sample in SampleConnection.all(common: rule, rule, with: names)
        where sample.userNames.contains(names.own) {
            count += weight
            if isOver { return nil }
            let kind: ConnectionKinds = sample.origin == .socket ? .local : .tls
            if after.deciding(about: sample, by: kind) == place { return true }
        }
        return false
    }
}

extension HostBasedAuthenticationRules.Rule {
    /// Whether it is for every user and database of other hosts.
    fileprivate var isForEverybody: Bool {
        !record.isForThisHost && users.contains { $0.keyword == .all }
            && databases.contains { $0.keyword == .all }
    }

    /// How many more names it has than its fields.
    fileprivate var listedNameCount: Int {
        users.count - record.users.count + databases.count - record.databases.count
    }
}
