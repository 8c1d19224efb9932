package import SecretMemory

/// A ``TLSClient`` on a transport, which has the deadline for all of it.
package struct TLSConnection<Transport: TLSTransport & ~Copyable, Random: RandomSource>: ~Copyable {
    private var transport: Transport
    private var client: TLSClient<Random>
    private var pending: [SharedSecret] = []

    /// What the handshake has shown of the server.
    package let peer: TLSPeer

    /// Makes the handshake; `credential` and `refusal` are those of ``TLSClient``.
    ///
    /// An alert that the fault calls for is sent first, as far as the transport takes it.
    package init(
        _ transport: consuming Transport,
        _ settings: TLSSettings,
        credential: TLSCredential? = nil,
        refusal: ((TLSPeer) -> String?)? = nil,
        using random: consuming Random
    ) throws(TLSError) {
        var transport = transport
        var client = TLSClient(settings, credential: credential, refusal: refusal, using: random)
        peer = try Self.shakeHands(&client, &transport)
        self.transport = transport
        self.client = client
    }

    /// Sends data.
    package mutating func send(_ data: Span<UInt8>) throws(TLSError) {
        try client.send(data)
        try Self.flush(&client, &transport)
    }

    /// Some of what the server sends, as it comes, at least one byte; `nil` where it has said that nothing more comes.
    package mutating func receive() throws(TLSError) -> SharedSecret? {
        while true {
            if !pending.isEmpty { return pending.removeFirst() }
            pending = client.takeReceived()
            if !pending.isEmpty { continue }
            if client.isClosedByServer { return nil }
            if client.isOver { throw .notConnected }
            try Self.exchange(&client, &transport)
        }
    }

    /// Says that nothing more is sent, as far as the transport takes it.
    package mutating func close() {
        client.close()
        try? Self.flush(&client, &transport)
    }

    private static func shakeHands(
        _ client: inout TLSClient<Random>,
        _ transport: inout Transport
    ) throws(TLSError) -> TLSPeer {
        try flush(&client, &transport)
        while true {
            if let peer = client.peer { return peer }
            try exchange(&client, &transport)
        }
    }

    /// Takes what comes next, and sends what it calls for.
    private static func exchange(
        _ client: inout TLSClient<Random>,
        _ transport: inout Transport
    ) throws(TLSError) {
        let bytes: [UInt8]
        do throws(TLSTransportError) {
            bytes = try transport.receive(maximum: 1 << 14)
        } catch {
            throw .transport(error)
        }
        do throws(TLSError) {
            if bytes.isEmpty { try client.receiveEnd() } else { try client.receive(bytes.span) }
        } catch {
            try? flush(&client, &transport)
            throw error
        }
        try flush(&client, &transport)
    }

    private static func flush(
        _ client: inout TLSClient<Random>,
        _ transport: inout Transport
    ) throws(TLSError) {
        let bytes = client.takeOutput()
        guard !bytes.isEmpty else { return }
        do throws(TLSTransportError) {
            try transport.send(bytes.span)
        } catch {
            throw .transport(error)
        }
    }
}
