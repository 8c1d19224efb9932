internal import DERCoding
package import PKIX

/// What is done with the root, as far as it does not depend on the pairs.
enum RootDecision {
    /// It stays.
    case keep(Certificate)
    /// Its key gets a new certificate.
    case certify(SetKey, CertificateTemplate, because: PairFault)
    /// A new key and certificate.
    case make(CertificateTemplate, NewKey, because: PairFault)
}

extension RootDecision {
    /// Decides by what is there.
    init(
        _ inventory: Inventory,
        settings: NodeSettings,
        renewing window: RenewalWindow?,
        at now: DERTime,
        path: (String) -> String
    ) throws(NodeCertificatesError) {
        func template(_ subject: DistinguishedName) -> CertificateTemplate {
            settings.rootTemplate(subject: subject, at: now)
        }
        let key = inventory.rootKey.whole
        let keyPath = path(SetFiles.rootKey)
        let certificatePath = path(SetFiles.rootCertificate)
        if let fault = inventory.rootCertificate.fault, !fault.isHalfWritten {
            throw .unusableFile(path: certificatePath, reason: fault)
        }
        guard let certificate = inventory.rootCertificate.whole else {
            if let fault = inventory.rootKey.fault, !fault.isHalfWritten {
                throw .rootKey(path: keyPath, fault: fault)
            }
            let fault: PairFault =
                if case .broken(let fault) = inventory.rootCertificate { .brokenCertificate(fault) } else {
                    inventory.rootKey.isMissing ? .absent : .missingCertificate
                }
            guard let key else {
                try Self.requireNoOrphan(inventory, settings: settings, path: path)
                let keyFault = inventory.rootKey.fault.map { PairFault.brokenKey($0) }
                self = .make(
                    template(settings.rootName),
                    try settings.key.key(replacing: nil, name: SetFiles.rootCertificate),
                    because: keyFault ?? fault
                )
                return
            }
            let known = KnownRoot(of: key.publicKeyInfo, old: nil, inventory)
            self = .certify(
                key,
                known.completed(template(known.name ?? settings.rootName)),
                because: fault
            )
            return
        }
        // An encrypted key is complete; it is an obstacle only if something must be signed.
        if let fault = inventory.rootKey.fault, fault != .key(.encrypted) {
            throw .rootKey(path: keyPath, fault: fault)
        }
        if let key, !certificate.isFor(key.publicKeyInfo) {
            throw .rootMismatch(keyPath: keyPath, certificatePath: certificatePath)
        }
        let isOver = certificate.validity.notAfter < now
        // Nobody but its issuer makes an intermediate authority's certificate again.
        let ends =
            !settings.isOfClientAlone && certificate.isSelfIssued
            && window?.isReached(certificate.validity, at: now) ?? false
        guard isOver || ends else {
            self = .keep(certificate)
            return
        }
        guard certificate.isSelfIssued else {
            throw .foreignPair(
                path: certificatePath,
                issuer: "\(certificate.issuer)",
                reason: .expired("\(certificate.validity.notAfter)")
            )
        }
        let end = "\(certificate.validity.notAfter)"
        let fault: PairFault = isOver ? .expired(end) : .ends(end)
        try Self.requireRenewable(certificate, path: certificatePath, because: fault)
        let needed = [SetFiles.rootCertificate] + inventory.pairs.map(\.settings.member.certificateName)
        let signingKey = try inventory.signingKey(for: needed, path: path)
        let known = KnownRoot(of: signingKey.publicKeyInfo, old: certificate, inventory)
        self = .certify(signingKey, known.completed(template(certificate.subject)), because: fault)
    }

    /// Throws if a new certificate for the root would lose a restriction or extension of the present one.
    private static func requireRenewable(
        _ certificate: Certificate,
        path: String,
        because fault: PairFault
    ) throws(NodeCertificatesError) {
        let carried: Set<ObjectIdentifier> = [
            BasicConstraints.identifier, KeyUsage.identifier, SubjectKeyIdentifier.identifier,
            AuthorityKeyIdentifier.identifier,
        ]
        for item in certificate.extensions.all where !carried.contains(item.identifier) {
            throw .unrenewableRoot(path: path, reason: fault, extension: item.identifier)
        }
        if certificate.extensions.basicConstraints?.pathLength != nil {
            throw .unrenewableRoot(path: path, reason: fault, extension: BasicConstraints.identifier)
        }
        try certificate.requireChannelBinding(path: path)
        do {
            try certificate.requireIssuer(of: .server)
        } catch {
            throw .unusableRoot(path: path, error)
        }
    }

    /// Throws if a new root would orphan certificates that seem to be signed by one that is missing.
    private static func requireNoOrphan(
        _ inventory: Inventory,
        settings: NodeSettings,
        path: (String) -> String
    ) throws(NodeCertificatesError) {
        let hasRemains = !inventory.rootKey.isMissing || !inventory.rootCertificate.isMissing
        for leaf in inventory.leaves {
            // With no trace of a root, a certificate with another issuer is one that the operator got elsewhere.
            guard hasRemains || leaf.certificate.issuer == settings.rootName else { continue }
            throw .orphan(path: path(leaf.name), issuer: "\(leaf.certificate.issuer)")
        }
    }
}

extension Certificate {
    /// Whether this certifies `key`, however each is written.
    package func isFor(_ key: SubjectPublicKeyInfo) -> Bool { subjectPublicKeyInfo.isSameKey(as: key) }
}
