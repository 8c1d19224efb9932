extension Signed {
    /// Whether the signature is one by `key`.
    func isSigned(by key: any VerifyingKey) throws(PKIXError) -> Bool {
        try key.isValidSignature(signature.span, for: contentsEncoding.span, algorithm: algorithm)
    }

    /// Whether the signature is one by `key`, which is read first.
    func isSigned(by key: SubjectPublicKeyInfo) throws(PKIXError) -> Bool {
        try algorithm.requireVerified()
        return try isSigned(by: key.verifyingKey())
    }
}

extension SignatureAlgorithm {
    /// Throws where signatures by the algorithm are not verified here.
    fileprivate func requireVerified() throws(PKIXError) {
        if case .other(let identifier) = self { throw .unsupportedSignatureAlgorithm(identifier.algorithm) }
    }
}

extension Certificate {
    /// Whether the signature is one by `key`; says nothing about names, validity or usages.
    ///
    /// Throws ``PKIXError/unsupportedSignatureAlgorithm(_:)`` where the certificate is signed by an algorithm that is
    /// not verified here or not one of such a key.
    public func isSigned(by key: any VerifyingKey) throws(PKIXError) -> Bool {
        try isSigned(by: key, signatureAlgorithm)
    }

    private func isSigned(by key: any VerifyingKey, _ algorithm: SignatureAlgorithm) throws(PKIXError) -> Bool
    {
        try key.isValidSignature(octets(place.signature), for: octets(place.contents), algorithm: algorithm)
    }

    /// Whether the signature is one by `key`; says nothing about names, validity or usages.
    ///
    /// Throws ``PKIXError/unsupportedSignatureAlgorithm(_:)`` where the certificate is signed by an algorithm that is
    /// not verified here, and ``PKIXError/unusableKey(_:)`` where `key` is of another kind or malformed.
    public func isSigned(by key: SubjectPublicKeyInfo) throws(PKIXError) -> Bool {
        let algorithm = signatureAlgorithm
        try algorithm.requireVerified()
        return try isSigned(by: key.verifyingKey(), algorithm)
    }

    /// Whether `issuer` has the name that this certificate gives its issuer, and the key that signed it; says
    /// nothing about whether `issuer` may sign certificates. Throws as ``isSigned(by:)-(SubjectPublicKeyInfo)``.
    public func isSigned(by issuer: Certificate) throws(PKIXError) -> Bool {
        guard namesIssuer(issuer) else { return false }
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
