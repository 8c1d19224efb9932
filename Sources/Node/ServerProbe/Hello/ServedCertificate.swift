package import SecretMemory

/// Asks a PostgreSQL or Pgpool-II server for its certificate the way a client meets it: by an SSLRequest and the
/// beginning of a TLS handshake.
///
/// TLS 1.2 is offered and nothing newer, since TLS 1.3 sends the certificate encrypted. The handshake ends when the
/// certificate arrives; nothing in it is verified, since it is only compared with a file. A server that accepts only
/// TLS 1.3 does not show it: ``Answer/newerVersionOnly``.
package enum ServedCertificate {
    /// What a server answered.
    package enum Answer: Equatable, Sendable {
        /// The certificates that it sent, in DER, its own first.
        case certificates([[UInt8]])
        /// It does not offer TLS.
        case encryptionOff
        /// It offers only versions of TLS newer than 1.2, which hide the certificate.
        case newerVersionOnly
        /// It ended the handshake with this alert (RFC 5246, section 7.2).
        case alert(UInt8)
        /// Its answer is not valid TLS.
        case notUnderstood
    }

    /// The most bytes of records that are read: more than any server sends before its certificate is whole.
    static let mostBytes = 1 << 18

    /// Asks the server at an address or host name.
    ///
    /// - Parameters:
    ///   - exchanges: the key exchanges that are offered.
    ///   - limit: the time for all of it.
    /// - Throws: ``ServerProbeError/notReached(place:reason:)`` if it has not answered by then.
    package static func ask(
        host: String,
        port: Int,
        offering exchanges: KeyExchanges = .all,
        within limit: Duration = .seconds(5),
        using random: inout some RandomSource
    ) throws(ServerProbeError) -> Answer {
        let connection = try TCPConnection(host: host, port: port, by: Deadline(in: limit))
        do throws(ServerProbeError) {
            try connection.requestTLS()
        } catch {
            switch error {
            case .encryptionOff: return .encryptionOff
            case .otherProtocol: return .notUnderstood
            case .notReached, .handshake, .messages: throw error
            }
        }
        try connection.send(clientHello(random: random.bytes(count: 32), exchanges))
        var messages = HandshakeMessages()
        var isGreeted = false
        var bytes = 0
        while true {
            let header = try connection.receive(5)
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
            case 21 where count >= 2:
                // protocol_version
                return fragment[1] == 70 ? .newerVersionOnly : .alert(fragment[1])
            case 22:
                messages.append(fragment)
                while let (type, body) = messages.next() {
                    // ServerHello comes first, and once.
                    switch (type, isGreeted) {
                    case (2, false): isGreeted = true
                    case (11, true): return certificates(body).map(Answer.certificates) ?? .notUnderstood
                    default: return .notUnderstood
                    }
                }
            default: return .notUnderstood
            }
        }
    }

    /// A ClientHello of TLS 1.2 (RFC 5246, section 7.4.1.2) in one record.
    static func clientHello(random: [UInt8], _ exchanges: KeyExchanges = .all) -> [UInt8] {
        // The last says that renegotiation is understood (RFC 5746).
        let suites = exchanges.suites + [0x00FF]
        // x25519, secp256r1, secp384r1, secp521r1
        let groups: [UInt16] = [29, 23, 24, 25]
        // PSS, ECDSA and PKCS #1 v1.5 with SHA-256 to SHA-512, Ed25519 and Ed448.
        let signatures: [UInt16] = [
            0x0804, 0x0805, 0x0806, 0x0809, 0x080A, 0x080B, 0x0403, 0x0503, 0x0603, 0x0401, 0x0501, 0x0601,
            0x0807,
            0x0808,
        ]
        let extensions =
            octets(10) + block16(block16(groups.flatMap(octets)))
            + octets(11) + block16([1, 0])
            + octets(13) + block16(block16(signatures.flatMap(octets)))
        var body: [UInt8] = [3, 3] + random + [0]
        body += block16(suites.flatMap(octets)) + [1, 0] + block16(extensions)
        let message = [1, 0] + octets(UInt16(body.count)) + body
        return [22, 3, 1] + block16(message)
    }

    private static func octets(_ number: UInt16) -> [UInt8] {
        [UInt8(number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    private static func block16(_ content: [UInt8]) -> [UInt8] { octets(UInt16(content.count)) + content }

    /// The list of a Certificate message (RFC 5246, section 7.4.2).
    static func certificates(_ body: [UInt8]) -> [[UInt8]]? {
        func length(_ octets: ArraySlice<UInt8>) -> Int { octets.reduce(0) { $0 << 8 | Int($1) } }
        guard body.count >= 3, length(body[..<3]) == body.count - 3 else { return nil }
        var rest = body[3...]
        var certificates: [[UInt8]] = []
        while rest.count >= 3 {
            let count = length(rest.prefix(3))
            rest = rest.dropFirst(3)
            guard count > 0, count <= rest.count else { return nil }
            certificates.append(Array(rest.prefix(count)))
            rest = rest.dropFirst(count)
        }
        return rest.isEmpty && !certificates.isEmpty ? certificates : nil
    }
}

/// Reassembles handshake messages from records, of which the caller bounds the bytes.
struct HandshakeMessages {
    private var octets: [UInt8] = []

    /// Takes the next fragment.
    mutating func append(_ fragment: [UInt8]) { octets += fragment }

    /// The next whole message.
    mutating func next() -> (type: UInt8, body: [UInt8])? {
        guard octets.count >= 4 else { return nil }
        let count = Int(octets[1]) << 16 | Int(octets[2]) << 8 | Int(octets[3])
        guard octets.count >= 4 + count else { return nil }
        let message = (octets[0], Array(octets[4..<4 + count]))
        octets.removeFirst(4 + count)
        return message
    }
}
