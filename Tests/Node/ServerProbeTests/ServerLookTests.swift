import Foundation
import TLSHandshake
import TestSupport
import Testing

@testable import ServerProbe

@Suite(
    "What a running server shows of its TLS",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct ServerLookTests {
    private func look(_ server: PostgresServer, triesOlder: Bool = true) throws -> ServerLook {
        try ServerLook.at(
            host: "127.0.0.1",
            port: server.port,
            name: "localhost",
            triesOlder: triesOlder,
            by: Deadline(in: .seconds(60))
        )
    }

    /// The versions of whole handshakes that show a certificate; `nil` where none was made.
    private func versions(_ look: ServerLook, showing certificate: [UInt8]) -> [TLSVersion]? {
        guard case .whole(let peers) = look else { return nil }
        #expect(peers.allSatisfy { $0.certificates == [certificate] })
        return peers.map(\.version)
    }

    /// The log, with all that came before a query.
    private func log(_ server: PostgresServer) throws -> String {
        _ = try server.query("SELECT 1")
        return server.log()
    }

    @Test(
        "whole handshakes in both versions with each kind of key leave no line in the log",
        arguments: [
            ["rsa:2048"], ["rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"],
            ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"], ["ec", "-pkeyopt", "ec_paramgen_curve:P-384"],
        ]
    )
    func whole(key: [String]) throws {
        let (server, certificate) = try TLSServer.start([], key: key)
        #expect(versions(try look(server), showing: certificate) == [.tls13, .tls12])
        let log = try log(server)
        #expect(!log.contains("SSL") && !log.contains("FATAL"), "\(log)")
    }

    @Test("a server of one version is seen in that one, and asked for no other where that is known")
    func oneVersion() throws {
        let (server, certificate) = try TLSServer.start(["ssl_min_protocol_version = 'TLSv1.3'"])
        #expect(versions(try look(server, triesOlder: false), showing: certificate) == [.tls13])
        #expect(try !log(server).contains("could not accept SSL connection"))
        #expect(versions(try look(server), showing: certificate) == [.tls13])
        #expect(try log(server).contains("could not accept SSL connection: unsupported protocol"))
        let (older, other) = try TLSServer.start(["ssl_max_protocol_version = 'TLSv1.2'"])
        #expect(versions(try look(older), showing: other) == [.tls12])
        #expect(try !log(older).contains("could not accept SSL connection"))
    }

    @Test(
        "a server with suites or a signature of its own shows its certificate to a beginning",
        arguments: [
            (["ssl_ciphers = 'ECDHE-RSA-AES256-SHA384'"], ["rsa:2048"]),
            (["ssl_ciphers = 'DHE-RSA-AES128-SHA256'"], ["rsa:2048"]),
            (["ssl_ciphers = 'AES256-SHA256'"], ["rsa:2048"]), ([], ["ed448"]),
        ]
    )
    func begun(_ settings: [String], _ key: [String]) throws {
        let isOlder = settings.isEmpty ? [] : ["ssl_max_protocol_version = 'TLSv1.2'"]
        let (server, certificate) = try TLSServer.start(settings + isOlder, key: key)
        guard case .begun(let shown, .alert) = try look(server) else {
            Issue.record("a whole handshake was made")
            return
        }
        #expect(shown == [certificate])
    }

    @Test("what TLS 1.3 hides of a key that is not read here is not shown")
    func hidden() throws {
        let settings = ["ssl_min_protocol_version = 'TLSv1.3'"]
        let (server, _) = try TLSServer.start(settings, key: ["ed448"])
        guard case .begun(let shown, .alert) = try look(server) else {
            Issue.record("a whole handshake was made")
            return
        }
        #expect(shown == [])
    }

    @Test(
        "a server that lets no client through does not pass for one with suites of its own",
        arguments: [
            ["ssl_ecdh_curve = 'secp256k1'"],
            ["ssl_min_protocol_version = 'TLSv1'", "ssl_max_protocol_version = 'TLSv1.1'"],
            ["ssl_max_protocol_version = 'TLSv1.2'", "ssl_ciphers = 'NULL-SHA256:@SECLEVEL=0'"],
        ]
    )
    func nobodyThrough(_ settings: [String]) throws {
        let (server, _) = try TLSServer.start(settings)
        #expect {
            try look(server)
        } throws: { error in
            if case ServerProbeError.handshake(_, .alert) = error { true } else { false }
        }
    }

    @Test("a server with another key than its certificate's is found, which OpenSSL loads by its public half")
    func impostor() throws {
        let (server, _) = try TLSServer.start([], key: ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"])
        let openssl = try #require(Programs.openssl)
        let path = server.folder.path("data/k")
        var key = try openssl.run(["ec", "-in", path, "-outform", "DER"]).output
        // RFC 5915: a SEQUENCE of version 1 and the private number of 32 octets, its last one the 39th.
        try #require(key.starts(with: [0x30, 0x77, 2, 1, 1, 4, 32]))
        key[38] ^= 2
        let text = Data(key).base64EncodedString(options: [.lineLength64Characters])
        let label = "EC PRIVATE KEY-----\n"
        try server.folder.write("-----BEGIN \(label)\(text)\n-----END \(label)", to: "data/k")
        try ServerAccount.give(path)
        try server.reload()
        #expect(throws: Self.impostor(server.port)) { try look(server) }
    }

    private static func impostor(_ port: Int) -> ServerProbeError {
        .handshake(place: "127.0.0.1, port \(port)", .wrongSignature(.ecdsaP256SHA256))
    }

    @Test("no TLS, nobody there, and an end without a word are told apart")
    func others() throws {
        let (server, _) = try TLSServer.start([])
        try server.query("ALTER SYSTEM SET ssl = off")
        try server.reload()
        let place = "127.0.0.1, port \(server.port)"
        #expect(throws: ServerProbeError.encryptionOff(place: place)) { try look(server) }
        #expect {
            try ServerLook.at(host: "127.0.0.1", port: FreePort.any())
        } throws: { error in
            if case ServerProbeError.notReached = error { true } else { false }
        }
        let dying = try OddServer { connection in
            _ = try connection.receive(8)
            try connection.send([UInt8(ascii: "S")])
            let header = try connection.receive(5)
            _ = try connection.receive(Int(header[3]) << 8 | Int(header[4]))
        }
        let end = ServerProbeError.handshake(place: "127.0.0.1, port \(dying.port)", .endedEarly)
        #expect(throws: end) {
            try ServerLook.at(host: "127.0.0.1", port: dying.port)
        }
    }
}

@Suite("A look at a server that keeps it waiting, or knows other names")
struct ServerLookLimitsTests {
    /// Takes an SSLRequest and a hello, and gives the hello.
    private static func greet(_ connection: LoopbackConnection) throws -> [UInt8] {
        _ = try connection.receive(8)
        try connection.send([UInt8(ascii: "S")])
        let header = try connection.receive(5)
        return try connection.receive(Int(header[3]) << 8 | Int(header[4]))
    }

    @Test("it is over at the deadline, and says so")
    func deadline() throws {
        let silent = try OddServer { connection in
            _ = try Self.greet(connection)
            _ = try connection.receive(1_000)
        }
        let place = "127.0.0.1, port \(silent.port)"
        let late = ServerProbeError.notReached(
            place: place,
            reason: "no whole answer within 0.3 seconds"
        )
        #expect(throws: late) {
            try ServerLook.at(
                host: "127.0.0.1",
                port: silent.port,
                by: Deadline(in: .milliseconds(300))
            )
        }
    }

    @Test("what is wrong after the hello is not asked for again with more on offer")
    func wrongLater() throws {
        // internal_error, and then what a wide hello would be shown.
        let server = try OddServer { connection in
            _ = try Self.greet(connection)
            try connection.send([21, 3, 3, 0, 2, 2, 80])
            _ = try connection.receive(1)
        }
        let place = "127.0.0.1, port \(server.port)"
        #expect(throws: ServerProbeError.handshake(place: place, .alert(TLSAlert(code: 80)))) {
            try ServerLook.at(host: "127.0.0.1", port: server.port)
        }
    }

    @Test("a server that knows no such name is asked without one, by either kind of hello")
    func names() throws {
        let name = Array("db.example".utf8)
        func answer(_ isNamed: Bool, _ code: UInt8) -> OddServer.Answer {
            { connection in
                let hello = try Self.greet(connection)
                let found = hello.firstRange(of: name) != nil
                try connection.send([21, 3, 3, 0, 2, 2, found == isNamed ? code : 80])
                _ = try connection.receive(1)
            }
        }
        // unrecognized_name, and handshake_failure to the end.
        let server = try OddServer(
            answers: [answer(true, 112), answer(false, 40), answer(true, 112), answer(false, 40)]
        )
        let place = "127.0.0.1, port \(server.port)"
        #expect(throws: ServerProbeError.handshake(place: place, .alert(TLSAlert(code: 40)))) {
            try ServerLook.at(host: "127.0.0.1", port: server.port, name: "db.example")
        }
    }
}
