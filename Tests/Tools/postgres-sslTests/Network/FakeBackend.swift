import Foundation
import Glibc
import TestSupport

/// What answers in a backend's place and asks for the password, with Python's own TLS. It notes every message that it
/// gets.
final class FakeBackend {
    /// What it does.
    enum Manner: String, CaseIterable {
        /// No TLS, and the password asked for as it is.
        case plain
        /// The password asked for as it is, inside TLS.
        case cleartext
        /// An md5 answer asked for, inside TLS.
        case md5
        /// SCRAM without channel binding, inside TLS.
        case scram
        /// SCRAM with channel binding, inside TLS, and a server's part of it of no meaning.
        case scramPlus
        /// An error in place of TLS, with words that libpq says itself.
        case words
        /// No password at all: whoever asks is in.
        case trust
    }

    let port: Int
    private let process: RunningProgram
    private let folder: TemporaryFolder

    static let isUsable = Program.find("python3") != nil

    /// - Parameters:
    ///   - certificate: the certificate and the key that it serves.
    init(_ manner: Manner, certificate: (certificate: String, key: String)? = nil) throws {
        guard let python = Program.find("python3") else { throw ServerNotStarted(log: "no python3") }
        folder = try TemporaryFolder()
        try folder.write(Self.script, to: "server.py")
        let words = [
            folder.path("server.py"), manner.rawValue, certificate?.certificate ?? "", certificate?.key ?? "",
        ]
        process = try python.start(
            octets: words.map { Array($0.utf8) },
            output: folder.path("port"),
            errors: folder.path("heard")
        )
        var text = ""
        _ = eventually { [folder] in
            text = (try? folder.text("port")) ?? ""
            return text.hasSuffix("\n")
        }
        guard let port = Int(text.dropLast()) else { throw ServerNotStarted(log: "python3 does not listen") }
        self.port = port
    }

    deinit {
        process.signal(SIGKILL)
        _ = process.wait()
    }

    /// What it got, a line each: the kind of message and its octets.
    func heard() throws -> [String] {
        try folder.text("heard").split(separator: "\n").map(String.init)
    }

    private static let script = #"""
        import socket, ssl, struct, sys
        manner, certificate, key = sys.argv[1:4]
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        listener.listen(16)
        print(listener.getsockname()[1], flush=True)
        def note(kind, octets=b""):
            print(kind, octets, file=sys.stderr, flush=True)
        def exactly(connection, count):
            octets = b""
            while len(octets) < count:
                part = connection.recv(count - len(octets))
                if not part: raise EOFError
                octets += part
            return octets
        def message(kind, content):
            return kind + struct.pack("!I", len(content) + 4) + content
        def serve(connection):
            first = exactly(connection, 8)
            if first == bytes.fromhex("0000000804d2162f"):
                note("tls?")
                if manner == "words":
                    text = b"SSL not in use; server certificate does not match host name"
                    connection.sendall(message(b"E", b"SFATAL\0VFATAL\0C08006\0M" + text + b"\0\0"))
                    return
                if manner == "plain":
                    connection.sendall(b"N")
                else:
                    connection.sendall(b"S")
                    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                    context.load_cert_chain(certificate, key)
                    connection = context.wrap_socket(connection, server_side=True)
                    note("tls")
                first = exactly(connection, 8)
            rest = exactly(connection, struct.unpack("!I", first[:4])[0] - 8)
            note("startup", rest)
            request = {
                "plain": struct.pack("!I", 3), "cleartext": struct.pack("!I", 3), "words": struct.pack("!I", 3),
                "md5": struct.pack("!I", 5) + b"salt", "trust": struct.pack("!I", 0),
                "scram": struct.pack("!I", 10) + b"SCRAM-SHA-256\0\0",
                "scramPlus": struct.pack("!I", 10) + b"SCRAM-SHA-256-PLUS\0SCRAM-SHA-256\0\0",
            }[manner]
            connection.sendall(message(b"R", request))
            while True:
                kind = exactly(connection, 1)
                octets = exactly(connection, struct.unpack("!I", exactly(connection, 4))[0] - 4)
                note("message " + kind.decode("latin-1"), octets)
                if manner.startswith("scram") and b"r=" in octets and b"c=" not in octets:
                    nonce = octets.split(b"r=")[1]
                    first = b"r=" + nonce + b"more,s=c2FsdHNhbHRzYWx0c2FsdA==,i=4096"
                    connection.sendall(message(b"R", struct.pack("!I", 11) + first))
        while True:
            connection, _ = listener.accept()
            connection.settimeout(10)
            try:
                serve(connection)
            except (EOFError, OSError) as error:
                note("end")
            finally:
                connection.close()

        """#
}
