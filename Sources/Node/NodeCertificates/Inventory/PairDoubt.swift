internal import PKIX
internal import TextEncodings

/// What an operator should know of a pair that was kept.
package enum PairDoubt: Equatable, Sendable {
    /// The key is encrypted or of a kind that is not used here, so that nobody knows whether it is the certificate's.
    case notCompared(keyName: String, certificateName: String)
    /// No certificate in the root's file verifies the pair's: its root is gone, or it is another authority's.
    case otherRoot(certificateName: String, issuer: String)
    /// The key of a root that was made here is not here.
    case rootKeyGone
}

extension PairDoubt: CustomStringConvertible {
    /// One line: what is doubtful, and what would be right.
    package var description: String {
        switch self {
        case .notCompared(let keyName, let certificateName):
            "\(printable(keyName)) is encrypted or of a kind that is not read here, so that it was kept without being "
                + "compared with \(printable(certificateName))"
        case .otherRoot(let certificateName, let issuer):
            "\(printable(certificateName)) was kept, but \(SetFiles.rootCertificate) does not verify it: it was signed "
                + "by \(printable(issuer)); clients need that root, or move the certificate and its key away to have "
                + "both made"
        case .rootKeyGone:
            "\(SetFiles.rootKey) is not there, so that nothing more can be signed or renewed: put it back when that "
                + "is due"
        }
    }
}

extension FoundPair {
    /// What is doubtful of a pair that is kept.
    ///
    /// - Parameter anchors: the certificates of the root's file.
    func doubts(anchors: [Certificate]) -> [PairDoubt] {
        var doubts: [PairDoubt] = []
        let member = settings.member
        if case .whole(.opaque) = key {
            doubts.append(.notCompared(keyName: member.keyName, certificateName: member.certificateName))
        }
        let verifier = CertificateVerifier(anchors: anchors.map { TrustAnchor($0) }, intermediates: chain)
        if let certificate = certificate.whole,
            !verifier.leadsToAnchor(certificate, at: certificate.validity.notBefore)
        {
            doubts.append(
                .otherRoot(certificateName: member.certificateName, issuer: "\(certificate.issuer)")
            )
        }
        return doubts
    }
}
