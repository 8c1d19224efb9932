import Glibc
import Synchronization
import TestSupport

/// What answers on the port of a case's server, as far as a client without a secret sees it.
final class ServingListener: Sendable {
    /// How it answers an SSLRequest and the beginning of a handshake.
    enum Answer: Hashable, Sendable {
        /// With a handshake by OpenSSL, and the certificate and key that the files have by then; with `N` where OpenSSL
        /// does not take them.
        case handshake(certificate: String, key: String, Handshakes.Kind = .all)
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
            switch answer {
            case .encryptionOff: try connection.send([UInt8(ascii: "N")])
            case .noise: try connection.send(Array("HTTP/1.1 400 Bad Request\r\n".utf8))
            case .handshake(let certificate, let key, let kind):
                try connection.relay(to: Handshakes.begin(certificate, key, kind))
            case .alert(let code):
                try connection.send([UInt8(ascii: "S")])
                let header = try connection.receive(5)
                _ = try connection.receive(Int(header[3]) << 8 | Int(header[4]))
                try connection.send([21, 3, 3, 0, 2, 2, code])
            }
        }

        /// AuthenticationCleartextPassword.
        private static let question = [UInt8(ascii: "R"), 0, 0, 0, 8, 0, 0, 0, 3]

        /// An ErrorResponse: "invalid authorization specification".
        private static let refusal: [UInt8] = {
            let fields = Array("SFATAL\0VFATAL\0C28000\0MKein Eintrag\0\0".utf8)
            return [UInt8(ascii: "E"), 0, 0, 0, UInt8(fields.count + 4)] + fields
        }()
    }
}

/// What makes the handshakes: OpenSSL, by a program of Python's that is started once.
enum Handshakes {
    /// What is taken of what a client offers.
    enum Kind: String, Sendable {
        case all
        /// TLS 1.3 alone.
        case newer
        /// A suite of TLS 1.2 that the tool has not.
        case suites
    }

    /// A connection to it, of which the first byte is what answers an SSLRequest.
    static func begin(_ certificate: String, _ key: String, _ kind: Kind) throws -> LoopbackConnection {
        let connection = try LoopbackConnection(port: port.get())
        try connection.send(Array("\(certificate)\n\(key)\n\(kind)\n".utf8))
        return connection
    }

    private static let port = Result {
        guard let python = Programs.python else {
            throw CaseText.Invalid(description: "python3 is not installed")
        }
        let own = #filePath
        let script = String(own[..<(own.lastIndex(of: "/") ?? own.endIndex)]) + "/handshakes.py"
        let folder = try TemporaryFolder()
        _ = try python.start(octets: [Array(script.utf8)], output: folder.path("port"))
        var port: Int?
        _ = eventually {
            port = (try? folder.text("port")).flatMap { $0.hasSuffix("\n") ? Int($0.dropLast()) : nil }
            return port != nil
        }
        guard let port else { throw CaseText.Invalid(description: "\(script) does not start") }
        return port
    }
}

/// The listeners of all cases, one for each answer.
enum ServingListeners {
    /// The port on which this is answered: the name of a certificate, `off`, `newer` (TLS 1.3 alone), `suites` (of TLS
    /// 1.2, none of the tool's), `alert`, `noise` or `nobody`.
    static func port(_ name: String, _ certificates: ExampleCertificates) throws -> Int {
        switch name {
        // tcpmux, which nothing has served for decades.
        case "nobody": return 1
        case "off": return try off.get().port
        case "newer": return try newer.get().port
        case "suites": return try suites.get().port
        case "alert": return try alert.get().port
        case "noise": return try noise.get().port
        case "server.crt": return try own.get().port
        default: return try other.get().port
        }
    }

    private static let off = Result { try ServingListener(.encryptionOff) }
    private static let newer = Result { try ServingListener(serving("server.crt", .newer)) }
    private static let suites = Result { try ServingListener(serving("server.crt", .suites)) }
    private static let alert = Result { try ServingListener(.alert(40)) }
    private static let noise = Result { try ServingListener(.noise) }
    private static let own = Result { try ServingListener(serving("server.crt")) }
    private static let other = Result { try ServingListener(serving("server-of-other-root.crt")) }

    private static func serving(
        _ name: String,
        _ kind: Handshakes.Kind = .all
    ) throws -> ServingListener.Answer {
        let folder = try files.get()
        return .handshake(certificate: folder.path(name), key: folder.path("server.key"), kind)
    }

    /// A folder with the example's certificates and keys.
    static let files = Result {
        let folder = try TemporaryFolder()
        for (name, content) in try ExampleCertificates.all?.get().files ?? [:] {
            try folder.write(content, to: name)
        }
        return folder
    }
}
