/// A certificate that may stand in a path, with what is asked of it again and again.
struct Candidate {
    let certificate: Certificate
    let subject: FoldedName
    let issuer: FoldedName
    /// The issuer's name as it stands.
    let issuerName: DistinguishedName
    /// Its key.
    let key: SubjectPublicKeyInfo
    /// What it calls its own key; `nil` for nothing.
    let keyIdentifier: [UInt8]?
    /// What it calls its issuer's key; `nil` for nothing.
    let namedKeyIdentifier: [UInt8]?
    /// Whether subject and issuer are one as names are compared (RFC 5280, section 6.1).
    let isSelfIssued: Bool
    /// A number of its own.
    let number: Int
    /// One number for all certificates of one subject, with the same names and the same key: of these, a path has one
    /// (RFC 4158, section 2.4.2).
    let entity: Int
}

/// Who may have issued a certificate: another one, or an anchor.
struct Anchor {
    let anchor: TrustAnchor
    let name: FoldedName
}

/// All certificates that may stand in a path, by their subjects.
struct CandidatePool {
    let leaf: Candidate
    let all: [Candidate]
    let anchors: [Anchor]
    private let bySubject: [FoldedName: [Int]]
    private let anchorsByName: [FoldedName: [Int]]

    private struct Entity: Hashable {
        let subject: FoldedName
        let names: [GeneralName]
        let key: SubjectPublicKeyInfo
    }

    init(anchors: [TrustAnchor], intermediates: [Certificate], leaf: Certificate) {
        var entities: [Entity: Int] = [:]
        var seen: Set<Certificate> = [leaf]
        func candidate(_ certificate: Certificate, _ number: Int) -> Candidate {
            let (issuerName, key) = (certificate.issuer, certificate.subjectPublicKeyInfo)
            let extensions = certificate.extensions
            let (subject, issuer) = (FoldedName(certificate.subject), FoldedName(issuerName))
            let entity = Entity(
                subject: subject,
                names: certificate.names,
                key: key
            )
            let place = entities[entity] ?? entities.count
            entities[entity] = place
            return Candidate(
                certificate: certificate,
                subject: subject,
                issuer: issuer,
                issuerName: issuerName,
                key: key,
                keyIdentifier: extensions.subjectKeyIdentifier?.octets,
                namedKeyIdentifier: extensions.authorityKeyIdentifier?.keyIdentifier,
                isSelfIssued: subject == issuer,
                number: number,
                entity: place
            )
        }
        self.leaf = candidate(leaf, 0)
        var all: [Candidate] = []
        for certificate in intermediates where seen.insert(certificate).inserted {
            all.append(candidate(certificate, all.count + 1))
        }
        self.all = all
        bySubject = Dictionary(grouping: all.indices) { all[$0].subject }
        var seenAnchors: Set<TrustAnchor> = []
        let known = anchors.filter { seenAnchors.insert($0).inserted }
            .map { Anchor(anchor: $0, name: FoldedName($0.name)) }
        self.anchors = known
        anchorsByName = Dictionary(grouping: known.indices) { known[$0].name }
    }

    /// The certificates of a name.
    func candidates(named name: FoldedName) -> [Candidate] { (bySubject[name] ?? []).map { all[$0] } }

    /// The anchors of a name.
    func anchors(named name: FoldedName) -> [Anchor] { (anchorsByName[name] ?? []).map { anchors[$0] } }

    /// The anchor that a certificate is itself.
    func anchor(ofCertificate certificate: Certificate) -> Anchor? {
        anchors.first { $0.anchor.certificate == certificate }
    }
}
