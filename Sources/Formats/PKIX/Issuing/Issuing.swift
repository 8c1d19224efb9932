internal import DERCoding
public import SecretMemory

extension CertificateTemplate {
    /// Issues the certificate of a root: signed by its own key.
    ///
    /// `random` gives the serial number and what the signature needs. Throws where the template is not one of a root's
    /// profile or breaks the standard, and where the key does not sign by the algorithm or is too short for it.
    public func selfSigned(
        by key: borrowing some SigningKey & ~Copyable,
        algorithm: SignatureAlgorithm? = nil,
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        switch profile {
        case .root: break
        case .intermediate: throw .intermediateMustNotSignItself
        case .server, .client: throw .leafMustNotSignItself
        }
        return try signedByOwn(key, algorithm, using: &random)
    }

    /// Issues the certificate of a server that no authority vouches for: signed by its own key, which is not one of an
    /// authority, so that it vouches for nothing else. A client trusts it by having this very certificate, as OpenSSL
    /// and libpq (`sslrootcert`) take it; GnuTLS takes only the certificates of authorities into such a list.
    ///
    /// `random` gives the serial number and what the signature needs. Throws where the template is not one of a
    /// server's profile, has no subject or breaks the standard, and where the key does not sign by the algorithm or
    /// is too short for it.
    ///
    /// ```swift
    /// let certificate = try template.selfSignedServer(by: key, using: &random)
    /// ```
    public func selfSignedServer(
        by key: borrowing some SigningKey & ~Copyable,
        algorithm: SignatureAlgorithm? = nil,
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        guard profile == .server else { throw .selfSignedServerNeedsServerProfile }
        // An issuer is never empty (RFC 5280, section 4.1.2.4).
        guard !subject.isEmpty else { throw .emptySelfSignedSubject }
        return try signedByOwn(key, algorithm, using: &random)
    }

    private func signedByOwn(
        _ key: borrowing some SigningKey & ~Copyable,
        _ algorithm: SignatureAlgorithm?,
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        try validate()
        let algorithm = algorithm ?? key.defaultSignatureAlgorithm
        let publicKey = key.publicKeyInfo
        let contents = TBSCertificate(
            version: .v3,
            serialNumber: serialNumber ?? SerialNumber(using: &random),
            signature: algorithm.identifier,
            issuer: subject,
            validity: validity,
            subject: subject,
            subjectPublicKeyInfo: publicKey,
            extensions: try extensions(of: publicKey, by: nil, authorityKeyIdentifier: nil)
        )
        return try Certificate(issued: contents.signed(by: key, algorithm: algorithm, using: &random))
    }

    /// Issues the certificate of an intermediate authority, a server or a client for a key, signed by an issuer.
    ///
    /// The issuer must be one who may: see ``Certificate/requireIssuer(of:)``. The validity is cut to the issuer's, so
    /// that nothing outlives its issuer. `algorithm` is the key's usual one, where it is not given; `random` gives the
    /// serial number and what the signature needs.
    public func issued(
        to key: SubjectPublicKeyInfo,
        by issuer: borrowing Issuer<some SigningKey & ~Copyable>,
        algorithm: SignatureAlgorithm? = nil,
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        let algorithm = algorithm ?? issuer.key.defaultSignatureAlgorithm
        let contents = try contents(for: key, by: issuer, algorithm: algorithm, using: &random)
        return try Certificate(issued: contents.signed(by: issuer.key, algorithm: algorithm, using: &random))
    }

    /// Issues the certificates of a whole fleet, in their order, as ``issued(to:by:algorithm:using:)`` issues one, for
    /// less time each.
    ///
    /// Nothing is issued where one of the fleet is refused.
    public static func issued(
        _ leaves: [(template: CertificateTemplate, key: SubjectPublicKeyInfo)],
        by issuer: borrowing Issuer<some SigningKey & ~Copyable>,
        algorithm: SignatureAlgorithm? = nil,
        using random: inout some RandomSource
    ) throws(PKIXError) -> [Certificate] {
        let algorithm = algorithm ?? issuer.key.defaultSignatureAlgorithm
        var contents: [TBSCertificate] = []
        for leaf in leaves {
            contents.append(
                try leaf.template.contents(for: leaf.key, by: issuer, algorithm: algorithm, using: &random)
            )
        }
        var certificates: [Certificate] = []
        let all = try TBSCertificate.signed(contents, by: issuer.key, algorithm: algorithm, using: &random)
        for octets in all { certificates.append(try Certificate(issued: octets)) }
        return certificates
    }

    /// Issues the certificate for the key of a request, which must be signed by that key.
    ///
    /// Of the request only the key is taken: subject, names and usages are the template's, so that whoever asks
    /// gets what the issuer decided on. A caller who trusts the request copies them from it.
    public func issued(
        for request: CertificateRequest,
        by issuer: borrowing Issuer<some SigningKey & ~Copyable>,
        algorithm: SignatureAlgorithm? = nil,
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        guard try request.isSignedByOwnKey() else { throw .requestSignatureInvalid }
        return try issued(
            to: request.subjectPublicKeyInfo,
            by: issuer,
            algorithm: algorithm,
            using: &random
        )
    }

    /// What is signed of a certificate that another signs.
    private func contents(
        for key: SubjectPublicKeyInfo,
        by issuer: borrowing Issuer<some SigningKey & ~Copyable>,
        algorithm: SignatureAlgorithm,
        using random: inout some RandomSource
    ) throws(PKIXError) -> TBSCertificate {
        if case .root = profile { throw .rootMustSignItself }
        try validate()
        let authority = issuer.certificate
        try authority.requireCover(of: profile)
        guard subject != authority.subject else { throw .subjectIsIssuer }
        guard let validity = validity.clamped(to: authority.validity) else {
            throw .issuerNotValid(authority.validity)
        }
        return TBSCertificate(
            version: .v3,
            serialNumber: serialNumber ?? SerialNumber(using: &random),
            signature: algorithm.identifier,
            issuer: authority.subject,
            validity: validity,
            subject: subject,
            subjectPublicKeyInfo: key,
            extensions: try extensions(
                of: key,
                by: authority,
                authorityKeyIdentifier: AuthorityKeyIdentifier(keyIdentifier: issuer.keyIdentifier.octets)
            )
        )
    }
}
