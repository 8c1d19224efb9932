internal import DERCoding
internal import DurableFiles
internal import PKIX
internal import SecretMemory

extension CertificateSet {
    /// Makes in memory what the plan asks for.
    func make(
        _ plan: SetPlan,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> MadeSet {
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
            let root = try ReadyRoot(authority, in: self, plan.rootFile, using: &random)
            (files, members, serial) = try issue(pairs, by: root, using: &random)
        }
        let last = plan.writesSerial ? [SetFile(SetFiles.rootSerial, text: "\(serial)\n")] : []
        return MadeSet(files: files + last, members: members)
    }

    /// Makes what the root signs; the last serial number beside that.
    private func issue(
        _ pairs: [(member: SetMember, pair: SetPlan.Pair)],
        by root: ReadyRoot,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> ([SetFile], [SetReport.Member], SerialNumber) {
        var files = root.files
        var members = [root.member]
        var serial = root.member.certificate.serialNumber
        for (member, pair) in pairs {
            let (certificate, new, action): (Certificate, [SetFile], SetReport.Action)
            switch pair {
            case .keep(let present):
                members.append(SetReport.Member(role: member.role, action: .kept, certificate: present))
                continue
            case .certify(let key, let template, let fault):
                (certificate, new) = try certify(key, member, template, by: root.issuer, using: &random)
                action = .certified(because: fault)
            case .make(let template, let newKey, let fault):
                let key = try newKey.make(preparedKey: preparedKey, using: &random)
                let (made, signed) = try certify(key, member, template, by: root.issuer, using: &random)
                (certificate, new) = (
                    made, [SetFile(member.keyName, SharedSecret(key.key.pkcs8PEM))] + signed
                )
                action = .made(because: fault)
            }
            members.append(
                SetReport.Member(
                    role: member.role,
                    written: new.map(\.name),
                    action: action,
                    certificate: certificate
                )
            )
            files += new
            serial = certificate.serialNumber
        }
        return (files, members, serial)
    }

    /// Makes the request and the certificate of a pair's key.
    private func certify(
        _ key: SetKey,
        _ member: SetMember,
        _ template: CertificateTemplate,
        by issuer: Issuer<SetKey>,
        using random: inout some RandomSource
    ) throws(NodeCertificatesError) -> (Certificate, [SetFile]) {
        do {
            let request = try CertificateRequest(
                subject: template.subject,
                names: template.names,
                key: key,
                using: &random
            )
            let certificate = try template.issued(for: request, by: issuer, using: &random)
            let files = [
                SetFile(member.requestName, text: request.pemText),
                SetFile(member.certificateName, text: certificate.pemText),
            ]
            return (certificate, files)
        } catch {
            throw .issuing(error)
        }
    }

    /// Corrects mode and owner of the files that are kept, then puts all others in place together.
    ///
    /// In that order, since a file that stays may be one that must not be touched, such as a link that another planted.
    ///
    /// - Parameter keepsModes: whether what is public keeps the mode that it has, also where it is made again, and a
    ///   file that stays its owner: whoever was let in to read must not be locked out by a timer.
    /// - Returns: where the keys and certificates are kept that were replaced, by the set's folder.
    func write(
        _ files: [SetFile],
        to folder: Folder,
        members: [SetMember],
        keepingModes keepsModes: Bool,
        at now: DERTime
    ) throws(NodeCertificatesError) -> [String] {
        let attributes = FileAttributes(mode: SetFiles.fileMode, owner: owner)
        do throws(FileError) {
            let names =
                [SetFiles.rootKey, SetFiles.rootCertificate, SetFiles.rootSerial]
                + members.flatMap { [$0.keyName, $0.certificateName, $0.requestName] }
            for name in names where !files.contains(where: { $0.name == name }) {
                guard let status = try folder.status(of: name) else { continue }
                if keepsModes, !status.isOpenKey(name) { continue }
                // Requests and the serial number are not read.
                try folder.set(attributes, of: name, isOurs: ReplacedFiles.keeps(name))
            }
            guard !files.isEmpty else { return [] }
            let set = try FileSet(in: folder)
            let keeping = try Keeping(files, of: folder, owner: owner, at: now)
            do throws(FileError) {
                for file in files {
                    var attributes = attributes
                    if keepsModes, !SetFiles.isKey(file.name), let old = try folder.status(of: file.name) {
                        attributes.mode |= old.mode & SetFiles.readers
                    }
                    try Self.add(file, to: set, attributes)
                }
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
        _ file: RootFile,
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
        case .make(let template, let newKey, let fault):
            key = try newKey.make(preparedKey: set.preparedKey, using: &random)
            action = .made(because: fault)
            certificate = try Self.certificate(of: key, template, using: &random)
            files.append(SetFile(SetFiles.rootKey, SharedSecret(key.key.pkcs8PEM)))
        }
        if action != .kept { files.append(file.file(with: certificate)) }
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

extension FileStatus {
    /// Whether this is of a key to which somebody has a right beyond its owner's and its group's to read it.
    fileprivate func isOpenKey(_ name: String) -> Bool {
        SetFiles.isKey(name) && mode & 0o037 != 0
    }
}

extension SetMember {
    /// What a report calls it.
    fileprivate var role: String { self == .server ? "server" : "client" }
}
