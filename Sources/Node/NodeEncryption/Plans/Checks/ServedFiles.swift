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
    /// The certificates of `root.crt`, which clients verify by.
    let anchors: [Certificate]

    init(_ files: CertificateFiles) {
        self.files = files
        chain = files.content(Self.certificate).map { Certificate.readable(in: $0.publicBytes) } ?? []
        anchors = files.content(Self.root).map { Certificate.readable(in: $0.publicBytes) } ?? []
    }

    static let certificate = "server/server.crt"
    static let key = "server/server.key"
    static let root = "server/root.crt"

    func content(_ name: String) -> SharedSecret? { files.content(name) }

    /// Whether a certificate leads to one of the node's anchors, through those of the chain.
    func reachesAnchor(_ certificate: Certificate) -> Bool {
        var checks = SignatureBudget()
        return reachesAnchor(certificate, by: &checks)
    }

    /// The same, by no more than some checks of signatures.
    func reachesAnchor(_ certificate: Certificate, by checks: inout SignatureBudget) -> Bool {
        CertificatePath(chain: chain, anchors: anchors).reachesAnchor(certificate, by: &checks)
    }
}

/// The issuer of a certificate, for a message.
func shown(issuerOf certificate: Certificate) -> String { printable("\(certificate.issuer)") }

extension CertificateFiles {
    /// The content of a file, by its name in the folder of the certificates.
    func content(_ name: String) -> SharedSecret? { files.first { $0.name == name }?.content }
}
