internal import PostgresConfiguration
internal import TextEncodings

/// A rule by which an install would let in who was not let in so before.
///
/// Where one rule begins to require TLS, a connection without it goes on to the rules behind; and where TLS is turned
/// on, `hostssl` rules are tried for the first time.
package enum ExposedRule: Equatable, Sendable {
    /// Connections that a rule before it took would come to it without TLS.
    ///
    /// - Parameters:
    ///   - place: where it stands.
    ///   - method: what it asks for.
    ///   - formerPlace: where the rule stands that begins to require TLS.
    ///   - formerMethod: what that one asks for.
    ///   - isTurnable: whether `--all-rules` would have it require TLS, too.
    case released(place: String, method: String, formerPlace: String, formerMethod: String, isTurnable: Bool)
    /// No connection by TLS was tried by it, since TLS is off, and it asks for nothing.
    case woken(place: String, method: String)

    /// - Throws: ``InstallRefusal/exposedRule(_:)``.
    /// - Returns: what the operator should know, where not all rules could be compared.
    static func check(
        _ change: RuleChange,
        _ asleep: WokenRules.Sleep,
        _ layout: NodeLayout
    ) throws(NodeEncryptionError) -> [String] {
        // No connection met a rule that is not read.
        if asleep == .unread { return [] }
        let released = ReleasedConnections(by: change) { $1.admitsOthers(than: $0) }
        if let pair = released.pairs.first {
            let latter = pair.latter
            let isOwn = try RuleFiles(change.after, layout).isOwn(latter.path)
            throw .notInstalled(
                .exposedRule(
                    .released(
                        place: latter.place,
                        method: latter.record.method,
                        formerPlace: pair.former.place,
                        formerMethod: pair.former.record.method,
                        isTurnable: isOwn && latter.record.isTurned(allRules: true)
                    )
                )
            )
        }
        if asleep == .withoutTLS, let rule = change.firstUnasked {
            throw .notInstalled(.exposedRule(.woken(place: rule.place, method: rule.record.method)))
        }
        return released.isComplete ? [] : ["\(printable(change.before.paths[0])): \(RuleCoverage.incomplete)"]
    }

    /// Why an install is refused.
    var refusal: String {
        switch self {
        case .released(let place, let method, let formerPlace, let formerMethod, let isTurnable):
            "\(place): once \(formerPlace) requires TLS, connections without it come to this rule, which lets in by "
                + "\(printable(method)) those of whom that line asks for \(printable(formerMethod)); remove it, or "
                + (isTurnable
                    ? "give --all-rules, by which it requires TLS, too"
                    : "put one that rejects them before it")
        case .woken(let place, let method):
            "\(place): no connection was tried by this rule yet, since TLS is off; it would now let in by "
                + "\(printable(method)), without a password; remove it, or have it ask for scram-sha-256"
        }
    }
}

extension RuleChange {
    /// The first rule by which connections under TLS come in unasked, whoever they are, that did not come in so without
    /// it, by the rules of before.
    fileprivate var firstUnasked: HostBasedAuthenticationRules.Rule? {
        let coverage = after.coverage
        let (rules, formerRules) = (after.rules, before.rules)
        var isPlainTaken = false
        for place in rules.indices {
            var former: ConnectionKinds = []
            if let formerPlace = formerPlaces[place] {
                former = formerRules[formerPlace].record.type.connections
            }
            defer { isPlainTaken = isPlainTaken || former.contains(.plain) && !former.contains(.tls) }
            guard coverage.isReached(place), rules[place].record.type.connections.contains(.tls),
                rules[place].record.asksNobody
            else { continue }
            // Whoever comes to it under TLS came to it without.
            if former.contains(.plain), !isPlainTaken { continue }
            let rule = rules[place]
            let samples = SampleConnection.all(common: rule, rule)
            let cameInSo = samples.allSatisfy { sample in
                formerRules.deciding(about: sample, by: .plain).map { formerRules[$0].record.method }
                    == rule.record.method
            }
            if !cameInSo { return rule }
        }
        return nil
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether it may let in whom another one does not, or by less than that one asks for.
    fileprivate func admitsOthers(than other: Self) -> Bool {
        if method == "reject" || other.method == "trust" && !other.demandsClientCertificate { return false }
        switch (other.method, method) {
        // Who has a secret of SCRAM has it for each of them, and that of md5 is none for SCRAM.
        case ("md5", "scram-sha-256"), ("password", "scram-sha-256"), ("password", "md5"): return false
        default: return other.method != method || other.options != options
        }
    }

    /// Whether it lets in without a secret whoever comes, or believes another machine.
    var asksNobody: Bool {
        (method == "trust" || method == "ident") && !demandsClientCertificate
    }
}
