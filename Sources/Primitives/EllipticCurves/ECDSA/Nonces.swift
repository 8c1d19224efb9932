internal import MessageDigests
internal import SecretMemory

/// The nonces that a key and the digest of a message give, one after the other (RFC 6979, section 3.2).
struct Nonces<Digest: MessageDigest & ~Copyable>: ~Copyable {
    /// V.
    private var value: SecretBytes
    /// K.
    private var key: SecretBytes
    /// Whether a nonce was given.
    private var hasBegun = false
    /// The last one, big-endian in as many octets as the key has; not yet compared with the order.
    private(set) var candidate: SecretBytes

    /// Steps b to g.
    ///
    /// - Parameters:
    ///   - privateKey: int2octets(x).
    ///   - reducedDigest: bits2octets(h1).
    ///   - hedge: the additional data of section 3.6; none for the nonces of the standard itself.
    init(key privateKey: Span<UInt8>, reducedDigest: Span<UInt8>, hedge: Span<UInt8>) {
        value = SecretBytes(repeating: 1, count: Digest.byteCount)
        key = SecretBytes(repeating: 0, count: Digest.byteCount)
        candidate = SecretBytes(repeating: 0, count: privateKey.count)
        for octet: UInt8 in [0, 1] {
            var hmac = HMAC<Digest>(key: key.span)
            hmac.update(value.span)
            hmac.update([octet].span)
            hmac.update(privateKey)
            hmac.update(reducedDigest)
            hmac.update(hedge)
            key = hmac.finalize()
            step()
        }
    }

    /// Step h: fills ``candidate``. Every order here has a multiple of eight bits, so that bits2int drops none.
    mutating func next() {
        if hasBegun {
            var hmac = HMAC<Digest>(key: key.span)
            hmac.update(value.span)
            hmac.update([0].span)
            key = hmac.finalize()
            step()
        }
        hasBegun = true
        var filled = 0
        while filled < candidate.count {
            step()
            let taken = min(Digest.byteCount, candidate.count - filled)
            Self.copy(value, taken, to: &candidate, at: filled)
            filled += taken
        }
    }

    /// V = HMAC_K(V)
    private mutating func step() {
        value = HMAC<Digest>.code(for: value.span, key: key.span)
    }

    private static func copy(
        _ source: borrowing SecretBytes,
        _ count: Int,
        to target: inout SecretBytes,
        at start: Int
    ) {
        var span = target.mutableSpan
        for index in 0..<count { span[start + index] = source.span[index] }
    }
}
