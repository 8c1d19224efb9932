internal import DERCoding

/// Whether the certificates of a path are revoked (RFC 5280, section 6.3).
struct RevocationCheck {
    private(set) var faults: [(Int, ValidationFault)] = []
    private let checks: PathChecks
    private let path: [Candidate]
    private let anchor: Anchor

    init(_ checks: PathChecks, _ path: [Candidate], _ anchor: Anchor) {
        self.checks = checks
        self.path = path
        self.anchor = anchor
        // From the anchor down: what a revoked authority says is nothing.
        for position in path.indices.reversed() {
            guard let fault = fault(at: position) else { continue }
            faults.append((position, fault))
            return
        }
    }

    private func fault(at position: Int) -> ValidationFault? {
        switch status(at: position) {
        case .good: nil
        case .revoked(let entry): .revoked(at: entry.revocationDate, entry.reason)
        // The lists that cover him may be those that he signs.
        case .unknown where checks.openRevocations.contains(path[position].certificate): nil
        case .unknown(.noList) where checks.policy.revocation == .whereListed: nil
        case .unknown(let gap): .revocationUnknown(gap)
        }
    }

    private enum Status {
        case good
        case revoked(RevokedCertificate)
        case unknown(RevocationGap)
    }

    /// Section 6.3.3.
    private func status(at position: Int) -> Status {
        let candidate = path[position]
        let points = candidate.certificate.extensions.crlDistributionPoints?.points ?? []
        var covered: UInt32 = 0
        var gap = RevocationGap.noList
        for scope in points.map({ ListScope(of: candidate, at: $0) }) + [ListScope(of: candidate, at: nil)] {
            for known in checks.lists where known.list.deltaBase == nil {
                guard checks.work.step() else { return .unknown(gap) }
                let reasons = scope.reasons(of: known, checks.work)
                // Step e: a list that adds nothing is not looked at.
                guard reasons & ~covered != 0 else { continue }
                if let reason = self.gap(of: known, signing: position) {
                    gap = reason
                    continue
                }
                guard checks.work.step(known.list.entries.count / 32) else { return .unknown(gap) }
                covered |= reasons
                if let entry = entry(of: candidate, on: known, position) { return .revoked(entry) }
                if covered == ListScope.allReasons { return .good }
            }
        }
        return .unknown(covered == 0 ? gap : .reasonsNotCovered)
    }

    /// Steps i to k: the entry of a list, as the latest list that adds to it has it.
    private func entry(
        of candidate: Candidate,
        on known: KnownList,
        _ position: Int
    ) -> RevokedCertificate? {
        let deltas = checks.lists.filter {
            isDelta($0.list, of: known.list) && gap(of: $0, signing: position) == nil
        }
        let latest = deltas.max {
            ($0.list.number ?? ListNumber(0)) < ($1.list.number ?? ListNumber(0))
        }
        if let latest, checks.work.step(latest.list.entries.count / 32),
            let entry = latest.entry(of: candidate)
        {
            return entry.reason == .removeFromList ? nil : entry
        }
        return known.entry(of: candidate)
    }

    /// Step c, and section 5.2.4: whether a list adds to another, of the same scope.
    private func isDelta(_ delta: CertificateList, of list: CertificateList) -> Bool {
        guard let base = delta.deltaBase, let number = list.number, let own = delta.number else {
            return false
        }
        return base <= number && number < own
            && delta.issuer.matches(list.issuer)
            && delta.issuingDistributionPoint == list.issuingDistributionPoint
            && delta.authorityKeyIdentifier == list.authorityKeyIdentifier
    }

    /// Why a list that covers a certificate is not relied on; `nil` where it is.
    private func gap(of known: KnownList, signing position: Int) -> RevocationGap? {
        let list = known.list
        if checks.time < list.thisUpdate { return .listNotYetValid(from: list.thisUpdate) }
        if let end = list.nextUpdate, end < checks.time { return .listExpired(at: end) }
        if let identifier = known.unknownExtension { return .unknownCriticalExtension(identifier) }
        return isSigned(known, by: position) ? nil : .listNotSigned(list.issuer)
    }

    // MARK: Who signed a list

    /// Steps f and g: by the authority that issued the certificate, or another with the list's name and a path to the
    /// same anchor.
    private func isSigned(_ known: KnownList, by position: Int) -> Bool {
        let (list, name) = (known.list, known.issuer)
        let above = path[(position + 1)...]
        // What stands in the path leads to the anchor.
        if above.contains(where: { $0.subject == name && signed(list, by: $0.certificate) }) { return true }
        if anchor.name == name {
            let mayUse = checks.policy.anchorTreatment == .asAuthority
            let maySign = anchor.anchor.certificate.map { !mayUse || maySignLists($0) } ?? true
            if maySign, isSigned(list, by: anchor.anchor.publicKey) { return true }
        }
        // Another key of an authority above, or one whom it names for its lists.
        let names = Set(above.map(\.subject) + [anchor.name])
        let issuers = checks.pool.all.filter { one in
            names.contains(one.subject) && one.certificate != path[position].certificate
        }
        return (checks.pool.candidates(named: name) + [checks.pool.leaf]).contains { signer in
            signer.subject == name && signer.certificate != path[position].certificate
                && !checks.openRevocations.contains(signer.certificate)
                && signed(list, by: signer.certificate) && leadsToAnchor(signer, by: issuers)
        }
    }

    private func maySignLists(_ certificate: Certificate) -> Bool {
        certificate.extensions.keyUsage?.contains(.crlSign) ?? true
    }

    private func signed(_ list: CertificateList, by certificate: Certificate) -> Bool {
        guard maySignLists(certificate) else { return false }
        return isSigned(list, by: certificate.subjectPublicKeyInfo)
    }

    private func isSigned(_ list: CertificateList, by key: SubjectPublicKeyInfo) -> Bool {
        let answer = checks.work.signature(SignaturePair(signed: list.encoding, key: key)) {
            () throws(PKIXError) in try list.isSigned(by: key)
        }
        if case .valid = answer { return true }
        return false
    }

    /// Whether a signer of lists has a valid path to the anchor of the path, by issuers that stand above the
    /// certificate that is looked at, by their names: else one that is revoked could name itself a signer by whose
    /// lists it is not, and an authority could sign the lists of those beside it. Whether the signer is revoked is
    /// asked of all but his own lists.
    private func leadsToAnchor(_ signer: Candidate, by issuers: [Candidate]) -> Bool {
        guard checks.openRevocations.count < Self.mostOpen else { return false }
        var policy = ValidationPolicy()
        policy.anchorTreatment = checks.policy.anchorTreatment
        policy.minimumRSABitCount = checks.policy.minimumRSABitCount
        policy.revocation = checks.policy.revocation
        let pool = CandidatePool(
            anchors: [anchor.anchor],
            intermediates: issuers.map(\.certificate),
            leaf: signer.certificate
        )
        let inner = PathChecks(
            policy: policy,
            time: checks.time,
            pool: pool,
            lists: checks.lists,
            work: checks.work,
            openRevocations: checks.openRevocations.union([signer.certificate])
        )
        return PathSearch(pool: pool, checks: inner, work: checks.work, prunes: true).run() != nil
    }

    /// Signers of lists whose own lists are signed by others, and so on.
    private static let mostOpen = 4
}
