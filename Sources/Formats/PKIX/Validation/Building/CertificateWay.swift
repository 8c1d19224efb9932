package import DERCoding

/// A way from a certificate up, signature by signature, as whoever verifies looks for it; whatever else is wrong with
/// the certificates on it is not looked at.
package struct CertificateWay: Hashable, Sendable {
    /// A certificate on the way.
    package struct Step: Hashable, Sendable {
        /// The certificate.
        package let certificate: Certificate
        /// Whether it was taken from the anchors.
        package let isAnchor: Bool
        /// Whether its signature, where somebody signed it who is on the way, was not verified here.
        package let isUnverified: Bool
    }

    /// Why a way ends.
    package enum End: Hashable, Sendable {
        /// The last certificate is trusted.
        case trusted
        /// The last certificate is an anchor's that did not sign itself, and that is not enough.
        case notSelfSigned
        /// The next one by name did not sign the last certificate, and no other does.
        case otherKey(Step)
        /// The last certificate was signed by this one, and calls its issuer's key otherwise.
        case otherKeyIdentifier(Step)
        /// Nobody has the name of the last certificate's issuer.
        case noIssuer
    }

    /// The certificate that was asked about, and those above it, the anchor too.
    package let steps: [Step]
    /// Why the way ends there.
    package let end: End

    /// Whether the way leads to an anchor.
    package var isTrusted: Bool { end == .trusted }

    init(steps: [Step], end: End) {
        self.steps = steps
        self.end = end
    }

    /// A path to an anchor, or, where there is none, one whose first certificate is that of one.
    init(_ path: [Candidate], to anchor: Anchor?, _ checks: PathChecks) {
        let above = path.dropFirst().map(\.certificate.subjectPublicKeyInfo) + [anchor?.anchor.publicKey]
        var steps = zip(path, above).map { candidate, key in
            Step(
                certificate: candidate.certificate,
                isAnchor: false,
                isUnverified: key.map { checks.signature(of: candidate.certificate, by: $0).isUnknown }
                    ?? false
            )
        }
        if let certificate = anchor?.anchor.certificate {
            steps.append(Step(certificate: certificate, isAnchor: true, isUnverified: false))
        }
        self.init(steps: steps, end: .trusted)
    }
}

/// How whoever verifies looks for a way.
package enum WayBuilding: Hashable, Sendable {
    /// All ways to an anchor, one after the other, as Go, rustls and Java try them.
    case all
    /// The one way that OpenSSL goes; `stopsEarly` says whether an anchor that another authority signed is enough
    /// (`X509_V_FLAG_PARTIAL_CHAIN`).
    case openSSL(stopsEarly: Bool)
}

extension CertificateVerifier {
    /// The ways from a certificate to an anchor, each ending at the first one; or else the longest that leads to none.
    /// Of OpenSSL's there is one. `nil` where there are more than the limits allow, and none of those tried leads to an
    /// anchor.
    package func ways(
        from certificate: Certificate,
        by building: WayBuilding,
        at time: DERTime,
        limits: ValidationLimits = .ofClients,
        knowing signatures: KnownSignatures = KnownSignatures()
    ) -> [CertificateWay]? {
        let work = ValidationWork(limits, knowing: signatures)
        let pool = CandidatePool(anchors: anchors, intermediates: intermediates, leaf: certificate)
        let checks = PathChecks(policy: ValidationPolicy(), time: time, pool: pool, lists: [], work: work)
        let issuers = NamedIssuers(pool: pool, checks: checks)
        switch building {
        case .openSSL(let stopsEarly): return [issuers.way(stopsEarly: stopsEarly)]
        case .all:
            let search = PathSearch(pool: pool, checks: checks, work: work, aim: .signed)
            _ = search.run()
            if !search.ways.isEmpty { return search.ways }
            return work.isExhausted ? nil : [issuers.deadEnd(search.longest)]
        }
    }

    /// Whether whoever goes by OpenSSL, as libpq and PostgreSQL do, finds a way to an anchor, through authorities;
    /// nobody does by more signatures than may be known.
    package func leadsToAnchor(
        _ certificate: Certificate,
        at time: DERTime,
        knowing signatures: KnownSignatures = KnownSignatures()
    ) -> Bool {
        let ways = ways(from: certificate, by: .openSSL(stopsEarly: false), at: time, knowing: signatures)
        guard let way = ways?.first, way.isTrusted, !signatures.isSpent else { return false }
        return way.steps.dropFirst().allSatisfy { step in
            step.isAnchor || step.certificate.extensions.basicConstraints?.isAuthority ?? false
        }
    }
}

extension ValidationLimits {
    /// As much as Go (`verify.go`, `maxChainSignatureChecks`) and rustls (`verify_cert.rs`, `Budget`) do.
    package static let ofClients = ValidationLimits(pathLength: 10, signatureCount: 100, pathCount: 20)
}
