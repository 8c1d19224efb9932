import Foundation
import Glibc
import Synchronization
import TestSupport

/// What answers on the port of a case's server, as far as a client without a secret sees it.
final class ServingListener: Sendable {
    /// How it answers an SSLRequest and the beginning of a handshake.
    enum Answer: Hashable, Sendable {
        /// With a certificate in DER (RFC 5246, sections 7.4.1.3 and 7.4.2).
        case certificate([UInt8])
        /// With the certificate that the file at this path has by then; with `N` where there is none.
        case file(String)
        /// With `N`: no encryption.
        case encryptionOff
        /// With an alert of TLS (RFC 5246, section 7.2).
        case alert(UInt8)
        /// With something else.
        case noise
    }

    let port: Int
    private let work: Work

    /// - Parameter admitsPlain: whether it asks for a password without encryption; else it refuses the connection.
    init(_ answer: Answer, admitsPlain: Bool = false) throws {
        let listener = try LoopbackListener()
        port = listener.port
        work = Work(listener, answer, admitsPlain)
        let thread = UnsafeMutablePointer<pthread_t>.allocate(capacity: 1)
        defer { thread.deallocate() }
        let work = Unmanaged.passRetained(self.work)
        pthread_create(
            thread,
            nil,
            { argument in
                guard let argument else { return nil }
                let work = Unmanaged<Work>.fromOpaque(argument).takeRetainedValue()
                while !work.isOver { try? work.serve() }
                return nil
            },
            work.toOpaque()
        )
        pthread_detach(thread.pointee)
    }

    /// Ends it.
    func end() { work.end() }

    private final class Work: Sendable {
        private let listener: LoopbackListener
        private let answer: Answer
        private let admitsPlain: Bool
        private let hasEnded = Atomic(false)

        init(_ listener: LoopbackListener, _ answer: Answer, _ admitsPlain: Bool) {
            self.listener = listener
            self.answer = answer
            self.admitsPlain = admitsPlain
        }

        var isOver: Bool { hasEnded.load(ordering: .acquiring) }

        func end() {
            hasEnded.store(true, ordering: .releasing)
            listener.end()
        }

        func serve() throws {
            let connection = try listener.accept()
            let request = try connection.receive(8)
            // A StartupMessage: protocol 3.0, without encryption.
            if request[4...].elementsEqual([0, 3, 0, 0]) {
                _ = try connection.receive(Int(request[2]) << 8 | Int(request[3]) - 8)
                return try connection.send(admitsPlain ? Self.question : Self.refusal)
            }
            var answer = answer
            if case .file(let path) = answer {
                answer = Self.encoding(path).map(Answer.certificate) ?? .encryptionOff
            }
            switch answer {
            case .file, .encryptionOff: return try connection.send([UInt8(ascii: "N")])
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

        /// AuthenticationCleartextPassword.
        private static let question = [UInt8(ascii: "R"), 0, 0, 0, 8, 0, 0, 0, 3]

        /// An ErrorResponse: "invalid authorization specification".
        private static let refusal: [UInt8] = {
            let fields = Array("SFATAL\0VFATAL\0C28000\0MKein Eintrag\0\0".utf8)
            return [UInt8(ascii: "E"), 0, 0, 0, UInt8(fields.count + 4)] + fields
        }()

        /// The first certificate of a file.
        private static func encoding(_ path: String) -> [UInt8]? {
            guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return nil }
            let lines = text.split(whereSeparator: \.isNewline)
            let body = lines.drop { $0 != "-----BEGIN CERTIFICATE-----" }.dropFirst()
                .prefix { $0 != "-----END CERTIFICATE-----" }
            let octets = Data(base64Encoded: body.joined()).map(Array.init) ?? []
            return octets.isEmpty ? nil : octets
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
