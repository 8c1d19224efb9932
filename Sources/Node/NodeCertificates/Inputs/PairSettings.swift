internal import DERCoding
internal import PKIX

/// A key and a certificate that a set shall have beside its root's: what its files are called, and what it is issued
/// as.
struct PairSettings {
    let member: SetMember
    let template: CertificateTemplate
}

extension NodeSettings {
    /// The pairs of the set: the server's, and the client's on a node that gets one.
    func pairs(at now: DERTime) -> [PairSettings] {
        let server = PairSettings(
            member: .server,
            template: CertificateTemplate(
                profile: .server,
                subject: serverName,
                validity: Validity(notBefore: now, days: serverDays),
                names: serverAlternativeNames
            )
        )
        guard let client else { return [server] }
        let template = CertificateTemplate(
            profile: .client,
            subject: client.name,
            validity: Validity(notBefore: now, days: Self.clientDays)
        )
        return [server, PairSettings(member: .client(client.fileStem), template: template)]
    }

    /// What a root of that subject is issued as.
    func rootTemplate(subject: DistinguishedName, at now: DERTime) -> CertificateTemplate {
        CertificateTemplate(
            profile: .root(pathLength: nil),
            subject: subject,
            validity: Validity(notBefore: now, days: rootDays)
        )
    }
}
