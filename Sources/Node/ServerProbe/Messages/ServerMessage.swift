/// A message of a server, up to the point where it waits for a query ("Message Formats" of PostgreSQL's protocol).
package enum ServerMessage: Equatable, Sendable {
    /// What it asks for, or that it lets the client in.
    case authentication(AuthenticationRequest)
    /// Why it refuses.
    case error(ErrorResponse)
    /// It speaks no newer minor version of the protocol than this.
    case negotiateProtocolVersion(newestMinor: UInt32)
    /// What a client needs to cancel a query.
    case backendKeyData
    /// It waits for a query.
    case readyForQuery
    /// A message of another type.
    case unknown(UInt8)

    /// What a message of that type is called.
    static func name(_ type: UInt8) -> String {
        switch type {
        case UInt8(ascii: "R"): "AuthenticationRequest"
        case UInt8(ascii: "E"): "ErrorResponse"
        case UInt8(ascii: "N"): "NoticeResponse"
        case UInt8(ascii: "S"): "ParameterStatus"
        case UInt8(ascii: "v"): "NegotiateProtocolVersion"
        case UInt8(ascii: "K"): "BackendKeyData"
        case UInt8(ascii: "Z"): "ReadyForQuery"
        default: "a message of type \(type)"
        }
    }

    /// The most bytes that a message of that type has, as libpq bounds it (`PQconnectPoll`).
    static func mostBytes(_ type: UInt8) -> Int {
        switch type {
        case UInt8(ascii: "R"), UInt8(ascii: "v"): 2_000
        default: 30_000
        }
    }

    /// Reads what follows the length of a message; `nil` where it is not as its type says.
    init?(type: UInt8, _ body: [UInt8]) {
        switch type {
        case UInt8(ascii: "R"):
            guard let request = AuthenticationRequest(body) else { return nil }
            self = .authentication(request)
        case UInt8(ascii: "E"):
            guard let error = ErrorResponse(body) else { return nil }
            self = .error(error)
        case UInt8(ascii: "v"):
            guard body.count >= 8 else { return nil }
            // The number of a version; servers before PostgreSQL 18 have the minor one alone.
            let version = body[..<4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
            self = .negotiateProtocolVersion(newestMinor: version & 0xFFFF)
        case UInt8(ascii: "K"):
            guard body.count >= 8 else { return nil }
            self = .backendKeyData
        case UInt8(ascii: "Z"):
            guard body.count == 1 else { return nil }
            self = .readyForQuery
        default: self = .unknown(type)
        }
    }

    /// What it is called.
    var name: String {
        switch self {
        case .authentication: Self.name(UInt8(ascii: "R"))
        case .error: Self.name(UInt8(ascii: "E"))
        case .negotiateProtocolVersion: Self.name(UInt8(ascii: "v"))
        case .backendKeyData: Self.name(UInt8(ascii: "K"))
        case .readyForQuery: Self.name(UInt8(ascii: "Z"))
        case .unknown(let type): Self.name(type)
        }
    }
}
