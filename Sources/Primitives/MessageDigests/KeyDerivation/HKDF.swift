public import SecretMemory

/// HKDF (RFC 5869): keys from a secret of much entropy, such as two parties agreed on, but not from a password.
///
/// What comes out lies on the heap and is wiped with the value.
///
/// Leaks: all counts; nothing about what key, salt and information are.
public enum HKDF<Digest: MessageDigest & ~Copyable> {
    /// The most octets that ``expand(_:information:byteCount:)`` gives: 255 digests.
    public static var maximumByteCount: Int { 255 * Digest.byteCount }

    /// HKDF-Extract (section 2.2): a pseudorandom key, as long as a digest, of the input keying material.
    ///
    /// Without a salt it is as if the salt were a digest's worth of zeros.
    public static func extract(_ inputKey: Span<UInt8>, salt: Span<UInt8>) -> SecretBytes {
        HMAC<Digest>.code(for: inputKey, key: salt)
    }

    /// HKDF-Expand (section 2.3): `byteCount` octets, from 1 to ``maximumByteCount``, of a pseudorandom key.
    ///
    /// `information` says what the octets are for; it is no secret, and its owner's to wipe if it is.
    public static func expand(
        _ pseudorandomKey: Span<UInt8>,
        information: Span<UInt8>,
        byteCount: Int
    ) throws(KeyDerivationError) -> SecretBytes {
        guard byteCount > 0, byteCount <= maximumByteCount else { throw .invalidDerivedByteCount(byteCount) }
        var key = SecretBytes(repeating: 0, count: byteCount)
        var output = key.mutableSpan
        var hmac = HMAC<Digest>(key: pseudorandomKey)
        var block = SecretBytes(repeating: 0, count: Digest.byteCount)
        // T(1), T(2), … one after the other, each of the one before it; the last one is cut short.
        var number: UInt8 = 1
        for start in stride(from: 0, to: byteCount, by: Digest.byteCount) {
            if start > 0 { hmac.update(block.span) }
            hmac.update(information)
            hmac.update(([number] as InlineArray<1, UInt8>).span)
            finalize(&hmac, into: &block)
            for index in 0..<min(Digest.byteCount, byteCount - start) {
                output[start + index] = block.span[index]
            }
            number &+= 1
        }
        return key
    }

    /// Both steps: `byteCount` octets, from 1 to ``maximumByteCount``, of the input keying material.
    public static func deriveKey(
        _ inputKey: Span<UInt8>,
        salt: Span<UInt8>,
        information: Span<UInt8>,
        byteCount: Int
    ) throws(KeyDerivationError) -> SecretBytes {
        let pseudorandomKey = extract(inputKey, salt: salt)
        return try expand(pseudorandomKey.span, information: information, byteCount: byteCount)
    }

    private static func finalize(_ hmac: inout HMAC<Digest>, into block: inout SecretBytes) {
        var span = block.mutableSpan
        hmac.finalizeAndReset(into: &span)
    }
}
