import Foundation
import TestSupport
import Testing

/// Servers that are no PostgreSQL, or not as those are: openssl's, Python's, and some of the test's own.
@Suite(
    "postgres-ssl check HOST of other servers",
    .enabled(if: Programs.openssl != nil && Programs.python != nil, "openssl or Python is not installed"),
    .serialized
)
struct ServerCheckOfOthersTests {
    private let chain: ServedChain

    init() throws {
        chain = try ServedChain()
    }

    @Test("direct TLS alone, and TLS for something else")
    func direct() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.issue("named", "leaf", by: "root")
        let openssl = try #require(Programs.openssl)
        func serve(_ options: [String], _ body: (Int) throws -> Void) throws {
            let port = FreePort.any()
            let arguments =
                ["s_server", "-accept", "127.0.0.1:\(port)", "-quiet"]
                + ["-cert", chain.folder.path("server.crt"), "-key", chain.folder.path("server.key")]
                + options
            let process = try openssl.start(octets: arguments.map { Array($0.utf8) })
            defer {
                process.signal(SIGKILL)
                _ = process.wait()
            }
            _ = eventually { (try? LoopbackConnection(port: port)) != nil }
            try body(port)
        }
        // Who speaks TLS for something else names another protocol, or none.
        for protocols in [["-alpn", "http/1.1"], []] {
            try serve(protocols) { port in
                let outcome = try chain.check(["localhost:\(port)"])
                #expect(outcome.status == 1 && outcome.text.isEmpty, "\(outcome.text)")
                #expect(outcome.errorText.contains("when it was asked for TLS"), "\(outcome.errorText)")
            }
        }
        try serve(["-alpn", "postgresql"]) { port in
            let outcome = try chain.check(["localhost:\(port)"])
            #expect(outcome.status == 1)
            #expect(outcome.text.contains("  TLS by direct TLS alone; an SSLRequest is not understood\n"))
            #expect(
                outcome.text.contains("\n  libpq before 15 refuses it: it knows no direct TLS"),
                "\(outcome.text)"
            )
        }
    }

    @Test(
        "a server of TLS 1.2 without renegotiation_info is refused by OpenSSL's clients, and by those alone",
        .enabled(if: Program.find("gnutls-serv") != nil, "gnutls-serv is not installed"),
        arguments: [true, false]
    )
    func renegotiation(isSecure: Bool) throws {
        try chain.issue("server", "leaf", by: "root")
        let port = FreePort.any()
        let priority =
            "NORMAL:-VERS-ALL:+VERS-TLS1.2" + (isSecure ? "" : ":%DISABLE_SAFE_RENEGOTIATION")
        let arguments = [
            "--echo", "--disable-client-cert", "--port", "\(port)", "--alpn", "postgresql",
            "--x509certfile", "server.crt", "--x509keyfile", "server.key", "--priority", priority,
        ]
        let process = try #require(Program.find("gnutls-serv")).start(
            octets: arguments.map { Array($0.utf8) },
            output: chain.folder.path("out"),
            errors: chain.folder.path("errors"),
            folder: chain.folder.path
        )
        defer {
            process.signal(SIGKILL)
            _ = process.wait()
        }
        _ = eventually { (try? LoopbackConnection(port: port)) != nil }
        // An echo leaves whoever asks for its rules waiting.
        let outcome = try chain.check(["localhost:\(port)", "--timeout", "3"])
        let text = outcome.text
        #expect(outcome.status == 1)
        #expect(text.contains("; without renegotiation_info\n") != isSecure, "\(text)\(outcome.errorText)")
        let refusal = "\n  libpq, Python from 3.13 refuse it: the server's TLS 1.2 has no secure "
        #expect(text.contains(refusal) != isSecure, "\(text)")
        #expect(text.contains(" Go, rustls, JDBC may accept it: "), "\(text)")
    }

    @Test("a server of TLS 1.2 that warns of a name is refused by JDBC, which ends the handshake")
    func warning() throws {
        try chain.issue("server", "leaf", by: "root")
        let port = FreePort.any()
        let pair = [
            "-cert", "server.crt", "-key", "server.key", "-cert2", "server.crt", "-key2", "server.key",
        ]
        let process = try #require(Programs.openssl).start(
            octets: (["s_server", "-accept", "127.0.0.1:\(port)", "-quiet", "-tls1_2", "-alpn", "postgresql"]
                + ["-servername", "other.example"] + pair).map { Array($0.utf8) },
            folder: chain.folder.path
        )
        defer {
            process.signal(SIGKILL)
            _ = process.wait()
        }
        _ = eventually { (try? LoopbackConnection(port: port)) != nil }
        for (host, isSent) in [("db.example.com", true), ("localhost", false)] {
            let outcome = try chain.check(["127.0.0.1:\(port)", "--host", host, "--timeout", "3"])
            let reason = "JDBC refuses it: the server warns in its handshake"
            #expect(outcome.text.contains(reason) == isSent, "\(outcome.text)\(outcome.errorText)")
        }
    }

    @Test("a server that has a certificate for a name, and another for those who send none")
    func named() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.issue("named", "leaf", by: "root")
        try serveByRequest { port in
            try lookForName(port)
        }
    }

    private func lookForName(_ port: Int) throws {
        let outcome = try chain.check(["localhost:\(port)"])
        #expect(outcome.status == 1)
        #expect(
            outcome.text.contains("  note: it shows another certificate to clients that send no name\n"),
            "\(outcome.text)\(outcome.errorText)"
        )
        #expect(outcome.text.contains("\n  certificate CN=named, until "), "\(outcome.text)")
        #expect(
            outcome.text.contains("  libpq, Python from 3.13, Go, rustls accept it\n"),
            "\(outcome.text)"
        )
        #expect(
            outcome.text.contains("  libpq before 15 may accept it: before 14 it sends no name, and then the")
        )
        #expect(outcome.text.contains("  JDBC may accept it: it sends no name without a dot, and then the "))
        #expect(outcome.text.contains("  the user postgres: asked for the password as it is; "))
        let other = try chain.check(["127.0.0.1:\(port)"])
        #expect(
            other.status == 0 && other.text.contains("\n  certificate CN=server, until "),
            "\(other.text)"
        )
    }

    /// A server that knows SSLRequests and asks for a password, with the certificate `named` for the name localhost
    /// and `server` for others.
    ///
    /// - Parameter options: `required`: it wants a client certificate; `once`: it answers the first who asks, behind
    ///   the one who waits for its start; `turns`: every second one is shown the certificate `other`; `both`: who
    ///   offers nothing that fits the key of `named` is; `all`: it has `ed25519` and `pss`, too; `newest` and
    ///   `older`: it speaks TLS 1.3 or 1.2 alone; `cut=HEX`: a connection breaks whose hello has those octets.
    private func serveByRequest(_ options: [String] = [], _ use: (Int) throws -> Void) throws {
        let port = FreePort.any()
        try chain.folder.write(
            """
            import socket, ssl, struct, sys, time

            def context(name):
                made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
                made.load_cert_chain(name + ".crt", name + ".key")
                return made

            unnamed, named = context("server"), context("named")
            if "both" in sys.argv: named.load_cert_chain("other.crt", "other.key")
            if "all" in sys.argv:
                for name in "ed25519", "pss": named.load_cert_chain(name + ".crt", name + ".key")
            if "newest" in sys.argv: unnamed.minimum_version = ssl.TLSVersion.TLSv1_3
            if "older" in sys.argv: unnamed.maximum_version = ssl.TLSVersion.TLSv1_2
            cuts = [bytes.fromhex(word[4:]) for word in sys.argv if word.startswith("cut=")]
            def choose(connection, name, _):
                if name == "localhost": connection.context = named
            unnamed.sni_callback = choose
            if "required" in sys.argv:
                unnamed.verify_mode = ssl.CERT_REQUIRED
                unnamed.load_verify_locations("root.crt")
            listener = socket.create_server(("127.0.0.1", int(sys.argv[1])))
            left = 2 if "once" in sys.argv else 1000
            other = context("other") if "turns" in sys.argv else None
            while left:
                connection, _ = listener.accept()
                left -= 1
                try:
                    if connection.recv(8): connection.sendall(b"S")
                    hello = connection.recv(4096, socket.MSG_PEEK) if cuts else b""
                    if any(cut in hello for cut in cuts):
                        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                        connection.close()
                        continue
                    own = other if other and left % 2 else unnamed
                    with own.wrap_socket(connection, server_side=True) as inside:
                        # It asks for a password, and leaves whoever wants in at that.
                        if inside.recv(1000): inside.sendall(b"R" + bytes([0, 0, 0, 8, 0, 0, 0, 3]))
                        inside.recv(1)
                except OSError: pass
            time.sleep(600)

            """,
            to: "serve.py"
        )
        let arguments = (["serve.py", "\(port)"] + options).map { Array($0.utf8) }
        let process = try #require(Programs.python).start(octets: arguments, folder: chain.folder.path)
        defer {
            process.signal(SIGKILL)
            _ = process.wait()
        }
        _ = eventually { (try? LoopbackConnection(port: port)) != nil }
        try use(port)
    }

    @Test("a server that shows a certificate that is over at its next turn is none that everybody accepts")
    func turns() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.issue("named", "leaf", by: "root")
        try chain.issue("other", "leaf", by: "root", days: -1)
        try serveByRequest(["turns"]) { port in
            let outcome = try chain.check(["localhost:\(port)"])
            #expect(outcome.status == 1)
            #expect(outcome.text.contains(" it shows another certificate: "), "\(outcome.text)")
            #expect(outcome.text.contains("expired"), "\(outcome.text)")
        }
    }

    @Test("a certificate for some suites alone that is over is none that everybody accepts")
    func both() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.issue("named", "leaf", by: "root")
        try chain.issue("other", "leaf", by: "root", key: ["rsa:2048"], days: -1)
        try serveByRequest(["both", "older"]) { port in
            let outcome = try chain.check(["localhost:\(port)"])
            #expect(outcome.status == 1, "\(outcome.text)")
            let reason = " may accept it: in TLS 1.2, by TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "
            #expect(outcome.text.contains(reason), "\(outcome.text)")
            #expect(outcome.text.contains("expired"), "\(outcome.text)")
        }
    }

    @Test("the same for some signature algorithms alone, where the suites of TLS 1.3 name no key")
    func keys() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.issue("named", "leaf", by: "root")
        try chain.issue("other", "leaf", by: "root", key: ["rsa:2048"], days: -1)
        try serveByRequest(["both", "newest"]) { port in
            let outcome = try chain.check(["localhost:\(port)"])
            #expect(outcome.status == 1, "\(outcome.text)")
            #expect(outcome.text.contains("  TLS 1.2: refused\n"), "\(outcome.text)")
            let reason = "and rsa_pss_rsae_sha256 it shows another certificate: "
            #expect(outcome.text.contains(reason), "\(outcome.text)")
            #expect(outcome.text.contains("expired"), "\(outcome.text)")
            #expect(outcome.text.contains("; signatures: ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256\n"))
        }
    }

    @Test("a server of four keys is seen to sign by each, in both versions")
    func allKeys() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.issue("named", "leaf", by: "root")
        try chain.issue("other", "leaf", by: "root", key: ["rsa:2048"])
        try chain.issue("ed25519", "leaf", by: "root", key: ["ed25519"])
        try chain.issue("pss", "leaf", by: "root", key: ["rsa-pss", "-pkeyopt", "rsa_keygen_bits:2048"])
        try serveByRequest(["both", "all"]) { port in
            let outcome = try chain.check(["localhost:\(port)", "--json"])
            for version in 0...1 {
                let seen = try chain.value(
                    outcome.output,
                    "' '.join(sorted(a['versions'][\(version)]['signatures']))"
                )
                let expected = [
                    "ecdsa_secp256r1_sha256", "ed25519", "rsa_pss_pss_sha256", "rsa_pss_rsae_sha256",
                ]
                #expect(seen == expected.joined(separator: " "))
            }
        }
    }

    @Test("where suites, groups or signature algorithms were not all tried, nobody is promised to get in")
    func cut() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.issue("named", "leaf", by: "root")
        func check(_ options: [String]) throws -> Program.Outcome {
            var outcome: Program.Outcome?
            try serveByRequest(options) { outcome = try chain.check(["127.0.0.1:\($0)"]) }
            return try #require(outcome)
        }
        #expect(try check([]).status == 0)
        let whole = try check(["newest"])
        #expect(whole.status == 0, "\(whole.text)")
        for (octets, kind) in [
            // The other suite of TLS 1.3, two groups, and all schemes but that of ECDSA on P-256.
            ("00000213", "suites"), ("000a00060004", "groups"), ("08070503", "signature algorithms"),
        ] {
            let outcome = try check(["newest", "cut=\(octets)"])
            #expect(outcome.status == 1, "\(outcome.text)")
            let reason = " may accept it: in TLS 1.3 not all \(kind) were tried: the connection broke: "
            #expect(outcome.text.contains(reason), "\(outcome.text)")
        }
        // The four suites of TLS 1.2 alone.
        let older = try check(["cut=000008c02b"])
        #expect(older.status == 1, "\(older.text)")
        #expect(older.text.contains(" may accept it: in TLS 1.2 no handshake was seen: "), "\(older.text)")
    }

    @Test(
        "who answers the first handshake alone is no good server: what was not seen in time is said, and no promise"
    )
    func once() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.issue("named", "leaf", by: "root")
        try serveByRequest(["once"]) { port in
            let outcome = try chain.check(["localhost:\(port)", "--timeout", "3", "--json"])
            #expect(outcome.status == 1, "\(outcome.errorText)")
            let states = "a['handshake']['state'], a['versions'][0]['state'], a['authentication']['state']"
            #expect(try chain.value(outcome.output, states) == "accepted unseen unseen")
            #expect(try chain.value(outcome.output, "a['valid'], a['good']") == "True False")
            #expect(try chain.value(outcome.output, "{c['accepts'] for c in a['clients']}") == "{None}")
            #expect(try chain.value(outcome.output, "a['versions'][0]['suites']") == "None")
        }
    }

    @Test(
        "who wants a client certificate says so in TLS 1.3 only when all seems well, and nobody is promised to get in"
    )
    func wanted() throws {
        try chain.issue("server", "leaf", by: "root")
        try chain.issue("named", "leaf", by: "root")
        try serveByRequest(["required"]) { port in
            let outcome = try chain.check(["localhost:\(port)"])
            #expect(outcome.status == 1)
            #expect(
                outcome.text.contains(
                    "  libpq, libpq before 15, Python from 3.13, Go, rustls, JDBC may accept it: whether it gets "
                        + "further was not seen: after the handshake, the server ended the connection by "
                        + "certificate_required: the server wants a client certificate\n"
                ),
                "\(outcome.text)\(outcome.errorText)"
            )
            #expect(outcome.text.contains("  a client certificate is asked for, of "))
        }
    }

    @Test("who is no PostgreSQL, keeps silent, drips or does not listen: one line, in time, and status 1")
    func others() throws {
        let answers: [@Sendable (LoopbackConnection) throws -> Void] = [
            { try $0.send(Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)) },
            { _ = try $0.receive(10_000) },
            { connection in
                try connection.send([UInt8(ascii: "S"), 22, 3, 3, 0x40, 0])
                while true {
                    try connection.send([0])
                    usleep(5_000)
                }
            },
            { connection in
                _ = try connection.receive(8)
                while true { try connection.send([UInt8(ascii: "S"), 21, 3, 3, 0, 2, 1, 112]) }
            },
        ]
        for answer in answers {
            let listener = try LoopbackListener()
            let thread = Thread {
                while let connection = try? listener.accept() {
                    Thread { try? answer(connection) }.start()
                }
            }
            thread.start()
            let outcome = try chain.check(["127.0.0.1:\(listener.port)", "--timeout", "1"])
            listener.end()
            #expect(outcome.status == 1, "\(outcome.text)\(outcome.errorText)")
            #expect(outcome.errorText.split(separator: "\n").count <= 1, "\(outcome.errorText)")
            #expect(!outcome.text.contains(": good\n"))
        }
        let nobody = try chain.check(["127.0.0.1:\(FreePort.any())", "--json"])
        #expect(nobody.status == 1)
        #expect(try chain.value(nobody.output, "a['good'], a['exitStatus']") == "False 1")
        #expect(nobody.errorText.hasSuffix("Connection refused\n"))
    }
}
