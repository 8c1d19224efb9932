package import SecretMemory
package import TLSHandshake

/// What a server asks of a user before it lets him into a database.
package enum AuthenticationAnswer: Equatable, Sendable {
    /// It asks for this.
    case asked(AuthenticationRequest)
    /// It let him in at once, as it does by `trust` and `cert`; the error that it ended his session with after all,
    /// such as a role or a database that there is not.
    case admitted(ErrorResponse?)
    /// It refuses him before it asks for anything.
    case refused(ErrorResponse)
}

/// Asks a server what it asks of a user, and goes before any password or proof of one is sent.
///
/// A client that goes at that point leaves no line in PostgreSQL's log; one who is let in at once says that he goes.
package enum AuthenticationQuestion {
    /// Asks over TLS, with what the handshake has shown of the server. Nothing of its certificate is judged here.
    ///
    /// - Parameters:
    ///   - settings: what the handshake offers.
    ///   - credential: a client certificate, for rules that ask for one.
    ///   - deadline: the end of all of it.
    /// - Throws: ``ServerProbeError``. Where TLS 1.3 refuses a client certificate, or misses one, that is an alert
    ///   after the handshake.
    package static func ask<Random: RandomSource>(
        host: String,
        port: Int,
        start: TLSStart = .request,
        user: String,
        database: String,
        _ settings: TLSSettings,
        credential: TLSCredential? = nil,
        by deadline: Deadline,
        using random: consuming Random
    ) throws(ServerProbeError) -> (peer: TLSPeer, answer: AuthenticationAnswer) {
        let connection = try ServerHandshake.open(
            host: host,
            port: port,
            start: start,
            settings,
            credential: credential,
            by: deadline,
            using: random
        )
        let peer = connection.peer
        var messages = MessageStream(connection, at: TCPConnection.place(host: host, port: port))
        let answer = try ask(&messages, user: user, database: database)
        var end = messages.end()
        end.close()
        return (peer, answer)
    }

    /// Asks without TLS.
    package static func ask(
        inTheClear connection: consuming TCPConnection,
        user: String,
        database: String
    ) throws(ServerProbeError) -> AuthenticationAnswer {
        let place = connection.place
        var messages = MessageStream(PlainStream(connection), at: place)
        return try ask(&messages, user: user, database: database)
    }

    private static func ask<Bytes: ByteStream & ~Copyable>(
        _ messages: inout MessageStream<Bytes>,
        user: String,
        database: String
    ) throws(ServerProbeError) -> AuthenticationAnswer {
        guard let startup = ClientMessage.startup(user: user, database: database) else {
            throw messages.fault(.zeroOctetInName)
        }
        try messages.send(startup.span)
        switch try messages.receive() {
        case .authentication(.ok):
            // What else the server has to say comes before it reads this.
            let farewell = ClientMessage.terminate
            try messages.send(farewell.span)
            return .admitted(try messages.drain())
        case .authentication(let request): return .asked(request)
        case .error(let error): return .refused(error)
        case let other: throw messages.fault(.unexpected(other.name))
        }
    }
}
