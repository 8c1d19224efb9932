internal import DERCoding
public import MessageDigests
public import RSACryptography
public import SecretMemory

extension CertificateTemplate {
    /// Issues the certificate of a root: signed by its own key.
    ///
    /// `random` gives the serial number, the blinding and, for PSS, the salt. Throws where the template is not one
    /// of a root's profile or breaks the standard, and where the key is too short for the scheme.
    public func selfSigned(
        by key: borrowing RSA.PrivateKey,
        scheme: RSA.SignatureScheme = .pkcs1v15(.sha256),
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        guard case .root = profile else { throw .leafMustNotSignItself }
        try validate()
        let publicKey = key.publicKey.subjectPublicKeyInfo
        let fields = TBSCertificate(
            version: .v3,
            serialNumber: SerialNumber(using: &random),
            signature: SignatureAlgorithm(scheme).identifier,
            issuer: subject,
            validity: validity,
            subject: subject,
            subjectPublicKeyInfo: publicKey,
            extensions: try extensions(
                subjectKeyIdentifier: SubjectKeyIdentifier(of: publicKey),
                authorityKeyIdentifier: nil
            )
        )
        return try fields.signed(by: key, scheme: scheme, using: &random)
    }

    /// Issues the certificate of a server or client for a key, signed by an issuer.
    ///
    /// The issuer must be one who may: see ``Certificate/requireIssuer(of:)``, and `issuerKey` must be its key. The
    /// validity is cut to the issuer's, so that no leaf outlives its issuer. `random` gives the serial number, the
    /// blinding and, for PSS, the salt.
    public func issued(
        to key: SubjectPublicKeyInfo,
        by issuer: Certificate,
        key issuerKey: borrowing RSA.PrivateKey,
        scheme: RSA.SignatureScheme = .pkcs1v15(.sha256),
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        let fields = try fields(of: key, by: issuer, key: issuerKey, scheme: scheme, using: &random)
        return try fields.signed(by: issuerKey, scheme: scheme, using: &random)
    }

    /// Issues the certificates of a whole fleet, in their order, as
    /// ``issued(to:by:key:scheme:using:)`` issues one, for less time each.
    ///
    /// Nothing is issued where one of the leaves is refused.
    public static func issued(
        _ leaves: [(template: CertificateTemplate, key: SubjectPublicKeyInfo)],
        by issuer: Certificate,
        key issuerKey: borrowing RSA.PrivateKey,
        scheme: RSA.SignatureScheme = .pkcs1v15(.sha256),
        using random: inout some RandomSource
    ) throws(PKIXError) -> [Certificate] {
        var messages: [[UInt8]] = []
        for leaf in leaves {
            let fields = try leaf.template.fields(
                of: leaf.key,
                by: issuer,
                key: issuerKey,
                scheme: scheme,
                using: &random
            )
            messages.append(try fields.encoding())
        }
        let signatures: [[UInt8]]
        do {
            signatures = try issuerKey.sign(messages, scheme: scheme, using: &random)
        } catch {
            throw .signingFailed(error)
        }
        var certificates: [Certificate] = []
        for (message, signature) in zip(messages, signatures) {
            let encoding = signedEncoding(of: message, scheme: scheme, signature: signature)
            certificates.append(try Certificate(der: encoding.span))
        }
        return certificates
    }

    /// What is signed of the certificate of a server or client.
    private func fields(
        of key: SubjectPublicKeyInfo,
        by issuer: Certificate,
        key issuerKey: borrowing RSA.PrivateKey,
        scheme: RSA.SignatureScheme,
        using random: inout some RandomSource
    ) throws(PKIXError) -> TBSCertificate {
        if case .root = profile { throw .rootMustSignItself }
        try validate()
        try issuer.requireIssuer(of: profile)
        guard try issuer.subjectPublicKeyInfo.rsaPublicKey() == issuerKey.publicKey else {
            throw .issuerKeyMismatch
        }
        guard subject != issuer.subject else { throw .subjectIsIssuer }
        guard let validity = validity.clamped(to: issuer.validity) else {
            throw .issuerNotValid(issuer.validity)
        }
        guard key.algorithm.algorithm == .rsaEncryption else {
            throw .unsupportedSubjectKey(key.algorithm.algorithm)
        }
        _ = try key.rsaPublicKey()
        // The issuer's own identifier, whatever it was made from; a root of version 1 has none.
        let issuerKeyIdentifier =
            issuer.extensions.subjectKeyIdentifier ?? SubjectKeyIdentifier(of: issuer.subjectPublicKeyInfo)
        return TBSCertificate(
            version: .v3,
            serialNumber: SerialNumber(using: &random),
            signature: SignatureAlgorithm(scheme).identifier,
            issuer: issuer.subject,
            validity: validity,
            subject: subject,
            subjectPublicKeyInfo: key,
            extensions: try extensions(
                subjectKeyIdentifier: SubjectKeyIdentifier(of: key),
                authorityKeyIdentifier: AuthorityKeyIdentifier(keyIdentifier: issuerKeyIdentifier.octets)
            )
        )
    }

    /// Issues the certificate for the key of a request, which must be signed by that key.
    ///
    /// Of the request only the key is taken: subject, names and usages are the template's, so that whoever asks
    /// gets what the issuer decided on. A caller who trusts the request copies them from it.
    public func issued(
        for request: CertificateRequest,
        by issuer: Certificate,
        key issuerKey: borrowing RSA.PrivateKey,
        scheme: RSA.SignatureScheme = .pkcs1v15(.sha256),
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        guard try request.isSignedByOwnKey() else { throw .requestSignatureInvalid }
        return try issued(
            to: request.subjectPublicKeyInfo,
            by: issuer,
            key: issuerKey,
            scheme: scheme,
            using: &random
        )
    }
}

extension Certificate {
    /// Throws where this certificate's subject may not issue a certificate of `profile` for these nodes.
    ///
    /// - It is an authority: basicConstraints with cA TRUE. A certificate of version 1, which cannot say so, is taken
    ///   where it is signed by its own key, as openssl and GnuTLS take one that they were told to trust; one of
    ///   version 2 or 3 without basicConstraints is not.
    /// - Its key usage, where there is one, has keyCertSign (RFC 5280, section 4.2.1.3); its extended key usage,
    ///   where there is one, covers the profile's, as clients ask of every authority of a path.
    /// - It has no critical extension that this module does not know.
    /// - Its key is an RSA key. A certificate that is signed by Ed25519 breaks the channel binding of libpq
    ///   (`SCRAM-SHA-256-PLUS`), which hashes it by the digest of its signature's algorithm.
    ///
    /// Nothing here looks at the clock: ``validity`` is for the caller, and cuts what is issued.
    public func requireIssuer(of profile: CertificateProfile) throws(PKIXError) {
        switch subjectPublicKeyInfo.algorithm.algorithm {
        case .rsaEncryption: break
        case .ed25519: throw .issuerKeyBreaksChannelBinding(.ed25519)
        case .ed448: throw .issuerKeyBreaksChannelBinding(.ed448)
        case let other: throw .unsupportedIssuerKey(other)
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
        if let usage = extensions.extendedKeyUsage, let purpose = profile.purpose, !usage.covers(purpose) {
            throw .issuerMayNotCertifyUsage(purpose)
        }
    }
}

extension TBSCertificate {
    /// The certificate with its signature.
    func signed(
        by key: borrowing RSA.PrivateKey,
        scheme: RSA.SignatureScheme,
        using random: inout some RandomSource
    ) throws(PKIXError) -> Certificate {
        let encoding = try signedEncoding(of: try encoding(), by: key, scheme: scheme, using: &random)
        // Read as anyone would: what leaves here can be read.
        return try Certificate(der: encoding.span)
    }
}

/// What is signed, the algorithm and the signature, as certificates and requests have it.
func signedEncoding(
    of message: [UInt8],
    by key: borrowing RSA.PrivateKey,
    scheme: RSA.SignatureScheme,
    using random: inout some RandomSource
) throws(PKIXError) -> [UInt8] {
    let signature = try signature(of: message, by: key, scheme: scheme, using: &random)
    return signedEncoding(of: message, scheme: scheme, signature: signature)
}

private func signedEncoding(
    of message: [UInt8],
    scheme: RSA.SignatureScheme,
    signature: [UInt8]
) -> [UInt8] {
    DERWriter.octets { writer in
        writer.sequence { writer in
            writer.encoded(message.span)
            SignatureAlgorithm(scheme).identifier.write(to: &writer)
            writer.bitString(signature.span)
        }
    }
}

private func signature(
    of message: [UInt8],
    by key: borrowing RSA.PrivateKey,
    scheme: RSA.SignatureScheme,
    using random: inout some RandomSource
) throws(PKIXError) -> [UInt8] {
    do {
        return try key.sign(message.span, scheme: scheme, using: &random)
    } catch {
        throw .signingFailed(error)
    }
}
