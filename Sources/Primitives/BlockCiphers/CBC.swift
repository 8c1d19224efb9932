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
        // Only what shares a block with the padding is copied.
        let wholeCount = plaintext.count & ~(AES.blockByteCount - 1)
        let restCount = plaintext.count - wholeCount
        var lastBlock = SecretBytes(
            repeating: UInt8(AES.blockByteCount - restCount),
            count: AES.blockByteCount
        )
        var last = lastBlock.mutableSpan
        for index in 0..<restCount { last[index] = plaintext[wholeCount + index] }
        return [UInt8](capacity: wholeCount + AES.blockByteCount) { output in
            let whole = plaintext.extracting(first: wholeCount)
            append(whole, key: key, after: initializationVector, to: &output)
            let vector = InlineArray<16, UInt8> { index in
                wholeCount > 0
                    ? output.span[wholeCount - AES.blockByteCount + index] : initializationVector[index]
            }
            append(lastBlock.span, key: key, after: vector.span, to: &output)
        }
    }

    /// Enciphers whole blocks behind those that are there.
    private static func append(
        _ blocks: Span<UInt8>,
        key: borrowing AES,
        after vector: Span<UInt8>,
        to output: inout OutputSpan<UInt8>
    ) {
        unsafe output.withUnsafeMutableBufferPointer { memory, count in
            let free = unsafe UnsafeMutableBufferPointer(rebasing: memory[count..<count + blocks.count])
            var ciphertext = unsafe MutableSpan(_unsafeElements: free)
            key.encryptChain(blocks, after: vector, into: &ciphertext)
            count += blocks.count
        }
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
        guard let count = contentByteCount(of: padded) else { throw .invalidPadding }
        return padded.shortened(to: count)
    }

    private static func contentByteCount(of padded: borrowing SecretBytes) -> Int? {
        PKCS7Padding.contentByteCount(of: padded.span)
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
        return SecretBytes(capacity: ciphertext.count) { output in
            unsafe output.withUnsafeMutableBufferPointer { memory, count in
                var plaintext = unsafe MutableSpan(_unsafeElements: memory)
                key.decryptChain(ciphertext, after: initializationVector, into: &plaintext)
                count = memory.count
            }
        }
    }

    private static func checkInitializationVector(_ vector: Span<UInt8>) throws(BlockCipherError) {
        guard vector.count == AES.blockByteCount else {
            throw .invalidInitializationVectorByteCount(vector.count)
        }
    }
}
