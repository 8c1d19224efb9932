internal import DERCoding
internal import DurableFiles
internal import NodePlatform
internal import PKIX
internal import RSACryptography
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
                let isRenewed = name == "server/root" || roots.areIssuer(of: certificate)
                note(
                    certificate,
                    path,
                    now,
                    cure: cure,
                    cureBeforeEnd: isRenewed ? "postgres-ssl renew" : cure
                )
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
                try RSA.PrivateKey(pem: span).publicKey.subjectPublicKeyInfo
            }
        } catch .otherAlgorithm {
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
        if publicKey != certificate.subjectPublicKeyInfo {
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
        _ path: String,
        _ now: DERTime,
        cure: String?,
        cureBeforeEnd: String?
    ) {
        let end = certificate.validity.notAfter
        let seconds = end.secondsSince1970 - now.secondsSince1970
        let days = Int(seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400))
        certificates.append(
            CertificateFacts(path: path, subject: "\(certificate.subject)", notAfter: end, daysLeft: days)
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
                cure: endsSoon ? cureBeforeEnd : nil
            )
        }
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
            let owner = attributes.owner?.userID
            let isRoots = owner == 0
            // What the server and libpq require of a key: 0600, or 0640 if it belongs to root.
            if isKey, attributes.mode & (isRoots ? 0o037 : 0o077) != 0 {
                add(
                    .keyExposed,
                    "mode 0\(String(attributes.mode, radix: 8)) lets others read the key",
                    path: path,
                    cure: "chmod 600 " + printable(Quoting.shellWord(path))
                )
            } else if let wanted = layout.owner, owner != wanted.userID, !(isRoots && isKey) {
                let text = "belongs to user \(owner ?? 0), not to the server's user \(wanted.userID)"
                let cure = "chown \(wanted.userID) " + printable(Quoting.shellWord(path))
                add(.fileOwner, text, path: path, cure: cure)
            } else {
                add(.fileAsNeeded, "mode 0\(String(attributes.mode, radix: 8))", path: path)
            }
        case .absent: add(.fileMissing, "is missing", path: path, cure: Self.reissuing(name))
        case .link, .folder: add(.fileNotRegular, "is not a regular file", path: path)
        case nil: add(.fileUnreadable, "cannot be read", path: path)
        }
    }
}
