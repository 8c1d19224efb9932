internal import DERCoding
internal import DurableFiles
internal import PKIX
internal import RSACryptography
internal import SecretMemory

extension CertificateSet {
    /// Makes in memory what the plan asks for.
    func make(
        _ plan: SetPlan,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> (files: [SetFile], members: [SetReport.Member]) {
        let files: [SetFile]
        let members: [SetReport.Member]
        let serial: SerialNumber
        switch plan.work {
        case .keep(let root, let pairs):
            files = []
            members =
                [SetReport.Member(role: "root", action: .kept, certificate: root)]
                + pairs.map {
                    SetReport.Member(role: $0.member.role, action: .kept, certificate: $0.certificate)
                }
            serial = root.serialNumber
        case .issue(let authority, let pairs):
            (files, members, serial) = try issue(pairs, by: authority, using: &random)
        }
        guard plan.writesSerial else { return (files, members) }
        return (files + [SetFile(SetFiles.rootSerial, text: "\(serial)\n")], members)
    }

    /// Makes the root that signs ready, and what it signs; the last serial number beside that.
    private func issue(
        _ pairs: [(member: SetMember, pair: SetPlan.Pair)],
        by authority: SetPlan.Authority,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> ([SetFile], [SetReport.Member], SerialNumber) {
        let root = try ReadyRoot(authority, in: self, using: &random)
        var files = root.files
        var members = [root.member]
        var serial = root.member.certificate.serialNumber
        for (member, pair) in pairs {
            switch pair {
            case .keep(let certificate):
                members.append(SetReport.Member(role: member.role, action: .kept, certificate: certificate))
            case .make(let template, let fault):
                let (certificate, new) = try make(member, template, by: root.issuer, using: &random)
                members.append(
                    SetReport.Member(
                        role: member.role,
                        written: new.map(\.name),
                        action: .made(because: fault),
                        certificate: certificate
                    )
                )
                files += new
                serial = certificate.serialNumber
            }
        }
        return (files, members, serial)
    }

    /// Makes a pair's key, its request and its certificate.
    private func make(
        _ member: SetMember,
        _ template: CertificateTemplate,
        by issuer: Issuer<SetKey>,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> (Certificate, [SetFile]) {
        let key = try makeKey(using: &random)
        do {
            let request = try CertificateRequest(
                subject: template.subject,
                names: template.names,
                key: key,
                using: &random
            )
            let certificate = try template.issued(for: request, by: issuer, using: &random)
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

    /// Corrects mode and owner of the files that are kept, then puts all others in place together.
    ///
    /// In that order, since a file that stays may be one that must not be touched, such as a link that another planted.
    ///
    /// - Returns: where the keys and certificates are kept that were replaced, by the set's folder.
    func write(
        _ files: [SetFile],
        to folder: Folder,
        members: [SetMember],
        at now: DERTime
    ) throws(NodeCertificatesError) -> [String] {
        let attributes = FileAttributes(mode: SetFiles.fileMode, owner: owner)
        do throws(FileError) {
            let names =
                [SetFiles.rootKey, SetFiles.rootCertificate, SetFiles.rootSerial]
                + members.flatMap { [$0.keyName, $0.certificateName, $0.requestName] }
            for name in names where !files.contains(where: { $0.name == name }) {
                guard try folder.status(of: name) != nil else { continue }
                try folder.set(attributes, of: name)
            }
            guard !files.isEmpty else { return [] }
            let set = try FileSet(in: folder)
            let keeping = try Keeping(files, of: folder, owner: owner, at: now)
            do throws(FileError) {
                for file in files { try Self.add(file, to: set, attributes) }
                try set.commit()
            } catch {
                keeping.takeBack()
                throw error
            }
            keeping.prune()
            return keeping.paths
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

/// The root of a set, ready to sign.
private struct ReadyRoot {
    let issuer: Issuer<SetKey>
    /// What was done to it.
    let member: SetReport.Member
    /// Its files that are new.
    let files: [SetFile]

    init(
        _ authority: SetPlan.Authority,
        in set: CertificateSet,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) {
        let certificate: Certificate
        let key: SetKey
        let action: SetReport.Action
        var files: [SetFile] = []
        switch authority {
        case .present(let present, let presentKey):
            (certificate, key, action) = (present, presentKey, .kept)
        case .certify(let presentKey, let template, let fault):
            (key, action) = (presentKey, .certified(because: fault))
            certificate = try Self.certificate(of: key, template, using: &random)
        case .make(let template, let fault):
            (key, action) = (SetKey(try set.makeKey(using: &random)), .made(because: fault))
            certificate = try Self.certificate(of: key, template, using: &random)
            files.append(SetFile(SetFiles.rootKey, SharedSecret(key.key.pkcs8PEM)))
        }
        if action != .kept { files.append(SetFile(SetFiles.rootCertificate, text: certificate.pemText)) }
        do {
            issuer = try Issuer(certificate, key: key)
        } catch {
            throw .issuing(error)
        }
        self.files = files
        member = SetReport.Member(
            role: "root",
            written: files.map(\.name),
            action: action,
            certificate: certificate
        )
    }

    private static func certificate(
        of key: SetKey,
        _ template: CertificateTemplate,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> Certificate {
        do {
            return try template.selfSigned(by: key, using: &random)
        } catch {
            throw .issuing(error)
        }
    }
}

extension SetMember {
    /// What a report calls it.
    fileprivate var role: String { self == .server ? "server" : "client" }
}
