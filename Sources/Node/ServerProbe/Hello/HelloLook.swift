package import SecretMemory

/// What a server answers to a hello.
package enum HelloAnswer: Equatable, Sendable {
    /// It goes on, with a suite that was offered, and a version that was or, before TLS 1.3, is older than that: up to
    /// then a hello has the newest one alone (RFC 5246, appendix E.1), and the certificates follow in the clear, in
    /// DER, the server's own first.
    case chosen(version: UInt16, suite: UInt16, certificates: [[UInt8]])
    /// It ends the handshake with this alert (RFC 5246, section 7.2).
    case alert(UInt8)
    /// It ends the connection without a word of TLS.
    case ended
    /// Its answer is not valid TLS, or chooses what was not offered.
    case notUnderstood
}

/// Sends a ClientHello and reads the answer as far as it is in the clear, then goes: nothing is agreed on, and nothing
/// in it is verified. PostgreSQL writes a line about that into its log, "could not accept SSL connection".
package enum HelloLook {
    /// The most bytes of records that are read: more than any server sends before its certificate is whole.
    static let mostBytes = 1 << 18

    /// Asks the server at an address or host name.
    ///
    /// - Throws: ``ServerProbeError``, of which ``ServerProbeError/notReached(place:reason:)`` says that it has not
    ///   answered by the deadline.
    package static func ask(
        host: String,
        port: Int,
        start: TLSStart = .request,
        _ offer: HelloOffer,
        by deadline: Deadline,
        using random: inout some RandomSource
    ) throws(ServerProbeError) -> HelloAnswer {
        let connection = try TCPConnection(host: host, port: port, by: deadline)
        let name: String?
        switch start {
        case .request:
            try connection.requestTLS()
            name = nil
        case .direct: name = TLSStart.applicationProtocol
        }
        try connection.send(offer.bytes(random: random.bytes(count: 64), applicationProtocol: name))
        var messages = HandshakeMessages()
        var choice: (version: UInt16, suite: UInt16)?
        var bytes = 0
        while true {
            let header = try connection.receive(5)
            if header.isEmpty { return .ended }
            guard header.count == 5, header[1] == 3 else { return .notUnderstood }
            let count = Int(header[3]) << 8 | Int(header[4])
            // RFC 5246, section 6.2.3: 2^14 bytes and an allowance of 2048.
            bytes += header.count + count
            guard count > 0, count <= 18_432, bytes <= mostBytes else { return .notUnderstood }
            let fragment = try connection.receive(count)
            guard fragment.count == count else { return .notUnderstood }
            switch header[0] {
            // A warning (RFC 5246, section 7.2); close_notify is the end for all that.
            case 21 where count >= 2 && fragment[0] == 1 && fragment[1] != 0: break
            case 21 where count >= 2: return .alert(fragment[1])
            case 22:
                messages.append(fragment)
                while let (type, body) = messages.next() {
                    // ServerHello comes first, and once.
                    switch (type, choice) {
                    case (2, nil):
                        guard let made = HandshakeMessages.choice(body), offer.allows(made.version),
                            offer.suites.contains(made.suite)
                        else { return .notUnderstood }
                        if made.version > 0x0303 {
                            return .chosen(version: made.version, suite: made.suite, certificates: [])
                        }
                        choice = made
                    case (11, let made?):
                        guard let list = HandshakeMessages.certificates(body) else { return .notUnderstood }
                        return .chosen(version: made.version, suite: made.suite, certificates: list)
                    default: return .notUnderstood
                    }
                }
            default: return .notUnderstood
            }
        }
    }
}
