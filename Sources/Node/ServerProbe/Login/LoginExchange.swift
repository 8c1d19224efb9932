internal import SCRAMAuthentication
internal import SecretMemory
internal import TLSHandshake

/// A login from the StartupMessage to the first ReadyForQuery, inside of TLS with a server that is verified.
///
/// As libpq has it (`fe-auth.c`, `fe-auth-scram.c`, `fe-connect.c`): bound to the certificate wherever the server
/// offers that; where it does not, the server is told that it was missed, so that one whose offer was taken away
/// refuses; and no welcome is taken in the middle of SCRAM. Other than libpq, a welcome without a question is a fault
/// for whoever has a password and no certificate.
struct LoginExchange<Bytes: ByteStream & ~Copyable>: ~Copyable {
    private var messages: MessageStream<Bytes>
    private let login: Login
    /// What to bind to; `nil` where the certificate has nothing.
    private let serverEndPoint: [UInt8]?
    private let hasClientCertificate: Bool
    private let nonce: [UInt8]
    /// Whether the server has taken the proof of the password, and has proved itself.
    private var isPasswordRight = false

    /// By what the user proves who he is, once that has begun.
    private(set) var method: LoginMethod?

    init(
        _ messages: consuming MessageStream<Bytes>,
        _ login: Login,
        serverEndPoint: [UInt8]?,
        hasClientCertificate: Bool,
        nonce: [UInt8]
    ) {
        self.messages = messages
        self.login = login
        self.serverEndPoint = serverEndPoint
        self.hasClientCertificate = hasClientCertificate
        self.nonce = nonce
    }

    /// Logs in, and says that the session is over.
    mutating func perform() throws(LoginFault) {
        guard let startup = ClientMessage.startup(user: login.user, database: login.database) else {
            throw .broken(.question, messages.fault(.zeroOctetInName))
        }
        try send(startup.span, .question)
        try answer(try request(.question))
        while true {
            switch try receive(.session) {
            case .backendKeyData: continue
            case .readyForQuery:
                let farewell = ClientMessage.terminate
                return try send(farewell.span, .session)
            case let other: throw unexpected(other, .session)
            }
        }
    }

    /// Ends, and gives the connection back.
    consuming func end() -> Bytes { messages.end() }

    /// Answers the server's question, up to its welcome.
    private mutating func answer(_ request: AuthenticationRequest) throws(LoginFault) {
        switch request {
        case .ok:
            method = .unasked(hasClientCertificate: hasClientCertificate)
            if login.password != nil {
                throw .passwordNotAsked(hasClientCertificate: hasClientCertificate)
            }
        case .sasl where !request.scramMechanisms.isEmpty:
            try exchange(isBound: request.offersChannelBinding)
        case .md5Password(let salt) where login.givesWeakProofs:
            method = .md5
            let user = login.user
            try give { MD5Answer.text(password: $0, user: user, salt: salt) }
        case .cleartextPassword where login.givesWeakProofs:
            method = .cleartext
            try give { SecretBytes(copying: $0) }
        default: throw .questionNotAnswered(request)
        }
    }

    /// Sends what the password is turned into, and waits for the welcome.
    private mutating func give(_ text: (Span<UInt8>) -> SecretBytes) throws(LoginFault) {
        let message = try password().withSpan { (octets) throws(LoginFault) in
            if octets.isEmpty { throw .passwordUnusable(.emptyPassword) }
            // It would end the message's text.
            if hasZeroOctet(octets) { throw .passwordUnusable(.passwordHasZeroOctet) }
            let given = text(octets)
            return ClientMessage.password(given.span)
        }
        try send(message.span, .proof)
        try welcome()
    }

    // MARK: SCRAM

    /// SCRAM, up to the welcome.
    private mutating func exchange(isBound: Bool) throws(LoginFault) {
        let password = try password()
        method = .scram(isBound: isBound)
        let client = try begin(password, try binding(isBound))
        let first = ClientMessage.saslInitialResponse(client.mechanism, client.firstMessage)
        try send(first.span, .proof)
        guard case .saslContinue(let challenge) = try proofRequest() else { throw misplaced }
        let proof = try Self.prove(client, challenge)
        let final = ClientMessage.saslResponse(proof.finalMessage)
        try send(final.span, .proof)
        guard case .saslFinal(let verifier) = try proofRequest() else { throw misplaced }
        try Self.finish(proof, verifier)
        isPasswordRight = true
        try welcome()
    }

    private func binding(_ isBound: Bool) throws(LoginFault) -> SCRAMChannelBinding {
        guard isBound else { return .notOffered }
        guard let serverEndPoint else { throw .bindingImpossible }
        return .tlsServerEndPoint(serverEndPoint)
    }

    private func begin(
        _ password: SharedSecret,
        _ binding: SCRAMChannelBinding
    ) throws(LoginFault) -> SCRAMClient {
        // PostgreSQL has the name from the StartupMessage.
        let name: [UInt8] = []
        do throws(SCRAMError) {
            return try password.withSpan { (octets) throws(SCRAMError) in
                let prepared = SASLprep.prepareAsPostgreSQL(octets)
                return try SCRAMClient(
                    userName: name.span,
                    password: prepared.span,
                    nonce: nonce,
                    channelBinding: binding
                )
            }
        } catch {
            throw .passwordUnusable(error)
        }
    }

    private static func prove(
        _ client: consuming SCRAMClient,
        _ challenge: [UInt8]
    ) throws(LoginFault) -> SCRAMClientProof {
        do throws(SCRAMError) {
            return try client.answer(challenge.span)
        } catch {
            if case .iterationCountNotAccepted(let count) = error { throw .iterations(count) }
            throw .exchange(error)
        }
    }

    private static func finish(
        _ proof: consuming SCRAMClientProof,
        _ verifier: [UInt8]
    ) throws(LoginFault) {
        do throws(SCRAMError) {
            try proof.finish(verifier.span)
        } catch {
            if case .invalidServerSignature = error { throw .serverSignature }
            throw .exchange(error)
        }
    }

    /// What comes next of SCRAM, in the middle of which nobody is welcome.
    private mutating func proofRequest() throws(LoginFault) -> AuthenticationRequest {
        let request = try request(.proof)
        if request == .ok { throw .serverProofMissing }
        return request
    }

    // MARK: Messages

    private mutating func welcome() throws(LoginFault) {
        guard try request(.proof) == .ok else { throw misplaced }
    }

    private func password() throws(LoginFault) -> SharedSecret {
        guard let password = login.password else { throw .passwordMissing }
        return password
    }

    private mutating func request(_ step: LoginStep) throws(LoginFault) -> AuthenticationRequest {
        let message = try receive(step)
        guard case .authentication(let request) = message else { throw unexpected(message, step) }
        return request
    }

    /// The next message that is no error.
    private mutating func receive(_ step: LoginStep) throws(LoginFault) -> ServerMessage {
        let message: ServerMessage
        do throws(ServerProbeError) {
            message = try messages.receive()
        } catch {
            // TLS 1.3 says only now what it makes of the client's certificate.
            if case .handshake(_, .alert(let alert)) = error, alert.isOfClientCertificate {
                throw .clientCertificate(alert)
            }
            throw .broken(step, error)
        }
        if case .error(let error) = message {
            throw LoginFault(error, at: step, method, sent: sent, isPasswordRight: isPasswordRight)
        }
        return message
    }

    /// The client certificate that the server has.
    private var sent: SentCertificate? {
        guard hasClientCertificate, let own = login.credential?.certificates.first else { return nil }
        return SentCertificate(own, user: login.user)
    }

    private mutating func send(_ message: Span<UInt8>, _ step: LoginStep) throws(LoginFault) {
        do throws(ServerProbeError) {
            try messages.send(message)
        } catch {
            throw .broken(step, error)
        }
    }

    /// A message of authentication that does not come next.
    private var misplaced: LoginFault {
        .broken(.proof, messages.fault(.unexpected("AuthenticationRequest")))
    }

    private func unexpected(_ message: ServerMessage, _ step: LoginStep) -> LoginFault {
        .broken(step, messages.fault(.unexpected(message.name)))
    }
}
