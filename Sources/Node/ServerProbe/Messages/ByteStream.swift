package import SecretMemory
package import TLSHandshake

/// The bytes that go to a server and come from it, in the clear or inside TLS.
package protocol ByteStream: ~Copyable {
    /// Sends all of the bytes.
    mutating func send(_ data: Span<UInt8>) throws(TLSError)

    /// Some bytes as they come, at least one; `nil` where the server has said that nothing more comes.
    mutating func receive() throws(TLSError) -> SharedSecret?
}

extension TLSConnection: ByteStream where Transport: ~Copyable {}

/// The bytes of a connection without TLS.
package struct PlainStream<Transport: TLSTransport & ~Copyable>: ~Copyable, ByteStream {
    private var transport: Transport

    /// Takes a connection that has sent and received nothing.
    package init(_ transport: consuming Transport) { self.transport = transport }

    package mutating func send(_ data: Span<UInt8>) throws(TLSError) {
        do throws(TLSTransportError) {
            try transport.send(data)
        } catch {
            throw .transport(error)
        }
    }

    package mutating func receive() throws(TLSError) -> SharedSecret? {
        do throws(TLSTransportError) {
            let bytes = try transport.receive(maximum: 1 << 14)
            return bytes.isEmpty ? nil : SharedSecret(copying: bytes.span)
        } catch {
            throw .transport(error)
        }
    }
}
