internal import DERCoding
internal import DurableFiles
internal import KeyEncodings
internal import PKIX

/// What is to be done to a set: decided from what is there before anything is touched.
struct SetPlan: Equatable, Sendable {
    /// What is done with the root.
    enum RootAction: Equatable, Sendable {
        /// It is used as it is.
        case keep
        /// Its key gets a new certificate of this subject, and the pairs that it signed stay good.
        case certify(subject: DistinguishedName, because: PairFault)
        /// A new key and certificate of this subject.
        case make(subject: DistinguishedName, because: PairFault)

        var isMade: Bool {
            if case .make = self { true } else { false }
        }
    }

    /// What is done with a pair.
    enum PairAction: Equatable, Sendable {
        /// It stays.
        case keep
        /// A new key and certificate.
        case make(because: PairFault)

        var isMade: Bool { self != .keep }
    }

    /// The root.
    let root: RootAction
    /// The server.
    let server: PairAction
    /// The client; nil on a node that gets none.
    let client: PairAction?
    /// Whether the file of the root's last serial number is written.
    let writesSerial: Bool

    /// Whether the root gets a new key, which leaves what the old one signed without an issuer.
    var makesRoot: Bool { root.isMade }

    /// Whether everything stays.
    var changesNothing: Bool {
        root == .keep && !server.isMade && client?.isMade != true && !writesSerial
    }
}

extension SetPlan {
    /// Decides.
    ///
    /// - Throws: the reason where a repair would need what is not there, or would take away what cannot be made again.
    init(
        _ inventory: Inventory,
        settings: NodeSettings,
        replacingRoot: Bool,
        at now: DERTime,
        path: (String) -> String
    ) throws(NodeCertificatesError) {
        let root =
            replacingRoot
            ? RootAction.make(subject: settings.rootName, because: .newRoot)
            : try Self.root(inventory, settings: settings, at: now, path: path)
        let issuer = Issuer(root, inventory)
        server = try issuer.action(for: inventory.server, at: now, path: path)
        if let pair = inventory.client {
            client = try issuer.action(for: pair, at: now, path: path)
        } else {
            client = nil
        }
        self.root = root
        writesSerial =
            client != nil && (root.isMade || (client?.isMade == true && !inventory.hasSerial))
            || inventory.hasSerialFile && !inventory.hasSerial
        try requireKey(inventory, settings: settings, path: path)
    }

    private static func root(
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
                throw .unusableRootKey(path: keyPath, reason: fault)
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
            throw .unusableRootKey(path: keyPath, reason: fault)
        }
        if let key, key != certificate.subjectPublicKeyInfo, !isSameKey(key, certificate) {
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

    /// Refuses where something must be signed and the root cannot.
    private func requireKey(
        _ inventory: Inventory,
        settings: NodeSettings,
        path: (String) -> String
    ) throws(NodeCertificatesError) {
        if case .make = root { return }
        var needed: [String] = []
        if case .certify = root { needed.append(SetFiles.rootCertificate) }
        if server.isMade { needed.append(SetMember.server.certificateName) }
        if let pair = inventory.client, client?.isMade == true {
            needed.append(pair.member.certificateName)
        }
        guard !needed.isEmpty else { return }
        if inventory.rootKey.isMissing {
            throw .missingRootKey(path: path(SetFiles.rootKey), needed: needed)
        }
        if let fault = inventory.rootKey.fault {
            throw .unusableRootKey(path: path(SetFiles.rootKey), reason: fault)
        }
        guard root == .keep, let certificate = inventory.rootCertificate.whole else { return }
        do {
            if server.isMade { try certificate.requireIssuer(of: .server) }
            if client?.isMade == true { try certificate.requireIssuer(of: .client) }
        } catch {
            throw .unusableRoot(path: path(SetFiles.rootCertificate), error)
        }
    }
}

/// Whether a certificate is for a key; some tools leave out the NULL of the algorithm's parameters.
private func isSameKey(_ key: SubjectPublicKeyInfo, _ certificate: Certificate) -> Bool {
    let other = certificate.subjectPublicKeyInfo
    return key.algorithm.algorithm == other.algorithm.algorithm
        && key.subjectPublicKey == other.subjectPublicKey
}

/// The root by which the pairs are judged.
private struct Issuer {
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
        case .whole(.rsa(let key)) where !isSameKey(key, certificate): return .mismatch
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
