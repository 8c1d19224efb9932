extension CertificateRequest {
    /// Reads the first request of a PEM text, passing over documents of other labels.
    ///
    /// ```swift
    /// let request = try CertificateRequest(pem: text)
    /// let isProven = try request.isSignedByOwnKey()
    /// print(request.subject, request.names, isProven)
    /// ```
    public init(pem text: String) throws(PKIXError) {
        try self.init(pem: text.utf8Span.span)
    }
}
