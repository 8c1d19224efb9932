extension SecretBuffer where Element == UInt8 {
    /// Gives the bytes as text to `body`: shows a secret on purpose, as a program that prints a key does, or passes
    /// it to an interface that takes nothing but a `String`.
    ///
    /// ```swift
    /// key.pkcs8PEM.withString { print($0, terminator: "") }
    /// ```
    ///
    /// A `String` is not wiped when it goes, nor is what is made of it; so keep it no longer than the call. `nil`, and
    /// no call of `body`, where the bytes are not UTF-8. Leaks: the count, and where a byte is not ASCII.
    public func withString<Result: ~Copyable, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        try text(of: span, to: body)
    }
}

extension SharedSecret {
    /// Gives the bytes as text to `body`, as ``SecretBuffer/withString(_:)`` does.
    public func withString<Result: ~Copyable, Failure: Error>(
        _ body: (String) throws(Failure) -> Result
    ) throws(Failure) -> Result? {
        try withSpan { span throws(Failure) in try text(of: span, to: body) }
    }
}

private func text<Result: ~Copyable, Failure: Error>(
    of span: Span<UInt8>,
    to body: (String) throws(Failure) -> Result
) throws(Failure) -> Result? {
    guard let text = try? UTF8Span(validating: span) else { return nil }
    return try body(String(copying: text))
}
