/// What a client says of channel binding (RFC 5802, section 6).
public enum SCRAMChannelBinding: Sendable, Hashable {
    /// The client has none, as over a connection without TLS.
    case notSupported
    /// The client has it, and the server did not offer it.
    case notOffered
    /// The exchange is bound to the server's certificate: the data of ``TLSServerEndPoint``.
    case tlsServerEndPoint([UInt8])

    /// What to say to a server that offers `mechanisms`; `nil` where none of them is known here.
    ///
    /// `serverEndPoint` is the data of ``TLSServerEndPoint`` where there is TLS, else `nil`.
    public static func choose(
        offered mechanisms: [SCRAMMechanism],
        serverEndPoint: [UInt8]?
    ) -> SCRAMChannelBinding? {
        if let serverEndPoint, mechanisms.contains(.sha256Plus) { return .tlsServerEndPoint(serverEndPoint) }
        guard mechanisms.contains(.sha256) else { return nil }
        return serverEndPoint == nil ? .notSupported : .notOffered
    }

    /// The mechanism that goes with it.
    public var mechanism: SCRAMMechanism {
        switch self {
        case .notSupported, .notOffered: .sha256
        case .tlsServerEndPoint: .sha256Plus
        }
    }

    /// The `gs2-header`, with no other user to act as.
    var header: [UInt8] {
        switch self {
        case .notSupported: Array("n,,".utf8)
        case .notOffered: Array("y,,".utf8)
        case .tlsServerEndPoint: Array("p=tls-server-end-point,,".utf8)
        }
    }

    /// The octets that the attribute `c` has: the header, and the data it announces.
    var input: [UInt8] {
        guard case .tlsServerEndPoint(let data) = self else { return header }
        return header + data
    }
}
