import PKIX
import SecretMemory
import TLSHandshake
import TestSupport
import Testing

@Suite(
    "Handshakes with the servers of others",
    .enabled(if: Programs.openssl != nil, "openssl is not installed"),
    .serialized
)
struct LiveHandshakeTests {
    private static let gnutlsServer = Program.find("gnutls-serv")

    @Test("openssl, with every pair of key, suite and group", arguments: KeyKind.allCases)
    func openssl(kind: KeyKind) throws {
        let folder = try TemporaryFolder()
        try kind.write(to: folder, named: "server")
        // A certificate on P-521 wants a client of TLS 1.2 that agrees on keys there, too (RFC 8422, section 5.1.1).
        for (suite, group) in kind.pairs where kind != .p521 || suite.version == .tls13 {
            let server = try LiveServer(try #require(Programs.openssl), log: folder) {
                [
                    "s_server", "-accept", "127.0.0.1:\($0)", "-rev", "-groups", "\(group)",
                    "-cert", folder.path("server.crt"), "-key", folder.path("server.key"),
                ]
                    + (suite.version == .tls13
                        ? ["-tls1_3", "-ciphersuites", "\(suite)"]
                        : ["-tls1_2", "-cipher", suite.opensslName])
            }
            try check(server, kind, suite, group, folder) { String($0.reversed()) + "\n" }
        }
    }

    @Test(
        "gnutls, with every pair of key, suite and group",
        .enabled(if: gnutlsServer != nil, "gnutls-serv is not installed"),
        arguments: KeyKind.allCases
    )
    func gnutls(kind: KeyKind) throws {
        let folder = try TemporaryFolder()
        try kind.write(to: folder, named: "server")
        for (suite, group) in kind.pairs {
            let cipher = "AES-\("\(suite)".contains("128") ? 128 : 256)-GCM"
            let version = suite.version == .tls13 ? "1.3" : "1.2"
            let name = ["X25519": "X25519", "P-256": "SECP256R1", "P-384": "SECP384R1"]["\(group)"] ?? ""
            let server = try LiveServer(try #require(Self.gnutlsServer), log: folder) {
                [
                    "--echo", "--disable-client-cert", "--port", "\($0)",
                    "--x509certfile", folder.path("server.crt"),
                    "--x509keyfile", folder.path("server.key"), "--priority",
                    "NORMAL:-VERS-ALL:+VERS-TLS\(version):-CIPHER-ALL:+\(cipher):-GROUP-ALL:+GROUP-\(name)",
                ]
            }
            try check(server, kind, suite, group, folder) { $0 + "\n" }
        }
    }

    private func check(
        _ server: LiveServer,
        _ kind: KeyKind,
        _ suite: CipherSuite,
        _ group: NamedGroup,
        _ folder: TemporaryFolder,
        answer: (String) -> String
    ) throws {
        let transport = try server.connect()
        var connection = try TLSConnection(
            transport,
            TLSSettings(serverName: "localhost"),
            using: OperatingSystemRandom()
        )
        let peer = connection.peer
        #expect(peer.version == suite.version && peer.suite == suite && peer.group == group)
        #expect(peer.hasExtendedMasterSecret)
        let text = try folder.read("server.crt")
        #expect(peer.certificate == (try Certificate(pem: text.span)), "\(kind)")
        #expect(peer.wasRetried == (group == .p384 && suite.version == .tls13))
        #expect(!peer.wantsClientCertificate)
        let question = Array("olleh\n".utf8)
        try connection.send(question.span)
        var received: [UInt8] = []
        while received.count < 6 {
            let more = try #require(try connection.receive())
            received += more.publicBytes
        }
        let expected = answer("olleh")
        #expect(String(decoding: received, as: UTF8.self) == expected)
        connection.close()
    }

    @Test(
        "a client certificate is taken, and its lack is refused with word of it",
        arguments: [KeyKind.rsa2048, .rsaPSS, .p256, .p384],
        TLSVersion.allCases
    )
    func clientCertificate(kind: KeyKind, version: TLSVersion) throws {
        let folder = try TemporaryFolder()
        try KeyKind.p256.write(to: folder, named: "server")
        try kind.write(to: folder, named: "client")
        let server = try LiveServer(try #require(Programs.openssl), log: folder) {
            [
                "s_server", "-accept", "127.0.0.1:\($0)", "-rev", "-Verify", "1",
                version == .tls13 ? "-tls1_3" : "-tls1_2",
                "-verify_return_error", "-CAfile", folder.path("client.crt"),
                "-cert", folder.path("server.crt"), "-key", folder.path("server.key"),
            ]
        }
        let text = try folder.read("client.crt")
        let certificate = try Certificate(pem: text.span)
        let keyText = try folder.read("client.key")
        let credential = TLSCredential(
            certificates: [certificate.encoding],
            key: SharedKey(try PrivateKey(pem: keyText.span))
        )
        let question = Array("abc\n".utf8)
        let transport = try server.connect()
        var connection = try TLSConnection(
            transport,
            TLSSettings(),
            credential: credential,
            using: OperatingSystemRandom()
        )
        #expect(connection.peer.wantsClientCertificate && connection.peer.hasClientCertificate)
        #expect(connection.peer.clientCertificateAuthorities == [certificate.subject.encoding])
        try connection.send(question.span)
        let answer = try connection.receive()
        #expect(answer?.publicBytes == Array("cba\n".utf8))
        connection.close()

        // In TLS 1.3 the refusal comes after the handshake, in TLS 1.2 within it, by a name that says less.
        let second = try server.connect()
        let error = TLSError.alert(TLSAlert(code: version == .tls13 ? 116 : 40))
        #expect(throws: error) {
            var other = try TLSConnection(second, TLSSettings(), using: OperatingSystemRandom())
            let peer = other.peer
            #expect(peer.wantsClientCertificate && !peer.hasClientCertificate)
            while try other.receive() != nil {}
        }
        guard version == .tls13 else { return }
        #expect("\(error)".contains("wants a client certificate"))
    }

    @Test("a server without what is offered says so by an alert, and the words for it are right")
    func refusals() throws {
        let folder = try TemporaryFolder()
        try KeyKind.p256.write(to: folder, named: "server")
        let cases: [(arguments: [String], alert: UInt8, word: String)] = [
            (["-tls1_2"], 70, "versions"), (["-ciphersuites", "TLS_CHACHA20_POLY1305_SHA256"], 40, "suites"),
            (["-groups", "P-521"], 40, "groups"), (["-alpn", "http/1.1"], 120, "direct TLS"),
        ]
        for (arguments, alert, word) in cases {
            let server = try LiveServer(try #require(Programs.openssl), log: folder) {
                [
                    "s_server", "-accept", "127.0.0.1:\($0)", "-rev",
                    "-cert", folder.path("server.crt"), "-key", folder.path("server.key"),
                ] + arguments
            }
            var settings = TLSSettings()
            settings.versions = [.tls13]
            settings.applicationProtocols = ["postgresql"]
            let error = TLSError.alert(TLSAlert(code: alert))
            #expect(throws: error, "\(arguments)") {
                let transport = try server.connect()
                _ = try TLSConnection(transport, settings, using: OperatingSystemRandom()).peer
            }
            #expect("\(error)".contains(word))
        }
    }

    @Test(
        "a server of TLS 1.2 without extended_master_secret is taken, and said to be one",
        .enabled(if: gnutlsServer != nil, "gnutls-serv is not installed")
    )
    func noExtendedMasterSecret() throws {
        let folder = try TemporaryFolder()
        try KeyKind.p256.write(to: folder, named: "server")
        let server = try LiveServer(try #require(Self.gnutlsServer), log: folder) {
            [
                "--echo", "--disable-client-cert", "--port", "\($0)",
                "--x509certfile", folder.path("server.crt"), "--x509keyfile", folder.path("server.key"),
                "--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.2:%NO_SESSION_HASH",
            ]
        }
        let transport = try server.connect()
        let connection = try TLSConnection(transport, TLSSettings(), using: OperatingSystemRandom())
        #expect(connection.peer.version == .tls12 && !connection.peer.hasExtendedMasterSecret)
    }

    @Test(
        "a server of TLS 1.2 without renegotiation_info is taken and said to be one, and openssl's client goes",
        .enabled(if: gnutlsServer != nil, "gnutls-serv is not installed"),
        arguments: [true, false]
    )
    func renegotiationInfo(isThere: Bool) throws {
        let folder = try TemporaryFolder()
        try KeyKind.p256.write(to: folder, named: "server")
        let option = isThere ? "" : ":%DISABLE_SAFE_RENEGOTIATION"
        let server = try LiveServer(try #require(Self.gnutlsServer), log: folder) {
            [
                "--echo", "--disable-client-cert", "--port", "\($0)",
                "--x509certfile", folder.path("server.crt"), "--x509keyfile", folder.path("server.key"),
                "--priority", "NORMAL:-VERS-ALL:+VERS-TLS1.2" + option,
            ]
        }
        let transport = try server.connect()
        let connection = try TLSConnection(transport, TLSSettings(), using: OperatingSystemRandom())
        #expect(connection.peer.version == .tls12)
        #expect(connection.peer.hasSecureRenegotiation == isThere)
        let client = try #require(Programs.openssl).run(
            ["s_client", "-connect", "127.0.0.1:\(server.port)"]
        )
        #expect((client.status == 0) == isThere, "\(client.errorText)")
        #expect(client.errorText.contains("unsafe legacy renegotiation disabled") != isThere)
    }

    @Test("a server of two keys signs by the one whose schemes are offered, in both versions")
    func schemes() throws {
        let folder = try TemporaryFolder()
        try KeyKind.p256.write(to: folder, named: "server")
        try KeyKind.rsa2048.write(to: folder, named: "other")
        let server = try LiveServer(try #require(Programs.openssl), log: folder) {
            [
                "s_server", "-accept", "127.0.0.1:\($0)", "-rev",
                "-cert", folder.path("server.crt"), "-key", folder.path("server.key"),
                "-dcert", folder.path("other.crt"), "-dkey", folder.path("other.key"),
            ]
        }
        for version in TLSVersion.allCases {
            for (scheme, file) in [
                (SignatureScheme.ecdsaP256SHA256, "server.crt"), (.rsaPSSSHA384, "other.crt"),
            ] {
                var settings = TLSSettings()
                (settings.versions, settings.schemes) = ([version], [scheme])
                let transport = try server.connect()
                let connection = try TLSConnection(transport, settings, using: OperatingSystemRandom())
                #expect(connection.peer.scheme == scheme)
                let text = try folder.read(file)
                #expect(connection.peer.certificate == (try Certificate(pem: text.span)))
            }
        }
    }

    @Test("a server that chooses the protocol asked for, and one that serves by name, are understood")
    func extensions() throws {
        let folder = try TemporaryFolder()
        try KeyKind.p256.write(to: folder, named: "server")
        try KeyKind.p384.write(to: folder, named: "other")
        let server = try LiveServer(try #require(Programs.openssl), log: folder) {
            [
                "s_server", "-accept", "127.0.0.1:\($0)", "-rev", "-alpn", "postgresql",
                "-cert", folder.path("server.crt"), "-key", folder.path("server.key"),
                "-cert2", folder.path("other.crt"), "-key2", folder.path("other.key"),
                "-servername", "other.example",
            ]
        }
        for (name, file) in [("other.example", "other.crt"), ("localhost", "server.crt")] {
            var settings = TLSSettings(serverName: name)
            settings.applicationProtocols = ["postgresql"]
            let transport = try server.connect()
            let connection = try TLSConnection(transport, settings, using: OperatingSystemRandom())
            // s_server has a protocol for its first certificate alone.
            #expect(connection.peer.applicationProtocol == (name == "localhost" ? "postgresql" : nil))
            let text = try folder.read(file)
            #expect(connection.peer.certificate == (try Certificate(pem: text.span)))
        }
    }
}
