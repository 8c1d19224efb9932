internal import DERCoding
internal import PKIX

/// How clients look for a way. All that is done is bounded: each certificate comes once in a path, a path has at most
/// ten, and a hundred issuers are tried at most, as Go (`verify.go`, `maxChainSignatureChecks`) and rustls
/// (`verify_cert.rs`, `Budget`) do.
struct PathSearch {
    private let leaf: PlacedCertificate
    private let others: [DistinguishedName: [PlacedCertificate]]
    private let roots: [DistinguishedName: [PlacedCertificate]]
    private let rootPath: String
    private let now: DERTime
    /// What is known of who signed what.
    let signatures: SignatureChecks

    private static let mostSteps = 10
    private static let mostOthers = 100
    private static let mostTried = 100
    private static let mostPaths = 20

    init?(
        _ chain: CertificateFile,
        to roots: CertificateFile,
        at now: DERTime,
        _ signatures: SignatureChecks
    ) {
        guard let first = chain.certificates.first, !chain.isFirstUnread else { return nil }
        leaf = PlacedCertificate(certificate: first, path: chain.path, subject: nil)
        var seen: Set<Certificate> = [first]
        let others = chain.certificates.dropFirst().filter { seen.insert($0).inserted }.prefix(
            Self.mostOthers
        )
        .map { PlacedCertificate(certificate: $0, path: chain.path, subject: "\($0.subject)") }
        self.others = Dictionary(grouping: others, by: \.certificate.subject)
        let isOnly = roots.certificates.count == 1
        self.roots = Dictionary(
            grouping: roots.certificates.map {
                PlacedCertificate(certificate: $0, path: roots.path, subject: isOnly ? nil : "\($0.subject)")
            },
            by: \.certificate.subject
        )
        rootPath = roots.path
        self.now = now
        self.signatures = signatures
    }

    /// Those with the name that a certificate gives its issuer.
    private func issuers(
        of current: PlacedCertificate,
        among all: [DistinguishedName: [PlacedCertificate]]
    ) -> [PlacedCertificate] {
        all[current.certificate.issuer] ?? []
    }

    private func isRoot(_ certificate: Certificate) -> Bool {
        (roots[certificate.subject] ?? []).contains { $0.certificate == certificate }
    }

    /// The way that OpenSSL goes (`x509_vfy.c`, `build_chain`): at each step to the first issuer by name and key
    /// identifier, among the roots before the others, and among those that are valid now before the rest; only then
    /// does it look at signatures.
    ///
    /// - Parameter stopsEarly: whether a root that another authority signed is one (`X509_V_FLAG_PARTIAL_CHAIN`).
    func first(stopsEarly: Bool) -> CertificationPath {
        var steps = [leaf]
        while true {
            let current = steps[steps.count - 1]
            let isRoot = isRoot(current.certificate)
            if isRoot, stopsEarly || current.certificate.seemsSelfSigned {
                return CertificationPath(steps: steps, deadEnd: nil)
            }
            guard steps.count < Self.mostSteps, !current.certificate.seemsSelfSigned,
                let next = issuer(of: current, among: roots, besides: steps)
                    ?? (isRoot ? nil : issuer(of: current, among: others, besides: steps))
            else { return CertificationPath(steps: steps, deadEnd: deadEnd(at: current, isRoot: isRoot)) }
            if signatures.standing(of: current.certificate, to: next.certificate) == .otherKey {
                return CertificationPath(
                    steps: steps,
                    deadEnd: current.fault(.otherKey(root: next.path))
                )
            }
            steps.append(next)
        }
    }

    private func issuer(
        of current: PlacedCertificate,
        among all: [DistinguishedName: [PlacedCertificate]],
        besides steps: [PlacedCertificate]
    ) -> PlacedCertificate? {
        let issuers = issuers(of: current, among: all).filter { candidate in
            current.certificate.namesKey(of: candidate.certificate)
                && !steps.contains { $0.certificate == candidate.certificate }
        }
        return issuers.first { $0.certificate.validity.contains(now) } ?? issuers.first
    }

    /// All ways, as clients look for them that try one after the other: each ends at the first root. `nil` where there
    /// are more than anybody tries, and none of those tried leads to one.
    func all() -> [CertificationPath]? {
        var trail = Trail(last: [leaf])
        if isRoot(leaf.certificate) { trail.found.append(CertificationPath(steps: [leaf], deadEnd: nil)) }
        follow([leaf], &trail)
        if !trail.found.isEmpty { return trail.found }
        if trail.tried > Self.mostTried { return nil }
        let last = trail.last
        return [CertificationPath(steps: last, deadEnd: deadEnd(at: last[last.count - 1], isRoot: false))]
    }

    /// What was seen on the ways that were tried.
    private struct Trail {
        var found: [CertificationPath] = []
        var last: [PlacedCertificate]
        var tried = 0
    }

    private func follow(_ steps: [PlacedCertificate], _ trail: inout Trail) {
        let current = steps[steps.count - 1]
        if steps.count > trail.last.count { trail.last = steps }
        for root in issuers(of: current, among: roots) where isNext(root, of: current, &trail) {
            trail.found.append(CertificationPath(steps: steps + [root], deadEnd: nil))
        }
        guard steps.count < Self.mostSteps else { return }
        for next in issuers(of: current, among: others)
        where !steps.contains(next) && isNext(next, of: current, &trail) {
            follow(steps + [next], &trail)
        }
    }

    private func isNext(_ issuer: PlacedCertificate, of current: PlacedCertificate, _ trail: inout Trail)
        -> Bool
    {
        if trail.found.count >= Self.mostPaths { return false }
        trail.tried += 1
        return trail.tried <= Self.mostTried
            && signatures.standing(of: current.certificate, to: issuer.certificate) != .otherKey
    }

    /// That the certificate is itself among the roots, and another authority signed it.
    var leafAsRoot: ClientFault {
        leaf.fault(.notSelfSigned(issuer: "\(leaf.certificate.issuer)"))
    }

    /// That there are more ways than anybody tries.
    var tooManyWays: ClientFault { leaf.fault(.tooManyIssuers) }

    private func deadEnd(at current: PlacedCertificate, isRoot: Bool) -> ClientFault {
        let issuer = "\(current.certificate.issuer)"
        if isRoot { return current.fault(.notSelfSigned(issuer: issuer)) }
        let named = issuers(of: current, among: roots)
        // A client of OpenSSL's has not taken it for what the certificate calls its issuer's key.
        let signer = (named + issuers(of: current, among: others)).prefix(Self.mostSteps).first { candidate in
            !current.certificate.namesKey(of: candidate.certificate)
                && signatures.standing(of: current.certificate, to: candidate.certificate) != .otherKey
        }
        if let signer { return current.fault(.otherKeyIdentifier(root: signer.path)) }
        // Another authority's root, which need not be sent, is no place to look for a fault.
        if current.certificate.seemsSelfSigned, named.isEmpty {
            return leaf.fault(.otherAuthority(root: rootPath, issuer: issuer))
        }
        return current.fault(
            named.isEmpty ? .otherAuthority(root: rootPath, issuer: issuer) : .otherKey(root: rootPath)
        )
    }
}

extension Certificate {
    /// Whether it seems to have signed itself, as OpenSSL tells it (`EXFLAG_SS`).
    var seemsSelfSigned: Bool { isSelfIssued && namesKey(of: self) }

    /// Whether nothing in it says that its issuer has another key or certificate (RFC 5280, section 4.2.1.1).
    func namesKey(of issuer: Certificate) -> Bool {
        guard let named = extensions.authorityKeyIdentifier else { return true }
        if let own = issuer.extensions.subjectKeyIdentifier, let key = named.keyIdentifier, key != own.octets
        {
            return false
        }
        return named.certificate.map { $0.serialNumber == issuer.serialNumber } ?? true
    }
}
