internal import DERCoding
internal import NodeCertificates
internal import PKIX
internal import SecretMemory
internal import TextEncodings

/// The files of a plan that a server loads and shows its clients.
struct ServedFiles {
    private let files: CertificateFiles
    /// The server's certificate, and those behind it in its file.
    let chain: [Certificate]
    /// What stands in `root.crt`, which clients verify by.
    let roots: CertificateFile

    init(_ files: CertificateFiles) {
        self.files = files
        func read(_ name: String) -> CertificateFile {
            files.content(name).map { CertificateFile(name, pem: $0.publicBytes.span) }
                ?? CertificateFile(name, [])
        }
        let chain = read(Self.certificate)
        self.chain = chain.isFirstUnread ? [] : chain.certificates
        roots = read(Self.root)
    }

    static let certificate = "server/server.crt"
    static let key = "server/server.key"
    static let root = "server/root.crt"

    func content(_ name: String) -> SharedSecret? { files.content(name) }

    /// Whether whoever verifies the server by another certificate, and by one of the node's anchors, does so by this
    /// one: both lead to the same anchor. What stands in `root.crt` besides is no reason to show clients another's.
    func isVerifiedAlike(_ other: Certificate) -> Bool {
        guard let own = chain.first else { return false }
        if own == other { return true }
        let signatures = KnownSignatures(limit: SignatureBudget.most)
        return roots.certificates.contains { anchor in
            let verifier = CertificateVerifier(anchors: [TrustAnchor(anchor)], intermediates: chain)
            return [own, other].allSatisfy {
                verifier.leadsToAnchor($0, at: $0.validity.notBefore, knowing: signatures)
            }
        }
    }
}

/// The issuer of a certificate, for a message.
func shown(issuerOf certificate: Certificate) -> String { printable("\(certificate.issuer)") }

extension CertificateFiles {
    /// The content of a file, by its name in the folder of the certificates.
    func content(_ name: String) -> SharedSecret? { files.first { $0.name == name }?.content }
}
