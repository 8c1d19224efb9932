internal import DERCoding
internal import DurableFiles
internal import PKIX
internal import RSACryptography
internal import SecretMemory

extension NodeStatus {
    /// A certificate with fewer days left than this is a warning.
    static let warningDays = 30

    mutating func readCertificates(_ layout: NodeLayout, _ now: DERTime) {
        let names =
            ["server/root", "server/server"] + (layout.role == .postgres ? Self.clientNames(layout) : [])
        var root: Certificate?
        for name in names {
            let path = layout.certificate(name + ".crt")
            readFile(path, layout)
            readFile(layout.certificate(name + ".key"), layout)
            guard let content = (try? FileState.read(path))?.content else { continue }
            do throws(PKIXError) {
                let certificate = try Certificate(pem: content.publicBytes.span)
                note(certificate, path, now)
                compare(certificate, withKeyAt: layout.certificate(name + ".key"))
                if name == "server/root" {
                    root = certificate
                } else if let root, (try? certificate.isSigned(by: root)) != true {
                    add(.broken, "certificates", "is not signed by the root of this node", path: path)
                }
            } catch {
                add(.broken, "certificates", "is not a valid certificate: \(error)", path: path)
            }
        }
    }

    /// With a key that does not match its certificate, the server does not start again.
    private mutating func compare(_ certificate: Certificate, withKeyAt path: String) {
        guard let content = (try? FileState.read(path))?.content else { return }
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
            add(.warning, "certificates", text, path: path)
            return
        } catch {
            add(.broken, "certificates", "is not a valid private key: \(error)", path: path)
            return
        }
        if publicKey != certificate.subjectPublicKeyInfo {
            add(.broken, "certificates", "does not match the certificate beside it", path: path)
        }
    }

    /// The client pairs that are there: those of other users are named after the user.
    private static func clientNames(_ layout: NodeLayout) -> [String] {
        let files = (try? Folder(layout.certificate("client")).names()) ?? []
        let stems = files.filter { $0.hasSuffix(".crt") && $0 != "root.crt" }.map { $0.dropLast(4) }
        return stems.isEmpty ? ["client/client"] : stems.map { "client/" + $0 }
    }

    private mutating func note(_ certificate: Certificate, _ path: String, _ now: DERTime) {
        let end = certificate.validity.notAfter
        let seconds = end.secondsSince1970 - now.secondsSince1970
        let days = Int(seconds >= 0 ? seconds / 86_400 : -((86_399 - seconds) / 86_400))
        certificates.append(
            CertificateFacts(path: path, subject: "\(certificate.subject)", notAfter: end, daysLeft: days)
        )
        if seconds < 0 {
            add(.broken, "certificates", "expired at \(end)", path: path)
        } else {
            let level: Level = days < Self.warningDays ? .warning : .good
            add(level, "certificates", "valid for \(days) more \(days == 1 ? "day" : "days")", path: path)
        }
    }

    private mutating func readFile(_ path: String, _ layout: NodeLayout) {
        let isKey = path.hasSuffix(".key")
        switch try? FileState.read(path) {
        case .file(_, let attributes):
            let owner = attributes.owner?.userID
            let isRoots = owner == 0
            // What the server and libpq require of a key: 0600, or 0640 if it belongs to root.
            if isKey, attributes.mode & (isRoots ? 0o037 : 0o077) != 0 {
                add(
                    .broken,
                    "files",
                    "mode 0\(String(attributes.mode, radix: 8)) lets others read the key",
                    path: path
                )
            } else if let wanted = layout.owner, owner != wanted.userID, !(isRoots && isKey) {
                let text = "belongs to user \(owner ?? 0), not to the server's user \(wanted.userID)"
                add(.broken, "files", text, path: path)
            } else {
                add(.good, "files", "mode 0\(String(attributes.mode, radix: 8))", path: path)
            }
        case .absent: add(.broken, "files", "is missing", path: path)
        case .link, .folder: add(.warning, "files", "is not a regular file", path: path)
        case nil: add(.broken, "files", "cannot be read", path: path)
        }
    }
}
