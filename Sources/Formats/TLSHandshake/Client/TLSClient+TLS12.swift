internal import MessageDigests
internal import PKIX
internal import SecretMemory

/// The handshake of TLS 1.2 with a key agreed on by curves (RFC 5246, section 7.3; RFC 8422).
extension TLSClient {
    mutating func takeServerHello12(_ answer: ServerHello, _ message: HandshakeMessage) throws(TLSError) {
        // A server that speaks TLS 1.3 marks a hello of less (RFC 8446, section 4.1.3).
        if settings.versions.contains(.tls13), answer.random.suffix(8).starts(with: Array("DOWNGRD".utf8)) {
            throw .downgraded
        }
        guard handshake.retrySuite == nil, !answer.isRetry else { throw .illegal("version in its hello") }
        guard answer.compression == 0 else { throw .illegal("compression in its hello") }
        guard let suite = CipherSuite(rawValue: answer.suite), suite.version == .tls12,
            settings.offeredSuites.contains(suite)
        else { throw .suiteNotOffered(answer.suite) }
        let allowed: [ExtensionType] = [
            .serverName, .pointFormats, .extendedMasterSecret, .renegotiationInfo, .applicationProtocols,
            // Has no place there, and is sent by some servers all the same, so that OpenSSL and others pass over it.
            .supportedGroups,
        ]
        try answer.extensions.allowOnly(hello.extensionTypes.intersection(allowed.map(\.rawValue)))
        if var content = answer.extensions.reader(.renegotiationInfo, of: "ServerHello") {
            // The first handshake of its connection (RFC 5746, section 3.4).
            guard try content.vector(countByteCount: 1).isEmpty else {
                throw .illegal("renegotiation_info in its hello")
            }
            try content.end()
            handshake.hasSecureRenegotiation = true
        }
        if let content = answer.extensions.reader(.extendedMasterSecret, of: "ServerHello") {
            try content.end()
            handshake.hasExtendedMasterSecret = true
        }
        handshake.applicationProtocol = try answer.extensions.applicationProtocol(
            among: settings.applicationProtocols,
            of: "ServerHello"
        )
        handshake.version = .tls12
        handshake.suite = suite
        handshake.serverRandom = answer.random
        transcript.append(message.bytes)
        expectation = .certificate12
    }

    mutating func takeCertificate12(_ message: HandshakeMessage) throws(TLSError) {
        try setCertificates(Messages12.certificates(message.body))
        transcript.append(message.bytes)
        expectation = .serverKeyExchange12
    }

    mutating func takeServerKeyExchange12(_ message: HandshakeMessage) throws(TLSError) {
        guard let suite = handshake.suite, let key = handshake.key else {
            preconditionFailure("suite and certificate come first")
        }
        let exchange = try ServerKeyExchange12(message.body)
        guard let group = NamedGroup(rawValue: exchange.group), settings.groups.contains(group) else {
            throw .groupNotOffered(exchange.group)
        }
        let scheme = try offeredScheme(exchange.scheme)
        guard suite.isOfRSA == scheme.isOfRSA else { throw .schemeNotOfKey(scheme) }
        let content = helloRandom + handshake.serverRandom + exchange.parameters
        try verify(exchange.signature, of: content, key, scheme, in: .tls12)
        handshake.group = group
        handshake.scheme = scheme
        handshake.serverShare = exchange.share
        transcript.append(message.bytes)
        expectation = .requestOrDone12
    }

    mutating func takeCertificateRequest12(_ message: HandshakeMessage) throws(TLSError) {
        handshake.request = try Messages12.request(message.body)
        transcript.append(message.bytes)
        expectation = .done12
    }

    /// Sends all that the client has to say: its certificate, its share of the key, and the proof of both.
    mutating func takeServerHelloDone12(_ message: HandshakeMessage) throws(TLSError) {
        guard let suite = handshake.suite, let group = handshake.group else {
            preconditionFailure("suite and group come first")
        }
        guard message.body.isEmpty else { throw .malformed("ServerHelloDone") }
        guard messages.isAtEnd else { throw .unexpected("message behind its ServerHelloDone") }
        transcript.append(message.bytes)
        try judge()
        if handshake.request != nil {
            sendHandshake(Messages12.certificateMessage(credential?.certificates ?? []))
        }
        let share = shares.first { $0.group == group } ?? KeyShare(group, using: &random)
        shares = []
        let serverShare = handshake.serverShare
        let secret = try share.sharedSecret(with: serverShare.span)
        sendHandshake(Messages12.clientKeyExchange(share.publicKey))
        let schedule = KeySchedule12(
            suite,
            sharedSecret: secret,
            randoms: (helloRandom, handshake.serverRandom),
            sessionHash: handshake.hasExtendedMasterSecret ? transcript.hash(suite.digest) : nil
        )
        keys12 = schedule
        if let request = handshake.request, let credential {
            let scheme = try scheme(for: credential, request, in: .tls12)
            let signature = try sign(transcript.bytes, credential, scheme)
            sendHandshake(CertificateVerifyMessage.message(scheme, signature))
        }
        let code = schedule.finished(ofServer: false, transcript: transcript.hash(suite.digest))
        let proof = [UInt8](copying: code.span)
        sendChangeCipherSpec12(schedule.clientProtection)
        sendHandshake(WireWriter.message(.finished) { $0.append(proof) })
        expectation = .changeCipherSpec12
    }

    mutating func takeChangeCipherSpec12(_ content: SharedSecret) throws(TLSError) {
        guard content.publicBytes == [1] else { throw .malformed("change of cipher specs") }
        reading = keys12?.serverProtection
        expectation = .finished12
    }

    mutating func takeFinished12(_ message: HandshakeMessage) throws(TLSError) {
        guard let suite = handshake.suite, let keys12 else { preconditionFailure("the keys come first") }
        let expected = keys12.finished(ofServer: true, transcript: transcript.hash(suite.digest))
        let body = Array(message.body)
        guard constantTimeEquals(expected.span, body.span) else { throw .wrongFinished }
        guard messages.isAtEnd else { throw .unexpected("message behind its Finished") }
        transcript.append(message.bytes)
        connect(handshake.peer(hasClientCertificate: handshake.request != nil && credential != nil))
    }
}
