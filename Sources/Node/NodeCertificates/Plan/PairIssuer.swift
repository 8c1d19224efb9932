internal import DERCoding
internal import PKIX

/// The root by which the pairs are judged.
struct PairIssuer {
    /// Nil if the root is new, so that it signed nothing that is there.
    private let old: (name: DistinguishedName, key: SubjectPublicKeyInfo, identifier: [UInt8]?)?
    private let replacesAll: Bool

    init(_ root: RootDecision, _ inventory: Inventory) {
        switch root {
        case .keep(let certificate):
            old = (
                certificate.subject, certificate.subjectPublicKeyInfo,
                certificate.extensions.subjectKeyIdentifier?.octets
            )
            replacesAll = false
        case .certify(let key, let template, _):
            old = (template.subject, key.publicKeyInfo, SubjectKeyIdentifier(of: key.publicKeyInfo).octets)
            replacesAll = false
        case .make(_, let fault):
            old = nil
            replacesAll = fault == .newRoot
        }
    }

    /// What becomes of a pair.
    func decide(
        on pair: FoundPair,
        at now: DERTime,
        path: (String) -> String
    ) throws(NodeCertificatesError) -> SetPlan.Pair {
        let member = pair.settings.member
        let certificatePath = path(member.certificateName)
        func make(because fault: PairFault) -> SetPlan.Pair { .make(pair.settings.template, because: fault) }
        if replacesAll { return make(because: .newRoot) }
        // What is whole and cannot be used may be an operator's own.
        if let fault = pair.key.fault, !fault.isHalfWritten {
            throw .unusableFile(path: path(pair.settings.member.keyName), reason: fault)
        }
        switch pair.certificate {
        case .missing where pair.key.isMissing: return make(because: .absent)
        case .missing:
            try requireReplaceable(pair, path: path)
            return make(because: .missingCertificate)
        case .broken(let fault):
            guard fault.isHalfWritten else { throw .unusableFile(path: certificatePath, reason: fault) }
            try requireReplaceable(pair, path: path)
            return make(because: .brokenCertificate(fault))
        case .whole(let certificate):
            let fault = fault(of: pair, certificate, at: now)
            guard let old, certificate.issuer == old.name else {
                guard let fault else { return .keep(certificate) }
                throw .foreignPair(
                    path: certificatePath,
                    issuer: "\(certificate.issuer)",
                    reason: fault
                )
            }
            if let fault { return make(because: fault) }
            let isSigned = isSigned(certificate, by: old.key, old.identifier)
            return isSigned ? .keep(certificate) : make(because: .orphaned)
        }
    }

    /// Throws if the key cannot be read here: it may be waiting for its certificate.
    private func requireReplaceable(
        _ pair: FoundPair,
        path: (String) -> String
    ) throws(NodeCertificatesError) {
        guard case .whole(.opaque) = pair.key else { return }
        throw .keyWithoutCertificate(
            path: path(pair.settings.member.keyName),
            certificatePath: path(pair.settings.member.certificateName)
        )
    }

    private func fault(of pair: FoundPair, _ certificate: Certificate, at now: DERTime) -> PairFault? {
        switch pair.key {
        case .missing: return .missingKey
        case .broken(let fault): return .brokenKey(fault)
        case .whole(.rsa(let key)) where !certificate.isFor(key): return .mismatch
        case .whole: break
        }
        let end = certificate.validity.notAfter
        return end < now ? .expired("\(end)") : nil
    }

    private func isSigned(
        _ certificate: Certificate,
        by key: SubjectPublicKeyInfo,
        _ identifier: [UInt8]?
    ) -> Bool {
        // Clients find the root by this identifier if both certificates have one.
        if let named = certificate.extensions.authorityKeyIdentifier?.keyIdentifier, let identifier,
            named != identifier
        {
            return false
        }
        // For a signature that cannot be verified here, such as one with SHA-1, the issuer's name decides.
        return (try? certificate.isSigned(by: key)) ?? true
    }
}
