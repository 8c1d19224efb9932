import TestSupport
import Testing

/// A PostgreSQL that has webadmin show a certificate and looks at lists of revoked ones, which openssl makes; and
/// another authority, `other`.
struct RevocationNode {
    let server: PostgresServer
    let folder: TemporaryFolder
    let tool: PostgresSSLRun

    /// - Parameter setting: which says where its lists are.
    init(_ setting: String) throws {
        server = try PostgresServer(
            settings: [setting],
            rules: ["hostssl all webadmin all cert", "hostssl all all all scram-sha-256"]
        )
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN")
        try openssl("req -x509 -newkey rsa:2048 -nodes -subj /CN=other -keyout other.key -out other.crt")
    }

    @discardableResult
    func openssl(_ command: String) throws -> String {
        let openssl = try #require(Programs.openssl)
        let outcome = try openssl.run(command.split(separator: " ").map(String.init), folder: folder.path)
        try #require(outcome.status == 0, "\(outcome.errorText)")
        return outcome.text
    }

    /// A list of the authority whose files begin so.
    func list(
        of authority: String,
        revoking certificate: String? = nil,
        _ times: String = "-crldays 30"
    ) throws -> [UInt8] {
        try folder.write("", to: "index")
        try folder.write(
            "[ca]\ndefault_ca = own\n[own]\ndatabase = \(folder.path("index"))\ndefault_md = sha256\n",
            to: "settings"
        )
        let signer = "-config settings -keyfile \(authority).key -cert \(authority).crt"
        if let certificate { try openssl("ca -revoke \(certificate) \(signer)") }
        try openssl("ca -gencrl \(times) \(signer) -out list.pem")
        return try folder.read("list.pem")
    }

    /// Logs in as webadmin by the node's own pair.
    func logIn() throws -> Program.Outcome {
        let set = server.folder.path("SSL-TLS/")
        for name in ["client.crt", "client.key"] {
            try folder.write(try server.folder.read("SSL-TLS/client/" + name), to: name)
        }
        return try server.psql(
            "host=127.0.0.1 user=webadmin dbname=postgres sslmode=verify-ca sslrootcert=\(set)server/root.crt "
                + "sslcert=\(folder.path("client.crt")) sslkey=\(folder.path("client.key"))"
        )
    }
}
