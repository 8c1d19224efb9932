public import SecretMemory

extension CertificateRequest {
    /// Makes a request for a key, signed by it.
    ///
    /// `names` are the alternative names to ask for; other extensions come from the issuer's profile. `algorithm` is
    /// the key's usual one, where it is not given; `random` gives what the signature needs. Throws where a name is not
    /// a valid one, and where the key does not sign by the algorithm or is too short for it.
    ///
    /// Leaks: what the key's operation does.
    public init(
        subject: DistinguishedName,
        names: [GeneralName] = [],
        key: borrowing some SigningKey & ~Copyable,
        algorithm: SignatureAlgorithm? = nil,
        using random: inout some RandomSource
    ) throws(PKIXError) {
        for name in names { try name.validate() }
        var wanted: [CertificateExtension] = []
        if !names.isEmpty {
            wanted.append(CertificateExtension(SubjectAlternativeName(names), isCritical: subject.isEmpty))
        }
        try self.init(
            subject: subject,
            extensions: Extensions(wanted),
            key: key,
            algorithm: algorithm,
            using: &random
        )
    }

    /// Makes a request that asks for any extensions.
    ///
    /// Leaks: what the key's operation does.
    public init(
        subject: DistinguishedName,
        extensions: Extensions,
        key: borrowing some SigningKey & ~Copyable,
        algorithm: SignatureAlgorithm? = nil,
        using random: inout some RandomSource
    ) throws(PKIXError) {
        try subject.validate()
        let info = CertificationRequestInfo(
            subject: subject,
            subjectPublicKeyInfo: key.publicKeyInfo,
            extensions: extensions
        )
        let algorithm = algorithm ?? key.defaultSignatureAlgorithm
        let octets = try info.signed(by: key, algorithm: algorithm, using: &random)
        signed = try Signed(der: octets.span, limits: .own(octets))
    }
}
