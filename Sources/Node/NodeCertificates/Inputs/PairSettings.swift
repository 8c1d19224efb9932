internal import DERCoding
internal import PKIX
internal import RSACryptography

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
    let keySize: KeySize
}

/// The size of a key that is made.
struct KeySize {
    /// In bits.
    let bitCount: Int
    /// Whether it is this one whatever the size of the key is whose place the new one takes.
    let isGiven: Bool

    /// The size of a key that takes the place of a certificate's: never less than that one had, unless it was said.
    func replacing(_ old: Certificate?) -> Int {
        guard !isGiven, let old, let key = try? RSA.PublicKey(old.subjectPublicKeyInfo) else {
            return bitCount
        }
        let kept = min(key.bitCount, NodeSettings.keySizes.upperBound)
        return max(bitCount, kept - kept % 2)
    }
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
    /// The pairs of the set: the server's, and the client's on a node that gets one.
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
            keySize: newKeySize
        )
        guard let client else { return [server] }
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
            keySize: newKeySize
        )
        return [server, pair]
    }

    var newKeySize: KeySize { KeySize(bitCount: keySize, isGiven: isKeySizeGiven) }

    /// What a root of that subject is issued as.
    func rootTemplate(subject: DistinguishedName, at now: DERTime) -> CertificateTemplate {
        CertificateTemplate(
            profile: .root(pathLength: nil),
            subject: subject,
            validity: Validity(madeAt: now, days: rootDays)
        )
    }
}
