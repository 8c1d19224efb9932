package import NodePlatform
package import TLSHandshake
internal import TextEncodings

/// Why a server could not be looked at.
package enum ServerProbeError: OperatorError, Equatable, Sendable {
    /// Nobody answers, not in time, or the connection broke.
    case notReached(place: String, reason: String)
    /// The server does not offer TLS.
    case encryptionOff(place: String)
    /// What answers an SSLRequest is no server of PostgreSQL's protocol: the byte that came, if one did.
    case otherProtocol(place: String, answer: UInt8?)
    /// The handshake of TLS, or what came after it, ended.
    case handshake(place: String, TLSError)
    /// What the server says in PostgreSQL's protocol is wrong.
    case messages(place: String, MessageFault)

    /// One line for the operator.
    package var description: String {
        switch self {
        case .notReached(let place, let reason): "cannot reach \(printable(place)): \(printable(reason))"
        case .encryptionOff(let place): "\(printable(place)) offers no TLS"
        case .otherProtocol(let place, nil):
            "\(printable(place)) ended the connection when it was asked for TLS"
        case .otherProtocol(let place, let answer?):
            "\(printable(place)) is no PostgreSQL or Pgpool-II server: it answers with byte \(answer) when it is "
                + "asked for TLS"
        case .handshake(let place, let error): "TLS with \(printable(place)): \(printable(error.description))"
        case .messages(let place, let fault): "\(printable(place)) \(fault)"
        }
    }

    /// Whether it is that no whole answer came in time.
    package var isLate: Bool {
        guard case .notReached(_, let reason) = self else { return false }
        return reason.utf8.starts(with: Self.lateness.utf8)
    }

    /// How the reason begins where it is.
    static let lateness = "no whole answer within "

    /// What it means to whoever started the tool.
    package var exitStatus: ExitStatus { .failure }
}
