internal import DERCoding
internal import NodeCertificates
internal import PKIX
internal import ServerProbe
internal import TLSHandshake

/// By what it is decided whether whoever made a handshake is a node's server, as libpq has it with `verify-full`.
struct ServedChain: Sendable {
    /// The roots that clients of the node verify it by.
    let roots: CertificateFile
    /// The certificate in the server's file.
    let own: Certificate?
    /// The name that the operator gave for it; `nil` where the server was found on this node.
    let givenHost: String?
    /// Where it is reached.
    let place: String
    let now: DERTime
}

extension ServedChain {
    /// Of a node's server.
    ///
    /// - Parameter operators: its certificate where this tool has installed nothing.
    init(_ layout: NodeLayout, _ operators: OperatorsCertificate?, host: String, isGiven: Bool) {
        now = ClientFault.now
        if let operators {
            // As psql does without a file of roots, nobody verifies it.
            roots = operators.root.map { CertificateFile(reading: $0) } ?? CertificateFile("its root", [])
        } else {
            roots = ClientRoots(of: layout, at: now).inForce
        }
        let path = operators?.files.certificate ?? layout.certificate(ServedFiles.certificate)
        let file = CertificateFile(reading: path)
        own = file.isFirstUnread ? nil : file.certificates.first
        givenHost = isGiven ? host : nil
        place = host
    }

    /// Why a client does not verify the server; `nil` where it does.
    func refusal(of peer: TLSPeer) -> String? { refusal(of: peer.certificates) }

    /// The same by the certificates that it sent, in DER.
    func refusal(of certificates: [[UInt8]]) -> String? {
        // Without a root nobody is verified, and nothing is found wrong either.
        if roots.isHidden { return "\(roots.path), which would verify it, cannot be read here" }
        let chain = CertificateFile("what it shows", der: certificates)
        // Clients read them all, and nobody knows what they make of one that is not read here.
        if let reason = chain.unread.first {
            return "it shows a certificate that cannot be read here: \(reason)"
        }
        var view = ClientView(chain: chain, roots: roots, now: now)
        if let givenHost {
            guard let name = CalledName(typed: givenHost, .option) else {
                return "\(givenHost) is no name that a certificate has"
            }
            view.names = [name]
        }
        for finding in view.findings where finding.clients.contains(.libpq) {
            // What is offered decides about that.
            if case .noBindingDigest = finding.fault.kind { continue }
            return finding.fault.description
        }
        // A signature that is not verified here is a fault to no client, and may be anybody's.
        guard ClientPaths(chain, to: roots, at: now)?.isKnown ?? false else {
            return "a signature on the way to its root is of an algorithm that is not verified here"
        }
        guard let first = chain.certificates.first else { return "its certificate cannot be read" }
        return givenHost == nil && !isOwn(first)
            ? "it is not the one in the server's file, and names neither \(place) nor what that names; give --host"
            : nil
    }

    /// Whether a certificate is the one in the server's file, or has a name by which the server goes.
    private func isOwn(_ certificate: Certificate) -> Bool {
        if certificate == own { return true }
        if let name = CalledName(typed: place, .host), VerifyingClient.libpq.finds(name, in: certificate) {
            return true
        }
        return (own?.dnsNames ?? []).contains { name in
            GeneralName(ofHost: name).map { VerifyingClient.libpq.finds($0, in: certificate) } ?? false
        }
    }
}
