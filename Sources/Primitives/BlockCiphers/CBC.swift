public import SecretMemory

/// Cipher block chaining (NIST SP 800-38A, section 6.2) with AES and the padding of PKCS #7 (RFC 5652, section
/// 6.3).
///
/// It hides what it enciphers and does not protect it from change: whoever can try altered ciphertexts and sees
/// which of them are refused learns the content. Only for formats that have it.
///
/// Leaks: the counts of octets, and whether a padding was right; nothing about key and content.
public enum CBC {
    /// Pads `plaintext` and enciphers it: 1 to 16 octets longer, to a whole number of blocks.
    ///
    /// `initializationVector` has 16 octets; a fresh random one for each message keeps equal messages from
    /// looking equal.
    public static func encrypt(
        _ plaintext: Span<UInt8>,
        key: borrowing AES,
        initializationVector: Span<UInt8>
    ) throws(BlockCipherError) -> [UInt8] {
        try checkInitializationVector(initializationVector)
        let padding = AES.blockByteCount - plaintext.count % AES.blockByteCount
        var padded = SecretBytes(repeating: UInt8(padding), count: plaintext.count + padding)
        var span = padded.mutableSpan
        for index in plaintext.indices {
            span[index] = plaintext[index]
        }
        return chain(padded.span, key: key, initializationVector: initializationVector)
    }

    /// Deciphers `ciphertext` and takes the padding off.
    ///
    /// Any padding that is not right is the one error ``BlockCipherError/invalidPadding``, found in the same time.
    /// A wrong key goes unnoticed about once in 256 times.
    public static func decrypt(
        _ ciphertext: Span<UInt8>,
        key: borrowing AES,
        initializationVector: Span<UInt8>
    ) throws(BlockCipherError) -> SecretBytes {
        guard ciphertext.count > 0 else { throw .invalidCiphertextByteCount(0) }
        let padded = try decryptWithoutPadding(
            ciphertext,
            key: key,
            initializationVector: initializationVector
        )
        guard let count = PKCS7Padding.contentByteCount(of: padded.span) else { throw .invalidPadding }
        return SecretBytes(copying: padded.span.extracting(0..<count))
    }

    /// Deciphers `ciphertext`, a whole number of blocks, to as many octets.
    static func decryptWithoutPadding(
        _ ciphertext: Span<UInt8>,
        key: borrowing AES,
        initializationVector: Span<UInt8>
    ) throws(BlockCipherError) -> SecretBytes {
        try checkInitializationVector(initializationVector)
        guard ciphertext.count.isMultiple(of: AES.blockByteCount) else {
            throw .invalidCiphertextByteCount(ciphertext.count)
        }
        var plaintext = SecretBytes(repeating: 0, count: ciphertext.count)
        var span = plaintext.mutableSpan
        key.decryptChain(ciphertext, after: initializationVector, into: &span)
        return plaintext
    }

    private static func chain(
        _ plaintext: Span<UInt8>,
        key: borrowing AES,
        initializationVector: Span<UInt8>
    ) -> [UInt8] {
        var ciphertext = [UInt8](repeating: 0, count: plaintext.count)
        var span = ciphertext.mutableSpan
        key.encryptChain(plaintext, after: initializationVector, into: &span)
        return ciphertext
    }

    private static func checkInitializationVector(_ vector: Span<UInt8>) throws(BlockCipherError) {
        guard vector.count == AES.blockByteCount else {
            throw .invalidInitializationVectorByteCount(vector.count)
        }
    }
}
