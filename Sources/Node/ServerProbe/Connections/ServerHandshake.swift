package import SecretMemory
package import TLSHandshake

/// How TLS begins on a connection.
package enum TLSStart: Sendable {
    /// By an SSLRequest of PostgreSQL's protocol, which all versions and Pgpool-II understand.
    case request
    /// At once, as PostgreSQL does from version 17 on (`sslnegotiation=direct`).
    case direct

    /// The protocol that direct TLS has to name (ALPN, RFC 7301).
    static let applicationProtocol = "postgresql"
}

/// The handshake of TLS with a server, as a client makes it.
package enum ServerHandshake {
    /// Connects to a server and makes the handshake.
    ///
    /// The certificate is for the caller to judge. A connection that ends after the handshake leaves no line of an
    /// error in PostgreSQL's log.
    ///
    /// - Parameters:
    ///   - settings: what is offered; ``TLSStart/direct`` adds the protocol that it needs.
    ///   - credential: a client certificate, for a server that asks for one.
    ///   - refusal: why the server is not to be trusted; `nil` where it is. It is asked before a certificate is sent.
    ///   - deadline: the end of all that is sent and received, also later on the connection.
    package static func open<Random: RandomSource>(
        host: String,
        port: Int,
        start: TLSStart = .request,
        _ settings: TLSSettings,
        credential: TLSCredential? = nil,
        refusal: ((TLSPeer) -> String?)? = nil,
        by deadline: Deadline,
        using random: consuming Random
    ) throws(ServerProbeError) -> TLSConnection<TCPConnection, Random> {
        let connection = try TCPConnection(host: host, port: port, by: deadline)
        return try open(
            on: connection,
            start: start,
            settings,
            credential: credential,
            refusal: refusal,
            using: random
        )
    }

    /// Makes the handshake on a connection on which nothing was sent yet.
    static func open<Random: RandomSource>(
        on connection: consuming TCPConnection,
        start: TLSStart,
        _ settings: TLSSettings,
        credential: TLSCredential? = nil,
        refusal: ((TLSPeer) -> String?)? = nil,
        using random: consuming Random
    ) throws(ServerProbeError) -> TLSConnection<TCPConnection, Random> {
        let (place, deadline) = (connection.place, connection.deadline)
        var settings = settings
        switch start {
        case .request: try connection.requestTLS()
        case .direct: settings.applicationProtocols = [TLSStart.applicationProtocol]
        }
        do throws(TLSError) {
            return try TLSConnection(
                connection,
                settings,
                credential: credential,
                refusal: refusal,
                using: random
            )
        } catch {
            if error == .transport(.tooLate) { throw TCPConnection.late(place, deadline) }
            throw .handshake(place: place, error)
        }
    }
}

extension TCPConnection {
    /// Sends an SSLRequest ("Message Formats" of PostgreSQL's protocol), and reads the one byte that answers it: what
    /// came behind it, unprotected, must not be taken for the server's.
    func requestTLS() throws(ServerProbeError) {
        // The length of the message, and the code of an SSLRequest.
        try send([0, 0, 0, 8, 0x04, 0xD2, 0x16, 0x2F])
        switch try receive(1).first {
        case UInt8(ascii: "S"): return
        case UInt8(ascii: "N"): throw .encryptionOff(place: place)
        case let answer: throw .otherProtocol(place: place, answer: answer)
        }
    }
}
