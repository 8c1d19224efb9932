internal import DERCoding
public import MessageDigests
public import RSACryptography
public import SecretMemory

extension CertificateRequest {
    /// Makes a request for a key, signed by it.
    ///
    /// `names` are the alternative names to ask for; other extensions come from the issuer's profile. `random` gives
    /// the blinding and, for PSS, the salt. Throws where a name is none, and where the key is too short for the
    /// scheme.
    public init(
        subject: DistinguishedName,
        names: [GeneralName] = [],
        key: borrowing RSA.PrivateKey,
        scheme: RSA.SignatureScheme = .pkcs1v15(.sha256),
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
            scheme: scheme,
            using: &random
        )
    }

    /// Makes a request that asks for any extensions.
    public init(
        subject: DistinguishedName,
        extensions: Extensions,
        key: borrowing RSA.PrivateKey,
        scheme: RSA.SignatureScheme = .pkcs1v15(.sha256),
        using random: inout some RandomSource
    ) throws(PKIXError) {
        try subject.validate()
        let info = CertificationRequestInfo(
            subject: subject,
            subjectPublicKeyInfo: key.publicKey.subjectPublicKeyInfo,
            extensions: extensions
        )
        let encoding = try signedEncoding(of: info.encoding(), by: key, scheme: scheme, using: &random)
        try self.init(der: encoding.span)
    }
}
