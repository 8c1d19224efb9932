import Glibc
import TestSupport

/// What answers on the port of a case's server, as far as a client without a secret sees it.
final class ServingListener: Sendable {
    /// How it answers an SSLRequest and the beginning of a handshake.
    enum Answer: Hashable, Sendable {
        /// With a certificate in DER (RFC 5246, sections 7.4.1.3 and 7.4.2).
        case certificate([UInt8])
        /// With `N`: no encryption.
        case encryptionOff
        /// With an alert of TLS (RFC 5246, section 7.2).
        case alert(UInt8)
        /// With something else.
        case noise
    }

    let port: Int

    init(_ answer: Answer) throws {
        let listener = try LoopbackListener()
        port = listener.port
        let thread = UnsafeMutablePointer<pthread_t>.allocate(capacity: 1)
        defer { thread.deallocate() }
        let work = Unmanaged.passRetained(Work(listener, answer))
        pthread_create(
            thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                while true { try? work.serve() }
            },
            work.toOpaque()
        )
        pthread_detach(thread.pointee)
    }

    private final class Work: Sendable {
        private let listener: LoopbackListener
        private let answer: Answer

        init(_ listener: LoopbackListener, _ answer: Answer) {
            self.listener = listener
            self.answer = answer
        }

        func serve() throws {
            let connection = try listener.accept()
            _ = try connection.receive(8)
            switch answer {
            case .encryptionOff: return try connection.send([UInt8(ascii: "N")])
            case .noise: return try connection.send(Array("HTTP/1.1 400 Bad Request\r\n".utf8))
            case .certificate, .alert: try connection.send([UInt8(ascii: "S")])
            }
            let header = try connection.receive(5)
            _ = try connection.receive(Int(header[3]) << 8 | Int(header[4]))
            if case .certificate(let encoding) = answer {
                let list = Self.block24(Self.block24(encoding))
                try connection.send(
                    Self.record(22, [2] + Self.block24([3, 3])) + Self.record(22, [11] + Self.block24(list))
                )
            } else if case .alert(let code) = answer {
                try connection.send(Self.record(21, [2, code]))
            }
        }

        private static func record(_ type: UInt8, _ content: [UInt8]) -> [UInt8] {
            [type, 3, 3, UInt8(content.count >> 8), UInt8(content.count & 0xFF)] + content
        }

        private static func block24(_ content: [UInt8]) -> [UInt8] {
            [UInt8(content.count >> 16), UInt8(content.count >> 8 & 0xFF), UInt8(content.count & 0xFF)]
                + content
        }
    }
}

/// The listeners of all cases, one for each answer.
enum ServingListeners {
    /// The port on which this is answered: the name of a certificate, `off`, `newer`, `alert N`, `noise` or `nobody`.
    static func port(_ name: String, _ certificates: ExampleCertificates) throws -> Int {
        switch name {
        // tcpmux, which nothing has served for decades.
        case "nobody": return 1
        case "off": return try off.get().port
        case "newer": return try newer.get().port
        case "alert": return try alert.get().port
        case "noise": return try noise.get().port
        case "server.crt": return try own.get().port
        default: return try other.get().port
        }
    }

    private static let off = Result { try ServingListener(.encryptionOff) }
    private static let newer = Result { try ServingListener(.alert(70)) }
    private static let alert = Result { try ServingListener(.alert(40)) }
    private static let noise = Result { try ServingListener(.noise) }
    private static let own = Result { try ServingListener(.certificate(encoding("server.crt"))) }
    private static let other = Result {
        try ServingListener(.certificate(encoding("server-of-other-root.crt")))
    }

    private static func encoding(_ name: String) throws -> [UInt8] {
        try ExampleCertificates.all?.get().encodings[name] ?? []
    }
}
