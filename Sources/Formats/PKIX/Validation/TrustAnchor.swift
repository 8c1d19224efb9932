/// Whom a validator trusts without any proof: a name and a key (RFC 5280, section 6.1.1, input d).
public struct TrustAnchor: Hashable, Sendable {
    /// The authority's name.
    public let name: DistinguishedName
    /// Its key.
    public let publicKey: SubjectPublicKeyInfo
    /// The certificate that the two come from, where they come from one; what it says of itself is kept to as
    /// ``ValidationPolicy/anchorTreatment`` has it.
    public let certificate: Certificate?

    /// Trusts the authority of a certificate, usually one that signed itself.
    public init(_ certificate: Certificate) {
        name = certificate.subject
        publicKey = certificate.subjectPublicKeyInfo
        self.certificate = certificate
    }

    /// Trusts a name and a key.
    public init(name: DistinguishedName, publicKey: SubjectPublicKeyInfo) {
        self.name = name
        self.publicKey = publicKey
        certificate = nil
    }
}
