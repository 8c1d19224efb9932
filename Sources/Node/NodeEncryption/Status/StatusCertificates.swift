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
        let names =
            ["server/root", "server/server"] + (layout.role == .postgres ? Self.clientNames(layout) : [])
        for name in names {
            let path = layout.certificate(name + ".crt")
            readFile(path, of: name, layout)
            readFile(layout.certificate(name + ".key"), of: name, layout)
            guard let content = (try? FileState.read(path, limit: CertificateFiles.mostBytes))?.content else {
                continue
            }
            do throws(PKIXError) {
                let certificate = try Certificate(pem: content.publicBytes.span)
                // Another authority's is not made again here.
                let isOwn = name == "server/root" || roots.mayReplace(certificate)
                let cure = isOwn ? Self.reissuing(name) : nil
                note(certificate, name, layout, now, cure: cure)
                compare(certificate, withKeyOf: name, layout, cure: cure)
            } catch {
                add(
                    .certificateInvalid,
                    "is not a valid certificate: \(error)",
                    path: path,
                    cure: Self.reissuing(name)
                )
            }
        }
    }

    /// With a key that does not match its certificate, the server does not start again.
    private mutating func compare(
        _ certificate: Certificate,
        withKeyOf name: String,
        _ layout: NodeLayout,
        cure: String?
    ) {
        let path = layout.certificate(name + ".key")
        guard let content = (try? FileState.read(path, limit: CertificateFiles.mostBytes))?.content else {
            return
        }
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
            add(
                .keyMismatch,
                "does not match the certificate beside it",
                path: path,
                cure: cure
            )
        }
    }

    /// The client pairs that are there: those of other users are named after the user.
    private static func clientNames(_ layout: NodeLayout) -> [String] {
        let stems = ((try? ClientCertificates.stems(layout)) ?? []).prefix(ClientCertificates.mostFiles)
        return stems.isEmpty ? ["client/client"] : stems.map { "client/" + $0 }
    }

    private mutating func note(
        _ certificate: Certificate,
        _ name: String,
        _ layout: NodeLayout,
        _ now: DERTime,
        cure: String?
    ) {
        let path = layout.certificate(name + ".crt")
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
            let text = "valid for \(days) more \(days == 1 ? "day" : "days")"
            add(
                endsSoon ? .certificateEndsSoon : .certificateValid,
                text,
                path: path,
                cure: endsSoon ? Self.renewing(certificate, name, layout, days, now) ?? cure : nil
            )
        }
    }

    /// The command that makes a certificate again which ends soon; `nil` for what the node's root did not sign.
    private static func renewing(
        _ certificate: Certificate,
        _ name: String,
        _ layout: NodeLayout,
        _ days: Int,
        _ now: DERTime
    ) -> String? {
        let roots = CertificateFile(reading: layout.certificate("server/root.crt")).certificates
        guard roots.contains(where: { $0.subject == certificate.issuer }),
            case .file? = try? FileState.read(layout.certificate("server/root.key"))
        else { return nil }
        let validity = certificate.validity
        if RenewalWindow.standard.isReached(validity, at: now) { return "postgres-ssl renew" }
        // A window as long as what is issued is valid would never end.
        let life = (validity.notAfter.secondsSince1970 - validity.notBefore.secondsSince1970) / 86_400
        return days + 1 < life ? "postgres-ssl renew --within \(days + 1)" : reissuing(name)
    }

    /// The command that makes a file of the set again: the root with all that it issued, and the pairs each by itself.
    private static func reissuing(_ name: String) -> String {
        switch name {
        case "server/root": return "postgres-ssl reissue all"
        case "server/server": return "postgres-ssl reissue server"
        case "client/client": return "postgres-ssl reissue client"
        default:
            let user = String(Substring(name.utf8.dropFirst("client/".utf8.count)))
            return "postgres-ssl reissue client --user " + printable(Quoting.shellWord(user))
        }
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
                : judge(attributes, path, owner: layout.owner)
            if !isJudged { add(.fileAsNeeded, "mode 0\(String(attributes.mode, radix: 8))", path: path) }
        case .absent: add(.fileMissing, "is missing", path: path, cure: Self.reissuing(name))
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
        guard attributes.mode & (isRoots ? 0o037 : 0o077) != 0 else {
            return isRoots ? false : judge(attributes, path, owner: wanted)
        }
        add(
            .keyExposed,
            "mode 0\(String(attributes.mode, radix: 8)) lets others read the key",
            path: path,
            cure: "chmod 600 " + printable(Quoting.shellWord(path))
        )
        return true
    }

    /// Adds that a file is not the server's user's.
    private mutating func judge(_ attributes: FileAttributes, _ path: String, owner wanted: FileOwner?)
        -> Bool
    {
        let owner = attributes.owner?.userID
        guard let wanted, owner != wanted.userID else { return false }
        let text = "belongs to user \(owner ?? 0), not to the server's user \(wanted.userID)"
        add(
            .fileOwner,
            text,
            path: path,
            cure: "chown \(wanted.userID) " + printable(Quoting.shellWord(path))
        )
        return true
    }
}
