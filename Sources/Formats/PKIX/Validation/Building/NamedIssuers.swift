internal import DERCoding

/// The search of OpenSSL (`x509_vfy.c`, `build_chain`): at each step to the first issuer by name and key identifier,
/// among the anchors before the others, and among those that are valid now before the rest; only then does it look at
/// signatures, and no other issuer is tried.
struct NamedIssuers {
    let pool: CandidatePool
    let checks: PathChecks

    func way(stopsEarly: Bool) -> CertificateWay {
        var steps = [step(pool.leaf.certificate, isAnchor: false)]
        while true {
            let current = steps[steps.count - 1]
            let isTrusted = current.isAnchor || pool.anchor(ofCertificate: current.certificate) != nil
            if isTrusted, stopsEarly && current.isAnchor || current.certificate.seemsSelfSigned {
                return CertificateWay(steps: steps, end: .trusted)
            }
            guard steps.count < checks.work.limits.pathLength, !current.certificate.seemsSelfSigned,
                let next = issuer(of: current, besides: steps)
            else {
                // Last of all, the certificate itself may be trusted.
                let isFirstTrusted = stopsEarly && pool.anchor(ofCertificate: steps[0].certificate) != nil
                return CertificateWay(
                    steps: steps,
                    end: isFirstTrusted ? .trusted : end(at: current, isTrusted: isTrusted)
                )
            }
            let answer = checks.signature(of: current.certificate, by: next.certificate.subjectPublicKeyInfo)
            guard answer.mayBeValid else { return CertificateWay(steps: steps, end: .otherKey(next)) }
            steps[steps.count - 1] = step(
                current.certificate,
                isAnchor: current.isAnchor,
                isUnverified: answer.isUnknown
            )
            steps.append(next)
        }
    }

    /// The way along a path that leads to no anchor.
    func deadEnd(_ path: [Candidate]) -> CertificateWay {
        let steps = path.map { step($0.certificate, isAnchor: false) }
        return CertificateWay(steps: steps, end: end(at: steps[steps.count - 1], isTrusted: false))
    }

    private func step(_ certificate: Certificate, isAnchor: Bool, isUnverified: Bool = false)
        -> CertificateWay.Step
    {
        CertificateWay.Step(certificate: certificate, isAnchor: isAnchor, isUnverified: isUnverified)
    }

    // MARK: Issuers

    private func anchors(of certificate: Certificate) -> [CertificateWay.Step] {
        pool.anchors(named: FoldedName(certificate.issuer)).compactMap(\.anchor.certificate)
            .map { step($0, isAnchor: true) }
    }

    private func others(of certificate: Certificate) -> [CertificateWay.Step] {
        pool.candidates(named: FoldedName(certificate.issuer)).map { step($0.certificate, isAnchor: false) }
    }

    private func issuer(of current: CertificateWay.Step, besides steps: [CertificateWay.Step])
        -> CertificateWay.Step?
    {
        let key = current.certificate.extensions.authorityKeyIdentifier
        func first(_ issuers: [CertificateWay.Step]) -> CertificateWay.Step? {
            let named = issuers.filter { candidate in
                key?.names(candidate.certificate) ?? true
                    && !steps.contains { $0.certificate == candidate.certificate }
            }
            return named.first { $0.certificate.validity.contains(checks.time) } ?? named.first
        }
        return first(anchors(of: current.certificate))
            ?? (current.isAnchor ? nil : first(others(of: current.certificate)))
    }

    private func end(at current: CertificateWay.Step, isTrusted: Bool) -> CertificateWay.End {
        if isTrusted { return .notSelfSigned }
        let named = (anchors(of: current.certificate) + others(of: current.certificate))
            .filter { $0.certificate != current.certificate }
        // It has not been taken for what the certificate calls its issuer's key.
        let signer = named.prefix(Self.mostSigners).first { candidate in
            !current.certificate.namesKey(of: candidate.certificate)
                && checks.signature(of: current.certificate, by: candidate.certificate.subjectPublicKeyInfo)
                    .mayBeValid
        }
        if let signer { return .otherKeyIdentifier(signer) }
        return named.first.map { .otherKey($0) } ?? .noIssuer
    }

    /// The most that are asked, only to say why.
    private static let mostSigners = 10
}

extension SignatureAnswer {
    /// Whether it is valid, or not verified here for no fault of its own.
    var mayBeValid: Bool { if case .valid = self { true } else { isUnknown } }

    /// Whether it is of an algorithm that is not verified here, or one too many.
    var isUnknown: Bool {
        switch self {
        case .notVerified(.signatureNotVerified), .notVerified(.tooManySignatures): true
        case .valid, .invalid, .notVerified: false
        }
    }
}

extension Certificate {
    /// Whether it seems to have signed itself, as OpenSSL tells it (`EXFLAG_SS`).
    package var seemsSelfSigned: Bool { isSelfIssued && namesKey(of: self) }

    /// Whether nothing in it says that its issuer has another key or certificate (RFC 5280, section 4.2.1.1).
    package func namesKey(of issuer: Certificate) -> Bool {
        extensions.authorityKeyIdentifier?.names(issuer) ?? true
    }
}

extension AuthorityKeyIdentifier {
    /// Whether nothing in it says that the issuer has another key or certificate than this one.
    fileprivate func names(_ issuer: Certificate) -> Bool {
        if let own = issuer.extensions.subjectKeyIdentifier, let keyIdentifier, keyIdentifier != own.octets {
            return false
        }
        return certificate.map { $0.serialNumber == issuer.serialNumber } ?? true
    }
}
