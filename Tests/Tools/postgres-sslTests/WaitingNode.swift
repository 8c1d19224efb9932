import Glibc
import TestSupport
import Testing

/// A PostgreSQL that was installed, and knows webadmin by the password `secret`; what is written to it is not loaded.
struct WaitingNode {
    let server: PostgresServer
    let folder: TemporaryFolder
    let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let installed = try tool(["install", "--san", "127.0.0.1"])
        try #require(installed.status == 0, "\(installed.errorText)")
    }

    /// Where something of the set stands.
    func path(_ name: String) -> String { server.folder.path("SSL-TLS/" + name) }

    func put(_ content: [UInt8], at place: String) throws {
        try server.folder.write(content, to: place)
        try ServerAccount.give(server.folder.path(place))
    }

    func openssl(_ command: String) throws {
        let openssl = try #require(Programs.openssl)
        let outcome = try openssl.run(command.split(separator: " ").map(String.init), folder: folder.path)
        try #require(outcome.status == 0, "\(outcome.errorText)")
    }

    /// The names of the server's certificate, as openssl takes them.
    private var names: String {
        get throws {
            let openssl = try #require(Programs.openssl)
            let shown = try openssl.run([
                "x509", "-in", path("server/server.crt"), "-noout", "-ext", "subjectAltName",
            ])
            let names = try #require(shown.text.split(separator: "\n").last)
            return String(names.replacing("IP Address:", with: "IP:"))
        }
    }

    /// Makes an authority and a pair of it with the names of the server: the files `NAME`, `own-NAME.crt` and
    /// `own-NAME.key`.
    func makePair(of name: String) throws {
        try openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout \(name).key -out \(name) -days 900 -subj /CN=\(name)"
        )
        try folder.write("subjectAltName = \(try names)\n", to: "names")
        try openssl("req -newkey rsa:2048 -nodes -keyout own-\(name).key -out request -subj /CN=server")
        try openssl(
            "x509 -req -in request -CA \(name) -CAkey \(name).key -days 300 -extfile names -out own-\(name).crt"
        )
    }

    /// Puts such a pair where the settings of ``namePair()`` have it.
    func putPair(of name: String) throws {
        for ending in ["crt", "key"] {
            try put(try folder.read("own-\(name).\(ending)"), at: "data/own.\(ending)")
            try #require(chmod(server.folder.path("data/own.\(ending)"), 0o600) == 0)
        }
    }

    /// Writes down that the server has a pair of its own elsewhere.
    func namePair() throws {
        try server.query("ALTER SYSTEM SET ssl_cert_file = 'own.crt'")
        try server.query("ALTER SYSTEM SET ssl_key_file = 'own.key'")
    }

    /// Whether webadmin gets in by his password.
    func isIn(_ how: String) throws -> Bool {
        try server.logIn(
            "host=127.0.0.1 port=\(server.port) dbname=postgres user=webadmin \(how)",
            password: Array("secret".utf8)
        ).status == 0
    }

    /// Whether he does where he verifies the server by a root.
    func isVerified(by root: String) throws -> Bool { try isIn("sslmode=verify-full sslrootcert=\(root)") }

    /// Whether a report names a reload as the cure of something, and nothing that comes before it.
    func namesReload(_ report: String) -> Bool {
        report.split(separator: "\n").contains {
            $0.hasPrefix("\tcure\t") && $0.contains("pg_ctl reload") && !$0.contains("first set ")
        }
    }

    /// Commands that end with status 1 for a reason.
    func expectRefused(_ commands: [[String]], _ reason: String) throws {
        for command in commands {
            let outcome = try tool(command)
            #expect(outcome.status == 1, "\(command): \(outcome.text)\(outcome.errorText)")
            #expect(outcome.errorText.contains(reason), "\(command): \(outcome.errorText)")
        }
    }
}
