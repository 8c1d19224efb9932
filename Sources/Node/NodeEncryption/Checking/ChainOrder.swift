internal import NodeCertificates
internal import PKIX
internal import TextEncodings

/// How the certificates of a file stand, which decides what a server or a client shows that has it: the first one is
/// its own, and each of the others signs the one before it (RFC 5246, section 7.4.2).
struct ChainOrder {
    /// What the operator should know, each a sentence.
    private(set) var remarks: [String] = []
    /// Whether the first one can be a server's or client's own.
    private(set) var isLoadable = true

    /// - Parameters:
    ///   - way: the certificates of the way from the first one to a root, as far as it goes.
    ///   - others: the other files that are asked about.
    init(of file: CertificateFile, way: [Certificate], besides others: [CertificateFile], isClient: Bool) {
        let first = file.certificates[0]
        let owner = isClient ? "client" : "server"
        if first.isAuthority, !first.isSelfIssued {
            let issued = file.certificates.first { !$0.isAuthority }
            if let issued {
                isLoadable = false
                remarks.append(
                    "\(shown(issued)) stands behind \(shown(first)), an authority; the \(owner)'s own certificate must "
                        + "stand first, or its key does not belong to what is loaded, and nobody verifies it"
                )
            } else {
                let issuing = others.first { $0.path != file.path && $0.certificates[0].isIssued(by: first) }
                let target = issuing.map { printable($0.path) } ?? "the file of the \(owner)'s certificate"
                remarks.append(
                    "it holds an authority, \(shown(first)), and no \(owner)'s certificate; an authority between a "
                        + "certificate and its root belongs in \(target), behind the certificate that it issued"
                )
            }
            return
        }
        addOrder(of: file, way, owner)
        addMissing(file, way, others, owner)
    }

    /// That the authorities stand in another order than that of the way. The clients here look for each one among all
    /// of them (`ClientVerdictTests`), as RFC 8446, section 4.4.2, asks for.
    private mutating func addOrder(of file: CertificateFile, _ way: [Certificate], _ owner: String) {
        let places = way.compactMap { file.certificates.firstIndex(of: $0) }
        guard zip(places, places.dropFirst()).contains(where: >) else { return }
        let right = places.map { shown(file.certificates[$0]) }.joined(separator: ", then ")
        remarks.append(
            "the authorities stand in another order than the one in which each signs the certificate before it; none "
                + "of the clients here minds, but those of TLS 1.2 may (RFC 5246, section 7.4.2); it is \(right)"
        )
    }

    /// That the authority at which the way ends is in another file that was given.
    private mutating func addMissing(
        _ file: CertificateFile,
        _ way: [Certificate],
        _ others: [CertificateFile],
        _ owner: String
    ) {
        guard let last = way.last, !last.isSelfIssued else { return }
        for other in others where other.path != file.path {
            guard let issuer = other.certificates.first(where: { $0.isAuthority && last.isIssued(by: $0) }),
                !file.certificates.contains(issuer)
            else { continue }
            remarks.append(
                "\(shown(issuer)), which issued \(shown(last)), is in \(printable(other.path)); a \(owner) sends what "
                    + "is in the file of its own certificate, so the authority belongs in \(printable(file.path)), "
                    + "behind the certificate that it issued"
            )
            return
        }
    }

    private func shown(_ certificate: Certificate) -> String {
        certificate.subject.isEmpty ? "(no subject)" : printable("\(certificate.subject)")
    }
}

extension Certificate {
    fileprivate var isAuthority: Bool { extensions.basicConstraints?.isAuthority ?? false }

    /// Whether one is its issuer by name, and by its key as far as that can be told.
    fileprivate func isIssued(by issuer: Certificate) -> Bool {
        var checks = SignatureBudget()
        return checks.mayBeSigned(self, by: issuer)
    }
}
