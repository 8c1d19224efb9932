internal import DurableFiles
internal import NodeCertificates
internal import PKIX
internal import SecretMemory

/// What the certificates of a set, as they are now, are signed by.
///
/// A root that is put back or removed while others have put in what it signed leaves a server that nobody verifies, and
/// a key that is lost.
struct SignedFiles {
    private let certificates: [(path: String, content: [Certificate])]

    /// - Parameter files: what is at the paths of the set's files.
    init(_ files: [(path: String, present: FileState)]) {
        certificates = files.compactMap { path, present in
            guard path.utf8.suffix(4).elementsEqual(".crt".utf8), let content = present.content else {
                return nil
            }
            let read = content.withSpan { (try? Certificate.all(pem: $0)) ?? [] }
            return read.isEmpty ? nil : (path, read)
        }
    }

    /// The roots that signed one of the certificates which are kept, and everything else that these roots signed.
    ///
    /// - Parameter isKept: whether others changed a file, so that it stays.
    func inUse(where isKept: (String) -> Bool) -> [String] {
        var checks = SignatureBudget()
        func isRoot(_ path: String) -> Bool { isSamePath(PathText.lastName(of: path), "root.crt") }
        // What others added to a root is no use of it.
        let kept = certificates.filter { isKept($0.path) && !isRoot($0.path) }.compactMap(\.content.first)
        if kept.isEmpty { return [] }
        let roots = certificates.filter { isRoot($0.path) }
        let inUse = roots.filter { root in
            kept.contains { leaf in root.content.contains { checks.mayBeSigned(leaf, by: $0) } }
        }
        let signers = inUse.flatMap(\.content)
        let signed = certificates.filter { file in
            signers.contains { checks.mayBeSigned(file.content[0], by: $0) }
        }
        return (inUse + signed).map(\.path)
    }
}
