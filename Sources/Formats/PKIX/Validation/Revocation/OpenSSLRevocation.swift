package import DERCoding

/// Whether OpenSSL refuses a path for lists of revoked certificates, as libpq has it look at them for `sslcrl` and
/// PostgreSQL for `ssl_crl_file`: by `X509_V_FLAG_CRL_CHECK` and `X509_V_FLAG_CRL_CHECK_ALL` alone
/// (`fe-secure-openssl.c`, `be-secure-openssl.c`).
///
/// So every certificate of the path needs a list, the root too, and OpenSSL chooses one of those of the certificate's
/// issuer (`x509_vfy.c`, `get_crl_sk`), which alone says whether it is revoked. Lists of some reasons, and of
/// certificates of others, are none to it, and one that only adds to another is one like any other. This is less than
/// RFC 5280 has, and here and there something else; ``ValidationPolicy/Revocation`` is for that.
///
/// Everything here is public: time depends on all of it.
package struct OpenSSLRevocation: Sendable {
    /// In the order of their file, for of two that are equal in all else the first is chosen.
    private let lists: [KnownList]

    /// Makes the rule with lists.
    package init(_ lists: [CertificateList]) { self.lists = lists.map { KnownList($0) } }

    /// What OpenSSL finds first in a path.
    ///
    /// - Parameter path: the certificate, and whoever stands above it, the root included.
    /// - Returns: `nil` where it takes the path.
    package func fault(of path: [Certificate], at time: DERTime) -> FailedPath.LocatedFault? {
        let path = path.map { NamedCertificate($0) }
        for position in path.indices {
            guard let fault = fault(at: position, of: path, time) else { continue }
            return FailedPath.LocatedFault(position: position, fault: fault)
        }
        return nil
    }

    /// `check_cert`: lists are chosen until all reasons are covered.
    private func fault(at position: Int, of path: [NamedCertificate], _ time: DERTime) -> ValidationFault? {
        var covered: UInt32 = 0
        while covered != ListScope.allReasons {
            guard let choice = choice(at: position, of: path, time, covered) else {
                return .revocationUnknown(covered == 0 ? .noList : .reasonsNotCovered)
            }
            if let gap = choice.gap(at: time) { return .revocationUnknown(gap) }
            let entry = choice.known.entry(ofIssuer: path[position].issuer, path[position].certificate)
            if let entry, entry.reason != .removeFromList {
                return .revoked(at: entry.revocationDate, entry.reason)
            }
            // Of a list that only adds to another, the scope is looked at here alone.
            guard let reasons = choice.reasons else {
                return .revocationUnknown(.otherScope(choice.known.list.issuer))
            }
            covered |= reasons
        }
        return nil
    }

    /// `get_crl_sk`: the list that suits best, and of several the latest.
    private func choice(
        at position: Int,
        of path: [NamedCertificate],
        _ time: DERTime,
        _ covered: UInt32
    ) -> Choice? {
        var best: Choice?
        for known in lists {
            guard let choice = Choice(known, at: position, of: path, time, covered) else { continue }
            if let best {
                if choice.score < best.score { continue }
                if choice.score == best.score, choice.known.list.thisUpdate <= best.known.list.thisUpdate {
                    continue
                }
            }
            best = choice
        }
        return best
    }
}

/// A certificate of a path, with its names as they are compared with those of many lists.
private struct NamedCertificate {
    let certificate: Certificate
    let subject: FoldedName
    let issuer: FoldedName

    init(_ certificate: Certificate) {
        self.certificate = certificate
        subject = FoldedName(certificate.subject)
        issuer = FoldedName(certificate.issuer)
    }
}

/// A list that may be chosen for a certificate (`get_crl_score`).
private struct Choice {
    let known: KnownList
    /// Who is taken for its signer.
    let signer: Certificate
    /// The reasons for which it covers the certificate; `nil` where it is of another scope.
    let reasons: UInt32?
    /// How well it suits.
    let score: Int

    /// - Returns: `nil` for one that is never chosen.
    init?(
        _ known: KnownList,
        at position: Int,
        of path: [NamedCertificate],
        _ time: DERTime,
        _ covered: UInt32
    ) {
        let list = known.list
        let scope = list.issuingDistributionPoint
        guard known.issuer == path[position].issuer, scope?.isIndirect != true, scope?.reasons == nil else {
            return nil
        }
        // `crl_akid_check`: the next one above, whatever its name, or another of the list's name.
        let next = min(position + 1, path.count - 1)
        let signer = path.indices[next...].first { index in
            (index == next || known.issuer == path[index].subject)
                && (list.authorityKeyIdentifier?.mayName(path[index].certificate) ?? true)
        }
        guard let signer else { return nil }
        let reasons = known.reasons(ofScopeWith: path[position].certificate)
        if let reasons, reasons & ~covered == 0 { return nil }
        self.known = known
        self.signer = path[signer].certificate
        self.reasons = reasons
        score =
            (known.openSSLUnknownExtension == nil ? 8 : 0) + (reasons == nil ? 0 : 4)
            + (list.isCurrentToOpenSSL(at: time) ? 2 : 0) + (signer == next ? 1 : 0)
    }

    /// `check_crl`, and what `cert_crl` looks at first.
    func gap(at time: DERTime) -> RevocationGap? {
        let list = known.list
        if list.deltaBase == nil {
            guard signer.extensions.keyUsage?.contains(.crlSign) ?? true else {
                return .listNotSigned(list.issuer)
            }
            if reasons == nil { return .otherScope(list.issuer) }
        }
        if time < list.thisUpdate { return .listNotYetValid(from: list.thisUpdate) }
        if !list.isCurrentToOpenSSL(at: time), let end = list.nextUpdate { return .listExpired(at: end) }
        guard (try? list.isSigned(by: signer.subjectPublicKeyInfo)) == true else {
            return .listNotSigned(list.issuer)
        }
        return known.openSSLUnknownExtension.map { .unknownCriticalExtension($0) }
    }
}

extension KnownList {
    /// What OpenSSL does not know in it (`x_crl.c`, `crl_cb`), to whom a critical number is a stranger, too.
    fileprivate var openSSLUnknownExtension: ObjectIdentifier? {
        unknownExtension
            ?? list.extensions.first { $0.isCritical && $0.identifier == ListNumber.identifier }?.identifier
    }

    /// The reasons for which a list covers a certificate of its issuer (`crl_crldp_check`); `nil` where it does not.
    fileprivate func reasons(ofScopeWith certificate: Certificate) -> UInt32? {
        let scope = list.issuingDistributionPoint
        if let scope {
            let isAuthority = certificate.extensions.basicConstraints?.isAuthority ?? false
            if scope.hasAttributeCertificatesOnly { return nil }
            if isAuthority ? scope.hasEndEntitiesOnly : scope.hasAuthoritiesOnly { return nil }
        }
        let names = scope?.name?.names(below: [.directoryName(list.issuer)])
        let ownIssuer = GeneralName.directoryName(certificate.issuer)
        let point = certificate.extensions.crlDistributionPoints?.points.first { point in
            guard point.crlIssuer.isEmpty || point.crlIssuer.contains(where: isIssuer) else { return false }
            guard let names, let name = point.name else { return true }
            let issuer = point.crlIssuer.first(where: \.isDirectoryName) ?? ownIssuer
            return name.names(below: [issuer]).contains { own in names.contains { own.matches($0) } }
        }
        if let point { return (point.reasons ?? ListScope.allReasons) & ListScope.allReasons }
        return names == nil ? ListScope.allReasons : nil
    }

    private func isIssuer(_ name: GeneralName) -> Bool { name.matches(.directoryName(list.issuer)) }
}

extension CertificateList {
    /// Whether it is in force; an end that is now is over (`X509_cmp_time`).
    fileprivate func isCurrentToOpenSSL(at time: DERTime) -> Bool {
        thisUpdate <= time && nextUpdate.map { time < $0 } ?? true
    }
}

extension AuthorityKeyIdentifier {
    /// Whether nothing in it says that the key is another than that of a certificate (`X509_check_akid`).
    fileprivate func mayName(_ certificate: Certificate) -> Bool {
        if let keyIdentifier, let own = certificate.extensions.subjectKeyIdentifier,
            own.octets != keyIdentifier
        {
            return false
        }
        if let number = certificateSerialNumber, number != certificate.serialNumber { return false }
        // OpenSSL looks at the first name of the directory alone.
        return certificateIssuer?.first(where: \.isDirectoryName)?.matches(.directoryName(certificate.issuer))
            ?? true
    }
}

extension GeneralName {
    fileprivate var isDirectoryName: Bool { if case .directoryName = self { true } else { false } }
}
