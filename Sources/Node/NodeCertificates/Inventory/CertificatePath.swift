package import PKIX

/// The certificates by which others are verified: the anchors that clients have, and the chain that a server sends.
package struct CertificatePath: Sendable {
    private let chain: [Certificate]
    private let anchors: [Certificate]

    /// - Parameters:
    ///   - chain: what stands in a server's or client's file, its own certificate too.
    ///   - anchors: what stands in the file that the other side verifies by.
    package init(chain: [Certificate], anchors: [Certificate]) {
        self.chain = chain
        self.anchors = anchors
    }

    /// Whether a certificate leads to one of the anchors, through those of the chain, by no more than some checks of
    /// signatures.
    package func reachesAnchor(_ certificate: Certificate, by checks: inout SignatureBudget) -> Bool {
        var last = certificate
        // Each step takes another certificate of the chain.
        for _ in 0...chain.count {
            if anchors.contains(where: { last == $0 || checks.mayBeSigned(last, by: $0) }) { return true }
            guard let next = chain.first(where: { $0 != last && checks.mayBeSigned(last, by: $0) }) else {
                return false
            }
            last = next
        }
        return false
    }
}

extension Certificate {
    /// The certificates of a file that can be read: one that cannot says nothing about those beside it.
    static func readable(in octets: [UInt8]) -> [Certificate] {
        RootFile.certificates(in: octets).map(\.certificate)
    }
}
