internal import PKIX

/// What name constraints along a path do not allow (RFC 5280, section 4.2.1.10), and who minds. Java passes over those
/// of a root; Go understands none of the directory, and rustls of these forms only networks and hosts.
struct ConstraintFaults {
    private(set) var all: [PathFaults.Found] = []
    private var comparisons = 0
    private var comparisonsOfAll = 0

    init(of path: CertificationPath) {
        for index in path.steps.indices.dropFirst() {
            let step = path.steps[index]
            let isAnchor = path.deadEnd == nil && index == path.steps.count - 1
            let minding = isAnchor ? VerifyingClient.all.subtracting([.jdbc]) : VerifyingClient.all
            let constraints: NameConstraints
            do throws(PKIXError) {
                guard let found = try step.certificate.extensions.read(NameConstraints.self) else { continue }
                constraints = found
            } catch {
                all.append((step.fault(.constraintsNotUnderstood), minding))
                continue
            }
            let isCritical = step.certificate.extensions[NameConstraints.identifier]?.isCritical ?? false
            let bases = ConstraintBases(constraints)
            var (notUnderstanding, refusing): (Set<VerifyingClient>, Set<VerifyingClient>) = ([], [])
            if isCritical, !bases.forms.isSubset(of: Self.formsOfGo) { notUnderstanding.insert(.go) }
            let below = (0..<index).filter { $0 == 0 || !path.steps[$0].certificate.isSelfIssued }
                .map { ($0, path.steps[$0].certificate.constrainedNames(isLeaf: $0 == 0)) }
            let nameCount = below.reduce(0) { $0 + $1.1.count }
            comparisonsOfAll += nameCount * (constraints.permitted.count + constraints.excluded.count)
            comparisons += below.reduce(0) { $0 + bases.comparisons(with: $1.1) }
            let failing = Self.clientsGivingUp(after: comparisons, ofAll: comparisonsOfAll)
            if !failing.isEmpty {
                all.append((step.fault(.tooManyConstraints), failing.intersection(minding)))
                if comparisons > Self.most { return }
                refusing.formUnion(failing)
            }
            for (below, names) in below {
                for name in names {
                    let clients = bases.refusing(name, isCritical: isCritical)
                    notUnderstanding.formUnion(bases.notUnderstanding(name))
                    // One name is enough for a client.
                    if clients.isSubset(of: refusing) { continue }
                    refusing.formUnion(clients)
                    let fault = path.steps[below].fault(
                        .outsideConstraints(name: "\(name)", authority: "\(step.certificate.subject)")
                    )
                    all.append((fault, clients.intersection(minding)))
                }
            }
            // Who refuses a name anyway is told nothing else.
            notUnderstanding.subtract(refusing)
            if !notUnderstanding.isEmpty {
                all.append((step.fault(.constraintsNotUnderstood), notUnderstanding.intersection(minding)))
            }
        }
    }

    /// Of Go (`verify.go`, `MaxConstraintComparisions`), rustls (`verify_cert.rs`, `Budget`), and what is done here.
    private static let most = 250_000
    /// `v3_ncons.c`, `NAME_CHECK_MAX`.
    private static let mostOfOpenSSL = 1 << 20

    /// Who looks at no more names: Go counts a name and a set of its form, the others any two.
    private static func clientsGivingUp(after comparisons: Int, ofAll count: Int) -> Set<VerifyingClient> {
        var clients: Set<VerifyingClient> = count > most ? [.rustls] : []
        if comparisons > most { clients.insert(.go) }
        if count > mostOfOpenSSL { clients.formUnion(VerifyingClient.openSSL) }
        return clients
    }

    /// `verify.go`: mailboxes, hosts, URIs and networks.
    private static let formsOfGo: Set<GeneralName.Form> = [
        .rfc822Name, .dnsName, .uniformResourceIdentifier, .ipAddress,
    ]
}

extension Certificate {
    /// The names that constraints speak of: the alternative ones, the subject, and, where a leaf has no host's name
    /// among the former, its common names that look like one (`v3_ncons.c`, `NAME_CONSTRAINTS_check_CN`).
    fileprivate func constrainedNames(isLeaf: Bool) -> [GeneralName] {
        var all = names
        if !subject.isEmpty { all.append(.directoryName(subject)) }
        if isLeaf, dnsNames.isEmpty { all += subject.hostNames }
        return all
    }
}

/// Name constraints by the forms of names that they speak of, as all clients look at them.
private struct ConstraintBases {
    private let permitted: [GeneralName.Form: [NameConstraints.Base]]
    private let excluded: [GeneralName.Form: [NameConstraints.Base]]

    init(_ constraints: NameConstraints) {
        permitted = Dictionary(grouping: constraints.permitted, by: \.form)
        excluded = Dictionary(grouping: constraints.excluded, by: \.form)
    }

    var forms: Set<GeneralName.Form> { Set(permitted.keys).union(excluded.keys) }

    private func count(of form: GeneralName.Form) -> Int {
        (permitted[form]?.count ?? 0) + (excluded[form]?.count ?? 0)
    }

    /// How many times a name and a set of its form meet.
    func comparisons(with names: [GeneralName]) -> Int { names.reduce(0) { $0 + count(of: $1.form) } }

    private func isBeyondAll(_ form: GeneralName.Form) -> Bool {
        ((permitted[form] ?? []) + (excluded[form] ?? [])).contains { base in
            if case .other = base { true } else { false }
        }
    }

    /// Who refuses a name for where it is.
    func refusing(_ name: GeneralName, isCritical: Bool) -> Set<VerifyingClient> {
        let form = name.form
        if count(of: form) == 0 || isBeyondAll(form) { return [] }
        let excluded = excluded[form] ?? []
        let isOutside = permitted[form].map { !$0.contains { $0.contains(name) ?? false } } ?? false
        if isOutside || excluded.contains(where: { $0.contains(name) ?? false }) {
            // Go passes over those of the directory that are not critical.
            return form == .directoryName && !isCritical
                ? VerifyingClient.all.subtracting([.go]) : VerifyingClient.all
        }
        // What a star stands for may be excluded, which only rustls minds (`presented_id_matches_constraint`).
        if case .dnsName(let text) = name, text.utf8.starts(with: "*.".utf8) {
            let parent = Array(text.utf8.dropFirst())
            let isPartlyExcluded = excluded.contains { base in
                guard case .dnsName(let base) = base else { return false }
                return base.utf8.count > parent.count && base.utf8.suffix(parent.count).elementsEqual(parent)
            }
            if isPartlyExcluded { return [.rustls] }
        }
        return []
    }

    /// Who refuses a name since it is of a form that constraints speak of, and that they do not understand. (Java
    /// takes a registered identifier that is the very one of the constraint, as nobody else does.)
    func notUnderstanding(_ name: GeneralName) -> Set<VerifyingClient> {
        let form = name.form
        if count(of: form) == 0 { return [] }
        if isBeyondAll(form) { return VerifyingClient.all }
        return form == .dnsName || form == .ipAddress ? [] : [.rustls]
    }
}
