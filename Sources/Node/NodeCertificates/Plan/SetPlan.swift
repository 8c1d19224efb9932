internal import DERCoding
internal import PKIX

/// What is to be done to a set, with all that it takes: decided from what is there before anything is touched.
struct SetPlan {
    enum Work {
        /// All is whole and stays.
        case keep(root: Certificate, pairs: [(member: SetMember, certificate: Certificate)])
        /// Something is signed.
        case issue(by: Authority, pairs: [(member: SetMember, pair: Pair)])
    }

    /// The root by which something is signed.
    enum Authority {
        /// It stays.
        case present(Certificate, SetKey)
        /// Its key gets a new certificate, and the pairs that it signed stay good.
        case certify(SetKey, CertificateTemplate, because: PairFault)
        /// A new key and a certificate.
        case make(CertificateTemplate, NewKey, because: PairFault)
    }

    /// What is done with a pair.
    enum Pair {
        /// It stays.
        case keep(Certificate)
        /// The key that is there gets a certificate.
        case certify(SetKey, CertificateTemplate, because: PairFault)
        /// A new key and a certificate.
        case make(CertificateTemplate, NewKey, because: PairFault)
    }

    /// What is done.
    let work: Work
    /// The file that the root's certificate goes into.
    let rootFile: RootFile
    /// The members of the set beside the root.
    let members: [SetMember]
    /// Whether the file of the root's last serial number is written.
    let writesSerial: Bool

    /// Whether the root's certificate is new, so that what the old one signed may be without an issuer.
    var changesRoot: Bool {
        switch work {
        case .issue(by: .make, _), .issue(by: .certify, _): true
        case .issue(by: .present, _), .keep: false
        }
    }
}

extension SetPlan {
    /// Makes the plan.
    ///
    /// - Throws: the reason if a repair would need what is not there, or would destroy what cannot be made again.
    init(
        _ inventory: Inventory,
        settings: NodeSettings,
        renewing renewal: SetRenewal,
        signers: [Certificate] = [],
        at now: DERTime,
        path: (String) -> String
    ) throws(NodeCertificatesError) {
        let root =
            renewal == .all
            ? RootDecision.make(
                settings.rootTemplate(subject: settings.rootName, at: now),
                try settings.key.key(
                    replacing: inventory.rootCertificate.whole,
                    name: SetFiles.rootCertificate
                ),
                because: .newRoot
            )
            : try RootDecision(inventory, settings: settings, renewing: renewal.window, at: now, path: path)
        let judge = PairIssuer(root, inventory, renewing: renewal, signers: signers)
        var pairs: [(member: SetMember, pair: Pair)] = []
        for pair in inventory.pairs {
            pairs.append((pair.settings.member, try judge.decide(on: pair, at: now, path: path)))
        }
        work = try Self.work(root, pairs, inventory, path: path)
        rootFile = inventory.root
        members = pairs.map(\.member)
        let makesClient = pairs.contains { $0.member != .server && !$0.pair.isKept }
        let hasClient = pairs.contains { $0.member != .server }
        let makesRoot = if case .make = root { true } else { false }
        writesSerial =
            hasClient && (makesRoot || (makesClient && !inventory.hasSerial))
            || inventory.hasSerialFile && !inventory.hasSerial
    }

    /// Brings a root that stays together with its key where it must sign; refuses where it cannot.
    private static func work(
        _ root: RootDecision,
        _ pairs: [(member: SetMember, pair: Pair)],
        _ inventory: Inventory,
        path: (String) -> String
    ) throws(NodeCertificatesError) -> Work {
        let certificate: Certificate
        switch root {
        case .certify(let key, let template, let fault):
            return .issue(by: .certify(key, template, because: fault), pairs: pairs)
        case .make(let template, let key, let fault):
            return .issue(by: .make(template, key, because: fault), pairs: pairs)
        case .keep(let present): certificate = present
        }
        var kept: [(member: SetMember, certificate: Certificate)] = []
        var needed: [(name: String, profile: CertificateProfile)] = []
        for (member, pair) in pairs {
            switch pair {
            case .keep(let certificate): kept.append((member, certificate))
            case .certify(_, let template, _), .make(let template, _, _):
                needed.append((member.certificateName, template.profile))
            }
        }
        guard !needed.isEmpty else { return .keep(root: certificate, pairs: kept) }
        try certificate.requireChannelBinding(path: path(SetFiles.rootCertificate))
        let key = try inventory.signingKey(for: needed.map(\.name), path: path)
        do throws(PKIXError) {
            for (_, profile) in needed { try certificate.requireIssuer(of: profile) }
        } catch {
            throw .unusableRoot(path: path(SetFiles.rootCertificate), error)
        }
        return .issue(by: .present(certificate, key), pairs: pairs)
    }
}

extension SetPlan.Pair {
    fileprivate var isKept: Bool {
        if case .keep = self { true } else { false }
    }
}

extension Inventory {
    /// The root's key; refuses where it cannot sign the certificates in the files `needed`.
    func signingKey(
        for needed: [String],
        path: (String) -> String
    ) throws(NodeCertificatesError) -> SetKey {
        switch rootKey {
        case .whole(let key): return key
        case .missing: throw .missingRootKey(path: path(SetFiles.rootKey), needed: needed)
        case .broken(let fault): throw .unusableRootKey(path: path(SetFiles.rootKey), reason: fault)
        }
    }
}
