public import SecretMemory

/// HMAC (FIPS 198-1, RFC 2104) over any digest.
///
/// The key is taken in once: what is kept, on the heap and wiped with the value, are the digest's states after the
/// key, so that each message costs two compressions less. One value makes the codes of any number of messages, one
/// after the other.
///
/// Leaks: the counts of octets of the key and of the messages; nothing about what they are.
public struct HMAC<Digest: MessageDigest & ~Copyable>: ~Copyable, Sendable {
    /// The octets of a code.
    public static var byteCount: Int { Digest.byteCount }

    /// The digest after K0 ⊕ ipad.
    let innerStart: Digest

    /// The digest after K0 ⊕ opad.
    let outerStart: Digest

    /// The digest after K0 ⊕ ipad and the message so far.
    private var running: Digest

    /// The inner digest, while the outer one is made of it.
    private var innerDigest: SecretBytes

    /// Takes a key of any count of octets and starts an empty message.
    public init(key: Span<UInt8>) {
        // Steps 1 to 3 of FIPS 198-1, section 4: a key longer than a block is hashed, a shorter one filled with zeros.
        var block = SecretBytes(repeating: 0, count: Digest.blockByteCount)
        var digest = Digest()
        if key.count > Digest.blockByteCount {
            digest.update(key)
            HMAC.finalize(&digest, into: &block)
        } else {
            var span = block.mutableSpan
            for index in key.indices {
                span[index] = key[index]
            }
        }
        // Step 4, and step 7 after it: what had ipad added to it gets opad instead.
        HMAC.add(0x36, to: &block)
        digest.update(block.span)
        HMAC.add(0x36 ^ 0x5C, to: &block)
        var outer = Digest()
        outer.update(block.span)
        running = digest.copy()
        innerStart = digest
        outerStart = outer
        innerDigest = SecretBytes(repeating: 0, count: Digest.byteCount)
    }

    /// Appends `data` to the message.
    public mutating func update(_ data: Span<UInt8>) {
        running.update(data)
    }

    /// Writes the code over the first ``byteCount`` octets of `output`, which must have as many, and starts an empty
    /// message under the same key; allocates nothing.
    public mutating func finalizeAndReset(into output: inout MutableSpan<UInt8>) {
        HMAC.finalize(&running, into: &innerDigest)
        running.restore(outerStart)
        HMAC.update(&running, with: innerDigest)
        running.finalizeAndReset(into: &output)
        running.restore(innerStart)
    }

    /// The code of the message.
    public consuming func finalize() -> SecretBytes {
        var code = SecretBytes(repeating: 0, count: Digest.byteCount)
        var span = code.mutableSpan
        finalizeAndReset(into: &span)
        return code
    }

    /// Whether `code` is that of the message, as long as a digest; a shortened one is not.
    ///
    /// Leaks besides: the count of `code` and the answer; the time does not depend on where they differ.
    public consuming func isValid(_ code: Span<UInt8>) -> Bool {
        let expected = finalize()
        return constantTimeEquals(expected.span, code)
    }

    /// The code of `data` under `key`.
    public static func code(for data: Span<UInt8>, key: Span<UInt8>) -> SecretBytes {
        var hmac = HMAC(key: key)
        hmac.update(data)
        return hmac.finalize()
    }

    private static func finalize(_ digest: inout Digest, into buffer: inout SecretBytes) {
        var span = buffer.mutableSpan
        digest.finalizeAndReset(into: &span)
    }

    private static func update(_ digest: inout Digest, with buffer: borrowing SecretBytes) {
        digest.update(buffer.span)
    }

    private static func add(_ octet: UInt8, to block: inout SecretBytes) {
        var span = block.mutableSpan
        for index in span.indices {
            span[index] ^= octet
        }
    }
}

extension HMAC where Digest == SHA256 {
    /// Begins a chain with the code of the message, and starts an empty message under the same key.
    mutating func start(_ lane: Int, of chains: inout SHA256Chains) {
        var code = SecretBytes(repeating: 0, count: Digest.byteCount)
        var span = code.mutableSpan
        finalizeAndReset(into: &span)
        chains.start(lane, inner: innerStart, outer: outerStart, code: span.span)
    }
}
