/// An authority: its certificate and its key, read and checked once for all that it issues.
///
/// ```swift
/// var random = OperatingSystemRandom()
/// let key = try RSA.PrivateKey.generate(bitCount: 3072, using: &random)
/// let root = try CertificateTemplate(
///     profile: .root(pathLength: nil),
///     subject: DistinguishedName(commonName: "Root of db.example"),
///     validity: Validity(days: 3650)
/// ).selfSigned(by: key, using: &random)
/// let issuer = try Issuer(root, key: key)
///
/// let request = try CertificateRequest(pem: text)
/// let server = try CertificateTemplate(
///     profile: .server,
///     subject: request.subject,
///     validity: Validity(days: 365),
///     names: [.dns("db1.example")]
/// ).issued(for: request, by: issuer, using: &random)
/// ```
///
/// An issuer owns its key, which is wiped with it, and lends it as ``key``. At the top level of a program a
/// key is a global, which cannot be given away: make the issuer in a function. A key that others have too goes into a
/// ``SharedKey``; an issuer with such a key can be copied.
public struct Issuer<Key: SigningKey & ~Copyable>: ~Copyable, Sendable {
    /// The certificate.
    public let certificate: Certificate
    /// The private key.
    public let key: Key
    /// The public key, read.
    public let publicKey: any VerifyingKey
    /// Which key signed, as what is issued says it: the issuer's own identifier, whatever it was made from. A root of
    /// version 1 has none.
    let keyIdentifier: SubjectKeyIdentifier

    /// Takes the certificate of an authority and its key.
    ///
    /// Throws where the certificate is not one of an authority that may sign certificates, as
    /// ``Certificate/requireAuthority()`` does, ``PKIXError/unusableKey(_:)`` where its key is malformed, and
    /// ``PKIXError/issuerKeyMismatch`` where `key` is another one.
    public init(_ certificate: Certificate, key: consuming Key) throws(PKIXError) {
        try certificate.requireAuthority()
        let publicKeyInfo = certificate.subjectPublicKeyInfo
        let publicKey = try publicKeyInfo.verifyingKey()
        guard publicKeyInfo.isSameKey(as: key.publicKeyInfo) else { throw .issuerKeyMismatch }
        keyIdentifier = certificate.extensions.subjectKeyIdentifier ?? SubjectKeyIdentifier(of: publicKeyInfo)
        self.certificate = certificate
        self.key = key
        self.publicKey = publicKey
    }
}

extension Issuer: Copyable where Key: Copyable {}

extension Certificate {
    /// Whether `issuer` has the name that this certificate gives its issuer, and the key that signed it. Throws as
    /// ``isSigned(by:)-(SubjectPublicKeyInfo)``.
    public func isSigned(by issuer: borrowing Issuer<some SigningKey & ~Copyable>) throws(PKIXError) -> Bool {
        guard namesIssuer(issuer.certificate) else { return false }
        return try isSigned(by: issuer.publicKey)
    }

    /// Throws where this certificate's subject may not issue certificates.
    ///
    /// - It is an authority: basicConstraints with cA TRUE. A certificate of version 1, which cannot say so, is taken
    ///   where it is signed by its own key, as openssl and GnuTLS take one that they were told to trust; one of
    ///   version 2 or 3 without basicConstraints is not.
    /// - Its key usage, where there is one, has keyCertSign (RFC 5280, section 4.2.1.3).
    /// - It has no critical extension that this module does not know.
    /// - Its key is of a kind that this module verifies with.
    ///
    /// Nothing here looks at the clock: ``validity`` is for the caller, and cuts what is issued.
    public func requireAuthority() throws(PKIXError) {
        guard KeyAlgorithm(of: subjectPublicKeyInfo) != nil else {
            throw .unsupportedIssuerKey(subjectPublicKeyInfo.algorithm.algorithm)
        }
        if let unrecognized = extensions.unrecognizedCriticalExtensions.first {
            throw .issuerHasUnrecognizedCriticalExtension(unrecognized)
        }
        if let constraints = extensions.basicConstraints {
            guard constraints.isAuthority else { throw .issuerIsNoAuthority }
        } else {
            guard version == .v1, try isSigned(by: self) else { throw .issuerIsNoAuthority }
        }
        if let usage = extensions.keyUsage, !usage.contains(.keyCertSign) {
            throw .issuerMayNotSignCertificates
        }
    }

    /// Throws where this certificate's subject may not issue a certificate of `profile`.
    ///
    /// - It is an authority, as ``requireAuthority()`` has it.
    /// - Its extended key usage, where there is one, covers the profile's: clients ask so of every authority of a path.
    /// - Its path length, where there is one, leaves room for an intermediate authority and for those that are to
    ///   follow it (RFC 5280, section 4.2.1.9). Authorities above may leave less, which only a path shows.
    public func requireIssuer(of profile: CertificateProfile) throws(PKIXError) {
        try requireAuthority()
        try requireCover(of: profile)
    }

    /// What of ``requireIssuer(of:)`` depends on the profile.
    func requireCover(of profile: CertificateProfile) throws(PKIXError) {
        if let usage = extensions.extendedKeyUsage, let purpose = profile.purpose, !usage.covers(purpose) {
            throw .issuerMayNotCertifyUsage(purpose)
        }
        if case .intermediate(let pathLength) = profile,
            let limit = extensions.basicConstraints?.pathLength
        {
            guard limit > 0 else { throw .issuerMayNotCertifyAuthorities }
            if let pathLength, pathLength >= limit {
                throw .pathLengthBeyondIssuer(pathLength, limit: limit - 1)
            }
        }
    }
}
