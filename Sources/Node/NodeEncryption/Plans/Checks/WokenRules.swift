internal import PostgresConfiguration
internal import TextEncodings

/// The `hostssl` rules of a server without TLS, which no connection was tried by yet: with TLS they come first, also
/// for those whom a later rule lets in by something else.
struct WokenRules {
    /// What the operator should know of rules for some alone.
    private(set) var notes: [String] = []

    /// The most names of databases and users that are compared, of all pairs of rules.
    private static let mostComparisons = 5_000_000

    /// - Parameter layout: the node as it is before the install.
    /// - Throws: ``InstallRefusal/wokenRule(place:method:overruled:otherMethod:)`` for a rule that is for everybody
    ///   from somewhere else, since nobody whom it asks for something else than before gets in.
    init(_ layout: NodeLayout) throws(NodeEncryptionError) {
        guard try Self.isAsleep(layout) else { return }
        let rules = try layout.rules()
        let coverage = rules.coverage
        var unreachable = coverage.unreachable[...]
        var admitting = coverage.admittingPlainConnections[...]
        var count = 0
        for rule in rules.rules {
            // Both lists are in the order of the rules.
            if rule == admitting.first { admitting.removeFirst() }
            if rule == unreachable.first {
                unreachable.removeFirst()
                continue
            }
            guard rule.record.type == .hostssl else { continue }
            // Who means `hostnossl` means that connections under TLS ask for something else.
            for later in admitting where later.record.type != .hostnossl {
                count += rule.record.nameCount + later.record.nameCount
                if count > Self.mostComparisons {
                    notes.append("\(printable(layout.authentication)): \(RuleCoverage.incomplete)")
                    return
                }
                guard rule.record.asksForSomethingElse(than: later.record), rule.record.overlaps(later.record)
                else { continue }
                if rule.record.isForEverybody {
                    throw .notInstalled(
                        .wokenRule(
                            place: rule.place,
                            method: rule.record.method,
                            overruled: later.place,
                            otherMethod: later.record.method
                        )
                    )
                }
                notes.append(
                    "\(rule.place): no connection was tried by this rule yet, since TLS was off; it now asks for "
                        + "\(printable(rule.record.method)) those whom \(later.place) let in by "
                        + printable(later.record.method)
                )
                break
            }
        }
    }

    /// Whether `hostssl` rules are passed over now.
    private static func isAsleep(_ layout: NodeLayout) throws(NodeEncryptionError) -> Bool {
        let settings = try layout.settings()
        let server = layout.role == .postgres ? try RunningServer.find(on: layout.dataFolder) : nil
        return RequiredSettings(of: layout).all.contains { name, value in
            guard value == "on" else { return false }
            let present = server?.arguments.settings[name] ?? settings.value(of: name) ?? "off"
            return !RequiredSettings.isSame(present, value)
        }
    }
}

extension HostBasedAuthenticationRecord {
    /// Whether it is for every user and database of other hosts.
    fileprivate var isForEverybody: Bool {
        !isForThisHost && users.contains { $0.keyword == .all } && databases.contains { $0.keyword == .all }
    }

    /// Whether who gets in by the other one may not get in by this one, or in without what the other one asks for.
    fileprivate func asksForSomethingElse(than other: Self) -> Bool {
        proof != other.proof || (asksForCertificate && !other.asksForCertificate)
    }

    fileprivate var nameCount: Int { databases.count + users.count }

    /// The method, where those that ask for the same password are one.
    private var proof: String {
        ["md5", "scram-sha-256", "password"].contains(method) ? "password" : method
    }

    private var asksForCertificate: Bool {
        method == "cert"
            || options.contains { $0.name == "clientcert" && $0.value.utf8.starts(with: "verify".utf8) }
    }

    /// Whether a connection may fit both.
    fileprivate func overlaps(_ other: Self) -> Bool {
        func meet(
            _ one: [HostBasedAuthenticationToken],
            _ two: [HostBasedAuthenticationToken],
            _ isWide: (HostBasedAuthenticationToken) -> Bool
        ) -> Bool {
            let names = Set(two)
            return one.contains { token in names.contains(token) }
                || one.contains(where: isWide) && two.contains { $0.keyword != .replication }
                || two.contains(where: isWide) && one.contains { $0.keyword != .replication }
        }
        let wideDatabase: (HostBasedAuthenticationToken) -> Bool = {
            $0.keyword.map { $0 != .replication } ?? $0.isSpecial
        }
        return meets(other.address) && meet(databases, other.databases, wideDatabase)
            && meet(users, other.users) { $0.isSpecial }
    }

    /// Whether an address may fit both; what a name stands for is not known.
    private func meets(_ other: Address?) -> Bool {
        guard case .network(let one) = address, case .network(let two) = other else { return true }
        return one.contains(two) || two.contains(one)
    }
}
