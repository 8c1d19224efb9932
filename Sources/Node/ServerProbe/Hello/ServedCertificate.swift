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
        let answer: HelloAnswer
        do throws(ServerProbeError) {
            let offer = HelloOffer(versions: [0x0303], suites: exchanges.suites)
            answer = try HelloLook.ask(host: host, port: port, offer, by: Deadline(in: limit), using: &random)
        } catch {
            switch error {
            case .encryptionOff: return .encryptionOff
            case .otherProtocol: return .notUnderstood
            case .notReached, .handshake, .messages: throw error
            }
        }
        switch answer {
        case .chosen(_, _, let certificates): return .certificates(certificates)
        // protocol_version
        case .alert(70): return .newerVersionOnly
        case .alert(let code): return .alert(code)
        case .ended, .notUnderstood: return .notUnderstood
        }
    }
}
