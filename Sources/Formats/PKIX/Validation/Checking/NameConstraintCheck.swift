internal import DERCoding

/// The names along a path, held against the constraints of the authorities above them (RFC 5280, sections 4.2.1.10 and
/// 6.1.3, steps b and c).
struct NameConstraintCheck {
    private(set) var faults: [(Int, ValidationFault)] = []

    /// - Parameters:
    ///   - anchor: the certificate of the anchor, where what it says counts.
    ///   - takesCommonName: whether the common name of the last certificate is taken for a host's.
    init(of path: [Candidate], below anchor: Certificate?, takesCommonName: Bool, _ work: ValidationWork) {
        var names: [Int: [(name: GeneralName, octetCount: Int)]] = [:]
        for position in 1..<(path.count + 1) {
            guard let authority = position < path.count ? path[position].certificate : anchor else {
                continue
            }
            let constraints: NameConstraints
            do throws(PKIXError) {
                guard let found = try authority.extensions.read(NameConstraints.self) else { continue }
                constraints = found
            } catch {
                faults.append((position, .unreadableExtension(error)))
                continue
            }
            let bases = ConstrainedForms(constraints)
            let subject = authority.subject
            // An authority may issue for itself what it likes, such as its next key (section 6.1.3, steps b and c).
            for below in 0..<position where below == 0 || !path[below].isSelfIssued {
                let certificate = path[below].certificate
                let own =
                    names[below]
                    ?? certificate.constrainedNames(withCommonName: below == 0 && takesCommonName)
                    .map { ($0, $0.octetCount) }
                names[below] = own
                for (name, octetCount) in own {
                    guard work.step(bases.cost(of: name.form, octetCount)) else { return }
                    if let fault = bases.fault(of: name, authority: subject) {
                        faults.append((below, fault))
                    }
                }
            }
        }
    }
}

/// Constraints by the forms of names that they speak of.
private struct ConstrainedForms {
    private let permitted: [GeneralName.Form: [NameConstraints.Base]]
    private let excluded: [GeneralName.Form: [NameConstraints.Base]]
    /// How many sets of a form there are, and of how many octets.
    private var sizes: [GeneralName.Form: (count: Int, octets: Int)] = [:]

    init(_ constraints: NameConstraints) {
        permitted = Dictionary(grouping: constraints.permitted, by: \.form)
        excluded = Dictionary(grouping: constraints.excluded, by: \.form)
        for base in constraints.permitted + constraints.excluded {
            let (count, octets) = sizes[base.form] ?? (0, 0)
            sizes[base.form] = (count + 1, octets + DERWriter.octets { base.write(to: &$0) }.count)
        }
    }

    /// The steps that it takes to hold a name of so many octets against the sets of its form.
    func cost(of form: GeneralName.Form, _ octetCount: Int) -> Int {
        guard let (count, octets) = sizes[form] else { return 0 }
        return count + (count * octetCount + octets) / 64
    }

    func fault(of name: GeneralName, authority: DistinguishedName) -> ValidationFault? {
        let form = name.form
        let permitted = permitted[form]
        let excluded = excluded[form] ?? []
        if permitted == nil, excluded.isEmpty { return nil }
        // Where one set is not understood, no name of its form is let through (section 4.2.1.10).
        let answers = (permitted ?? []).map { $0.contains(name) }
        let overlaps = excluded.map { $0.overlaps(name) }
        if overlaps.contains(true) { return .nameExcluded(name, authority: authority) }
        if answers.contains(nil) || overlaps.contains(nil) {
            return .nameNotComparable(name, authority: authority)
        }
        if permitted != nil, !answers.contains(true) {
            return .nameNotPermitted(name, authority: authority)
        }
        return nil
    }
}

extension GeneralName {
    fileprivate var octetCount: Int { DERWriter.octets { write(to: &$0) }.count }
}

extension Certificate {
    /// The names that constraints speak of: the alternative ones; the subject; where there is no mailbox among the
    /// former, those of the subject (section 4.2.1.10); and, where there is no host's name, the common names that look
    /// like one, for clients that take them for one.
    fileprivate func constrainedNames(withCommonName: Bool) -> [GeneralName] {
        var all = names
        if !subject.isEmpty { all.append(.directoryName(subject)) }
        if !all.contains(where: { $0.form == .rfc822Name }) {
            all += subject.texts(of: .emailAddress).map { .rfc822Name($0) }
        }
        if withCommonName, dnsNames.isEmpty { all += subject.hostNames }
        return all
    }
}
