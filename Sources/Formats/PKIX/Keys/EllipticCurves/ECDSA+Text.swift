public import EllipticCurves

extension ECDSA.PrivateKey {
    /// Reads the first private key of a PEM text, PKCS#8 or SEC 1, passing over documents that are not private keys.
    ///
    /// A `String` is not wiped when it goes: this is for keys of tests and examples. A key from outside is read into
    /// `SecretBytes` and given as its span.
    ///
    /// Leaks: the text's lines and labels, the curve, and whether the key was right and what was wrong with it.
    public init(pem text: String) throws(KeyEncodingError) {
        try self.init(pem: text.utf8Span.span)
    }
}

extension ECDSA.PublicKey {
    /// Reads the first public key of a PEM text, passing over documents of other labels.
    ///
    /// ```swift
    /// let key = try ECDSA.PublicKey(pem: text)
    /// ```
    public init(pem text: String) throws(KeyEncodingError) {
        try self.init(pem: text.utf8Span.span)
    }
}
