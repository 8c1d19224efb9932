internal import RSACryptography

extension SubjectPublicKeyInfo {
    /// The bits of an RSA key's modulus, also of one for PSS alone; `nil` for a malformed key or one of another kind.
    package var rsaBitCount: Int? {
        guard algorithm.algorithm == .rsaEncryption || algorithm.algorithm == .rsassaPSS else { return nil }
        do throws(KeyEncodingError) {
            return try RSA.PublicKey(pkcs1: subjectPublicKey.span).bitCount
        } catch {
            if case .invalidKey(.modulusLength(let bitCount)) = error { return bitCount }
            return nil
        }
    }
}
