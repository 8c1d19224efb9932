public import DERCoding

/// Finds a path from a certificate to a trust anchor and validates it (RFC 5280, section 6; RFC 4158).
///
/// ```swift
/// let verifier = CertificateVerifier(
///     anchors: try Certificate.all(pem: roots).map { TrustAnchor($0) },
///     intermediates: chain
/// )
/// switch verifier.validate(chain[0], for: .server(try .dns("db.example.com")), at: .now) {
/// case .valid(let path): print("issued below", path.anchor.name)
/// case .invalid(let failures): for failure in failures { print(failure) }
/// }
/// ```
///
/// Whatever it is given, its work is bounded by ``ValidationPolicy/limits``. Everything here is public: time depends on
/// all of it.
public struct CertificateVerifier: Sendable {
    /// Whom to trust.
    public let anchors: [TrustAnchor]
    /// Certificates that may stand in a path, in any order, and others: what a server sends, or a bundle.
    public let intermediates: [Certificate]
    /// Lists of revoked certificates, in any order.
    public let lists: [CertificateList]

    /// Makes a verifier.
    public init(anchors: [TrustAnchor], intermediates: [Certificate] = [], lists: [CertificateList] = []) {
        self.anchors = anchors
        self.intermediates = intermediates
        self.lists = lists
    }

    /// Looks for a valid path from `certificate` to an anchor.
    public func validate(
        _ certificate: Certificate,
        for policy: ValidationPolicy,
        at time: DERTime
    ) -> ValidationResult {
        let work = ValidationWork(policy.limits)
        let pool = CandidatePool(anchors: anchors, intermediates: intermediates, leaf: certificate)
        let lists = KnownList.latestFirst(lists)
        let checks = PathChecks(policy: policy, time: time, pool: pool, lists: lists, work: work)
        // First the ways on which no certificate is at fault by itself; only where none of them leads to an anchor,
        // those are looked at that explain why.
        let search = PathSearch(pool: pool, checks: checks, work: work, aim: .valid(prunes: true))
        if let path = search.run() { return .valid(path) }
        // What ran into a limit is not begun again.
        if let exhaustion = work.exhaustion {
            let fault = FailedPath.LocatedFault(position: 0, fault: exhaustion)
            return .invalid(
                [FailedPath(certificates: [certificate], anchor: nil, faults: [fault])] + search.failures
            )
        }
        let explaining = ValidationWork(policy.limits, signatures: work)
        let explanation = PathSearch(
            pool: pool,
            checks: PathChecks(policy: policy, time: time, pool: pool, lists: lists, work: explaining),
            work: explaining,
            aim: .valid(prunes: false)
        )
        if let path = explanation.run() { return .valid(path) }
        return .invalid(explanation.failures)
    }
}
