internal import DERCoding
internal import PKIX

/// The root by which the pairs are judged.
struct PairIssuer {
    /// Nil where the root is new, so that nothing that is there is its own.
    private let old: (name: DistinguishedName, key: SubjectPublicKeyInfo, identifier: [UInt8]?)?
    private let replacesAll: Bool

    init(_ root: SetPlan.RootAction, _ inventory: Inventory) {
        switch root {
        case .keep:
            old = inventory.rootCertificate.whole.map {
                ($0.subject, $0.subjectPublicKeyInfo, $0.extensions.subjectKeyIdentifier?.octets)
            }
            replacesAll = false
        case .certify(let subject, _):
            old = inventory.rootKey.whole.map {
                (subject, $0.publicKeyInfo, SubjectKeyIdentifier(of: $0.publicKeyInfo).octets)
            }
            replacesAll = false
        case .make(_, let fault):
            old = nil
            replacesAll = fault == .newRoot
        }
    }

    func action(
        for pair: FoundPair,
        at now: DERTime,
        path: (String) -> String
    ) throws(NodeCertificatesError) -> SetPlan.PairAction {
        let certificatePath = path(pair.member.certificateName)
        if replacesAll { return .make(because: .newRoot) }
        // What is whole and cannot be used may be an operator's own.
        if let fault = pair.key.fault, !fault.isHalfWritten {
            throw .unusableFile(path: path(pair.member.keyName), reason: fault)
        }
        switch pair.certificate {
        case .missing where pair.key.isMissing: return .make(because: .absent)
        case .missing:
            try requireReplaceable(pair, path: path)
            return .make(because: .missingCertificate)
        case .broken(let fault):
            guard fault.isHalfWritten else { throw .unusableFile(path: certificatePath, reason: fault) }
            try requireReplaceable(pair, path: path)
            return .make(because: .brokenCertificate(fault))
        case .whole(let certificate):
            let fault = fault(of: pair, certificate, at: now)
            guard let old, certificate.issuer == old.name else {
                guard let fault else { return .keep }
                throw .foreignPair(
                    path: certificatePath,
                    issuer: "\(certificate.issuer)",
                    reason: fault
                )
            }
            if let fault { return .make(because: fault) }
            return isSigned(certificate, by: old.key, old.identifier) ? .keep : .make(because: .orphaned)
        }
    }

    /// Refuses to replace a key of which nothing can be said, and which may wait for its certificate.
    private func requireReplaceable(
        _ pair: FoundPair,
        path: (String) -> String
    ) throws(NodeCertificatesError) {
        guard case .whole(.opaque) = pair.key else { return }
        throw .keyWithoutCertificate(
            path: path(pair.member.keyName),
            certificatePath: path(pair.member.certificateName)
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
        // Clients find the root by this identifier, where both say one.
        if let named = certificate.extensions.authorityKeyIdentifier?.keyIdentifier, let identifier,
            named != identifier
        {
            return false
        }
        // A signature that this package cannot judge, such as one with SHA-1, is taken for what the name says.
        return (try? certificate.isSigned(by: key)) ?? true
    }
}
