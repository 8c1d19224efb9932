internal import SecretMemory

/// The hellos, by which both sides agree on a key.
extension TLSClient {
    mutating func takeServerHello(_ message: HandshakeMessage) throws(TLSError) {
        let answer = try ServerHello(message.body)
        let version = try answer.version()
        guard let chosen = TLSVersion(rawValue: version), settings.versions.contains(chosen) else {
            throw .versionNotOffered(version)
        }
        if chosen == .tls12 { return try takeServerHello12(answer, message) }
        guard answer.legacyVersion == 0x0303 else { throw .illegal("version in its hello") }
        guard answer.sessionIdentifier.isEmpty else { throw .illegal("session identifier in its hello") }
        guard answer.compression == 0 else { throw .illegal("compression in its hello") }
        guard let suite = CipherSuite(rawValue: answer.suite), settings.offeredSuites.contains(suite),
            suite.version == .tls13,
            suite == handshake.retrySuite ?? suite
        else { throw .suiteNotOffered(answer.suite) }
        // Keys change after it: no message may begin before it is whole (section 5.1).
        guard messages.isAtEnd else { throw .unexpected("message behind its hello") }
        if answer.isRetry {
            try takeRetry(answer, suite, message)
        } else {
            try agree(answer, suite, message)
        }
    }

    /// Sends a second hello, with what the server asks for (section 4.1.4).
    private mutating func takeRetry(
        _ answer: ServerHello,
        _ suite: CipherSuite,
        _ message: HandshakeMessage
    ) throws(TLSError) {
        guard handshake.retrySuite == nil else { throw .unexpected("second HelloRetryRequest") }
        try answer.extensions.allowOnly(
            Set([ExtensionType.supportedVersions, .keyShare, .cookie].map(\.rawValue))
        )
        let cookie = try answer.cookie()
        if let number = try answer.retryGroup() {
            // One that was offered, and of which it has no key yet.
            guard let group = NamedGroup(rawValue: number), settings.groups.contains(group),
                settings.fixedHellos.count > 1 || !shares.contains(where: { $0.group == group })
            else { throw .groupNotOffered(number) }
            // A published trace has a second hello with the key that was drawn before.
            shares = shares.filter { $0.group == group }
            if shares.isEmpty { shares = [KeyShare(group, using: &random)] }
        } else if cookie == nil {
            throw .illegal("HelloRetryRequest: it asks for nothing")
        }
        handshake.retrySuite = suite
        transcript.replaceByHash(suite.digest)
        transcript.append(message.bytes)
        hello =
            settings.fixedHellos.count > 1
            ? ClientHello(fixed: settings.fixedHellos[1])
            : ClientHello(settings, random: helloRandom, shares: shares, cookie: cookie)
        sendHandshake(hello.message)
    }

    /// Goes on with the key that both sides have now.
    private mutating func agree(
        _ answer: ServerHello,
        _ suite: CipherSuite,
        _ message: HandshakeMessage
    ) throws(TLSError) {
        try answer.extensions.allowOnly(
            Set([ExtensionType.supportedVersions, .keyShare].map(\.rawValue))
        )
        let (number, key) = try answer.keyShare()
        guard let share = shares.first(where: { $0.group.rawValue == number }) else {
            throw .groupNotOffered(number)
        }
        let secret = try share.sharedSecret(with: key.span)
        shares = []
        transcript.append(message.bytes)
        let schedule = KeySchedule(
            suite,
            sharedSecret: secret,
            transcript: transcript.hash(suite.digest)
        )
        keys = schedule
        reading = schedule.serverProtection
        writing = schedule.clientProtection
        handshake.version = .tls13
        handshake.suite = suite
        handshake.group = share.group
        expectation = .encryptedExtensions
    }
}
