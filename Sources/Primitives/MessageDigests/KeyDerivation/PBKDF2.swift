public import SecretMemory

/// PBKDF2 (RFC 8018, section 5.2) with HMAC over a digest as its pseudorandom function.
public enum PBKDF2<Digest: MessageDigest & ~Copyable> {
    /// A key of `byteCount` octets from a password.
    ///
    /// `iterationCount` is what makes guessing the password dear, and what this call costs: two compressions for
    /// each iteration and each digest's worth of octets begun. Fewer than one iteration, and fewer than one octet
    /// or more than 2^32 − 1 digests, are refused.
    ///
    /// Leaks: all counts; nothing about what the password and the salt are.
    public static func deriveKey(
        password: Span<UInt8>,
        salt: Span<UInt8>,
        iterationCount: Int,
        byteCount: Int
    ) throws(KeyDerivationError) -> SecretBytes {
        guard iterationCount > 0 else { throw .invalidIterationCount(iterationCount) }
        // Step 1.
        guard byteCount > 0, (byteCount - 1) / Digest.byteCount < UInt32.max else {
            throw .invalidDerivedByteCount(byteCount)
        }
        var key = SecretBytes(repeating: 0, count: byteCount)
        var output = key.mutableSpan
        var hmac = HMAC<Digest>(key: password)
        var t = SecretBytes(repeating: 0, count: Digest.byteCount)
        var start = 0
        var number: UInt32 = 1
        // Steps 2 to 4: T(1), T(2), … one after the other, the last one cut short.
        while start < byteCount {
            hmac.update(salt)
            withOctets(of: number) { hmac.update($0) }
            step(&hmac, &t)
            hmac.addChain(to: &t, count: iterationCount - 1)
            let octets = t.span
            for index in 0..<min(Digest.byteCount, byteCount - start) {
                output[start + index] = octets[index]
            }
            start += Digest.byteCount
            number &+= 1
        }
        return key
    }

    /// Makes `t` the code of what `hmac` was given.
    private static func step(_ hmac: inout HMAC<Digest>, _ t: inout SecretBytes) {
        var span = t.mutableSpan
        hmac.finalizeAndReset(into: &span)
    }

    /// INT(i) of the standard: four octets, the most significant first.
    private static func withOctets(of number: UInt32, _ body: (Span<UInt8>) -> Void) {
        let octets: InlineArray<4, UInt8> = [
            UInt8(truncatingIfNeeded: number >> 24), UInt8(truncatingIfNeeded: number >> 16),
            UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number),
        ]
        body(octets.span)
    }
}
