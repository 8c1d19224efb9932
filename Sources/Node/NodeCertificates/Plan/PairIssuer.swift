internal import DERCoding
internal import PKIX

/// The root by which the pairs are judged.
struct PairIssuer {
    /// Nil if the root is new, so that it signed nothing that is there.
    private let old: (name: DistinguishedName, key: SubjectPublicKeyInfo, identifier: [UInt8]?)?
    private let replacesAll: Bool
    /// The end of the root's validity.
    private let end: DERTime
    private let inventory: Inventory
    private let renewal: SetRenewal
    /// Roots that signed here, or still do.
    private let signers: [Certificate]

    init(
        _ root: RootDecision,
        _ inventory: Inventory,
        renewing renewal: SetRenewal,
        signers: [Certificate] = []
    ) {
        self.inventory = inventory
        self.renewal = renewal
        self.signers = signers
        switch root {
        case .keep(let certificate):
            old = (
                certificate.subject, certificate.subjectPublicKeyInfo,
                certificate.extensions.subjectKeyIdentifier?.octets
            )
            replacesAll = false
            end = certificate.validity.notAfter
        case .certify(let key, let template, _):
            let identifier = template.subjectKeyIdentifier ?? SubjectKeyIdentifier(of: key.publicKeyInfo)
            old = (template.subject, key.publicKeyInfo, identifier.octets)
            replacesAll = false
            end = template.validity.notAfter
        case .make(let template, _, let fault):
            old = nil
            end = template.validity.notAfter
            replacesAll = fault == .newRoot
        }
    }

    /// What becomes of a pair.
    ///
    /// A key is made anew only where that is asked for, where there is none, where it is half-written, or where it is
    /// one of this set whose certificate by this root has had its time or gets other names: any other waits for its
    /// certificate.
    func decide(
        on pair: FoundPair,
        at now: DERTime,
        path: (String) -> String
    ) throws(NodeCertificatesError) -> SetPlan.Pair {
        let member = pair.settings.member
        let certificatePath = path(member.certificateName)
        let present = pair.certificate.whole
        func make(because fault: PairFault) throws(NodeCertificatesError) -> SetPlan.Pair {
            try pair.made(because: fault)
        }
        try pair.settings.requireDropped(of: present)
        if renewal.includes(member) { return try make(because: .asked) }
        if replacesAll { return try make(because: .newRoot) }
        if renewal == .foreign, isForeign(pair) { return try make(because: .asked) }
        // What is whole and cannot be used may be an operator's own.
        if let fault = pair.key.fault, !fault.isHalfWritten {
            throw .unusableFile(path: path(pair.settings.member.keyName), reason: fault)
        }
        switch pair.certificate {
        case .missing where pair.key.isMissing: return try make(because: .absent)
        case .missing: return try certify(pair, because: .missingCertificate, path: path)
        case .broken(let fault):
            guard fault.isHalfWritten else { throw .unusableFile(path: certificatePath, reason: fault) }
            return try certify(pair, because: .brokenCertificate(fault), path: path)
        case .whole(let certificate):
            let fault = fault(of: pair, certificate, at: now)
            let isLeft = isLeftBehind(certificate)
            guard let old, certificate.issuer == old.name || isLeft else {
                guard let fault else {
                    let missing = pair.settings.missingNames(of: certificate)
                    try requireSame(
                        missing.filter { $0.origin == .san },
                        pair,
                        certificate,
                        path: certificatePath
                    )
                    return .keep(certificate)
                }
                throw .foreignPair(
                    path: certificatePath,
                    issuer: "\(certificate.issuer)",
                    reason: fault
                )
            }
            let isSigned = !isLeft && certificate.isOf(old.key, old.identifier)
            let broken = fault ?? (isSigned ? nil : .orphaned)
            guard let fault = broken ?? reason(toRenew: certificate, of: pair, at: now) else {
                return .keep(certificate)
            }
            switch (fault, pair.key) {
            case (.mismatch, _), (_, .whole(.opaque)): return try certify(pair, because: fault, path: path)
            default: return try make(because: fault)
            }
        }
    }

    /// Whether a certificate is of a root that signed here and is gone from the root's file, so that nobody who has
    /// that file verifies it. It is told by the signature: the root of now may have another name.
    private func isLeftBehind(_ certificate: Certificate) -> Bool {
        guard renewal.window != nil, !inventory.rootKey.isMissing, certificate.issuer != old?.name else {
            return false
        }
        var checks = SignatureBudget()
        return signers.contains { checks.mayBeSigned(certificate, by: $0) }
            && !inventory.root.anchors.contains { checks.mayBeSigned(certificate, by: $0) }
    }

    /// Whether a certificate is another authority's than the root's, or may be.
    private func isForeign(_ pair: FoundPair) -> Bool {
        switch pair.certificate {
        case .missing: false
        case .broken(let fault): !fault.isHalfWritten
        case .whole(let certificate): certificate.issuer != old?.name
        }
    }

    /// Why a certificate is made again although nothing is wrong with it.
    private func reason(toRenew certificate: Certificate, of pair: FoundPair, at now: DERTime) -> PairFault? {
        // Whoever has the root's key sees to the names that nobody asked for in so many words.
        let isWhole = renewal.window != nil && !inventory.rootKey.isMissing
        let missing = pair.settings.missingNames(of: certificate, all: isWhole)
        if !missing.isEmpty || !pair.settings.dropped.isEmpty { return .otherNames }
        guard let window = renewal.window, window.isReached(certificate.validity, at: now) else { return nil }
        // One that ends with its root would end with it again, and be made again by every run.
        let newEnd = min(pair.settings.template.validity.notAfter, end)
        return newEnd > certificate.validity.notAfter ? .ends("\(certificate.validity.notAfter)") : nil
    }

    /// Throws where another authority's certificate would have to get or lose names.
    private func requireSame(
        _ missing: [ServerName],
        _ pair: FoundPair,
        _ certificate: Certificate,
        path: String
    ) throws(NodeCertificatesError) {
        guard let first = (missing + pair.settings.dropped).first else { return }
        throw .foreignNames(path: path, issuer: "\(certificate.issuer)", first.origin, name: "\(first.name)")
    }

    /// A certificate for the key that is there; a new key only where none would be lost by it.
    ///
    /// Throws if the key is one that no certificate can be made for here.
    private func certify(
        _ pair: FoundPair,
        because fault: PairFault,
        path: (String) -> String
    ) throws(NodeCertificatesError) -> SetPlan.Pair {
        let keyPath = path(pair.settings.member.keyName)
        switch pair.key {
        case .whole(.opaque):
            throw .keyWithoutCertificate(
                path: keyPath,
                certificatePath: path(pair.settings.member.certificateName),
                reason: fault
            )
        case .whole(.usable(let key)) where !isCopy(key, of: pair):
            if let bitCount = key.rsaBitCount, bitCount < NodeSettings.keySizes.lowerBound {
                throw .weakKeyWithoutCertificate(path: keyPath, bitCount: bitCount)
            }
            return .certify(key, pair.settings.template(replacing: pair.certificate.whole), because: fault)
        case .missing, .broken, .whole: return try pair.made(because: fault)
        }
    }

    /// Whether a pair's key is a copy of the root's key or of another pair's, whose certificate it has: then nothing is
    /// lost with it, and two should not share it.
    private func isCopy(_ key: SetKey, of pair: FoundPair) -> Bool {
        if inventory.rootKey.whole?.publicKeyInfo == key.publicKeyInfo { return true }
        return inventory.pairs.contains { other in
            guard other.settings.member != pair.settings.member, let certificate = other.certificate.whole,
                case .whole(.usable(let otherKey)) = other.key
            else { return false }
            return otherKey.publicKeyInfo == key.publicKeyInfo && certificate.isFor(key.publicKeyInfo)
        }
    }

    private func fault(of pair: FoundPair, _ certificate: Certificate, at now: DERTime) -> PairFault? {
        switch pair.key {
        case .missing: return .missingKey
        case .broken(let fault): return .brokenKey(fault)
        case .whole(.usable(let key)) where !certificate.isFor(key.publicKeyInfo): return .mismatch
        case .whole(.opaque(let algorithm?)) where algorithm != certificate.keyAlgorithm: return .mismatch
        case .whole: break
        }
        let end = certificate.validity.notAfter
        return end < now ? .expired("\(end)") : nil
    }
}

extension FoundPair {
    /// A new key and certificate in the place of what was found.
    fileprivate func made(because fault: PairFault) throws(NodeCertificatesError) -> SetPlan.Pair {
        let old = certificate.whole
        let key = try settings.key.key(replacing: old, name: settings.member.certificateName)
        return .make(settings.template(replacing: old), key, because: fault)
    }
}

extension Certificate {
    /// The algorithm of the key that it certifies.
    fileprivate var keyAlgorithm: ObjectIdentifier { subjectPublicKeyInfo.algorithm.algorithm }

    /// Whether the root with that key and identifier signed this certificate, which bears its name.
    func isOf(_ key: SubjectPublicKeyInfo, _ identifier: [UInt8]?) -> Bool {
        // Clients find the root by this identifier if both certificates have one.
        if let named = extensions.authorityKeyIdentifier?.keyIdentifier, let identifier, named != identifier {
            return false
        }
        // For a signature that cannot be verified here, such as one with SHA-1, the issuer's name decides.
        return (try? isSigned(by: key)) ?? true
    }
}
