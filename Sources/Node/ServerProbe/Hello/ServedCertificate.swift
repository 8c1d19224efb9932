package import SecretMemory

/// Asks a PostgreSQL or Pgpool-II server for its certificate by an SSLRequest and the beginning of a TLS handshake,
/// with suites and groups that ``ServerHandshake`` does not have.
///
/// The handshake ends when the certificate arrives; nothing in it is verified or proved.
package enum ServedCertificate {
    /// What is offered.
    package enum Offer: Sendable {
        /// TLS 1.2 alone, in which the certificate is not enciphered, with these key exchanges.
        case tls12(KeyExchanges)
        /// What OpenSSL's clients offer.
        case client
    }

    /// What a server answered.
    package enum Answer: Equatable, Sendable {
        /// The certificates that it sent, in DER, its own first.
        case certificates([[UInt8]])
        /// It goes on in TLS 1.3, which hides them.
        case hidden
        /// It does not offer TLS.
        case encryptionOff
        /// It takes none of the versions of TLS offered.
        case newerVersionOnly
        /// It ended the handshake with this alert (RFC 5246, section 7.2).
        case alert(UInt8)
        /// Its answer is not valid TLS.
        case notUnderstood
    }

    /// Asks the server at an address or host name.
    ///
    /// - Parameters:
    ///   - name: the name that is looked for, for a server with several certificates.
    ///   - deadline: the end of all of it.
    /// - Throws: ``ServerProbeError/notReached(place:reason:)`` if it has not answered by then.
    package static func ask(
        host: String,
        port: Int,
        name: String? = nil,
        offering offer: Offer = .tls12(.all),
        by deadline: Deadline = Deadline(in: .seconds(5)),
        using random: inout some RandomSource
    ) throws(ServerProbeError) -> Answer {
        var hello = HelloOffer.openSSL
        if case .tls12(let exchanges) = offer {
            (hello.versions, hello.suites) = ([0x0303], exchanges.suites)
        }
        hello.serverName = name
        let answer: HelloAnswer
        do throws(ServerProbeError) {
            answer = try HelloLook.ask(host: host, port: port, hello, by: deadline, using: &random)
        } catch {
            switch error {
            case .encryptionOff: return .encryptionOff
            case .otherProtocol: return .notUnderstood
            case .notReached, .handshake, .messages: throw error
            }
        }
        switch answer {
        case .chosen(version: 0x0304, _, _): return .hidden
        case .chosen(_, _, let certificates): return .certificates(certificates)
        // protocol_version
        case .alert(70): return .newerVersionOnly
        case .alert(let code): return .alert(code)
        case .ended, .notUnderstood: return .notUnderstood
        }
    }
}
