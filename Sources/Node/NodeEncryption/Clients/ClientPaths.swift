internal import DERCoding
internal import PKIX

/// The ways that clients look for from the certificate of a file to their roots, as `PKIX` finds them, with the files
/// in which the certificates on them stand.
struct ClientPaths {
    private let leaf: PlacedCertificate
    private let verifier: CertificateVerifier
    private let rootPath: String
    private let now: DERTime
    private let signatures: KnownSignatures

    /// More certificates of a file are looked at by nobody.
    private static let mostOthers = 100

    /// - Parameter signatures: those that were looked at, which several searches share.
    /// - Returns: `nil` where the first certificate of the file cannot be read.
    init?(
        _ chain: CertificateFile,
        to roots: CertificateFile,
        at now: DERTime,
        knowing signatures: KnownSignatures = KnownSignatures(limit: mostSignatures)
    ) {
        guard let first = chain.certificates.first, !chain.isFirstUnread else { return nil }
        leaf = PlacedCertificate(certificate: first, path: chain.path, subject: nil)
        var seen: Set<Certificate> = [first]
        let others = chain.certificates.dropFirst().filter { seen.insert($0).inserted }
        verifier = CertificateVerifier(
            anchors: roots.certificates.map { TrustAnchor($0) },
            intermediates: Array(others.prefix(Self.mostOthers))
        )
        rootPath = roots.path
        self.now = now
        self.signatures = signatures
    }

    /// The most signatures that are verified for all of a node's certificates.
    static let mostSignatures = 1_000

    /// The way that OpenSSL goes.
    ///
    /// - Parameter stopsEarly: whether a root that another authority signed is one (`X509_V_FLAG_PARTIAL_CHAIN`).
    func first(stopsEarly: Bool) -> CertificationPath {
        let ways = verifier.ways(
            from: leaf.certificate,
            by: .openSSL(stopsEarly: stopsEarly),
            at: now,
            knowing: signatures
        )
        return (ways ?? []).first.map(path) ?? CertificationPath(steps: [leaf], deadEnd: tooManyWays)
    }

    /// All ways, as clients look for them that try one after the other: each ends at the first root. `nil` where there
    /// are more than anybody tries, and none of those tried leads to one.
    func all() -> [CertificationPath]? {
        verifier.ways(from: leaf.certificate, by: .all, at: now, knowing: signatures)?.map(path)
    }

    /// Whether libpq and what else goes by OpenSSL finds a way to a root.
    var leadToRoot: Bool { first(stopsEarly: false).deadEnd == nil }

    /// Whether each signature on that way is verified here.
    var isKnown: Bool { first(stopsEarly: false).unverified.isEmpty }

    /// That the certificate is itself among the roots, and another authority signed it.
    var leafAsRoot: ClientFault {
        leaf.fault(.notSelfSigned(issuer: "\(leaf.certificate.issuer)"))
    }

    /// That the root's name is spelled otherwise than the certificate has it.
    var otherSpelling: ClientFault {
        leaf.fault(.otherAuthority(root: rootPath, issuer: "\(leaf.certificate.issuer)"))
    }

    /// That there are more ways than anybody tries.
    var tooManyWays: ClientFault { leaf.fault(.tooManyIssuers) }

    // MARK: Places

    private func path(_ way: CertificateWay) -> CertificationPath {
        let steps = way.steps.map(placed)
        return CertificationPath(
            steps: steps,
            deadEnd: deadEnd(of: way, at: steps[steps.count - 1]),
            unverified: Set(way.steps.indices.filter { way.steps[$0].isUnverified })
        )
    }

    private func placed(_ step: CertificateWay.Step) -> PlacedCertificate {
        if step.isAnchor {
            let subject = verifier.anchors.count == 1 ? nil : "\(step.certificate.subject)"
            return PlacedCertificate(certificate: step.certificate, path: rootPath, subject: subject)
        }
        if step.certificate == leaf.certificate { return leaf }
        return PlacedCertificate(
            certificate: step.certificate,
            path: leaf.path,
            subject: "\(step.certificate.subject)"
        )
    }

    private func deadEnd(of way: CertificateWay, at current: PlacedCertificate) -> ClientFault? {
        let issuer = "\(current.certificate.issuer)"
        switch way.end {
        case .trusted: return nil
        case .notSelfSigned: return current.fault(.notSelfSigned(issuer: issuer))
        case .otherKey(let next):
            return current.fault(.otherKey(issuer: "\(next.certificate.subject)", path: placed(next).path))
        case .otherKeyIdentifier(let signer):
            return current.fault(.otherKeyIdentifier(root: placed(signer).path))
        case .noIssuer:
            // Another authority's root, which need not be sent, is no place to look for a fault.
            let place = current.certificate.seemsSelfSigned ? leaf : current
            return place.fault(.otherAuthority(root: rootPath, issuer: issuer))
        }
    }
}
