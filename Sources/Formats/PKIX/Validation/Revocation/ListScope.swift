internal import DERCoding

/// Which certificates a list covers, and for which reasons (RFC 5280, section 6.3.3, steps b and d).
struct ListScope {
    /// All reasons but "unspecified": the bits of ReasonFlags from 1 to 8.
    static let allReasons: UInt32 = 0x1FE

    private let certificate: Candidate
    private let point: DistributionPoint

    /// - Parameter point: a distribution point of the certificate, or `nil` for the one that stands for its issuer.
    init(of certificate: Candidate, at point: DistributionPoint?) {
        self.certificate = certificate
        self.point =
            point ?? DistributionPoint(fullName: [.directoryName(certificate.issuerName)])
    }

    /// The reasons for which a list covers the certificate; none where it does not.
    func reasons(of known: KnownList, _ work: ValidationWork) -> UInt32 {
        let list = known.list
        let covered = list.issuingDistributionPoint
        guard isIssuer(known), covered.map(covers) ?? true else { return 0 }
        guard let names = covered?.name.map({ $0.names(below: [.directoryName(list.issuer)]) }) else {
            return reasons(covered)
        }
        // Step b, 2, i.
        let wanted = point.name.map { $0.names(below: issuersOfPoint) } ?? point.crlIssuer
        guard work.step(wanted.count * names.count) else { return 0 }
        return wanted.contains { one in names.contains { $0.matches(one) } } ? reasons(covered) : 0
    }

    private var issuersOfPoint: [GeneralName] {
        point.crlIssuer.isEmpty ? [.directoryName(certificate.issuerName)] : point.crlIssuer
    }

    /// Step b, 1.
    private func isIssuer(_ known: KnownList) -> Bool {
        let list = known.list
        if point.crlIssuer.isEmpty { return known.issuer == certificate.issuer }
        return (list.issuingDistributionPoint?.isIndirect ?? false)
            && point.crlIssuer.contains { $0.matches(.directoryName(list.issuer)) }
    }

    /// Step b, 2, ii to iv.
    private func covers(_ covered: IssuingDistributionPoint) -> Bool {
        let isAuthority = certificate.certificate.extensions.basicConstraints?.isAuthority ?? false
        if covered.hasEndEntitiesOnly, isAuthority { return false }
        if covered.hasAuthoritiesOnly, !isAuthority { return false }
        return !covered.hasAttributeCertificatesOnly
    }

    /// Step d.
    private func reasons(_ covered: IssuingDistributionPoint?) -> UInt32 {
        (point.reasons ?? Self.allReasons) & (covered?.reasons ?? Self.allReasons) & Self.allReasons
    }
}

extension DistributionPoint.Name {
    /// The names of a point: one that stands below an issuer's is written out.
    func names(below issuers: [GeneralName]) -> [GeneralName] {
        switch self {
        case .full(let names): return names
        case .relativeToIssuer(let relative):
            return issuers.compactMap { issuer in
                guard case .directoryName(let name) = issuer else { return nil }
                return .directoryName(DistinguishedName(relativeNames: name.relativeNames + [relative]))
            }
        }
    }
}

extension GeneralName {
    /// Whether two names are one: of the directory as those are compared, and others as they are.
    func matches(_ other: GeneralName) -> Bool {
        guard case .directoryName(let own) = self, case .directoryName(let name) = other else {
            return self == other
        }
        return own.matches(name)
    }
}
