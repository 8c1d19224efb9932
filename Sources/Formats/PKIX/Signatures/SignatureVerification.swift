extension Signed {
    /// Whether the signature is one by `key`.
    func isSigned(by key: any VerifyingKey) throws(PKIXError) -> Bool {
        try key.isValidSignature(signature.span, for: contentsEncoding.span, algorithm: algorithm)
    }

    /// Whether the signature is one by `key`, which is read first.
    func isSigned(by key: SubjectPublicKeyInfo) throws(PKIXError) -> Bool {
        if case .other(let identifier) = algorithm {
            throw .unsupportedSignatureAlgorithm(identifier.algorithm)
        }
        return try isSigned(by: key.verifyingKey())
    }
}

extension Certificate {
    /// Whether the signature is one by `key`; says nothing about names, validity or usages.
    ///
    /// Throws ``PKIXError/unsupportedSignatureAlgorithm(_:)`` where the certificate is signed by an algorithm that is
    /// not verified here or not one of such a key.
    public func isSigned(by key: any VerifyingKey) throws(PKIXError) -> Bool {
        try signed.isSigned(by: key)
    }

    /// Whether the signature is one by `key`; says nothing about names, validity or usages.
    ///
    /// Throws ``PKIXError/unsupportedSignatureAlgorithm(_:)`` where the certificate is signed by an algorithm that is
    /// not verified here, and ``PKIXError/unusableKey(_:)`` where `key` is of another kind or malformed.
    public func isSigned(by key: SubjectPublicKeyInfo) throws(PKIXError) -> Bool {
        try signed.isSigned(by: key)
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
        try signed.isSigned(by: subjectPublicKeyInfo)
    }
}
