import Glibc
import TestSupport
import Testing

/// The server says who gets in, and status must say the same.
@Suite(
    "postgres-ssl beside a directory of lists of revoked certificates",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .enabled(if: Programs.openssl != nil, "openssl is not installed"),
    .serialized
)
struct LiveRevocationFolderTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(
            settings: ["ssl_crl_dir = 'lists'"],
            rules: ["hostssl all webadmin all cert", "hostssl all all all scram-sha-256"]
        )
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN")
        _ = try openssl(
            "req -x509 -newkey rsa:2048 -nodes -subj /CN=other -keyout other.key -out other.crt"
        )
    }

    private func openssl(_ command: String) throws -> String {
        let openssl = try #require(Programs.openssl)
        let outcome = try openssl.run(command.split(separator: " ").map(String.init), folder: folder.path)
        try #require(outcome.status == 0, "\(outcome.errorText)")
        return outcome.text
    }

    /// A list of the authority whose files begin so.
    private func list(of authority: String, _ times: String = "-crldays 30") throws -> [UInt8] {
        try folder.write("", to: "index")
        let settings =
            "[ca]\ndefault_ca = own\n[own]\ndatabase = \(folder.path("index"))\ndefault_md = sha256\n"
        try folder.write(settings, to: "settings")
        _ = try openssl(
            "ca -gencrl -config settings \(times) -keyfile \(authority).key -cert \(authority).crt -out list.pem"
        )
        return try folder.read("list.pem")
    }

    /// Has the folder hold these files alone; no reload follows.
    private func put(_ files: [String: [UInt8]]) throws {
        for name in server.folder.names(in: "data/lists") { unlink(server.folder.path("data/lists/" + name)) }
        _ = mkdir(server.folder.path("data/lists"), 0o755)
        try ServerAccount.give(server.folder.path("data/lists"))
        for (name, content) in files {
            try server.folder.write(content, to: "data/lists/" + name)
            try ServerAccount.give(server.folder.path("data/lists/" + name))
        }
    }

    private func logIn() throws -> Program.Outcome {
        let set = server.folder.path("SSL-TLS/")
        for name in ["client.crt", "client.key"] {
            try folder.write(try server.folder.read("SSL-TLS/client/" + name), to: name)
        }
        return try server.psql(
            "host=127.0.0.1 user=webadmin dbname=postgres sslmode=verify-ca sslrootcert=\(set)server/root.crt "
                + "sslcert=\(folder.path("client.crt")) sslkey=\(folder.path("client.key"))"
        )
    }

    @Test("who gets in by a certificate is what status says, for each way that lists can be there")
    func everyWay() throws {
        // No folder at all keeps everybody out, too.
        let refused = try tool(["install", "--client-auth", "cert"])
        #expect(
            refused.status == 65 && refused.errorText.contains("ssl_crl_dir names"),
            "\(refused.errorText)"
        )
        let installed = try tool(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")

        let root = server.folder.path("SSL-TLS/server/root")
        let hash = try openssl("x509 -in \(root).crt -noout -hash").filter { $0 != "\n" }
        let (own, other) = (try list(of: root), try list(of: "other"))
        let ended = try list(of: root, "-crl_lastupdate 240101000000Z -crl_nextupdate 240201000000Z")
        let cases: [(files: [String: [UInt8]], isLetIn: Bool)] = [
            ([:], false), (["list.pem": own], false), (["\(hash).r0": other], false),
            (["\(hash).r0": ended], false), (["\(hash).r1": own], false),
            (["\(hash).r0": ended, "\(hash).r1": own], true), (["\(hash).r0": own], true),
        ]
        for (files, isLetIn) in [([:], false)] + cases {
            try put(files)
            let outcome = try logIn()
            #expect((outcome.status == 0) == isLetIn, "\(files.keys): \(outcome.errorText)")
            let status = try tool(["status", "--json"])
            #expect(
                status.text.contains("\"code\":\"certificate-without-list\"") != isLetIn,
                "\(files.keys): \(status.text)"
            )
            if !isLetIn { #expect(status.text.contains("add a list of that authority there, as \(hash).r0")) }
        }
        let again = try tool(["install", "--client-auth", "cert"])
        #expect(again.status == 0, "\(again.errorText)")
        #expect(!again.errorText.contains("ssl_crl_dir"), "\(again.errorText)")
    }
}
