internal import DERCoding
internal import MessageDigests
internal import PKIX

/// What is wrong with a path, and who minds. Each rule stands with those clients that have it; where a root itself is
/// looked at, these are fewer: to rustls and Java it is little more than a name and a key.
struct PathFaults {
    typealias Found = (fault: ClientFault, clients: Set<VerifyingClient>)

    private let path: CertificationPath
    private let use: CertificateUse
    private let now: DERTime
    private(set) var all: [Found] = []

    init(of path: CertificationPath, for use: CertificateUse, at now: DERTime) {
        self.path = path
        self.use = use
        self.now = now
        if let deadEnd = path.deadEnd { add(deadEnd, VerifyingClient.all) }
        for index in path.steps.indices { addFaults(at: index) }
        all += ConstraintFaults(of: path).all
        // A certificate that is itself among the roots is trusted by Java whatever it says
        // (`sun.security.validator.PKIXValidator`).
        if path.isDirect { all = all.map { ($0.fault, $0.clients.subtracting([.jdbc])) } }
        addKey(path.leaf)
        all.removeAll { $0.clients.isEmpty && !$0.fault.isOfNobody }
    }

    private mutating func add(_ fault: ClientFault, _ clients: Set<VerifyingClient>) {
        all.append((fault, clients))
    }

    /// Whether the step is a root, which stands behind what it signed: of these clients, or of others.
    private func isAnchor(_ index: Int) -> Bool {
        index > 0 && index == path.steps.count - 1
            && (path.deadEnd == nil || path.steps[index].certificate.seemsSelfSigned)
    }

    private mutating func addFaults(at index: Int) {
        let step = path.steps[index]
        addValidity(index, step)
        addExtendedUsage(index, step)
        addCriticalExtensions(index, step)
        addUnreadableType(step)
        addUnreadName(step)
        addStrength(index, step)
        if index == 0 {
            addUsage(step)
        } else {
            addAuthority(index, step)
            addLength(index, step)
        }
        addIdentifiers(index, step)
        addSignature(index, step)
        for rule in strictRulesBroken(index, step) {
            // An authority that is none is refused by others, too.
            if index > 0, rule == .certificateSigningWithoutAuthority { continue }
            // Java reads no certificate whose issuer has no name, either.
            let isNameless = rule == .namelessSubject || rule == .subjectOfAuthority
            add(step.fault(.notStrict(rule)), isNameless ? [.python, .jdbc] : [.python])
        }
    }

    /// What Python's OpenSSL minds besides (`x509_vfy.c`, `check_extensions`). Where a certificate is all of the path,
    /// it asks only that it is an authority's by what says so, or no authority's at all.
    private func strictRulesBroken(_ index: Int, _ step: PlacedCertificate) -> [CertificateRule] {
        guard step.certificate.version == .v3 else { return [] }
        if path.steps.count == 1 {
            let extensions = step.certificate.extensions
            let maySign = extensions.keyUsage?.contains(.keyCertSign) ?? false
            return maySign && extensions.basicConstraints == nil ? [.certificateSigningWithoutAuthority] : []
        }
        // The last one's issuer is itself, or nobody looks at it.
        let isLast = index == path.steps.count - 1
        let place: CertificateRule.Place = isLast ? .anchor : index == 0 ? .endEntity : .authority
        return CertificateRule.allCases.filter { rule in
            CertificateRule.strictOpenSSL.contains(rule) && rule != .basicConstraints
                && rule.isBroken(by: step.certificate, at: place)
        }
    }

    private mutating func addValidity(_ index: Int, _ step: PlacedCertificate) {
        let clients = isAnchor(index) ? VerifyingClient.openSSL.union([.go]) : VerifyingClient.all
        let validity = step.certificate.validity
        if now < validity.notBefore { add(step.fault(.notYetValid(from: "\(validity.notBefore)")), clients) }
        if validity.notAfter < now { add(step.fault(.expired(at: "\(validity.notAfter)")), clients) }
    }

    /// RFC 5280, section 4.2.1.12, which clients ask of authorities too. Any use is none of a server's to OpenSSL
    /// (`v3_purp.c`, `xku_reject`) and rustls; to OpenSSL and Java (`EndEntityChecker`) the step-up to strong ciphers
    /// of old browsers is.
    private mutating func addExtendedUsage(_ index: Int, _ step: PlacedCertificate) {
        guard let usage = step.certificate.extensions.extendedKeyUsage, !usage.purposes.contains(use.purpose)
        else { return }
        var clients = VerifyingClient.openSSL.union([.rustls])
        if !usage.purposes.contains(ExtendedKeyUsage.any) {
            clients.formUnion(index == 0 ? [.go, .jdbc] : [.go])
        }
        if use == .server, usage.purposes.contains(where: CertificateUse.oldServerPurposes.contains) {
            clients.subtract(VerifyingClient.openSSL.union([.jdbc]))
        }
        if isAnchor(index) { clients.remove(.rustls) }
        add(step.fault(.wrongUsage(use, by: .extendedKey)), clients)
    }

    /// RFC 5280, section 4.2.1.3, which Go and rustls do not ask for.
    private mutating func addUsage(_ step: PlacedCertificate) {
        let extensions = step.certificate.extensions
        let usage = extensions.keyUsage
        let isNetscape = NetscapeType(of: extensions).map { !$0.covers(use) } ?? false
        let isOtherUse = usage?.isDisjoint(with: use.keyUsage) ?? false
        if isNetscape || isOtherUse {
            let found: UsageExtension = isOtherUse ? .key : .netscapeType
            add(step.fault(.wrongUsage(use, by: found)), VerifyingClient.openSSL.union([.jdbc]))
        } else if use == .server, let usage, !usage.contains(.digitalSignature) {
            add(step.fault(.noSignatures), [.jdbc])
        }
        guard use == .server else { return }
        if step.certificate.version != .v3 {
            // Of version 1, what signed itself is an authority's to OpenSSL, but not by what it says.
            let isOnly = path.steps.count == 1 && step.certificate.version == .v1
            let clients: Set<VerifyingClient> = isOnly ? [.rustls, .python] : [.rustls]
            add(step.fault(.oldVersion(step.certificate.version.rawValue + 1)), clients)
        }
        if extensions.basicConstraints?.isAuthority ?? false {
            add(step.fault(.authorityAsServer), [.rustls])
        }
    }

    /// RFC 5280, sections 4.2.1.9 and 4.2.1.3.
    private mutating func addAuthority(_ index: Int, _ step: PlacedCertificate) {
        let certificate = step.certificate
        let extensions = certificate.extensions
        let isAnchor = isAnchor(index)
        var clients: Set<VerifyingClient> = []
        if let constraints = extensions.basicConstraints {
            if !constraints.isAuthority {
                clients = isAnchor ? VerifyingClient.all.subtracting([.rustls]) : VerifyingClient.all
            }
        } else if !isAnchor {
            clients = VerifyingClient.all
        } else if certificate.version != .v1 {
            // OpenSSL takes a root that may sign certificates by its key usage, unless it is strict.
            clients =
                extensions.keyUsage?.contains(.keyCertSign) ?? false
                ? [.python, .go, .jdbc] : VerifyingClient.all.subtracting([.rustls])
        }
        if let usage = extensions.keyUsage, !usage.contains(.keyCertSign) {
            clients.formUnion(VerifyingClient.all.subtracting([.rustls]))
        }
        if !clients.isEmpty { add(step.fault(.noAuthority), clients) }
        if isAnchor, certificate.version == .v1 { add(step.fault(.notStrict(.basicConstraints)), [.python]) }
    }

    /// RFC 5280, section 4.2.1.9; Go and rustls count authorities that issued for themselves, too.
    private mutating func addLength(_ index: Int, _ step: PlacedCertificate) {
        guard let limit = step.certificate.extensions.basicConstraints?.pathLength else { return }
        let between = path.steps[1..<index].map(\.certificate)
        var clients: Set<VerifyingClient> = between.count > limit ? [.go, .rustls] : []
        if between.count(where: { !$0.isSelfIssued }) > limit { clients = VerifyingClient.all }
        if isAnchor(index) { clients.subtract([.rustls, .jdbc]) }
        if !clients.isEmpty { add(step.fault(.pathTooLong(limit: limit)), clients) }
    }

    private mutating func addCriticalExtensions(_ index: Int, _ step: PlacedCertificate) {
        for item in step.certificate.extensions.all where item.isCritical {
            var clients = VerifyingClient.all.subtracting(KnownExtensions.clients(knowing: item.identifier))
            if isAnchor(index) { clients.subtract([.rustls, .jdbc]) }
            if clients.isEmpty { continue }
            add(step.fault(.unknownExtension(identifier: "\(item.identifier)")), clients)
        }
    }

    /// What OpenSSL's security level 2, Go and *ring* refuse (SSL_CTX_set_security_level(3); `verify.go`;
    /// `RSA_PKCS1_2048_8192`).
    private mutating func addStrength(_ index: Int, _ step: PlacedCertificate) {
        let certificate = step.certificate
        if let count = certificate.rsaBitCount, count < 2048 {
            let clients = VerifyingClient.openSSL.union([.rustls])
            add(step.fault(.shortKey(bitCount: count)), count < 1024 ? VerifyingClient.all : clients)
        }
        // A root's own signature is nobody's business.
        guard !isAnchor(index), !path.isDirect, !certificate.seemsSelfSigned else { return }
        if certificate.hasWeakSignature {
            let clients = VerifyingClient.openSSL.union([.go, .rustls])
            add(
                step.fault(.weakSignature(algorithm: "\(certificate.signatureAlgorithm)")),
                certificate.signatureAlgorithm.digest == .md5 ? VerifyingClient.all : clients
            )
        }
    }

    /// OpenSSL looks at them when it looks for an issuer, so that it gets no such path; Java does so at the root alone.
    private mutating func addIdentifiers(_ index: Int, _ step: PlacedCertificate) {
        guard isAnchor(index + 1), !step.certificate.namesKey(of: path.steps[index + 1].certificate) else {
            return
        }
        add(step.fault(.otherKeyIdentifier(root: path.steps[index + 1].path)), [.jdbc])
    }

    private mutating func addSignature(_ index: Int, _ step: PlacedCertificate) {
        guard !step.certificate.hasWeakSignature else { return }
        let algorithm = step.certificate.signatureAlgorithm
        if path.unverified.contains(index) {
            add(step.fault(.signatureNotVerified(algorithm: "\(algorithm)")), [])
        }
        guard path.deadEnd == nil, index + 1 < path.steps.count else { return }
        let key = path.steps[index + 1].certificate.subjectPublicKeyInfo.form
        let byKey = TakenAlgorithms.clients(refusingIssuer: key)
        let clients = TakenAlgorithms.clients(refusing: algorithm).union(byKey)
        if clients.isEmpty { return }
        let kind = ClientFault.Kind.signatureNotTaken(
            algorithm: "\(algorithm)",
            key: byKey.isEmpty ? nil : "\(key)",
            overRingAlone: clients == TakenAlgorithms.overRing
        )
        add(step.fault(kind), clients)
    }

    /// Whoever shows the certificate signs with its key in the handshake, also where Java trusts it as it is.
    private mutating func addKey(_ leaf: PlacedCertificate) {
        let key = leaf.certificate.subjectPublicKeyInfo.form
        let clients = TakenAlgorithms.clients(refusing: key)
        let kind = ClientFault.Kind.keyNotTaken(
            key: "\(key)",
            overRingAlone: clients == TakenAlgorithms.overRing
        )
        add(leaf.fault(key == .malformed ? .malformed(.key) : kind), clients)
    }

    /// OpenSSL looks at every certificate's (`v3_purp.c`, `ossl_x509v3_cache_extensions`), and Java passes over it.
    private mutating func addUnreadableType(_ step: PlacedCertificate) {
        guard NetscapeType.isUnreadable(in: step.certificate.extensions) else { return }
        add(step.fault(.malformed(.netscapeType)), VerifyingClient.openSSL)
    }

    /// Those who read a certificate read its names, the root's, too.
    private mutating func addUnreadName(_ step: PlacedCertificate) {
        let attributes = step.certificate.issuer.attributes + step.certificate.subject.attributes
        let types = attributes.compactMap(\.typeNotRead)
        // The one that most clients mind is named, and all who mind any are.
        guard let worst = types.max(by: { $0.clients.count < $1.clients.count }) else { return }
        let clients = types.reduce(into: Set<VerifyingClient>()) { $0.formUnion($1.clients) }
        add(step.fault(.nameNotRead(type: worst.name)), clients)
    }
}

extension ClientFault {
    /// Whether it is no client's, but a gap in what is known here.
    var isOfNobody: Bool {
        switch kind {
        case .signatureNotVerified, .partlyUnread: true
        default: false
        }
    }
}

extension CertificateUse {
    /// The purpose in an extended key usage.
    var purpose: ObjectIdentifier {
        self == .server ? ExtendedKeyUsage.serverAuth : ExtendedKeyUsage.clientAuth
    }

    /// What stood for servers before (`msSGC`, `nsSGC`).
    static let oldServerPurposes: Set = [
        ObjectIdentifier(1, 3, 6, 1, 4, 1, 311, 10, 3, 3), ObjectIdentifier(2, 16, 840, 1, 113730, 4, 1),
    ]

    /// Of these, OpenSSL wants one at least (`v3_purp.c`, `check_purpose_ssl_server` and `_client`).
    var keyUsage: KeyUsage {
        self == .server
            ? [.digitalSignature, .keyEncipherment, .keyAgreement] : [.digitalSignature, .keyAgreement]
    }
}

extension Certificate {
    /// Whether it is signed with a digest that forgers have found collisions of.
    fileprivate var hasWeakSignature: Bool {
        switch signatureAlgorithm.digest {
        case .md5, .sha1: true
        case .sha2, nil: false
        }
    }

    /// The size of its RSA key, also of one for PSS alone; `nil` for one of another kind.
    var rsaBitCount: Int? { subjectPublicKeyInfo.rsaBitCount }
}
