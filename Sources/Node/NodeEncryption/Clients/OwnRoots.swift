internal import NodeCertificates
internal import PKIX
internal import SecretMemory

/// The roots by which a node signs or has signed: those whose keys are on it, or were and are kept. What stands in
/// `server/root.crt` besides is there to verify by, and what such an authority signed is not the node's to replace.
struct OwnRoots: Sendable {
    /// Those of `server/root.crt` whose key is there, too.
    private(set) var current: [Certificate] = []
    /// Those whose keys are or were on the node.
    private(set) var signing: [Certificate] = []
    /// The key that is there, whose certificate may be gone.
    private var key: SubjectPublicKeyInfo?

    /// The most kept files of each kind that are read: whoever has the folder puts any number there.
    private static let mostFiles = 10

    /// Those by which a node signs, and no others.
    init(current: [Certificate]) { (self.current, signing) = (current, current) }

    /// Reads those of a node.
    init(of layout: NodeLayout) {
        func content(_ path: String) -> SharedSecret? {
            (try? FileState.read(path, limit: CertificateFiles.mostBytes))?.content
        }
        func kept(_ name: String) -> [String] {
            let names = (try? CertificateFiles.names(in: layout.certificate(ReplacedFiles.folderName))) ?? []
            let kept = names.filter { ReplacedFiles.name(of: $0).map { isSamePath($0, name) } ?? false }
            return kept.sorted().suffix(Self.mostFiles).map { layout.replaced($0) }
        }
        func key(_ path: String) -> SubjectPublicKeyInfo? {
            content(path)?.withSpan { span in (try? PrivateKey(pem: span))?.publicKeyInfo }
        }
        let present = CertificateFile(reading: layout.certificate(ServedFiles.root)).certificates
        let ownKey = key(layout.certificate("server/root.key"))
        self.key = ownKey
        current = present.filter { root in ownKey.map(root.isFor) ?? false }
        let keys = [ownKey].compactMap(\.self) + kept("root.key").compactMap(key)
        let former = kept("root.crt").flatMap { CertificateFile(reading: $0).certificates }
        signing = (present + former).filter { root in keys.contains { root.isFor($0) } }
    }

    /// Whether a certificate is by one of them or by the key that is there, or bears the name of the one of now.
    func areIssuer(of certificate: Certificate) -> Bool {
        var checks = SignatureBudget()
        return current.contains { certificate.namesIssuer($0) }
            || signing.contains { checks.mayBeSigned(certificate, by: $0) }
            || key.map { (try? certificate.isSigned(by: $0)) == true } ?? false
    }

    /// Whether the node may put one of its own in a certificate's place unasked: of its own, and of one that nobody but
    /// itself signed.
    func mayReplace(_ certificate: Certificate) -> Bool {
        certificate.isSignedByNobodyElse || areIssuer(of: certificate)
    }
}

extension Certificate {
    /// Whether its own key signed it, as far as that can be told: an authority may issue one of its own name.
    var isSignedByNobodyElse: Bool {
        var checks = SignatureBudget()
        return checks.mayBeSigned(self, by: self)
    }
}
