internal import MessageDigests
internal import SecretMemory

/// The keys of a connection of TLS 1.2 (RFC 5246, sections 5, 6.3 and 8.1; RFC 7627, section 4).
///
/// The master secret lies on the heap and is wiped with the last owner.
final class KeySchedule12 {
    private static let masterByteCount = 48
    private static let saltByteCount = 4
    private static let finishedByteCount = 12

    private let suite: CipherSuite
    private let master: SecretBytes
    private let randoms: (client: [UInt8], server: [UInt8])

    /// Takes the secret that was agreed on; `sessionHash` is the transcript's digest up to ClientKeyExchange, where
    /// both sides have the extension extended_master_secret.
    init(
        _ suite: CipherSuite,
        sharedSecret: borrowing SecretBytes,
        randoms: (client: [UInt8], server: [UInt8]),
        sessionHash: [UInt8]?
    ) {
        self.suite = suite
        self.randoms = randoms
        master = KeySchedule12.expand(
            suite,
            sharedSecret,
            sessionHash == nil ? "master secret" : "extended master secret",
            sessionHash ?? randoms.client + randoms.server,
            byteCount: KeySchedule12.masterByteCount
        )
    }

    /// The protection of what the client sends.
    var clientProtection: RecordProtection { protection(0) }

    /// The protection of what the server sends.
    var serverProtection: RecordProtection { protection(1) }

    /// verify_data of the client's Finished, or of the server's (RFC 5246, section 7.4.9).
    func finished(ofServer isServer: Bool, transcript: [UInt8]) -> SecretBytes {
        KeySchedule12.expand(
            suite,
            master,
            isServer ? "server finished" : "client finished",
            transcript,
            byteCount: KeySchedule12.finishedByteCount
        )
    }

    /// The keys of both sides, client first, and then their salts.
    private func protection(_ side: Int) -> RecordProtection {
        let keyCount = suite.keyByteCount
        let saltCount = KeySchedule12.saltByteCount
        let block = KeySchedule12.expand(
            suite,
            master,
            "key expansion",
            randoms.server + randoms.client,
            byteCount: 2 * (keyCount + saltCount)
        )
        let key = SecretBytes(copying: block.span.extracting(keyCount * side..<keyCount * (side + 1)))
        let start = 2 * keyCount + saltCount * side
        let salt = SecretBytes(copying: block.span.extracting(start..<start + saltCount))
        return RecordProtection(key: key, salt: salt)
    }

    /// PRF (section 5): P_hash of label and seed, by the digest of the suite.
    private static func expand(
        _ suite: CipherSuite,
        _ secret: borrowing SecretBytes,
        _ label: String,
        _ seed: [UInt8],
        byteCount: Int
    ) -> SecretBytes {
        switch suite.digest {
        case .sha384: expand(HMAC<SHA384>(key: secret.span), Array(label.utf8) + seed, byteCount)
        default: expand(HMAC<SHA256>(key: secret.span), Array(label.utf8) + seed, byteCount)
        }
    }

    private static func expand<Digest: MessageDigest & ~Copyable>(
        _ code: consuming HMAC<Digest>,
        _ seed: [UInt8],
        _ byteCount: Int
    ) -> SecretBytes {
        var code = code
        var result = SecretBytes(repeating: 0, count: byteCount)
        var output = result.mutableSpan
        var chain = SecretBytes(repeating: 0, count: Digest.byteCount)
        var block = SecretBytes(repeating: 0, count: Digest.byteCount)
        for start in stride(from: 0, to: byteCount, by: Digest.byteCount) {
            // A(1) is the code of the seed, each next one that of the one before it.
            if start > 0 { code.update(chain.span) } else { code.update(seed.span) }
            finalize(&code, into: &chain)
            code.update(chain.span)
            code.update(seed.span)
            finalize(&code, into: &block)
            for index in 0..<min(Digest.byteCount, byteCount - start) {
                output[start + index] = block.span[index]
            }
        }
        return result
    }

    private static func finalize<Digest: MessageDigest & ~Copyable>(
        _ code: inout HMAC<Digest>,
        into block: inout SecretBytes
    ) {
        var span = block.mutableSpan
        code.finalizeAndReset(into: &span)
    }
}
