import Foundation
import TestSupport
import Testing

/// What `postgres-ssl check --crl` says of libpq and of PostgreSQL is what psql and a running server do.
@Suite(
    "postgres-ssl check and a running PostgreSQL agree on lists of revoked certificates",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .enabled(if: RevocationFiles.all != nil, "Python's cryptography is not installed"),
    .serialized
)
struct LiveListTests {
    private let server: PostgresServer
    private let files: RevocationFiles
    private let program: Program

    init() throws {
        files = try #require(RevocationFiles.all).get()
        program = try Program.built("postgres-ssl")
        let cluster = try PostgresCluster(
            settings: [
                "ssl = on", "ssl_cert_file = 'server.crt'", "ssl_key_file = 'server.key'",
                "ssl_ca_file = 'root.crt'", "ssl_crl_file = 'list.crl'",
            ],
            rules: ["hostssl all webadmin all cert", "hostssl all all all trust"]
        )
        let names = ["server.crt", "server.key", "root.crt"].map { ($0, $0) } + [("good.crl", "list.crl")]
        for (name, place) in names { try Self.put(files, name, place, cluster.folder) }
        server = try PostgresServer(cluster)
        try server.query("CREATE ROLE webadmin LOGIN")
        try server.query("CREATE ROLE guest LOGIN")
    }

    private static func put(
        _ files: RevocationFiles,
        _ name: String,
        _ place: String,
        _ folder: TemporaryFolder
    ) throws {
        try folder.write(try files.folder.read(name), to: "data/" + place)
        try ServerAccount.give(folder.path("data/" + place))
        _ = chmod(folder.path("data/" + place), 0o600)
    }

    /// What check says of a file: whether one of those who verify takes it, and whether it is good as a whole.
    private func verdict(_ name: String, of client: String, _ arguments: [String]) throws -> (
        Bool, Bool, String
    ) {
        let outcome = try program.run(["check", name, "--json"] + arguments, folder: files.folder.path)
        let value = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [[String: Any]]
        let clients = try #require(value?.first?["clients"] as? [[String: Any]])
        let own = try #require(clients.first { $0["client"] as? String == client })
        let accepts = try #require(own["accepts"] as? Bool)
        return (accepts, outcome.status == 0, outcome.text)
    }

    private func psql(_ user: String, _ more: String) throws -> Program.Outcome {
        let root = files.folder.path("root.crt")
        return try server.psql(
            "host=db.example hostaddr=127.0.0.1 user=\(user) dbname=postgres sslmode=verify-full "
                + "sslrootcert=\(root) " + more
        )
    }

    @Test("psql gets in by sslcrl where libpq is said to accept the server, and nowhere else")
    func clients() throws {
        var entered = 0
        for list in files.lists {
            let outcome = try psql("guest", "sslcrl='\(files.folder.path(list))'")
            let (accepts, isGood, text) = try verdict(
                "server.crt",
                of: "libpq",
                ["--root", "root.crt", "--host", "db.example", "--crl", list]
            )
            #expect(accepts == (outcome.status == 0), "\(list): \(outcome.errorText) \(text)")
            #expect(!isGood || outcome.status == 0, "\(list): good, and nobody gets in")
            entered += outcome.status == 0 ? 1 : 0
        }
        // Of each answer enough.
        #expect(entered > 6 && files.lists.count - entered > 12, "\(entered) of \(files.lists.count)")
    }

    @Test("a client gets in beside ssl_crl_file where PostgreSQL is said to accept it, and nowhere else")
    func servers() throws {
        let pair = "sslcert=\(files.folder.path("client.crt")) sslkey=\(files.folder.path("client.key"))"
        _ = chmod(files.folder.path("client.key"), 0o600)
        var entered = 0
        for list in files.lists {
            try Self.put(files, list, "list.crl", server.folder)
            try server.reload()
            let outcome = try psql("webadmin", pair)
            let (accepts, isGood, text) = try verdict(
                "client.crt",
                of: "PostgreSQL",
                ["--root", "root.crt", "--client", "--crl", list]
            )
            #expect(accepts == (outcome.status == 0), "\(list): \(outcome.errorText) \(text)")
            #expect(!isGood || outcome.status == 0, "\(list): good, and it does not get in")
            entered += outcome.status == 0 ? 1 : 0
        }
        #expect(entered > 6 && files.lists.count - entered > 12, "\(entered) of \(files.lists.count)")
    }

    @Test("a server that signed itself may not sign its own list, unless its key usage lets it")
    func alone() throws {
        for name in ["crt", "key"] { try Self.put(files, "alone." + name, "server." + name, server.folder) }
        try server.reload()
        func enters(_ more: String) throws -> Bool {
            try server.psql(
                "host=db.example hostaddr=127.0.0.1 user=guest dbname=postgres sslmode=verify-full "
                    + "sslrootcert=\(files.folder.path("alone.crt")) " + more
            ).status == 0
        }
        #expect(try enters(""))
        #expect(try !enters("sslcrl=\(files.folder.path("alone.list"))"))
        let arguments = ["--root", "alone.crt", "--host", "db.example"]
        #expect(try verdict("alone.crt", of: "libpq", arguments).0)
        #expect(try !verdict("alone.crt", of: "libpq", arguments + ["--crl", "alone.list"]).0)
    }
}
