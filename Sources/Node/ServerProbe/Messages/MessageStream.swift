internal import SecretMemory
internal import TLSHandshake

/// The messages of PostgreSQL's protocol on a connection, in both directions, as far as a login goes.
///
/// What a server can make it do is bounded: in the bytes of each message and of all, in the count of messages, and in
/// time by the deadline of the connection.
package struct MessageStream<Bytes: ByteStream & ~Copyable>: ~Copyable {
    /// The most messages, of which a login has some twenty.
    private static var mostMessages: Int { 256 }
    /// The most bytes of all of them.
    private static var mostBytes: Int { 1 << 18 }

    private var bytes: Bytes
    /// The host and the port, as errors name them.
    private let place: String
    /// What has come and belongs to no message yet.
    private var pending: ArraySlice<UInt8> = []
    private var messageCount = 0
    private var byteCount = 0
    /// Why what was sent did not go, which the server may have said before it went.
    private var sendingFault: ServerProbeError?

    /// Takes a connection on which the server waits for a StartupMessage.
    package init(_ bytes: consuming Bytes, at place: String) {
        self.bytes = bytes
        self.place = place
    }

    /// Sends a message.
    ///
    /// A server that has gone does not take it, and may have said why: in TLS 1.3 it refuses a client certificate when
    /// the client has the handshake behind it. So the next ``receive()`` throws what kept it from going, if there is
    /// nothing else to hear.
    mutating func send(_ message: Span<UInt8>) throws(ServerProbeError) {
        do throws(TLSError) {
            try bytes.send(message)
        } catch {
            guard case .transport(.broken) = error else { throw reason(error) }
            sendingFault = reason(error)
        }
    }

    /// The next message; NoticeResponse and ParameterStatus are passed over.
    mutating func receive() throws(ServerProbeError) -> ServerMessage {
        while true {
            messageCount += 1
            guard messageCount <= Self.mostMessages else { throw fault(.tooMuch) }
            guard try fill(5) else { throw fault(.ended) }
            let type = pending[pending.startIndex]
            let length = pending.dropFirst().prefix(4).reduce(0) { $0 << 8 | Int($1) }
            guard length >= 4, length <= ServerMessage.mostBytes(type) else {
                // What libpq takes for the text of an error without a length.
                if type == UInt8(ascii: "E") { return .error(try textAlone()) }
                throw fault(
                    length < 4
                        ? .malformed(ServerMessage.name(type)) : .tooLong(ServerMessage.name(type), length)
                )
            }
            guard try fill(1 + length) else { throw fault(.malformed(ServerMessage.name(type))) }
            let body = Array(pending.dropFirst(5).prefix(length - 4))
            pending = pending.dropFirst(1 + length)
            if type == UInt8(ascii: "N") || type == UInt8(ascii: "S") { continue }
            guard let message = ServerMessage(type: type, body) else {
                throw fault(.malformed(ServerMessage.name(type)))
            }
            return message
        }
    }

    /// Reads on to the end of the connection, so that no answer of the server is lost by an end of ours.
    ///
    /// - Returns: the first error that comes.
    mutating func drain() throws(ServerProbeError) -> ErrorResponse? {
        var found: ErrorResponse?
        while true {
            do throws(ServerProbeError) {
                let message = try receive()
                if case .error(let error) = message, found == nil { found = error }
            } catch {
                switch error {
                case .messages(_, .ended), .handshake(_, .endedEarly): return found
                default: throw error
                }
            }
        }
    }

    /// What is wrong with the server's messages.
    func fault(_ fault: MessageFault) -> ServerProbeError { .messages(place: place, fault) }

    /// Ends, and gives the connection back.
    consuming func end() -> Bytes { bytes }

    /// The text of an error that ends with a zero byte, or with the connection.
    private mutating func textAlone() throws(ServerProbeError) -> ErrorResponse {
        let most = ServerMessage.mostBytes(UInt8(ascii: "E"))
        var count = 1
        while count < most, try fill(count + 1), pending[pending.startIndex + count] != 0 { count += 1 }
        return ErrorResponse(text: Array(pending.prefix(count).dropFirst()))
    }

    /// Receives until so many bytes are pending; `false` where the connection ends before.
    private mutating func fill(_ count: Int) throws(ServerProbeError) -> Bool {
        while pending.count < count {
            guard let part = try next() else { return false }
            byteCount += part.count
            pending += part
            guard byteCount <= Self.mostBytes else { throw fault(.tooMuch) }
        }
        return true
    }

    /// Some bytes as they come; `nil` at the end.
    private mutating func next() throws(ServerProbeError) -> [UInt8]? {
        let part: SharedSecret?
        do throws(TLSError) {
            part = try bytes.receive()
        } catch {
            if let sendingFault, error.isSilence { throw sendingFault }
            throw reason(error)
        }
        if part == nil, let sendingFault { throw sendingFault }
        return part?.publicBytes
    }

    private func reason(_ error: TLSError) -> ServerProbeError {
        switch error {
        case .transport(let error): .notReached(place: place, reason: error.description)
        default: .handshake(place: place, error)
        }
    }
}

extension TLSError {
    /// Whether it says nothing of why the server went.
    fileprivate var isSilence: Bool {
        switch self {
        case .transport, .endedEarly: true
        default: false
        }
    }
}
