internal import MessageDigests
internal import PKIX
package import SecretMemory

/// A client's side of a connection of TLS 1.3 or 1.2, as a machine from bytes to bytes: it opens no socket and looks
/// at no clock.
///
/// It is made to look at a server: at its certificates, at the proof that it holds their key, and at a few messages
/// inside. It is no library for applications: it resumes no session, takes no more than
/// ``TLSSettings/mostReceivedBytes``, and leaves it to the caller which certificate is to be trusted.
///
/// What a server can make it do is bounded: in the bytes of a message, in the records and messages of a handshake, in
/// certificates, in renewals of keys. Whatever is wrong is an error, after which nothing more is taken or sent but the
/// alert that ``takeOutput()`` gives.
///
/// Leaks: what the server and the network see anyway, and the counts of all messages.
package struct TLSClient<Random: RandomSource>: ~Copyable {
    let settings: TLSSettings
    let credential: TLSCredential?
    let refusal: ((TLSPeer) -> String?)?
    var random: Random
    let helloRandom: [UInt8]
    var shares: [KeyShare]
    var hello: ClientHello
    var transcript = Transcript()
    var handshake = HandshakeState()

    /// What has to come next.
    var expectation = Expectation.serverHello
    var keys: KeySchedule?
    var keys12: KeySchedule12?
    var reading: RecordProtection?
    var writing: RecordProtection?

    private var records = RecordReader()
    var messages = MessageReader()
    var budget = TLSBudget()
    private var output: [UInt8] = []
    private var received: [SharedSecret] = []
    /// The last alert that did not end the connection.
    private var warning: TLSAlert?

    /// Whether nothing more is sent or taken: after an error, an end without a word, or ``close()``.
    package private(set) var isOver = false

    /// What the handshake has shown of the server, once it is over.
    package private(set) var peer: TLSPeer?

    /// Whether the server has said that it sends nothing more.
    package private(set) var isClosedByServer = false

    /// What comes next of the server.
    enum Expectation {
        case serverHello
        case encryptedExtensions
        case certificateOrRequest
        case certificate
        case certificateVerify
        case finished
        /// What follows up to the next remark is of TLS 1.2.
        case certificate12
        case serverKeyExchange12
        case requestOrDone12
        case done12
        case changeCipherSpec12
        case finished12
        /// The handshake is over.
        case applicationData
    }

    /// Begins a handshake; ``takeOutput()`` then has the ClientHello.
    ///
    /// - Parameters:
    ///   - credential: a client certificate, for a server that asks for one.
    ///   - refusal: why the server is not to be trusted; `nil` where it is. It is asked once, when the server has
    ///     proved that it has its certificate's key, and before anything is sent that says who the client is.
    ///   - random: gives 32 public bytes and then the keys of ``TLSSettings/sharedGroups``, in their order.
    package init(
        _ settings: TLSSettings,
        credential: TLSCredential? = nil,
        refusal: ((TLSPeer) -> String?)? = nil,
        using random: consuming Random
    ) {
        var source = random
        let helloRandom = source.bytes(count: 32)
        var shares: [KeyShare] = []
        for group in settings.sharedGroups { shares.append(KeyShare(group, using: &source)) }
        let hello: ClientHello
        if let fixed = settings.fixedHellos.first {
            hello = ClientHello(fixed: fixed)
        } else {
            hello = ClientHello(settings, random: helloRandom, shares: shares)
        }
        self.settings = settings
        self.credential = credential
        self.refusal = refusal
        self.random = source
        self.helloRandom = helloRandom
        self.shares = shares
        self.hello = hello
        // Some servers want the number of TLS 1.0 before the first message (RFC 8446, section 5.1).
        sendHandshake(hello.message, recordVersion: 0x0301)
    }

    // MARK: Bytes in and out

    /// Takes bytes of the server, in any portions; none once the connection is over.
    package mutating func receive(_ bytes: Span<UInt8>) throws(TLSError) {
        guard !isOver, !isClosedByServer else { return }
        do throws(TLSError) {
            try budget.take(bytes: bytes.count, isConnected: peer != nil, most: settings.mostReceivedBytes)
            records.append(bytes)
            while !isClosedByServer, let record = try records.next(reading) { try take(record) }
        } catch {
            fail(error)
            throw error
        }
    }

    /// Takes the end of what the server sends; an error where it has not said so before.
    package mutating func receiveEnd() throws(TLSError) {
        guard !isOver, !isClosedByServer else { return }
        isOver = true
        throw early
    }

    /// Why the server has ended the connection: what it warned of last is the reason that it gave.
    private var early: TLSError { peer == nil ? warning.map { .alert($0) } ?? .endedEarly : .endedEarly }

    /// The bytes for the server that have not been taken yet.
    package mutating func takeOutput() -> [UInt8] {
        defer { output = [] }
        return output
    }

    /// What the server has sent inside and has not been taken yet.
    package mutating func takeReceived() -> [SharedSecret] {
        defer { received = [] }
        return received
    }

    /// Sends application data.
    ///
    /// Where TLS 1.3 refuses a client certificate, that comes as an alert after the handshake: whoever wants to know
    /// waits for the server's first bytes inside.
    package mutating func send(_ data: Span<UInt8>) throws(TLSError) {
        guard peer != nil, !isOver else { throw .notConnected }
        for start in stride(from: 0, to: data.count, by: RecordReader.mostContentBytes) {
            let end = min(start + RecordReader.mostContentBytes, data.count)
            sendRecord(.applicationData, data.extracting(start..<end))
        }
    }

    /// Says that nothing more is sent. What the server still sends is not taken any more.
    package mutating func close() {
        guard !isOver else { return }
        sendAlert(.closeNotify)
        isOver = true
    }

    // MARK: Records

    private mutating func take(_ record: Record) throws(TLSError) {
        try budget.takeRecord(isConnected: peer != nil)
        guard messages.isAtEnd || record.type == .handshake else {
            throw .unexpected("record within a message")
        }
        switch record.type {
        case .handshake:
            guard record.content.count > 0 else { throw .malformed("record") }
            messages.append(record.content)
            while let message = try messages.next() { try take(message) }
        case .alert: try takeAlert(record.content)
        case .changeCipherSpec:
            if expectation == .changeCipherSpec12 { return try takeChangeCipherSpec12(record.content) }
            // Else it stands for nothing, and has no place once the handshake is over, nor in TLS 1.2 (section 5).
            guard peer == nil, handshake.version != .tls12, record.content.publicBytes == [1] else {
                throw .unexpected("change of cipher specs")
            }
        case .applicationData:
            guard peer != nil else { throw .unexpected("record of application data") }
            if record.content.count > 0 { received.append(record.content) }
        }
    }

    private mutating func takeAlert(_ content: SharedSecret) throws(TLSError) {
        guard content.count == 2 else { throw .malformed("alert") }
        let (level, alert) = (content.publicBytes[0], TLSAlert(code: content.publicBytes[1]))
        if alert == .closeNotify {
            guard peer != nil else { throw early }
            isClosedByServer = true
            return
        }
        // TLS 1.3 has one that ends nothing by itself, and else no levels any more (section 6; before it, RFC 5246,
        // section 7.2). Until the server's hello nobody knows which it is.
        let isWarning =
            handshake.version == .tls13
            ? alert == .userCanceled : level == TLSAlert.warningLevel && alert != .noRenegotiation
        guard isWarning else { throw .alert(alert) }
        try budget.takeWarning()
        warning = alert
        if alert != .userCanceled { handshake.hasWarned = true }
    }

    private mutating func take(_ message: HandshakeMessage) throws(TLSError) {
        try budget.takeMessage(isConnected: peer != nil)
        guard let type = HandshakeType(rawValue: message.type) else {
            throw .unexpected("message of type \(message.type)")
        }
        switch (expectation, type) {
        case (.serverHello, .serverHello): try takeServerHello(message)
        case (.encryptedExtensions, .encryptedExtensions): try takeEncryptedExtensions(message)
        case (.certificateOrRequest, .certificateRequest): try takeCertificateRequest(message)
        case (.certificateOrRequest, .certificate), (.certificate, .certificate):
            try takeCertificate(message)
        case (.certificateVerify, .certificateVerify): try takeCertificateVerify(message)
        case (.finished, .finished): try takeFinished(message)
        case (.certificate12, .certificate): try takeCertificate12(message)
        case (.serverKeyExchange12, .serverKeyExchange): try takeServerKeyExchange12(message)
        case (.requestOrDone12, .certificateRequest): try takeCertificateRequest12(message)
        case (.requestOrDone12, .serverHelloDone), (.done12, .serverHelloDone):
            try takeServerHelloDone12(message)
        case (.finished12, .finished): try takeFinished12(message)
        case (.applicationData, .newSessionTicket) where keys != nil: break
        case (.applicationData, .keyUpdate) where keys != nil: try takeKeyUpdate(message)
        default: throw .unexpected("\(type) message")
        }
    }

    // MARK: Sending

    mutating func sendHandshake(_ message: [UInt8], recordVersion: UInt16 = 0x0303) {
        transcript.append(message)
        // A chain of certificates may be longer than a record.
        for start in stride(from: 0, to: message.count, by: RecordReader.mostContentBytes) {
            let part = Array(message[start..<min(start + RecordReader.mostContentBytes, message.count)])
            if writing != nil {
                sendRecord(.handshake, part.span)
            } else {
                let type = ContentType.handshake.rawValue
                output += RecordHeader(type: type, version: recordVersion, count: part.count).bytes + part
            }
        }
    }

    /// Goes to the keys that were agreed on in TLS 1.2, with word of it (RFC 5246, section 7.1).
    mutating func sendChangeCipherSpec12(_ protection: RecordProtection) {
        output += RecordHeader(type: ContentType.changeCipherSpec.rawValue, count: 1).bytes + [1]
        writing = protection
    }

    mutating func sendRecord(_ type: ContentType, _ content: Span<UInt8>) {
        guard let writing else { preconditionFailure("nothing but hellos and alerts is sent in the clear") }
        output += writing.seal(type, content)
    }

    private mutating func sendAlert(_ alert: TLSAlert) {
        // Fatal, but for the one that closes (section 6).
        let content = [alert == .closeNotify ? TLSAlert.warningLevel : TLSAlert.fatalLevel, alert.code]
        if writing != nil {
            sendRecord(.alert, content.span)
        } else {
            output += RecordHeader(type: ContentType.alert.rawValue, count: content.count).bytes + content
        }
    }

    private mutating func fail(_ error: TLSError) {
        if let alert = error.alert { sendAlert(alert) }
        isOver = true
        received = []
    }

    /// The handshake is over.
    mutating func connect(_ peer: TLSPeer) {
        self.peer = peer
        expectation = .applicationData
    }
}
