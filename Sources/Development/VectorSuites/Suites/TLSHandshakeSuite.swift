internal import SecretMemory
internal import TLSHandshake
internal import VectorFiles

/// A client's side of published handshakes of TLS 1.3, record for record.
///
/// The hellos have extensions that ours have not, and are sent as they are; all else is computed.
struct TLSHandshakeSuite: Suite {
    func answer(_ vector: VectorCase) throws -> Answer {
        func octets(_ name: String) throws -> [UInt8] {
            vector.has(name) ? try vector.octets(name) : []
        }
        var settings = TLSSettings(serverName: "server")
        settings.sharedGroups = vector.has("p256-key") ? [.x25519, .p256] : [.x25519]
        let hellos = [try octets("client-hello"), try octets("second-hello")]
        settings.fixedHellos = hellos.filter { !$0.isEmpty }.map { Array($0.dropFirst(5)) }
        let random = [UInt8](repeating: 0, count: 32)
        var keys = try octets("x25519-key") + octets("p256-key")
        // A key of a curve is one more than what is drawn (FIPS 186-5, appendix A.2.2).
        if vector.has("p256-key") { keys[keys.count - 1] -= 1 }
        var client = TLSClient(settings, using: FixedRandom(random + keys))
        guard client.takeOutput() == hellos[0] else { return .refused("the first hello is different") }
        do {
            if vector.has("retry-request") {
                let request = try octets("retry-request")
                try client.receive(request.span)
                guard client.takeOutput() == hellos[1] else {
                    return .refused("the second hello is different")
                }
            }
            let answer = try octets("server-hello") + octets("server-flight")
            try client.receive(answer.span)
            guard client.takeOutput() == (try octets("client-finished")) else {
                return .refused("Finished is different")
            }
            guard vector.has("data") else { return .accepted }
            let data = try octets("data")
            let sent = try octets("ticket") + octets("server-data")
            try client.receive(sent.span)
            guard client.takeReceived().map(\.publicBytes) == [data] else {
                return .refused("the server's data is different")
            }
            try client.send(data.span)
            guard client.takeOutput() == (try octets("client-data")) else {
                return .refused("the client's data is different")
            }
            let end = try octets("server-close")
            try client.receive(end.span)
            client.close()
            guard client.isClosedByServer, client.takeOutput() == (try octets("client-close")) else {
                return .refused("the end is different")
            }
            return .accepted
        } catch let error as TLSError {
            return .refused("\(error)")
        }
    }
}

/// Gives octets that are published, once.
private struct FixedRandom: RandomSource {
    private var octets: ArraySlice<UInt8>

    init(_ octets: [UInt8]) { self.octets = octets[...] }

    mutating func fill(_ destination: inout MutableSpan<UInt8>) {
        for index in destination.indices { destination[index] = octets.popFirst() ?? 0 }
    }

    mutating func split() -> FixedRandom { self }
}
