import Foundation
import Glibc
import TestSupport
import Testing

/// A server that has nothing of the tool's is judged by what it serves.
@Suite(
    "postgres-ssl status on a PostgreSQL with an operator's certificate",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .enabled(if: Programs.openssl != nil, "openssl is not installed"),
    .serialized
)
struct LiveOperatorsTests {
    private let cluster: PostgresCluster
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        cluster = try PostgresCluster(
            settings: ["ssl = on", "ssl_cert_file = 'own.crt'", "ssl_key_file = 'own.key'"],
            rules: ["hostssl all all all scram-sha-256"]
        )
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
    }

    private func make(_ arguments: [String]) throws {
        let outcome = try #require(Programs.openssl).run(arguments, folder: folder.path)
        try #require(outcome.status == 0, "\(outcome.errorText)")
    }

    private func give(_ sources: [String], as name: String) throws {
        let text = try sources.map { try folder.text($0) }.joined()
        try cluster.folder.write(text, to: "data/" + name, mode: 0o600)
        try ServerAccount.give(cluster.folder.path("data/" + name))
    }

    /// A certificate and its key, `NAME.crt` and `NAME.key`, signed by another, or by itself.
    private func issue(_ name: String, by issuer: String?, _ extensions: String, days: Int = 365) throws {
        let request = ["req", "-new", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=\(name)", "-keyout"]
        try make(request + [name + ".key", "-out", name + ".csr"])
        try folder.write(extensions, to: name + ".ext")
        let signer =
            issuer.map { ["-CA", $0 + ".crt", "-CAkey", $0 + ".key"] } ?? ["-signkey", name + ".key"]
        try make(
            ["x509", "-req", "-in", name + ".csr", "-out", name + ".crt", "-set_serial", "\(name.count)7"]
                + signer
                + ["-days", "\(days)", "-extfile", name + ".ext"]
        )
    }

    private static let authority =
        "basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign,cRLSign\nsubjectKeyIdentifier=hash\n"
    private static let leaf =
        "subjectAltName=DNS:db.example\nbasicConstraints=critical,CA:FALSE\nkeyUsage=critical,digitalSignature\n"
        + "authorityKeyIdentifier=keyid\n"

    private func chain(_ more: String = "extendedKeyUsage=serverAuth\n") throws {
        try issue("root", by: nil, Self.authority)
        try issue("middle", by: "root", Self.authority + "authorityKeyIdentifier=keyid\n")
        try issue("db.example", by: "middle", Self.leaf + more)
        try give(["db.example.key"], as: "own.key")
    }

    private func status(_ options: [String] = []) throws -> Program.Outcome {
        try tool(["status", "--verbose"] + options)
    }

    /// The codes of what is not good, but for the rule by which the superuser gets in through the socket of a test.
    private func alarms() throws -> [String] {
        let text = try tool(["status", "--json"]).text
        let codes = text.split(separator: "{").compactMap { part -> String? in
            guard !part.contains("\"level\":\"good\""), let start = part.range(of: "\"code\":\"") else {
                return nil
            }
            return String(part[start.upperBound...].prefix { $0 != "\"" })
        }
        // As the server of a test is, for this host alone.
        return codes.filter { !["hba-trust-local", "server-listens-locally"].contains($0) }
    }

    @Test("a company's certificate is sound, and what clients need for it is a note")
    func company() throws {
        try chain()
        try give(["db.example.crt", "middle.crt"], as: "own.crt")
        let server = try PostgresServer(cluster)
        let outcome = try status()
        #expect(outcome.status == 1, "\(outcome.text)")
        #expect(outcome.text.contains("nothing was installed by this tool; "), "\(outcome.text)")
        #expect(try alarms() == ["certificate-needs-root"])
        #expect(outcome.text.contains("own.crt: its key is RSA of 2048 bits\n"), "\(outcome.text)")
        #expect(
            outcome.text.contains("own.crt: the running server serves this certificate"),
            "\(outcome.text)"
        )
        #expect(!outcome.text.contains("SSL-TLS/"), "\(outcome.text)")
        withExtendedLifetime(server) {}
    }

    @Test("a chain that the server has not taken up is not what its file has, and keeps clients out")
    func withoutIntermediate() throws {
        try chain()
        try give(["db.example.crt"], as: "own.crt")
        try give(["root.crt"], as: "roots.crt")
        let settings = try cluster.folder.text("data/postgresql.conf") + "ssl_ca_file = 'roots.crt'\n"
        try cluster.folder.write(settings, to: "data/postgresql.conf")
        try ServerAccount.give(cluster.folder.path("data/postgresql.conf"))
        let server = try PostgresServer(cluster)
        try give(["db.example.crt", "middle.crt"], as: "own.crt")
        func logIn() throws -> String {
            try server.psql(
                "host=127.0.0.1 user=ann dbname=postgres sslmode=verify-ca sslrootcert=\(folder.path("root.crt"))"
            ).errorText
        }
        #expect(try logIn().contains("certificate verify failed"))
        let outcome = try status()
        #expect(outcome.status == 2, "\(outcome.text)")
        let place = "at 127.0.0.1, port \(server.port)"
        let roots = cluster.folder.path("data/roots.crt")
        for line in [
            "broken\tserver\tclients do not verify the server \(place) by \(roots): its certificate is of CN=middle, "
                + "and clients do not verify it by \(roots)\n\tclients\tall that verify\n",
            "own.crt: the running server serves this certificate \(place), and not all that stands behind it\n",
        ] { #expect(outcome.text.contains(line), "\(outcome.text)") }
        #expect(!outcome.text.contains("accepted by every kind"), "\(outcome.text)")
        try server.reload()
        #expect(try !logIn().contains("certificate verify failed"))
        #expect(try alarms().isEmpty)
    }

    @Test("a server whose key is another than its certificate's is broken, though OpenSSL loads it")
    func impostor() throws {
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        let names = ["-subj", "/CN=db.example", "-addext", "subjectAltName=DNS:db.example"]
        try make(["req", "-x509"] + curve + names + ["-keyout", "own.key", "-out", "own.crt"])
        try make(["ec", "-in", "own.key", "-outform", "DER", "-out", "own.der"])
        // RFC 5915: the last octet of the private number, with the public point behind it as it was.
        var key = try folder.read("own.der")
        try #require(key.starts(with: [0x30, 0x77, 2, 1, 1, 4, 32]))
        key[38] ^= 2
        let text = Data(key).base64EncodedString(options: [.lineLength64Characters])
        let label = "EC PRIVATE KEY-----\n"
        try folder.write("-----BEGIN \(label)\(text)\n-----END \(label)", to: "other.key")
        try give(["own.crt"], as: "own.crt")
        try give(["other.key"], as: "own.key")
        let server = try PostgresServer(cluster)
        let outcome = try status()
        #expect(outcome.status == 2, "\(outcome.text)")
        let line =
            "broken\tserver\tlets no client through the TLS handshake at 127.0.0.1, port \(server.port): the "
            + "server's signature by ecdsa_secp256r1_sha256 is wrong: it does not hold the key of its certificate\n"
        #expect(outcome.text.contains(line), "\(outcome.text)")
    }

    @Test("a distribution's certificate, which signed itself, is sound, and clients verify it by itself")
    func snakeoil() throws {
        try issue("db.example", by: nil, "basicConstraints=CA:FALSE\nsubjectAltName=DNS:db.example\n")
        try give(["db.example.key"], as: "own.key")
        try give(["db.example.crt"], as: "own.crt")
        let server = try PostgresServer(cluster)
        let outcome = try status()
        #expect(outcome.status == 1, "\(outcome.text)")
        #expect(try alarms() == ["certificate-needs-root"])
        #expect(
            outcome.text.contains("clients verify the server at 127.0.0.1, port \(server.port) as db.example")
        )
    }

    @Test("what no client takes is broken, whosever it is")
    func broken() throws {
        try chain("extendedKeyUsage=clientAuth\n")
        try give(["db.example.crt", "middle.crt"], as: "own.crt")
        let server = try PostgresServer(cluster)
        #expect(try status().status == 2)
        #expect(try alarms().contains("certificate-wrong-usage"))
        withExtendedLifetime(server) {}
    }

    @Test(
        "a signature without a digest keeps psql from logging in by SCRAM, and is broken",
        arguments: ["ed25519", "ed448"]
    )
    func unbound(_ algorithm: String) throws {
        try make(["genpkey", "-algorithm", algorithm, "-out", "root.key"])
        try make(
            ["req", "-x509", "-key", "root.key", "-subj", "/CN=root", "-days", "90", "-out", "root.crt"]
                + ["-addext", "keyUsage=critical,keyCertSign,cRLSign"]
        )
        try issue("db.example", by: "root", Self.leaf + "extendedKeyUsage=serverAuth\n")
        try give(["db.example.crt"], as: "own.crt")
        try give(["db.example.key"], as: "own.key")
        let server = try PostgresServer(cluster)
        try server.query("CREATE ROLE ann LOGIN PASSWORD 'secret'")
        func logIn(_ binding: String) throws -> Program.Outcome {
            try server.psql(
                "host=127.0.0.1 user=ann dbname=postgres sslmode=verify-ca sslrootcert=\(folder.path("root.crt")) "
                    + "channel_binding=\(binding)",
                environment: ["PGPASSWORD": "secret"]
            )
        }
        #expect(try logIn("prefer").errorText.contains("could not find digest"))
        #expect(try logIn("disable").status == 0)
        let outcome = try status()
        #expect(outcome.status == 2, "\(outcome.text)")
        #expect(try alarms().contains("certificate-without-binding"))
        #expect(outcome.text.contains("\tclients\tlibpq, libpq before 15\n"), "\(outcome.text)")
    }

    @Test("an intermediate authority's certificate among the roots of the server is sent, and judged so")
    func sent() throws {
        try chain()
        try give(["db.example.crt"], as: "own.crt")
        try give(["middle.crt", "root.crt"], as: "roots.crt")
        let settings = try cluster.folder.text("data/postgresql.conf") + "ssl_ca_file = 'roots.crt'\n"
        try cluster.folder.write(settings, to: "data/postgresql.conf")
        try ServerAccount.give(cluster.folder.path("data/postgresql.conf"))
        let server = try PostgresServer(cluster)
        let shown = try #require(Programs.openssl).run([
            "s_client", "-starttls", "postgres", "-connect", "127.0.0.1:\(server.port)", "-showcerts",
        ])
        #expect(shown.text.contains("s:CN = middle"), "\(shown.text)")
        let outcome = try status()
        #expect(outcome.status == 1, "\(outcome.text)")
        #expect(outcome.text.contains("accepted by every kind of client that verifies"), "\(outcome.text)")
        #expect(try alarms().isEmpty)

        // The same of a set: clients that have the root alone verify it by what is sent.
        for (source, name) in [
            ("root.crt", "server/root.crt"), ("db.example.crt", "server/server.crt"),
            ("db.example.key", "server/server.key"), ("root.crt", "client/root.crt"),
        ] {
            for inner in ["SSL-TLS", "SSL-TLS/server", "SSL-TLS/client"] {
                mkdir(cluster.folder.path(inner), 0o700)
                try ServerAccount.give(cluster.folder.path(inner))
            }
            try cluster.folder.write(try folder.read(source), to: "SSL-TLS/" + name, mode: 0o600)
            try ServerAccount.give(cluster.folder.path("SSL-TLS/" + name))
        }
        let ofSet = try alarms()
        #expect(!ofSet.contains("certificate-other-root"), "\(ofSet)")
    }

    @Test("nobody's certificate at all is broken for what is off, and no file of a set is missed")
    func off() throws {
        let settings = try cluster.folder.text("data/postgresql.conf").replacing(
            "ssl = on",
            with: "ssl = off"
        )
        try cluster.folder.write(settings, to: "data/postgresql.conf")
        try ServerAccount.give(cluster.folder.path("data/postgresql.conf"))
        let server = try PostgresServer(cluster)
        #expect(try alarms() == ["encryption-off"])
        withExtendedLifetime(server) {}
    }
}
