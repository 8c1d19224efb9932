/// What carries the bytes of a connection, such as a socket.
///
/// The transport has the deadline: one instant for all that is sent and received, which each call keeps, so that a
/// server that drips cannot hold the client.
package protocol TLSTransport: ~Copyable {
    /// Sends all of the bytes, by the deadline.
    mutating func send(_ bytes: Span<UInt8>) throws(TLSTransportError)

    /// Between 1 and `maximum` bytes as they come, by the deadline; none where the other side has ended.
    mutating func receive(maximum: Int) throws(TLSTransportError) -> [UInt8]
}

/// Why bytes did not come or go.
package enum TLSTransportError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The deadline has passed.
    case tooLate
    /// The connection broke, for a reason that the system gave.
    case broken(String)

    /// One line for the operator.
    package var description: String {
        switch self {
        case .tooLate: "the server did not answer in time"
        case .broken(let reason): "the connection broke: \(reason)"
        }
    }
}
