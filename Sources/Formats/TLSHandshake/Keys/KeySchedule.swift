internal import MessageDigests
internal import SecretMemory

/// The secrets of a connection of TLS 1.3, each made of the one before it (RFC 8446, section 7.1).
///
/// They lie on the heap and are wiped when the next one takes their place, and with the last owner.
final class KeySchedule {
    private let suite: CipherSuite
    /// The secret of the stage: early, handshake, master.
    private var secret: SecretBytes
    private var clientSecret: SecretBytes
    private var serverSecret: SecretBytes

    /// Goes to the handshake's stage by the secret that was agreed on; `transcript` is the digest up to ServerHello.
    init(_ suite: CipherSuite, sharedSecret: borrowing SecretBytes, transcript: [UInt8]) {
        self.suite = suite
        let zeros = SecretBytes(repeating: 0, count: suite.digest.byteCount)
        let early = KeyDerivation.extract(suite.digest, salt: zeros, zeros)
        secret = KeySchedule.next(suite, after: early, sharedSecret)
        clientSecret = SecretBytes(repeating: 0, count: 0)
        serverSecret = SecretBytes(repeating: 0, count: 0)
        setTrafficSecrets("hs", transcript)
    }

    /// Goes to the stage of application data; `transcript` is the digest up to the server's Finished.
    func advanceToApplication(transcript: [UInt8]) {
        let zeros = SecretBytes(repeating: 0, count: suite.digest.byteCount)
        secret = KeySchedule.next(suite, after: secret, zeros)
        setTrafficSecrets("ap", transcript)
    }

    /// The protection of what the client sends in this stage.
    var clientProtection: RecordProtection { RecordProtection(suite, trafficSecret: clientSecret) }

    /// The protection of what the server sends in this stage.
    var serverProtection: RecordProtection { RecordProtection(suite, trafficSecret: serverSecret) }

    /// The next keys of the client, after a KeyUpdate (section 7.2).
    func updateClient() { clientSecret = updated(clientSecret) }

    /// The next keys of the server.
    func updateServer() { serverSecret = updated(serverSecret) }

    /// verify_data of the client's Finished (section 4.4.4).
    func clientFinished(transcript: [UInt8]) -> SecretBytes { finished(clientSecret, transcript) }

    /// verify_data of the server's Finished.
    func serverFinished(transcript: [UInt8]) -> SecretBytes { finished(serverSecret, transcript) }

    private func setTrafficSecrets(_ stage: String, _ transcript: [UInt8]) {
        clientSecret = KeyDerivation.deriveSecret(
            suite.digest,
            secret,
            "c \(stage) traffic",
            transcript: transcript
        )
        serverSecret = KeyDerivation.deriveSecret(
            suite.digest,
            secret,
            "s \(stage) traffic",
            transcript: transcript
        )
    }

    private func updated(_ secret: borrowing SecretBytes) -> SecretBytes {
        KeyDerivation.expandLabel(suite.digest, secret, "traffic upd", byteCount: suite.digest.byteCount)
    }

    private func finished(_ secret: borrowing SecretBytes, _ transcript: [UInt8]) -> SecretBytes {
        let key = KeyDerivation.expandLabel(
            suite.digest,
            secret,
            "finished",
            byteCount: suite.digest.byteCount
        )
        return KeyDerivation.code(suite.digest, for: transcript, key: key)
    }

    private static func next(
        _ suite: CipherSuite,
        after secret: borrowing SecretBytes,
        _ inputKey: borrowing SecretBytes
    ) -> SecretBytes {
        let nothing: [UInt8] = []
        let salt = KeyDerivation.deriveSecret(
            suite.digest,
            secret,
            "derived",
            transcript: suite.digest.hash(nothing.span)
        )
        return KeyDerivation.extract(suite.digest, salt: salt, inputKey)
    }
}
