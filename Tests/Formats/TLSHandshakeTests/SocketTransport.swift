import TLSHandshake
import TestSupport

/// A transport on a connection of loopback, which itself gives up after half a minute.
struct SocketTransport: TLSTransport {
    let connection: LoopbackConnection

    mutating func send(_ bytes: Span<UInt8>) throws(TLSTransportError) {
        do {
            try connection.send(bytes.indices.map { bytes[$0] })
        } catch {
            throw .broken("\(error)")
        }
    }

    mutating func receive(maximum: Int) throws(TLSTransportError) -> [UInt8] {
        do {
            return try connection.receiveSome(maximum)
        } catch {
            throw .broken("\(error)")
        }
    }
}

/// A transport that gives what a test has chosen, in portions of its choice, and is too late then.
struct FixedTransport: TLSTransport {
    var bytes: [UInt8]
    var portion: Int
    /// Whether it then ends instead.
    var endsThen = false
    var sent: [UInt8] = []

    mutating func send(_ bytes: Span<UInt8>) throws(TLSTransportError) {
        sent += bytes.indices.map { bytes[$0] }
    }

    mutating func receive(maximum: Int) throws(TLSTransportError) -> [UInt8] {
        guard !bytes.isEmpty else {
            if endsThen { return [] }
            throw .tooLate
        }
        let count = min(portion, maximum, bytes.count)
        defer { bytes.removeFirst(count) }
        return Array(bytes.prefix(count))
    }
}
