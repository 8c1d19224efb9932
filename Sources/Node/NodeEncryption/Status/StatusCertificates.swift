internal import DERCoding
internal import DurableFiles
internal import NodeCertificates
internal import NodePlatform
internal import PKIX
internal import SecretMemory
internal import TextEncodings

extension NodeStatus {
    /// A certificate with fewer days left than this is a warning.
    static let warningDays = 30

    mutating func readCertificates(_ layout: NodeLayout, _ now: DERTime) {
        let roots = OwnRoots(of: layout)
        var budget = KeyBudget()
        defer { addUnread(budget) }
        let names =
            ["server/root", "server/server"] + (layout.role == .postgres ? Self.clientNames(layout) : [])
        for name in names {
            if isUnneeded(name, layout) { continue }
            let path = layout.certificate(name + ".crt")
            let isRoot = name == "server/root"
            readFile(path, of: name, layout)
            let content = (try? FileState.read(path, limit: CertificateFiles.mostBytes))?.content
            let file = content.map { CertificateFile(path, pem: $0.publicBytes.span) }
            if !isRoot || !noteRootKeyElsewhere(file, roots, layout) {
                readFile(layout.certificate(name + ".key"), of: name, layout)
            }
            guard let content, let file else { continue }
            do throws(PKIXError) {
                let first = try Certificate(pem: content.publicBytes.span)
                // The node's own root may stand behind others.
                let certificate = (isRoot ? roots.current.first : nil) ?? first
                // Another authority's is not made again here.
                let isOwn = isRoot ? roots.signing.contains(certificate) : roots.mayReplace(certificate)
                let cure = isOwn ? Self.reissuing(name) : nil
                note(certificate, at: path, now, cure: cure, isOthers: !isOwn) { days in
                    guard roots.current.contains(where: { certificate.namesIssuer($0) }) else {
                        return cure ?? Self.putting(certificate, path)
                    }
                    return Self.renewing(certificate, name, days, now)
                }
                if name == "server/server" { noteKey(of: certificate, at: path) }
                compare(certificate, withKeyOf: name, layout, cure: cure, &budget)
            } catch {
                // The server may read what is not read here.
                let isNothing = !file.isFirstUnread || file.isCutOff
                add(
                    .certificateInvalid,
                    "is not a valid certificate: \(error)",
                    path: path,
                    cure: isNothing ? Self.making(name, layout) : nil
                )
            }
        }
    }

    /// Whether it is a client's pair that is not there, whoever has the root's key elsewhere made none, and no rule
    /// asks for one.
    private func isUnneeded(_ name: String, _ layout: NodeLayout) -> Bool {
        name.utf8.starts(with: "client/".utf8) && findings.contains { $0.code == .rootKeyElsewhere }
            && [".crt", ".key"].allSatisfy { (try? FileState.read(layout.certificate(name + $0))) == .absent }
            && layout.ruleForClientCertificates == nil
    }

    /// Adds that the root's key is not here, where nothing says that it ever was: then whoever has it signs.
    private mutating func noteRootKeyElsewhere(
        _ file: CertificateFile?,
        _ roots: OwnRoots,
        _ layout: NodeLayout
    ) -> Bool {
        let path = layout.certificate("server/root.key")
        guard let file, let root = file.certificates.first, (try? FileState.read(path)) == .absent,
            !file.certificates.contains(where: roots.signing.contains)
        else { return false }
        if madeRoot {
            let text =
                "is gone, so that no certificate can be renewed; put it back from a copy, or have a new root made, "
                + "which every client then needs"
            add(.rootKeyGone, text, path: path, cure: "postgres-ssl reissue all --replace-certificate")
            return true
        }
        let text = "is not here, so that certificates are renewed by whoever has the key of \(root.subject)"
        add(.rootKeyElsewhere, printable(text), path: path)
        return true
    }

    /// With a key that does not match its certificate, the server does not start again.
    private mutating func compare(
        _ certificate: Certificate,
        withKeyOf name: String,
        _ layout: NodeLayout,
        cure: String?,
        _ budget: inout KeyBudget
    ) {
        let path = layout.certificate(name + ".key")
        guard let content = (try? FileState.read(path, limit: CertificateFiles.mostBytes))?.content,
            budget.takes(path, byteCount: content.count)
        else { return }
        let publicKey: SubjectPublicKeyInfo
        do throws(KeyEncodingError) {
            publicKey = try content.withSpan { (span) throws(KeyEncodingError) in
                try PrivateKey(pem: span).publicKeyInfo
            }
        } catch  where error.unusedAlgorithm != nil {
            // The operator's own, which cannot be compared here.
            return
        } catch .encrypted {
            let text = "is encrypted; the server asks for its pass phrase at every start"
            add(.keyEncrypted, text, path: path)
            return
        } catch {
            let text = "is not a valid private key: \(error)"
            add(.keyInvalid, text, path: path, cure: cure)
            return
        }
        if !certificate.subjectPublicKeyInfo.isSameKey(as: publicKey) {
            // Another authority's root needs no key here, and is the one that clients have.
            let unused = Quoting.shellWord(path + ".unused")
            let away = name == "server/root" ? "mv -n \(Quoting.shellWord(path)) \(unused)" : nil
            add(
                .keyMismatch,
                "does not match the certificate beside it",
                path: path,
                cure: cure ?? away
            )
        }
    }

    /// Adds which keys were too much to look at.
    private mutating func addUnread(_ budget: KeyBudget) {
        guard let first = budget.refused else { return }
        add(
            .keysNotLookedAt,
            "\(budget.refusedCount) keys, from this one on, were not compared with their certificates: those before "
                + "are so many or so long that it would take too much time",
            path: first
        )
    }

    /// The client pairs that are there: those of other users are named after the user.
    private static func clientNames(_ layout: NodeLayout) -> [String] {
        let stems = ((try? ClientCertificates.stems(layout)) ?? []).prefix(ClientCertificates.mostFiles)
        return stems.isEmpty ? ["client/client"] : stems.map { "client/" + $0 }
    }

    /// Adds how long a certificate is valid.
    ///
    /// - Parameters:
    ///   - cure: the command that makes it again; `nil` for none.
    ///   - isOthers: whether it is left to another authority, which a renewal fails for when it ends soon.
    ///   - renewing: the one that makes it again when it ends in some days; `nil` for none.
    mutating func note(
        _ certificate: Certificate,
        at path: String,
        _ now: DERTime,
        cure: String? = nil,
        isOthers: Bool = false,
        renewing: (Int) -> String? = { _ in nil }
    ) {
        let end = certificate.validity.notAfter
        let seconds = end.secondsSince1970 - now.secondsSince1970
        let days = Int(seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400))
        certificates.append(
            CertificateFacts(
                path: path,
                subject: "\(certificate.subject)",
                notAfter: end,
                daysLeft: days,
                key: certificate.subjectPublicKeyInfo.kind
            )
        )
        if seconds < 0 {
            add(.certificateExpired, "expired at \(end)", path: path, cure: cure)
        } else {
            let endsSoon = days < Self.warningDays
            let start = RenewalWindow.standard.start(of: certificate.validity)
            let text =
                "valid for \(days) more \(days == 1 ? "day" : "days")"
                + (endsSoon && isOthers
                    ? "; postgres-ssl renew leaves it to its authority, and fails from \(start) on" : "")
            add(
                endsSoon ? .certificateEndsSoon : .certificateValid,
                text,
                path: path,
                cure: endsSoon ? renewing(days) : nil
            )
        }
    }

    /// Adds what kind of key the server has.
    mutating func noteKey(of certificate: Certificate, at path: String) {
        add(.certificateKey, "its key is \(printable(certificate.subjectPublicKeyInfo.kind))", path: path)
    }

    /// The command that makes a certificate of the node's root again which ends soon.
    private static func renewing(
        _ certificate: Certificate,
        _ name: String,
        _ days: Int,
        _ now: DERTime
    ) -> String {
        let validity = certificate.validity
        if RenewalWindow.standard.isReached(validity, at: now) { return "postgres-ssl renew" }
        // The root keeps its key, and so its clients, however short its certificate was: the next has its full time.
        // Of a pair, a window as long as what is issued is valid would never end.
        let life = (validity.notAfter.secondsSince1970 - validity.notBefore.secondsSince1970) / 86_400
        return name == "server/root" || days + 1 < life
            ? "postgres-ssl renew --within \(days + 1)" : reissuing(name)
    }

    /// What is to be done of a certificate that another authority makes again.
    private static func putting(_ certificate: Certificate, _ path: String) -> String {
        "put a new one of \(printable("\(certificate.issuer)")) into \(Quoting.shellWord(path)), and its key into "
            + "the key's file, then: postgres-ssl renew"
    }

    /// The command that makes a file of the set again: the root with all that it issued, and the pairs each by itself.
    private static func reissuing(_ name: String) -> String {
        switch name {
        case "server/root": return "postgres-ssl reissue all"
        case "server/server": return "postgres-ssl reissue server"
        case "client/client": return reissuingPlatformsClient
        default:
            let user = String(Substring(name.utf8.dropFirst("client/".utf8.count)))
            return "postgres-ssl reissue client --user " + Quoting.shellWord(user)
        }
    }

    /// The command that makes a certificate where there is nothing of it any more.
    private static func making(_ name: String, _ layout: NodeLayout) -> String {
        let key = layout.certificate("server/root.key")
        guard name == "server/root" else { return reissuing(name) }
        guard (try? FileState.read(key))?.content != nil else { return OtherAuthorities.reissuingAll(layout) }
        // The root's key gets a new certificate, which verifies all that the old one did; clients go on.
        return "postgres-ssl renew"
    }

    private mutating func readFile(_ path: String, of name: String, _ layout: NodeLayout) {
        let isKey = path.hasSuffix(".key")
        let state: FileState?
        do throws(NodeEncryptionError) {
            state = try FileState.read(path, limit: CertificateFiles.mostBytes)
        } catch .file(.tooLarge(_, let limit)) {
            add(.fileUnreadable, "is larger than \(limit) bytes, and no key or certificate", path: path)
            return
        } catch {
            state = nil
        }
        switch state {
        case .file(_, let attributes):
            let isJudged =
                isKey
                ? judge(attributes, ofKey: path, owner: layout.owner)
                : judge(attributes, path, of: name, owner: layout.owner)
            if !isJudged { add(.fileAsNeeded, "mode 0\(String(attributes.mode, radix: 8))", path: path) }
        case .absent:
            let cure =
                isKey && name == "server/root"
                ? OtherAuthorities.reissuingAll(layout)
                : isKey ? Self.reissuing(name) : Self.making(name, layout)
            add(.fileMissing, "is missing", path: path, cure: cure)
        case .link, .folder: add(.fileNotRegular, "is not a regular file", path: path)
        case nil: add(.fileUnreadable, "cannot be read", path: path)
        }
    }

    /// Adds what the server and libpq refuse of a key: it is to be 0600, or 0640 if it belongs to root.
    ///
    /// - Returns: whether there is something.
    @discardableResult
    mutating func judge(_ attributes: FileAttributes, ofKey path: String, owner wanted: FileOwner?) -> Bool {
        let isRoots = attributes.owner?.userID == 0
        guard SecretMode.isOpen(attributes.mode, ofRoot: isRoots) else {
            return isRoots ? false : judge(attributes, ownerOfKey: path, wanted)
        }
        add(
            .keyExposed,
            "mode 0\(String(attributes.mode, radix: 8)) lets others read the key",
            path: path,
            cure: SecretMode.cure(path)
        )
        return true
    }

    /// Adds that a key is not the server's user's, whose the server wants it to be.
    private mutating func judge(
        _ attributes: FileAttributes,
        ownerOfKey path: String,
        _ wanted: FileOwner?
    ) -> Bool {
        let owner = attributes.owner?.userID
        guard let wanted, owner != wanted.userID else { return false }
        return add(
            "belongs to \(shownUser(owner ?? 0)), not to the server's user, \(shownUser(wanted.userID))",
            path,
            of: wanted
        )
    }

    /// Adds that the server's user cannot read a certificate of the server, whosever it is.
    private mutating func judge(
        _ attributes: FileAttributes,
        _ path: String,
        of name: String,
        owner wanted: FileOwner?
    ) -> Bool {
        guard let wanted, name.utf8.starts(with: "server/".utf8), !attributes.mayBeRead(by: wanted) else {
            return false
        }
        return add("cannot be read by the server's user, \(shownUser(wanted.userID))", path, of: wanted)
    }

    private mutating func add(_ text: String, _ path: String, of wanted: FileOwner) -> Bool {
        add(
            .fileOwner,
            text,
            path: path,
            cure: "chown \(wanted.userID) " + Quoting.shellWord(path)
        )
        return true
    }
}
