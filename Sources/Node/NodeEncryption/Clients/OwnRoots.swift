internal import NodeCertificates
internal import PKIX
internal import SecretMemory

/// The roots by which a node signs or has signed: those of `server/root.crt`, and of the former ones that are kept
/// those whose keys were here. What another authority signed is not the node's to replace.
struct OwnRoots: Sendable {
    /// The certificates of `server/root.crt`.
    private(set) var present: [Certificate] = []
    /// Those whose keys are or were on the node.
    private(set) var signing: [Certificate] = []

    /// The most kept files of each kind that are read: whoever has the folder puts any number there.
    private static let mostFiles = 10

    /// Those with these certificates in `server/root.crt`, and no others.
    init(present: [Certificate]) { self.present = present }

    /// Reads those of a node.
    init(of layout: NodeLayout) {
        func content(_ path: String) -> SharedSecret? {
            (try? FileState.read(path, limit: CertificateFiles.mostBytes))?.content
        }
        func all(_ name: String) -> [SharedSecret] {
            let names = (try? CertificateFiles.names(in: layout.certificate(ReplacedFiles.folderName))) ?? []
            let kept = names.filter { ReplacedFiles.name(of: $0).map { isSamePath($0, name) } ?? false }
            let paths = kept.sorted().suffix(Self.mostFiles).map { layout.replaced($0) }
            return ([layout.certificate("server/" + name)] + paths).compactMap(content)
        }
        present =
            content(layout.certificate(ServedFiles.root)).map { Certificate.readable(in: $0.publicBytes) }
            ?? []
        let keys = all("root.key").compactMap { content in
            content.withSpan { span in (try? PrivateKey(pem: span))?.publicKeyInfo }
        }
        signing = all("root.crt").flatMap { Certificate.readable(in: $0.publicBytes) }.filter { root in
            keys.contains { root.subjectPublicKeyInfo.isSameKey(as: $0) }
        }
    }

    /// Whether a certificate is by one of them, or bears the name of the one of now.
    func areIssuer(of certificate: Certificate) -> Bool {
        var checks = SignatureBudget()
        return present.contains { $0.subject == certificate.issuer }
            || signing.contains { checks.mayBeSigned(certificate, by: $0) }
    }

    /// Whether the node may put one of its own in a certificate's place unasked: of its own, and of one that nobody but
    /// itself signed.
    func mayReplace(_ certificate: Certificate) -> Bool {
        certificate.isSelfIssued || areIssuer(of: certificate)
    }
}
