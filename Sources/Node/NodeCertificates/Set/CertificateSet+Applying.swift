internal import DERCoding
internal import DurableFiles
internal import PKIX
internal import RSACryptography
internal import SecretMemory

extension CertificateSet {
    /// Makes in memory what the plan says.
    func make(
        _ plan: SetPlan,
        _ inventory: Inventory,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> (files: [SetFile], members: [SetReport.Member]) {
        var members: [SetReport.Member] = []
        var files: [SetFile] = []
        let rootCertificate = inventory.rootCertificate.whole
        var pairs = [(inventory.server, plan.server)]
        if let pair = inventory.client, let action = plan.client { pairs.append((pair, action)) }
        var serial = rootCertificate?.serialNumber

        let root = try Root(
            plan.root,
            rootCertificate,
            inventory.rootKey.whole,
            in: self,
            at: now,
            using: &random
        )
        if let certificate = root.certificate {
            let new = root.newFiles
            members.append(
                SetReport.Member(
                    role: "root",
                    written: new.map(\.name),
                    action: plan.root.reported,
                    certificate: certificate
                )
            )
            files += new
            serial = certificate.serialNumber
        }
        for (pair, action) in pairs {
            var written: [String] = []
            let certificate: Certificate?
            switch action {
            case .keep:
                certificate = pair.certificate.whole
            case .make:
                let (made, new) = try make(pair.member, by: root, at: now, using: &random)
                certificate = made
                serial = made.serialNumber
                written = new.map(\.name)
                files += new
            }
            guard let certificate else { continue }
            members.append(
                SetReport.Member(
                    role: pair.member == .server ? "server" : "client",
                    written: written,
                    action: action.reported,
                    certificate: certificate
                )
            )
        }
        if plan.writesSerial, let serial {
            files.append(SetFile(SetFiles.rootSerial, text: "\(serial)\n"))
        }
        return (files, members)
    }

    /// Makes a pair's key, its request and its certificate.
    private func make(
        _ member: SetMember,
        by root: Root,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> (Certificate, [SetFile]) {
        let key = try makeKey(using: &random)
        let template: CertificateTemplate
        switch member {
        case .server:
            template = CertificateTemplate(
                profile: .server,
                subject: settings.serverName,
                validity: Validity(notBefore: now, days: settings.serverDays),
                names: settings.serverAlternativeNames
            )
        case .client:
            // A set without a client's settings has no client to make.
            template = CertificateTemplate(
                profile: .client,
                subject: settings.client?.name ?? .empty,
                validity: Validity(notBefore: now, days: NodeSettings.clientDays)
            )
        }
        do {
            let request = try CertificateRequest(
                subject: template.subject,
                names: template.names,
                key: key,
                using: &random
            )
            let certificate = try root.issue(template, for: request, using: &random)
            let files = [
                SetFile(member.keyName, SharedSecret(key.pkcs8PEM)),
                SetFile(member.requestName, text: request.pemText),
                SetFile(member.certificateName, text: certificate.pemText),
            ]
            return (certificate, files)
        } catch {
            throw .issuing(error)
        }
    }

    fileprivate func makeKey(
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> RSA.PrivateKey {
        if let key = preparedKey?() { return key }
        do {
            return try RSA.PrivateKey.generate(bitCount: settings.keySize, using: &random)
        } catch {
            throw .keyGeneration(error)
        }
    }

    /// Gives the files that stay their mode and owner, and puts all others into their places as one.
    ///
    /// In that order, since a file that stays may be one that must not be touched, such as a link that another planted.
    func write(_ files: [SetFile], to folder: Folder) throws(NodeCertificatesError) {
        let attributes = FileAttributes(mode: SetFiles.fileMode, owner: owner)
        do {
            let members = [SetMember.server] + [clientMember].compactMap { $0 }
            let names =
                [SetFiles.rootKey, SetFiles.rootCertificate, SetFiles.rootSerial]
                + members.flatMap { [$0.keyName, $0.certificateName, $0.requestName] }
            for name in names where !files.contains(where: { $0.name == name }) {
                guard try folder.status(of: name) != nil else { continue }
                try folder.set(attributes, of: name)
            }
            guard !files.isEmpty else { return }
            let set = try FileSet(in: folder)
            for file in files { try Self.add(file, to: set, attributes) }
            try set.commit()
        } catch {
            throw .file(error)
        }
    }

    private static func add(
        _ file: SetFile,
        to set: FileSet,
        _ attributes: FileAttributes
    ) throws(FileError) {
        try file.content.withSpan { (span) throws(FileError) in
            try set.add(file.name, span, attributes: attributes)
        }
    }
}

/// The root of a set, as it is kept or as it is made.
private struct Root {
    /// Nil where there is none and none is needed.
    let certificate: Certificate?
    let newFiles: [SetFile]
    private let key: SetKey?

    init(
        _ action: SetPlan.RootAction,
        _ presentCertificate: Certificate?,
        _ presentKey: SetKey?,
        in set: CertificateSet,
        at now: DERTime,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) {
        let subject: DistinguishedName
        let key: SetKey
        var files: [SetFile] = []
        switch action {
        case .keep:
            certificate = presentCertificate
            newFiles = []
            self.key = presentKey
            return
        case .certify(let name, _):
            guard let presentKey else { preconditionFailure("the plan certifies only where there is a key") }
            subject = name
            key = presentKey
        case .make(let name, _):
            subject = name
            key = SetKey(try set.makeKey(using: &random))
            files.append(SetFile(SetFiles.rootKey, SharedSecret(key.key.pkcs8PEM)))
        }
        let template = CertificateTemplate(
            profile: .root(pathLength: nil),
            subject: subject,
            validity: Validity(notBefore: now, days: set.settings.rootDays)
        )
        do {
            let made = try template.selfSigned(by: key.key, using: &random)
            certificate = made
            files.append(SetFile(SetFiles.rootCertificate, text: made.pemText))
        } catch {
            throw .issuing(error)
        }
        newFiles = files
        self.key = key
    }

    func issue(
        _ template: CertificateTemplate,
        for request: CertificateRequest,
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        guard let certificate, let key else {
            preconditionFailure("the plan signs only where there is a root")
        }
        return try template.issued(for: request, by: Issuer(certificate, key: key), using: &random)
    }
}

extension SetPlan.RootAction {
    fileprivate var reported: SetReport.Action {
        switch self {
        case .keep: .kept
        case .certify(_, let fault): .certified(because: fault)
        case .make(_, let fault): .made(because: fault)
        }
    }
}

extension SetPlan.PairAction {
    fileprivate var reported: SetReport.Action {
        switch self {
        case .keep: .kept
        case .make(let fault): .made(because: fault)
        }
    }
}
