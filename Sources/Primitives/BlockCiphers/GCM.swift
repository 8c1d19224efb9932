public import SecretMemory

/// Galois/Counter Mode (NIST SP 800-38D) with AES and tags of 16 octets: it hides a message, and shows whether the
/// message, or what is sent in the clear beside it, was changed.
///
/// Two messages under one key must never have the same nonce: whoever sees both learns their sum, and can forge others.
/// The hash key lies on the heap, as the expanded key does, and both are wiped with the value.
///
/// Leaks: all counts, and whether a message was opened; nothing about what key, content and associated data are.
public struct GCM: ~Copyable, Sendable {
    /// The octets of a tag, which stands behind each ciphertext: 16.
    public static var tagByteCount: Int { 16 }

    /// The octets that a nonce should have: 12. Others are hashed to as many, which may meet.
    public static var nonceByteCount: Int { 12 }

    /// The most octets of a message: 2^32 − 2 blocks.
    public static var maximumByteCount: Int { (1 << 32 - 2) * AES.blockByteCount }

    private let cipher: AES
    private let hash: GHASH

    /// Takes an expanded key over.
    public init(key: consuming AES) {
        // H of section 7.1, step 1: the ciphertext of a block of zeros.
        let zeros = SecretBytes(repeating: 0, count: AES.blockByteCount)
        var block = SecretBytes(repeating: 0, count: AES.blockByteCount)
        var span = block.mutableSpan
        key.encrypt(blocks: zeros.span, into: &span)
        hash = GHASH(key: block.span, onInstructions: key.usesInstructions && GHASH.hasInstructions)
        cipher = key
    }

    /// GCM-AE (section 7.1): the ciphertext of `plaintext`, and behind it the tag of ciphertext and `associatedData`.
    ///
    /// `nonce` has at least one octet, and best ``nonceByteCount``.
    public func seal(
        _ plaintext: Span<UInt8>,
        nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>
    ) throws(BlockCipherError) -> [UInt8] {
        try GCM.checkMessage(byteCount: plaintext.count)
        let start = try counterStart(nonce)
        var sealed = [UInt8](repeating: 0, count: plaintext.count + GCM.tagByteCount)
        var output = sealed.mutableSpan
        addKeyStream(after: start.span, to: plaintext, into: &output)
        let tag = tag(
            of: output.span.extracting(first: plaintext.count),
            associatedData: associatedData,
            start: start.span
        )
        for index in tag.span.indices {
            output[plaintext.count + index] = tag.span[index]
        }
        return sealed
    }

    /// GCM-AD (section 7.2): the plaintext of a ciphertext with its tag behind it.
    ///
    /// Whatever was changed, or another key or nonce, is the one error ``BlockCipherError/invalidTag``, and nothing has
    /// been deciphered then.
    public func open(
        _ sealed: Span<UInt8>,
        nonce: Span<UInt8>,
        authenticating associatedData: Span<UInt8>
    ) throws(BlockCipherError) -> SecretBytes {
        let count = sealed.count - GCM.tagByteCount
        guard count >= 0 else { throw .invalidSealedByteCount(sealed.count) }
        try GCM.checkMessage(byteCount: count)
        let start = try counterStart(nonce)
        let ciphertext = sealed.extracting(first: count)
        let expected = tag(of: ciphertext, associatedData: associatedData, start: start.span)
        guard constantTimeEquals(expected.span, sealed.extracting(last: GCM.tagByteCount)) else {
            throw .invalidTag
        }
        var plaintext = SecretBytes(repeating: 0, count: count)
        var output = plaintext.mutableSpan
        addKeyStream(after: start.span, to: ciphertext, into: &output)
        return plaintext
    }

    /// Refuses a message for which there are not enough counters (section 5.2.1.1).
    static func checkMessage(byteCount: Int) throws(BlockCipherError) {
        guard byteCount <= maximumByteCount else { throw .invalidMessageByteCount(byteCount) }
    }

    /// J0 of section 7.1, step 2: the counter block before the first one of the message.
    private func counterStart(_ nonce: Span<UInt8>) throws(BlockCipherError) -> SecretBytes {
        guard nonce.count > 0 else { throw .invalidNonceByteCount(0) }
        if nonce.count == GCM.nonceByteCount {
            var start = SecretBytes(repeating: 0, count: AES.blockByteCount)
            var octets = start.mutableSpan
            for index in nonce.indices { octets[index] = nonce[index] }
            octets[AES.blockByteCount - 1] = 1
            return start
        }
        var state = GHASH.makeState()
        hash.absorb(nonce, into: &state)
        hash.absorbCounts(0, nonce.count, into: &state)
        return GHASH.octets(of: state)
    }

    /// GCTR (section 6.5) with the counter blocks after `start`: adds the key stream to `input`, over the first octets
    /// of `output`.
    private func addKeyStream(
        after start: Span<UInt8>,
        to input: Span<UInt8>,
        into output: inout MutableSpan<UInt8>
    ) {
        let groupByteCount = 64 * AES.blockByteCount
        var counters = SecretBytes(repeating: 0, count: min(groupByteCount, input.count + AES.blockByteCount))
        var stream = SecretBytes(repeating: 0, count: counters.count)
        var blocks = counters.mutableSpan
        for index in blocks.indices { blocks[index] = start[index % AES.blockByteCount] }
        let end = AES.blockByteCount - 1
        var number =
            UInt32(start[end - 3]) << 24 | UInt32(start[end - 2]) << 16 | UInt32(start[end - 1]) << 8
            | UInt32(start[end])
        for first in stride(from: 0, to: input.count, by: groupByteCount) {
            let count = min(groupByteCount, input.count - first)
            let blockCount = (count + AES.blockByteCount - 1) / AES.blockByteCount
            for block in 0..<blockCount {
                // inc32 of section 6.2: the nonce above stays as it is.
                number &+= 1
                let last = AES.blockByteCount * block + end
                blocks[last - 3] = UInt8(truncatingIfNeeded: number >> 24)
                blocks[last - 2] = UInt8(truncatingIfNeeded: number >> 16)
                blocks[last - 1] = UInt8(truncatingIfNeeded: number >> 8)
                blocks[last] = UInt8(truncatingIfNeeded: number)
            }
            var streamed = stream.mutableSpan
            cipher.encrypt(
                blocks: blocks.span.extracting(first: AES.blockByteCount * blockCount),
                into: &streamed
            )
            for index in 0..<count {
                output[first + index] = input[first + index] ^ streamed[index]
            }
        }
    }

    /// Steps 5 and 6 of section 7.1.
    private func tag(
        of ciphertext: Span<UInt8>,
        associatedData: Span<UInt8>,
        start: Span<UInt8>
    ) -> SecretBytes {
        var state = GHASH.makeState()
        hash.absorb(associatedData, into: &state)
        hash.absorb(ciphertext, into: &state)
        hash.absorbCounts(associatedData.count, ciphertext.count, into: &state)
        let hashed = GHASH.octets(of: state)
        var tag = SecretBytes(repeating: 0, count: AES.blockByteCount)
        var octets = tag.mutableSpan
        cipher.encrypt(blocks: start, into: &octets)
        for index in octets.indices { octets[index] ^= hashed.span[index] }
        return tag
    }
}
