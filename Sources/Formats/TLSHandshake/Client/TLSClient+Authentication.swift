internal import MessageDigests
internal import PKIX
internal import SecretMemory

/// What comes enciphered: who the server is, and the proof of both sides.
extension TLSClient {
    mutating func takeEncryptedExtensions(_ message: HandshakeMessage) throws(TLSError) {
        let extensions = try EncryptedExtensions(
            message.body,
            asked: hello.extensionTypes,
            applicationProtocols: settings.applicationProtocols
        )
        handshake.applicationProtocol = extensions.applicationProtocol
        transcript.append(message.bytes)
        expectation = .certificateOrRequest
    }

    mutating func takeCertificateRequest(_ message: HandshakeMessage) throws(TLSError) {
        handshake.request = try CertificateRequestMessage(message.body)
        transcript.append(message.bytes)
        expectation = .certificate
    }

    mutating func takeCertificate(_ message: HandshakeMessage) throws(TLSError) {
        let chain = try CertificateMessage(message.body).certificates
        try setCertificates(chain)
        transcript.append(message.bytes)
        expectation = .certificateVerify
    }

    mutating func setCertificates(_ chain: [[UInt8]]) throws(TLSError) {
        do throws(PKIXError) {
            let first = chain[0]
            let own = try Certificate(der: first.span)
            handshake.key = try own.subjectPublicKeyInfo.verifyingKey()
            handshake.certificate = own
        } catch {
            throw .unusableCertificate(error)
        }
        handshake.certificates = chain
    }

    mutating func takeCertificateVerify(_ message: HandshakeMessage) throws(TLSError) {
        guard let suite = handshake.suite, let key = handshake.key else {
            preconditionFailure("suite and certificate come first")
        }
        let proof = try CertificateVerifyMessage(message.body)
        let scheme = try offeredScheme(proof.scheme)
        let content = CertificateVerifyMessage.content(.server, transcript: transcript.hash(suite.digest))
        try verify(proof.signature, of: content, key, scheme, in: .tls13)
        handshake.scheme = scheme
        transcript.append(message.bytes)
        expectation = .finished
    }

    /// The scheme of a signature, which is one that was offered (section 4.4.3; RFC 5246, section 7.4.3).
    func offeredScheme(_ number: UInt16) throws(TLSError) -> SignatureScheme {
        guard let scheme = SignatureScheme(rawValue: number), settings.schemes.contains(scheme) else {
            throw .schemeNotOffered(number)
        }
        return scheme
    }

    /// Refuses a signature that is not the server's.
    func verify(
        _ signature: [UInt8],
        of content: [UInt8],
        _ key: any VerifyingKey,
        _ scheme: SignatureScheme,
        in version: TLSVersion
    ) throws(TLSError) {
        guard scheme.isOf(key, in: version) else { throw .schemeNotOfKey(scheme) }
        let isValid: Bool
        do throws(PKIXError) {
            isValid = try key.isValidSignature(
                signature.span,
                for: content.span,
                algorithm: scheme.algorithm
            )
        } catch {
            throw .unusableCertificate(error)
        }
        guard isValid else { throw .wrongSignature(scheme) }
    }

    mutating func takeFinished(_ message: HandshakeMessage) throws(TLSError) {
        guard let suite = handshake.suite, let keys else { preconditionFailure("the keys come first") }
        let expected = keys.serverFinished(transcript: transcript.hash(suite.digest))
        let body = Array(message.body)
        guard constantTimeEquals(expected.span, body.span) else { throw .wrongFinished }
        // Keys change after it.
        guard messages.isAtEnd else { throw .unexpected("message behind its Finished") }
        transcript.append(message.bytes)
        try judge()
        let soFar = transcript.hash(suite.digest)
        let hasCertificate = try sendCertificate(suite)
        let code = keys.clientFinished(transcript: transcript.hash(suite.digest))
        let proof = [UInt8](copying: code.span)
        sendHandshake(WireWriter.message(.finished) { $0.append(proof) })
        keys.advanceToApplication(transcript: soFar)
        reading = keys.serverProtection
        writing = keys.clientProtection
        connect(handshake.peer(hasClientCertificate: hasCertificate))
    }

    /// Asks the caller whether a server that has proved its key is to be trusted, as other clients do where they are
    /// shown its certificate: one that is not must see neither the client's certificate nor a signature by its key.
    func judge() throws(TLSError) {
        if let reason = refusal?(handshake.peer(hasClientCertificate: false)) { throw .refused(reason) }
    }

    /// Sends the client certificate that was asked for, or word that there is none.
    private mutating func sendCertificate(_ suite: CipherSuite) throws(TLSError) -> Bool {
        guard let request = handshake.request else { return false }
        guard let credential else {
            sendHandshake(CertificateMessage.message([], context: []))
            return false
        }
        let scheme = try scheme(for: credential, request, in: .tls13)
        sendHandshake(CertificateMessage.message(credential.certificates, context: []))
        let content = CertificateVerifyMessage.content(.client, transcript: transcript.hash(suite.digest))
        sendHandshake(CertificateVerifyMessage.message(scheme, try sign(content, credential, scheme)))
        return true
    }

    mutating func sign(
        _ content: [UInt8],
        _ credential: TLSCredential,
        _ scheme: SignatureScheme
    ) throws(TLSError) -> [UInt8] {
        do throws(PKIXError) {
            return try credential.key.signature(
                of: content.span,
                algorithm: scheme.algorithm,
                using: &random
            )
        } catch {
            throw .noClientSignature(error)
        }
    }

    /// The first scheme of ours that the server takes and the key has.
    func scheme(
        for credential: TLSCredential,
        _ request: CertificateRequestMessage,
        in version: TLSVersion
    ) throws(TLSError) -> SignatureScheme {
        let key: any VerifyingKey
        do throws(PKIXError) {
            key = try credential.key.publicKeyInfo.verifyingKey()
        } catch {
            throw .noClientSignature(error)
        }
        for scheme in SignatureScheme.allCases
        where scheme.isOf(key, in: version) && request.takes(scheme)
            && credential.key.supports(scheme.algorithm)
        {
            return scheme
        }
        throw .noCommonScheme
    }

    /// The server's next keys, and ours where it asks for them (section 4.6.3).
    mutating func takeKeyUpdate(_ message: HandshakeMessage) throws(TLSError) {
        guard let keys else { preconditionFailure("the keys come first") }
        var reader = WireReader(message.body, of: "KeyUpdate")
        let wish = try reader.uint8()
        try reader.end()
        guard wish <= 1 else { throw .illegal("KeyUpdate") }
        guard messages.isAtEnd else { throw .unexpected("message behind its KeyUpdate") }
        keys.updateServer()
        reading = keys.serverProtection
        guard wish == 1 else { return }
        let answer = WireWriter.message(.keyUpdate) { $0.uint8(0) }
        sendRecord(.handshake, answer.span)
        keys.updateClient()
        writing = keys.clientProtection
    }
}
