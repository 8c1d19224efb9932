internal import DERCoding
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
        let issuer = PairIssuer(root, inventory)
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
        if root == .keep {
            try inventory.rootCertificate.whole?.requireChannelBinding(path: path(SetFiles.rootCertificate))
        }
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
