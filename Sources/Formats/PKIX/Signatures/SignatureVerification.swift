internal import DERCoding
public import RSACryptography

extension SignatureAlgorithm {
    /// Takes a scheme of RSA.
    public init(_ scheme: RSA.SignatureScheme) {
        switch scheme {
        case .pkcs1v15(let digest): self = .pkcs1v15(digest)
        case .pss(let digest, let saltByteCount): self = .pss(digest, saltByteCount: saltByteCount)
        }
    }

    /// The scheme of RSA that this is; `nil` for other algorithms.
    public var rsaScheme: RSA.SignatureScheme? {
        switch self {
        case .pkcs1v15(let digest): .pkcs1v15(digest)
        case .pss(let digest, let saltByteCount): .pss(digest, saltByteCount: saltByteCount)
        case .other: nil
        }
    }

    /// Whether `signature` is one of `message` by `key`.
    ///
    /// Throws ``PKIXError/unsupportedSignatureAlgorithm(_:)`` where this is no algorithm of RSA with a SHA-2 digest,
    /// and ``PKIXError/unusableKey(_:)`` where the key is no RSA key or a malformed one.
    func isValid(
        _ signature: [UInt8],
        for message: [UInt8],
        by key: SubjectPublicKeyInfo
    ) throws(PKIXError) -> Bool {
        guard let rsaScheme else { throw .unsupportedSignatureAlgorithm(identifier.algorithm) }
        let publicKey = try key.rsaPublicKey()
        return publicKey.isValidSignature(signature.span, for: message.span, scheme: rsaScheme)
    }
}

extension Certificate {
    /// Whether the signature is one by `key`; says nothing about names, validity or usages.
    ///
    /// Throws ``PKIXError/unsupportedSignatureAlgorithm(_:)`` where the certificate is not signed by RSA with a SHA-2
    /// digest, and ``PKIXError/unusableKey(_:)`` where `key` is no RSA key or a malformed one.
    public func isSigned(by key: SubjectPublicKeyInfo) throws(PKIXError) -> Bool {
        try signatureAlgorithm.isValid(signature, for: tbsEncoding, by: key)
    }

    /// Whether `issuer` has the name that this certificate gives its issuer, and the key that signed it; says
    /// nothing about whether `issuer` may sign certificates. Throws as ``isSigned(by:)-(SubjectPublicKeyInfo)``.
    public func isSigned(by issuer: Certificate) throws(PKIXError) -> Bool {
        guard self.issuer == issuer.subject else { return false }
        return try isSigned(by: issuer.subjectPublicKeyInfo)
    }
}

extension CertificateRequest {
    /// Whether the signature is one by the key in the request, so that who asks has that key. Throws as
    /// ``Certificate/isSigned(by:)-(SubjectPublicKeyInfo)``.
    public func isSignedByOwnKey() throws(PKIXError) -> Bool {
        try signatureAlgorithm.isValid(signature, for: infoEncoding, by: subjectPublicKeyInfo)
    }
}

extension SubjectPublicKeyInfo {
    func rsaPublicKey() throws(PKIXError) -> RSA.PublicKey {
        do {
            return try RSA.PublicKey(self)
        } catch {
            throw .unusableKey(error)
        }
    }
}
