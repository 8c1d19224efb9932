public import DERCoding
public import SecretMemory

/// What a list of revoked certificates shall have, to be issued by an authority (RFC 5280, section 5.1).
///
/// ```swift
/// let list = try CertificateListTemplate(
///     number: last.number?.next ?? ListNumber(1),
///     thisUpdate: .now,
///     nextUpdate: .now.advanced(bySeconds: 7 * 86_400),
///     entries: last.entries + [RevokedCertificate(lost.serialNumber, at: .now, reason: .keyCompromise)]
/// ).issued(by: issuer, using: &random)
/// ```
public struct CertificateListTemplate: Sendable {
    /// The list's number, above that of the last one.
    public var number: ListNumber
    /// From when the list is.
    public var thisUpdate: DERTime
    /// By when the next one will be there.
    public var nextUpdate: DERTime
    /// The certificates that are revoked.
    public var entries: [RevokedCertificate]
    /// What the list covers; `nil` for all that the issuer issued.
    public var issuingDistributionPoint: IssuingDistributionPoint?

    /// Makes a template.
    public init(
        number: ListNumber,
        thisUpdate: DERTime,
        nextUpdate: DERTime,
        entries: [RevokedCertificate],
        issuingDistributionPoint: IssuingDistributionPoint? = nil
    ) {
        self.number = number
        self.thisUpdate = thisUpdate
        self.nextUpdate = nextUpdate
        self.entries = entries
        self.issuingDistributionPoint = issuingDistributionPoint
    }

    /// Issues the list: version 2, with its number and the identifier of the issuer's key (section 5.2).
    ///
    /// A reason that is ``RevocationReason/unspecified`` is left out (section 5.3.1). `random` gives what the signature
    /// needs.
    ///
    /// Throws ``PKIXError/issuerMayNotSignLists`` where the issuer's key usage does not let it,
    /// ``PKIXError/invalidListValidity(_:_:)`` where the next update is not after this one,
    /// ``PKIXError/duplicateListEntry(_:)``, and ``PKIXError/entryOfOtherList(_:)`` for an entry that belongs into a
    /// delta or an indirect list.
    public func issued(
        by issuer: borrowing Issuer<some SigningKey & ~Copyable>,
        algorithm: SignatureAlgorithm? = nil,
        using random: inout some RandomSource
    ) throws(PKIXError) -> CertificateList {
        let certificate = issuer.certificate
        if let usage = certificate.extensions.keyUsage, !usage.contains(.crlSign) {
            throw .issuerMayNotSignLists
        }
        let algorithm = algorithm ?? issuer.key.defaultSignatureAlgorithm
        let contents = try contents(
            issuer: certificate.subject,
            keyIdentifier: issuer.keyIdentifier,
            algorithm: algorithm
        )
        let octets = try contents.signed(by: issuer.key, algorithm: algorithm, using: &random)
        return CertificateList(signed: try Signed(der: octets.span, limits: .own(octets)))
    }

    private func contents(
        issuer: DistinguishedName,
        keyIdentifier: SubjectKeyIdentifier,
        algorithm: SignatureAlgorithm
    ) throws(PKIXError) -> TBSCertList {
        guard thisUpdate < nextUpdate else { throw .invalidListValidity(thisUpdate, nextUpdate) }
        var seen: Set<SerialNumber> = []
        for entry in entries {
            guard seen.insert(entry.serialNumber).inserted else {
                throw .duplicateListEntry(entry.serialNumber)
            }
            guard entry.certificateIssuer == nil, entry.reason != .removeFromList,
                entry.unrecognizedCriticalExtensions.isEmpty
            else { throw .entryOfOtherList(entry.serialNumber) }
        }
        var extensions = [
            CertificateExtension(
                AuthorityKeyIdentifier(keyIdentifier: keyIdentifier.octets),
                isCritical: false
            ), CertificateExtension(number, isCritical: false),
        ]
        if let issuingDistributionPoint {
            extensions.append(CertificateExtension(issuingDistributionPoint, isCritical: true))
        }
        return try TBSCertList(
            isVersion2: true,
            signature: algorithm.identifier,
            issuer: issuer,
            thisUpdate: thisUpdate,
            nextUpdate: nextUpdate,
            entries: entries,
            extensions: extensions
        )
    }
}
