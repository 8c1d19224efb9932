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

    /// Section 6.3.3, which leaves it open which of several lists of one scope is looked at. Here the latest one says
    /// whether a certificate is revoked, and of lists of which none is the later one, as of different scopes, each that
    /// has the certificate.
    private func status(at position: Int) -> Status {
        let candidate = path[position]
        let points = candidate.certificate.extensions.crlDistributionPoints?.points ?? []
        let scopes = points.map { ListScope(of: candidate, at: $0) } + [ListScope(of: candidate, at: nil)]
        var covered: UInt32 = 0
        var gap: RevocationGap?
        var relied: [ReliedList] = []
        for known in checks.lists where known.list.deltaBase == nil {
            guard checks.work.step(scopes.count) else { return .unknown(gap ?? .noList) }
            let reasons = scopes.reduce(0) { $0 | $1.reasons(of: known, checks.work) }
            guard reasons != 0, !isSuperseded(known, by: relied) else { continue }
            let standing = standing(of: known, signing: position)
            gap = gap ?? standing.gap
            guard let key = standing.key else { continue }
            relied.append(ReliedList(known: known, key: key))
            guard checks.work.step(known.list.entries.count / 32) else { return .unknown(gap ?? .noList) }
            if let entry = entry(of: candidate, on: known, position) { return .revoked(entry) }
            if standing.gap == nil { covered |= reasons }
        }
        if covered == ListScope.allReasons { return .good }
        return .unknown(covered == 0 ? gap ?? .noList : .reasonsNotCovered)
    }

    /// Steps i to k: the entry of a list, as the latest list that adds to it has it.
    private func entry(
        of candidate: Candidate,
        on known: KnownList,
        _ position: Int
    ) -> RevokedCertificate? {
        var isTakenBack = false
        var relied: [ReliedList] = []
        for delta in checks.lists where isDelta(delta.list, of: known.list) {
            if isSuperseded(delta, by: relied) { continue }
            let standing = standing(of: delta, signing: position)
            guard let key = standing.key, checks.work.step(delta.list.entries.count / 32) else { continue }
            relied.append(ReliedList(known: delta, key: key))
            guard let entry = delta.entry(of: candidate) else { continue }
            guard entry.reason == .removeFromList else { return entry }
            isTakenBack = isTakenBack || standing.gap == nil
        }
        return isTakenBack ? nil : known.entry(of: candidate)
    }

    // MARK: Which lists are relied on

    /// A list that its issuer signed, and the key that did.
    private struct ReliedList {
        let known: KnownList
        let key: SubjectPublicKeyInfo
    }

    /// Whether one of the lists is a later one of the same scope and key. One that is over does not take the place of
    /// one in force, though what it revokes stays revoked.
    private func isSuperseded(_ known: KnownList, by relied: [ReliedList]) -> Bool {
        let isCurrent = known.list.isCurrent(at: checks.time)
        return relied.contains { later in
            guard !isCurrent || later.known.list.isCurrent(at: checks.time), known.precedes(later.known)
            else {
                return false
            }
            return known.list.authorityKeyIdentifier?.keyIdentifier != nil
                || isSigned(known.list, by: later.key)
        }
    }

    /// What a list that covers a certificate says of it.
    private struct Standing {
        /// Why a certificate may be revoked that is not on the list; `nil` where it is good.
        let gap: RevocationGap?
        /// The key that signed it; `nil` where its entries count for nothing.
        let key: SubjectPublicKeyInfo?
    }

    private func standing(of known: KnownList, signing position: Int) -> Standing {
        let list = known.list
        if checks.time < list.thisUpdate {
            return Standing(gap: .listNotYetValid(from: list.thisUpdate), key: nil)
        }
        if let identifier = known.unknownExtension {
            return Standing(gap: .unknownCriticalExtension(identifier), key: nil)
        }
        guard let key = signer(of: known, signing: position) else {
            return Standing(gap: .listNotSigned(list.issuer), key: nil)
        }
        let end = list.nextUpdate.flatMap { $0 < checks.time ? $0 : nil }
        return Standing(gap: end.map { .listExpired(at: $0) }, key: key)
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

    // MARK: Who signed a list

    /// Steps f and g: the key of the authority that issued the certificate, or of another with the list's name and a
    /// path to the same anchor.
    private func signer(of known: KnownList, signing position: Int) -> SubjectPublicKeyInfo? {
        let (list, name) = (known.list, known.issuer)
        let above = path[(position + 1)...]
        // What stands in the path leads to the anchor.
        if let signer = above.first(where: { $0.subject == name && signed(list, by: $0.certificate) }) {
            return signer.key
        }
        if anchor.name == name {
            let mayUse = checks.policy.anchorTreatment == .asAuthority
            let maySign = anchor.anchor.certificate.map { !mayUse || maySignLists($0) } ?? true
            if maySign, isSigned(list, by: anchor.anchor.publicKey) { return anchor.anchor.publicKey }
        }
        // Another key of an authority above, or one whom it names for its lists.
        let names = Set(above.map(\.subject) + [anchor.name])
        let issuers = checks.pool.all.filter { one in
            names.contains(one.subject) && one.certificate != path[position].certificate
        }
        let others = checks.pool.candidates(named: name) + [checks.pool.leaf]
        return others.first { signer in
            signer.subject == name && signer.certificate != path[position].certificate
                && !checks.openRevocations.contains(signer.certificate)
                && signed(list, by: signer.certificate) && leadsToAnchor(signer, by: issuers)
        }?.key
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
        return PathSearch(pool: pool, checks: inner, work: checks.work, aim: .valid(prunes: true)).run()
            != nil
    }

    /// Signers of lists whose own lists are signed by others, and so on.
    private static let mostOpen = 4
}
