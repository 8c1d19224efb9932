extension Certificate {
    /// Reads the first certificate of a PEM text, passing over documents of other labels.
    ///
    /// ```swift
    /// let certificate = try Certificate(pem: text)
    /// ```
    public init(pem text: String) throws(PKIXError) {
        try self.init(pem: text.utf8Span.span)
    }

    /// Reads all certificates of a PEM text, passing over documents of other labels: a chain, or a bundle of roots.
    ///
    /// ```swift
    /// for certificate in try Certificate.all(pem: text) {
    ///     print(certificate.subject, certificate.validity.notAfter)
    /// }
    /// ```
    public static func all(pem text: String) throws(PKIXError) -> [Certificate] {
        try all(pem: text.utf8Span.span)
    }
}
