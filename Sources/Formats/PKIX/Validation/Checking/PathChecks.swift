internal import DERCoding

/// What is looked at in a path (RFC 5280, section 6.1), but for signatures and names, which chain it.
final class PathChecks {
    let policy: ValidationPolicy
    let time: DERTime
    let pool: CandidatePool
    let lists: [KnownList]
    let work: ValidationWork
    /// Whose lists' signers are being looked at, so that nobody is asked about himself.
    let openRevocations: Set<Certificate>
    /// What is wrong with certificates wherever they stand, by their numbers: a search comes to one many times.
    private var known: [Int: [ValidationFault]] = [:]

    init(
        policy: ValidationPolicy,
        time: DERTime,
        pool: CandidatePool,
        lists: [KnownList],
        work: ValidationWork,
        openRevocations: Set<Certificate> = []
    ) {
        self.policy = policy
        self.time = time
        self.pool = pool
        self.lists = lists
        self.work = work
        self.openRevocations = openRevocations
    }

    /// What became of a path.
    enum Outcome {
        case valid(Set<ObjectIdentifier>)
        case invalid([(Int, ValidationFault)])
    }

    /// Whether a key signed a certificate.
    func signature(of certificate: Certificate, by key: SubjectPublicKeyInfo) -> SignatureAnswer {
        // Such an algorithm is its key's, too (RFC 8410, section 3), so that no other kind of key signs by it.
        let algorithm = certificate.signatureIdentifier
        if algorithm.signsWithoutDigest, algorithm != key.algorithm.algorithm { return .invalid }
        return work.signature(SignaturePair(signed: certificate.encoding, key: key)) { () throws(PKIXError) in
            try certificate.isSigned(by: key)
        }
    }

    /// Looks at a path that leads to an anchor, or, where `isDirect`, at a certificate that is one.
    func outcome(of path: [Candidate], at anchor: Anchor, isDirect: Bool) -> Outcome {
        let counts = policy.anchorTreatment == .asAuthority && !isDirect
        let certificate = counts ? anchor.anchor.certificate : nil
        var faults: [(Int, ValidationFault)] = []
        if let certificate {
            faults += anchorFaults(certificate, above: path).map { (path.count, $0) }
        }
        if let limit = policy.maximumAuthorityCount, authorityCount(path.dropFirst()) > limit {
            faults.append((path.count, .pathTooLong(limit: limit)))
        }
        faults += ownFaults(of: path)
        faults +=
            NameConstraintCheck(
                of: path,
                below: certificate,
                takesCommonName: policy.nameRules.takesCommonName,
                work
            ).faults
        let policies = PolicyCheck(of: path, for: policy, work)
        faults += policies.faults
        // Whether a path is revoked that is not valid is nobody's question.
        if faults.isEmpty, policy.revocation != .ignored, !isDirect {
            faults += RevocationCheck(self, path, anchor).faults
        }
        if let exhaustion = work.exhaustion { faults.append((0, exhaustion)) }
        return faults.isEmpty ? .valid(policies.policies) : .invalid(faults)
    }

    /// What is wrong with each certificate of a path by itself, from the highest down.
    func ownFaults(of path: [Candidate]) -> [(Int, ValidationFault)] {
        path.indices.reversed().flatMap { position in
            ownFaults(of: path[position], at: position, above: Array(path[..<position]))
                .map { (position, $0) }
        }
    }

    /// What is wrong with a certificate by itself, which stands above those of `path`.
    func ownFaults(of candidate: Candidate, at position: Int, above path: [Candidate]) -> [ValidationFault] {
        let isLast = position == 0
        // The certificate that is asked about, the last one of every path, has a number of its own.
        let faults = known[candidate.number] ?? fixedFaults(of: candidate.certificate, isLast: isLast)
        known[candidate.number] = faults
        return isLast ? faults : faults + lengthFaults(of: candidate.certificate, above: path)
    }

    private func fixedFaults(of certificate: Certificate, isLast: Bool) -> [ValidationFault] {
        var faults = commonFaults(of: certificate)
        if isLast {
            if !policy.keyUsage.isEmpty,
                certificate.extensions.keyUsage?.isDisjoint(with: policy.keyUsage) ?? false
            {
                faults.append(.wrongKeyUsage)
            }
            if let name = policy.name, !policy.nameRules.finds(name, in: certificate) {
                faults.append(.otherName(name))
            }
        } else {
            // Section 6.1.4, steps k to n.
            if !(certificate.extensions.basicConstraints?.isAuthority ?? false) {
                faults.append(.notAuthority)
            }
            faults += usageFaults(of: certificate)
        }
        return faults + ruleFaults(of: certificate, at: isLast ? .endEntity : .authority)
    }

    /// What is wrong with the certificate of an anchor that stands above a path. One without basic constraints is taken
    /// where it is of version 1, or its key usage lets it sign certificates, as OpenSSL does (`v3_purp.c`, `check_ca`).
    private func anchorFaults(_ certificate: Certificate, above path: [Candidate]) -> [ValidationFault] {
        var faults = commonFaults(of: certificate)
        let isTaken =
            certificate.version == .v1 || certificate.extensions.keyUsage?.contains(.keyCertSign) ?? false
        if !(certificate.extensions.basicConstraints?.isAuthority ?? isTaken) { faults.append(.notAuthority) }
        return faults + usageFaults(of: certificate) + lengthFaults(of: certificate, above: path)
            + ruleFaults(of: certificate, at: .anchor)
    }

    private func usageFaults(of certificate: Certificate) -> [ValidationFault] {
        guard let usage = certificate.extensions.keyUsage, !usage.contains(.keyCertSign) else { return [] }
        return [.mayNotSignCertificates]
    }

    private func lengthFaults(of certificate: Certificate, above path: [Candidate]) -> [ValidationFault] {
        guard let limit = certificate.extensions.basicConstraints?.pathLength,
            authorityCount(path.dropFirst()) > limit
        else { return [] }
        return [.pathTooLong(limit: limit)]
    }

    private func authorityCount(_ path: ArraySlice<Candidate>) -> Int { path.count { !$0.isSelfIssued } }

    private func commonFaults(of certificate: Certificate) -> [ValidationFault] {
        var faults: [ValidationFault] = []
        let validity = certificate.validity
        if time < validity.notBefore { faults.append(.notYetValid(from: validity.notBefore)) }
        if validity.notAfter < time { faults.append(.expired(at: validity.notAfter)) }
        for one in certificate.extensions.all where one.isCritical && !Self.known.contains(one.identifier) {
            faults.append(.unknownCriticalExtension(one.identifier))
        }
        if let purpose = policy.purpose, !(certificate.extensions.extendedKeyUsage?.covers(purpose) ?? true) {
            faults.append(.wrongPurpose(purpose))
        }
        if let bitCount = certificate.subjectPublicKeyInfo.rsaBitCount, bitCount < policy.minimumRSABitCount {
            faults.append(.keyTooShort(bitCount: bitCount, minimum: policy.minimumRSABitCount))
        }
        return faults
    }

    private func ruleFaults(of certificate: Certificate, at place: CertificateRule.Place) -> [ValidationFault]
    {
        // In the order of the cases, so that the same set gives the same text.
        CertificateRule.allCases.filter {
            policy.rules.contains($0) && $0.isBroken(by: certificate, at: place)
        }
        .map { .ruleBroken($0) }
    }

    /// What is kept to here. The standard lets nobody make the key identifiers and the information access critical
    /// (sections 4.2.1.1, 4.2.1.2 and 4.2.2.1), and whoever does is refused as for an extension that nobody knows.
    private static let known: Set<ObjectIdentifier> = [
        BasicConstraints.identifier, KeyUsage.identifier, ExtendedKeyUsage.identifier,
        SubjectAlternativeName.identifier, NameConstraints.identifier, CertificatePolicies.identifier,
        PolicyMappings.identifier, PolicyConstraints.identifier, InhibitAnyPolicy.identifier,
        CRLDistributionPoints.identifier,
    ]
}
