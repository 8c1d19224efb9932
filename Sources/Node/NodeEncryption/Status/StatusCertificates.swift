internal import DERCoding
internal import DurableFiles
internal import PKIX
internal import RSACryptography
internal import SecretMemory

extension NodeStatus {
    /// Below this many days a certificate's end is a warning.
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
                add(.broken, "certificates", "is no certificate: \(error)", path: path)
            }
        }
    }

    /// A key that is not its certificate's stops the server at its next start.
    private mutating func compare(_ certificate: Certificate, withKeyAt path: String) {
        guard let content = (try? FileState.read(path))?.content else { return }
        let publicKey: SubjectPublicKeyInfo
        do throws(KeyEncodingError) {
            publicKey = try content.withSpan { (span) throws(KeyEncodingError) in
                try RSA.PrivateKey(pem: span).publicKey.subjectPublicKeyInfo
            }
        } catch .otherAlgorithm {
            // An operator's own, of which nothing can be said here.
            return
        } catch .encrypted {
            let text = "is encrypted; the server asks for its pass phrase at every start"
            add(.warning, "certificates", text, path: path)
            return
        } catch {
            add(.broken, "certificates", "is no private key: \(error)", path: path)
            return
        }
        if publicKey != certificate.subjectPublicKeyInfo {
            add(.broken, "certificates", "is not the key of the certificate beside it", path: path)
        }
    }

    /// The pairs of clients by what is there: another user's files are called after him.
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
            add(.broken, "certificates", "expired on \(end)", path: path)
        } else {
            let level: Level = days < Self.warningDays ? .warning : .good
            add(level, "certificates", "valid for \(days) more days", path: path)
        }
    }

    private mutating func readFile(_ path: String, _ layout: NodeLayout) {
        let isKey = path.hasSuffix(".key")
        switch try? FileState.read(path) {
        case .file(_, let attributes):
            let owner = attributes.owner?.userID
            let isRoots = owner == 0
            // What the server and libpq demand of a key: 0600, or 0640 of root.
            if isKey, attributes.mode & (isRoots ? 0o037 : 0o077) != 0 {
                add(
                    .broken,
                    "files",
                    "mode 0\(String(attributes.mode, radix: 8)) lets others read the key",
                    path: path
                )
            } else if let wanted = layout.owner, owner != wanted.userID, !(isRoots && isKey) {
                add(.broken, "files", "belongs to user \(owner ?? 0), not to the server's", path: path)
            } else {
                add(.good, "files", "mode 0\(String(attributes.mode, radix: 8))", path: path)
            }
        case .absent: add(.broken, "files", "is missing", path: path)
        case .link, .folder: add(.warning, "files", "is not a regular file", path: path)
        case nil: add(.broken, "files", "cannot be read", path: path)
        }
    }
}
