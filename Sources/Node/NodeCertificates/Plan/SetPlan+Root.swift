internal import DERCoding
internal import PKIX

extension SetPlan {
    /// Decides what is done with the root.
    static func root(
        _ inventory: Inventory,
        settings: NodeSettings,
        at now: DERTime,
        path: (String) -> String
    ) throws(NodeCertificatesError) -> RootAction {
        let key = inventory.rootKey.whole?.publicKeyInfo
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
                try requireNoOrphan(inventory, settings: settings, path: path)
                let keyFault = inventory.rootKey.fault.map { PairFault.brokenKey($0) }
                return .make(subject: settings.rootName, because: keyFault ?? fault)
            }
            // Its old name, where something signed by it tells.
            let signed = inventory.leaves.first { (try? $0.certificate.isSigned(by: key)) == true }
            return .certify(subject: signed?.certificate.issuer ?? settings.rootName, because: fault)
        }
        // An encrypted key is whole, and is missed only where something must be signed.
        if let fault = inventory.rootKey.fault, fault != .key(.encrypted) {
            throw .rootKey(path: keyPath, fault: fault)
        }
        if let key, !certificate.isFor(key) {
            throw .rootMismatch(keyPath: keyPath, certificatePath: certificatePath)
        }
        guard certificate.validity.notAfter < now else { return .keep }
        guard certificate.isSelfIssued else {
            throw .foreignPair(
                path: certificatePath,
                issuer: "\(certificate.issuer)",
                reason: .expired("\(certificate.validity.notAfter)")
            )
        }
        let fault = PairFault.expired("\(certificate.validity.notAfter)")
        try requireRenewable(certificate, path: certificatePath, because: fault)
        return .certify(subject: certificate.subject, because: fault)
    }

    /// Refuses to certify a root again that was bound by more than a new certificate would say.
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

    /// Refuses to make a root beside certificates that seem to be of one that is gone.
    private static func requireNoOrphan(
        _ inventory: Inventory,
        settings: NodeSettings,
        path: (String) -> String
    ) throws(NodeCertificatesError) {
        let hasRemains = !inventory.rootKey.isMissing || !inventory.rootCertificate.isMissing
        for leaf in inventory.leaves {
            // Without remains of a root, a certificate of another issuer is one that an operator got elsewhere.
            guard hasRemains || leaf.certificate.issuer == settings.rootName else { continue }
            throw .orphan(path: path(leaf.name), issuer: "\(leaf.certificate.issuer)")
        }
    }
}

extension Certificate {
    /// Whether this is for a key; some tools leave out the NULL of the algorithm's parameters.
    func isFor(_ key: SubjectPublicKeyInfo) -> Bool {
        let own = subjectPublicKeyInfo
        return key.algorithm.algorithm == own.algorithm.algorithm
            && key.subjectPublicKey == own.subjectPublicKey
    }
}
