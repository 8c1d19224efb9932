internal import DERCoding

/// A list, with what is asked of it again and again.
struct KnownList {
    let list: CertificateList
    let issuer: FoldedName
    /// A critical extension that is not known here.
    let unknownExtension: ObjectIdentifier?

    init(_ list: CertificateList) {
        self.list = list
        issuer = FoldedName(list.issuer)
        unknownExtension = list.unrecognizedCriticalExtensions.first
    }

    /// Lists, the latest first: what they say of a certificate is not to hang on the order in which they are given.
    static func latestFirst(_ lists: [CertificateList]) -> [KnownList] {
        lists.map { KnownList($0) }.sorted { left, right in
            let (first, second) = (left.list, right.list)
            if first.thisUpdate != second.thisUpdate { return second.thisUpdate < first.thisUpdate }
            return (second.number ?? ListNumber(0)) < (first.number ?? ListNumber(0))
        }
    }

    /// Whether another list is a later one of the same issuer, scope and key, as far as the two name their key (RFC
    /// 5280, section 5.2.3). Where number and time contradict each other, neither list is the later one.
    func precedes(_ other: KnownList) -> Bool {
        guard issuer == other.issuer,
            list.issuingDistributionPoint == other.list.issuingDistributionPoint,
            list.authorityKeyIdentifier == other.list.authorityKeyIdentifier,
            list.thisUpdate <= other.list.thisUpdate
        else { return false }
        let isEarlier = list.thisUpdate < other.list.thisUpdate
        guard let own = list.number, let number = other.list.number else { return isEarlier }
        return own < number || own == number && isEarlier
    }

    /// The entry of a certificate.
    func entry(of candidate: Candidate) -> RevokedCertificate? {
        entry(ofIssuer: candidate.issuer, candidate.certificate)
    }

    /// The entry of a certificate, by its number and its issuer as names are compared (RFC 5280, section 5.3.3).
    func entry(ofIssuer name: FoldedName, _ certificate: Certificate) -> RevokedCertificate? {
        var isIssuer = issuer == name
        let (number, ownIssuer) = (certificate.serialNumber, GeneralName.directoryName(certificate.issuer))
        for entry in list.entries {
            if let names = entry.certificateIssuer {
                isIssuer = names.contains { $0.matches(ownIssuer) }
            }
            if isIssuer, entry.serialNumber == number { return entry }
        }
        return nil
    }
}
