internal import DERCoding
internal import PKIX

/// A key and a certificate that a set shall have beside its root's: what its files are called, and what it is issued
/// as.
struct PairSettings {
    let member: SetMember
    /// What it is issued as where it takes no other's place.
    let template: CertificateTemplate
    /// The names that it should have, and where they come from.
    let names: [ServerName]
    /// Those that it loses.
    let dropped: [ServerName]
    let key: KeyChoice
}

extension Validity {
    /// From an hour before `now`, since a client whose clock is behind ours would refuse a certificate until then, to
    /// as many days behind it.
    fileprivate init(madeAt now: DERTime, days: Int) {
        let end = Validity(notBefore: now, days: days).notAfter
        self.init(notBefore: max(.earliest, now.advanced(bySeconds: -3600)), notAfter: end)
    }
}

extension NodeSettings {
    /// The pairs of the set: the server's, unless the client's is made alone, and the client's on a node that gets one.
    func pairs(at now: DERTime) -> [PairSettings] {
        let server = PairSettings(
            member: .server,
            template: CertificateTemplate(
                profile: .server,
                subject: serverName,
                validity: Validity(madeAt: now, days: serverDays),
                names: serverAlternativeNames
            ),
            names: serverNames,
            dropped: droppedNames,
            key: key
        )
        guard let client else { return isOfClientAlone ? [] : [server] }
        let template = CertificateTemplate(
            profile: .client,
            subject: client.name,
            validity: Validity(madeAt: now, days: clientDays)
        )
        let pair = PairSettings(
            member: .client(client.fileStem),
            template: template,
            names: [],
            dropped: [],
            key: key
        )
        return isOfClientAlone ? [pair] : [server, pair]
    }

    /// What a root of that subject is issued as.
    func rootTemplate(subject: DistinguishedName, at now: DERTime) -> CertificateTemplate {
        CertificateTemplate(
            profile: .root(pathLength: nil),
            subject: subject,
            validity: Validity(madeAt: now, days: rootDays)
        )
    }
}
