import Foundation
import TestSupport
import Testing

/// Certificates and lists that openssl made.
@Suite(
    "postgres-ssl check",
    .enabled(if: Programs.openssl != nil, "openssl is not installed")
)
struct CheckTests {
    private let program: Program
    private let folder: TemporaryFolder

    init() throws {
        program = try Program.built("postgres-ssl")
        folder = try TemporaryFolder()
        try folder.write(
            """
            [ca]
            default_ca = own
            [own]
            database = \(folder.path("index"))
            new_certs_dir = \(folder.path)
            serial = \(folder.path("serial"))
            default_md = sha256
            policy = any
            unique_subject = no
            default_crl_days = 5
            [any]
            commonName = supplied
            [root]
            basicConstraints = critical, CA:TRUE
            keyUsage = critical, keyCertSign, cRLSign
            subjectKeyIdentifier = hash
            [between]
            basicConstraints = critical, CA:TRUE, pathlen:0
            keyUsage = critical, keyCertSign, cRLSign
            subjectKeyIdentifier = hash
            authorityKeyIdentifier = keyid
            [server]
            basicConstraints = critical, CA:FALSE
            keyUsage = critical, digitalSignature
            extendedKeyUsage = serverAuth
            subjectAltName = DNS:db.example.com, IP:192.0.2.7
            authorityKeyIdentifier = keyid
            [client]
            keyUsage = critical, digitalSignature
            extendedKeyUsage = clientAuth
            authorityKeyIdentifier = keyid

            """,
            to: "config"
        )
        try folder.write("", to: "index")
        try folder.write("01\n", to: "serial")
        for name in ["root", "between", "server", "client"] {
            try openssl(["ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", "\(name).key"])
        }
        try openssl([
            "req", "-x509", "-config", "config", "-subj", "/CN=root", "-key", "root.key", "-extensions",
            "root", "-days",
            "30", "-out", "root.crt",
        ])
        for (name, issuer) in [("between", "root"), ("server", "between"), ("client", "between")] {
            try openssl([
                "req", "-new", "-config", "config", "-subj", "/CN=\(name)", "-key", "\(name).key", "-out",
                "\(name).csr",
            ])
            try openssl([
                "ca", "-batch", "-config", "config", "-notext", "-days", "20", "-extensions", name, "-cert",
                "\(issuer).crt", "-keyfile", "\(issuer).key", "-in", "\(name).csr", "-out", "\(name).crt",
            ])
        }
        for name in ["server", "client"] {
            let chain = try text("\(name).crt") + text("between.crt")
            try folder.write(chain, to: "\(name)-chain.crt")
        }
    }

    private func text(_ name: String) throws -> String {
        try String(contentsOfFile: folder.path(name), encoding: .utf8)
    }

    private func openssl(_ arguments: [String]) throws {
        let outcome = try #require(Programs.openssl).run(arguments, folder: folder.path)
        try #require(outcome.status == 0, "\(arguments): \(outcome.errorText)")
    }

    private func list(of authority: String) throws {
        try openssl([
            "ca", "-config", "config", "-gencrl", "-cert", "\(authority).crt", "-keyfile", "\(authority).key",
            "-out",
            "\(authority).crl",
        ])
    }

    private func check(_ arguments: [String]) throws -> Program.Outcome {
        try program.run(["check"] + arguments, folder: folder.path)
    }

    @Test("a good chain is good for every kind of client, and the way it went is shown")
    func good() throws {
        let outcome = try check(["server-chain.crt", "--root", "root.crt", "--host", "db.example.com"])
        #expect(outcome.status == 0, "\(outcome.text)\(outcome.errorText)")
        let lines = outcome.text.split(separator: "\n").map(String.init)
        #expect(lines[0] == "server-chain.crt: good")
        #expect(lines[1].hasPrefix("  certificate CN=server, until "))
        #expect(lines[2].hasPrefix("  issued by CN=between, until "))
        #expect(lines[3].hasPrefix("  issued by CN=root, until "))
        #expect(lines[4] == "  names: DNS:db.example.com, IP Address:192.0.2.7")
        // openssl's 20 days, less what has passed of the first.
        #expect(["  19 days left", "  20 days left"].contains(lines[5]))
        #expect(lines.last == "  libpq, libpq before 15, Python from 3.13, Go, rustls, JDBC accept it")
        let client = try check(["client-chain.crt", "--root", "root.crt", "--client"])
        #expect(client.status == 0, "\(client.text)\(client.errorText)")
        #expect(client.text.contains("  PostgreSQL accepts it\n"))
        #expect(try check(["client-chain.crt", "--root", "root.crt"]).status == 1)
        #expect(try check(["server-chain.crt", "--root", "root.crt", "--client"]).status == 1)
    }

    @Test("what is wrong is said at its place, by the standard and by those who mind")
    func wrong() throws {
        let host = try check(["server-chain.crt", "--root", "root.crt", "--host", "db2.example.com"])
        #expect(host.status == 1)
        #expect(host.text.contains("    does not have the name DNS:db2.example.com\n"))
        // What all find is said once.
        #expect(
            host.text.hasSuffix(
                "  libpq, libpq before 15, Python from 3.13, Go, rustls, JDBC refuse it: server-chain.crt does not "
                    + "hold db2.example.com, which is given by --host\n"
            ),
            "\(host.text)"
        )
        // An old libpq knows no addresses in certificates.
        let address = try check(["server-chain.crt", "--root", "root.crt", "--host", "192.0.2.7"])
        #expect(address.status == 1 && address.text.hasPrefix("server-chain.crt: not good for all clients\n"))
        #expect(
            address.text.contains("  libpq before 15 refuses it: ")
                && address.text.contains("  libpq, Python from 3.13, Go, rustls, JDBC accept it\n")
        )
        // Without the authority between, there is no way.
        let cut = try check(["server.crt", "server-chain.crt", "--root", "root.crt"])
        #expect(cut.status == 1)
        #expect(cut.text.contains("    is issued by CN=between, of which there is no certificate\n"))
        #expect(cut.text.contains("\nserver-chain.crt: good\n"))
        let json = try check(["server.crt", "--root", "root.crt", "--json"])
        let values = try JSONSerialization.jsonObject(with: Data(json.output)) as? [[String: Any]]
        #expect(values?.first?["good"] as? Bool == false && json.status == 1)
        #expect((values?.first?["way"] as? [[String: Any]])?.count == 1)
        #expect((values?.first?["clients"] as? [[String: Any]])?.count == 6)
    }

    @Test("lists are needed for the whole way, and say who is revoked")
    func lists() throws {
        try list(of: "root")
        try list(of: "between")
        func lists(_ names: [String]) throws -> Program.Outcome {
            try check(["server-chain.crt", "--root", "root.crt"] + names.flatMap { ["--crl", $0] })
        }
        #expect(try lists(["root.crl", "between.crl"]).status == 0)
        let half = try lists(["root.crl"])
        #expect(half.status == 1)
        #expect(half.text.contains("    may be revoked: no revocation list covers it\n"))
        try openssl([
            "ca", "-config", "config", "-revoke", "server.crt", "-crl_reason", "keyCompromise", "-cert",
            "between.crt", "-keyfile", "between.key",
        ])
        try list(of: "between")
        let revoked = try lists(["root.crl", "between.crl"])
        #expect(revoked.status == 1)
        #expect(revoked.text.contains("    was revoked at ") && revoked.text.contains("(keyCompromise)"))
        // Whoever is given the lists refuses it; the others are never given any.
        #expect(revoked.text.contains("with these lists, CN=server was revoked at "))
        for outcome in [revoked, half] {
            #expect(outcome.text.contains("\n  libpq, libpq before 15, Python from 3.13 refuse it: "))
            #expect(outcome.text.contains("\n  Go, rustls, JDBC accept it\n"))
            #expect(outcome.text.contains("  note: Go, rustls, JDBC read no lists of revoked certificates\n"))
        }
    }

    @Test(
        "a key that clients do not take in a handshake is no good for them, however sound its way is",
        arguments: [
            ("EC -pkeyopt ec_paramgen_curve:secp256k1", "ECDSA on secp256k1", []),
            ("EC -pkeyopt ec_paramgen_curve:brainpoolP256r1", "ECDSA on brainpoolP256r1", []),
            ("EC -pkeyopt ec_paramgen_curve:secp224r1", "ECDSA on secp224r1", []),
            ("EC -pkeyopt ec_paramgen_curve:P-521", "ECDSA on P-521", ["Go", "JDBC", "libpq"]),
            ("ED448", "Ed448", ["JDBC", "libpq"]), ("RSA-PSS", "RSA-PSS", ["JDBC", "libpq"]),
        ]
    )
    func keys(_ options: String, _ name: String, _ accepting: [String]) throws {
        try openssl(
            ["genpkey", "-out", "odd.key", "-algorithm"] + options.split(separator: " ").map(String.init)
        )
        try openssl([
            "req", "-new", "-config", "config", "-subj", "/CN=odd", "-key", "odd.key", "-out", "odd.csr",
        ])
        try openssl([
            "ca", "-batch", "-config", "config", "-notext", "-days", "20", "-extensions", "server", "-cert",
            "root.crt", "-keyfile", "root.key", "-in", "odd.csr", "-out", "odd.crt",
        ])
        let outcome = try check(["odd.crt", "--root", "root.crt", "--host", "db.example.com"])
        #expect(outcome.status == 1)
        let isOfSome = name.utf8.elementsEqual("ECDSA on P-521".utf8)
        let reason =
            isOfSome ? "rustls takes over aws-lc-rs, its default, and not over ring" : "clients do not take"
        let verdict = isOfSome ? "  rustls may accept it: " : " it: "
        #expect(
            outcome.text.contains("\(verdict)odd.crt has a key of \(name), which \(reason)"),
            "\(outcome.text)"
        )
        let lines = outcome.text.split(separator: "\n")
        let accepts = lines.filter { $0.hasSuffix(" accept it") || $0.hasSuffix(" accepts it") }.joined()
        for client in ["libpq", "Go", "rustls", "JDBC"] {
            #expect(accepts.contains(client) == accepting.contains(client), "\(client): \(outcome.text)")
        }
    }

    @Test("a signature without a digest is no good for libpq, which cannot bind a login to it")
    func unbound() throws {
        try openssl(["genpkey", "-algorithm", "ed25519", "-out", "ed.key"])
        try openssl([
            "req", "-x509", "-key", "ed.key", "-subj", "/CN=ed", "-days", "20", "-out", "ed.crt", "-addext",
            "keyUsage=critical,keyCertSign,cRLSign",
        ])
        try openssl([
            "req", "-new", "-newkey", "rsa:2048", "-noenc", "-keyout", "bound.key", "-subj", "/CN=bound",
            "-addext", "subjectAltName=DNS:db.example.com", "-out", "bound.csr",
        ])
        try openssl([
            "x509", "-req", "-in", "bound.csr", "-CA", "ed.crt", "-CAkey", "ed.key", "-days", "10",
            "-copy_extensions", "copy", "-out", "bound.crt",
        ])
        let outcome = try check(["bound.crt", "--root", "ed.crt", "--host", "db.example.com"])
        #expect(outcome.status == 1)
        #expect(
            outcome.text.contains(
                "  libpq, libpq before 15 refuse it: bound.crt has a signature of Ed25519, without a digest"
            ),
            "\(outcome.text)"
        )
    }

    @Test("what cannot be read is an error with its status")
    func unreadable() throws {
        #expect(try check(["none.crt", "--root", "root.crt"]).status == 66)
        let broken = try check(["config", "--root", "root.crt"])
        #expect(
            broken.status == 65 && broken.errorText.split(separator: "\n").count == 1,
            "\(broken.errorText)"
        )
        #expect(try check(["server.crt", "--root", "server.key"]).status == 65)
        #expect(try check(["server.crt", "--root", "root.crt", "--crl", "root.crt"]).status == 65)
        #expect(try check(["server.crt", "--root", "root.crt", "--host", "a b"]).status == 64)
        #expect(try check(["server.crt"]).status == 64)
        #expect(try check(["server.crt", "--root", "root.crt", "--client", "--host", "a.b"]).status == 64)
    }
}
