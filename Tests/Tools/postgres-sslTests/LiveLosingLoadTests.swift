import Glibc
import TestSupport
import Testing

/// psql says whether clients verify the server, and the server which certificate it serves.
@Suite(
    "A company's next pair that clients would lose the server by",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveLosingLoadTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    /// A node with a root of its own of five days, whose server has the pair "now" of a company, and whose clients have
    /// both roots.
    init() throws {
        server = try PostgresServer(rules: ["hostssl all all 127.0.0.1/32 scram-sha-256"])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        for (authority, days) in [("company", 900), ("other", 900), ("own", 5)] {
            try openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout \(authority).key -out \(authority).crt -days \(days)"
                    + " -subj /CN=\(authority) -addext keyUsage=critical,keyCertSign,cRLSign"
            )
        }
        try folder.write("subjectAltName = DNS:localhost, DNS:db.example.com\n", to: "names")
        try folder.write("subjectAltName = DNS:DB.example.com, DNS:other.example.com\n", to: "others")
        try folder.write("subjectAltName = DNS:LOCALHOST, DNS:*.example.com\n", to: "star")
        try sign("now", by: "company", "names")
        try sign("unknown", by: "other", "names")
        try sign("renamed", by: "company", "others")
        try sign("star", by: "company", "star")
        try sign("over", by: "company", "names", days: 0)
        try ServerAccount.makeFolders(in: server.folder)
        for ending in [".crt", ".key"] { try put("own" + ending, at: "root" + ending) }
        try putPair("now")
        try #require(try tool(["install"]).status == 0)
        let root = try server.folder.read(Self.root)
        try server.folder.write(root + (try folder.read("company.crt")), to: Self.root)
        try ServerAccount.give(server.folder.path(Self.root))
        try #require(try tool(["renew"]).status == 0)
    }

    private static let root = "SSL-TLS/server/root.crt"

    private func openssl(_ command: String) throws {
        let openssl = try #require(Programs.openssl)
        let outcome = try openssl.run(command.split(separator: " ").map(String.init), folder: folder.path)
        guard outcome.status == 0 else { throw ServerNotStarted(log: outcome.errorText) }
    }

    private func sign(_ name: String, by issuer: String, _ names: String, days: Int = 300) throws {
        try openssl("req -newkey rsa:2048 -nodes -keyout \(name).key -out request -subj /CN=\(name)")
        try openssl(
            "x509 -req -in request -CA \(issuer).crt -CAkey \(issuer).key -days \(days) -extfile \(names)"
                + " -out \(name).crt"
        )
    }

    private func put(_ name: String, at place: String) throws {
        try server.folder.write(try folder.read(name), to: "SSL-TLS/server/" + place, mode: 0o600)
        try ServerAccount.give(server.folder.path("SSL-TLS/server/" + place))
    }

    private func putPair(_ name: String) throws {
        for ending in [".crt", ".key"] { try put(name + ending, at: "server" + ending) }
    }

    private func verifies(_ root: String = "company.crt") throws -> Bool {
        try server.psql(
            "host=localhost user=webadmin dbname=postgres sslmode=verify-full sslrootcert=\(folder.path(root))",
            environment: ["PGPASSWORD": "secret"]
        ).status == 0
    }

    private func serves(_ name: String) throws -> Bool { try server.serves(folder.text(name + ".crt")) }

    /// What would reload or make anything else: none of it is done.
    private func expectKept(_ commands: [[String]], _ why: String) throws {
        let place = "data/pg_hba.conf"
        let rules = try server.folder.read(place)
        try server.folder.write(rules + Array("host all all ::/0 scram-sha-256\n".utf8), to: place)
        try ServerAccount.give(server.folder.path(place))
        let before = (try server.folder.read(Self.root), try server.folder.read(place))
        for command in commands {
            let outcome = try tool(command)
            #expect(
                outcome.status == 1 && outcome.text.split(separator: "\n").count < 2,
                "\(command): \(outcome.text)"
            )
            #expect(outcome.errorText.contains(why), "\(command): \(outcome.errorText)")
            #expect(
                outcome.errorText.contains(", so it was not loaded; "),
                "\(command): \(outcome.errorText)"
            )
        }
        #expect(try server.folder.read(Self.root) == before.0)
        #expect(try server.folder.read(place) == before.1)
        #expect(try verifies() && serves("now"))
        try server.folder.write(rules, to: place)
    }

    private static let changes = [
        ["renew", "--within", "6", "--dry-run"], ["renew", "--within", "6"], ["renew"],
        ["install", "--dry-run"],
        ["install"], ["reissue", "client"],
    ]

    /// What `status` finds, none of which a reload mends.
    private func expectCure(_ cure: String, status: Int32) throws {
        let found = try tool(["status"])
        #expect(found.status == status, "\(found.text)")
        #expect(found.text.contains("the running server serves a different certificate"), "\(found.text)")
        #expect(found.text.contains("was changed after the server read it"), "\(found.text)")
        #expect(found.text.contains("\tcure\t" + cure), "\(found.text)")
        #expect(!found.text.contains("pg_ctl reload"), "\(found.text)")
    }

    @Test("one of another root is loaded by no change, the node's own root due or not")
    func otherRoot() throws {
        try putPair("unknown")
        try expectKept(
            Self.changes,
            "is of CN=other, and clients do not verify it by \(server.folder.path(Self.root))"
        )
        let root = server.folder.path(Self.root)
        try expectCure(
            "append the root of CN=other to \(root), and, where that is no root itself, ",
            status: 2
        )

        try putPair("now")
        #expect(try tool(["renew", "--within", "6"]).status == 0)
        #expect(try verifies() && serves("now"))
        #expect(try server.folder.read(Self.root).starts(with: folder.read("own.crt")) == false)
    }

    @Test("one that lacks a name that is served now is loaded by hand alone")
    func names() throws {
        try putPair("renamed")
        try expectKept(
            Self.changes,
            "server.crt does not hold localhost, by which clients verify what is served now"
        )
        let file = server.folder.path("SSL-TLS/server/server.crt")
        try expectCure(
            "put a certificate that holds localhost, too, into \(file), and its key into the key's "
                + "file, then: postgres-ssl renew",
            status: 1
        )
        try server.reload()
        #expect(try serves("renamed") && !verifies())
        #expect(try tool(["renew"]).status == 0)
        try putPair("now")
        let back = try tool(["renew"])
        #expect(back.status == 1, "\(back.text)")
        #expect(back.errorText.contains("does not hold other.example.com, by which"), "\(back.errorText)")
        try server.reload()

        // Names of another case, and one that a star stands for.
        try putPair("star")
        #expect(try tool(["renew"]).status == 0)
        #expect(try verifies() && serves("star"))
    }

    @Test("one of the node's own root that lacks a name is made again with it")
    func ownNames() throws {
        for (name, names) in [("first", "names"), ("second", "others")] {
            try sign(name, by: "own", names, days: 4)
            try putPair(name)
            if name == "first" { try server.reload() }
        }
        #expect(try serves("first"))
        let refused = try tool(["renew", "--within", "1"])
        #expect(refused.status == 1, "\(refused.text)")
        #expect(
            refused.errorText.contains(
                "run \"postgres-ssl reissue server --san localhost\", for a certificate with that"
            ),
            "\(refused.errorText)"
        )
        try expectCure("postgres-ssl reissue server --san localhost --role postgres", status: 1)
        #expect(try tool(["reissue", "server", "--san", "localhost"]).status == 0)
        #expect(try verifies("own.crt"))
    }

    @Test("status names no reload for one that is over, nor for what another server serves")
    func cures() throws {
        try putPair("over")
        usleep(1_100_000)
        let file = server.folder.path("SSL-TLS/server/server.crt")
        try expectCure(
            "put a certificate that clients verify into \(file), and its key into the key's file, "
                + "then: postgres-ssl renew",
            status: 2
        )
        #expect(try verifies() && serves("now"))

        try putPair("now")
        try server.reload()
        let cluster = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        let others = try TemporaryFolder()
        try #require(try PostgresSSLRun(cluster, others)(["install"]).status == 0)
        let asked = try tool(["status", "--port", "\(cluster.port)"])
        #expect(asked.text.contains("the running server serves a different certificate"), "\(asked.text)")
        #expect(!asked.text.contains("pg_ctl reload"), "\(asked.text)")
    }

    @Test("status says what renew does, and when, of a pair that ends soon and is not the node's")
    func endingSoon() throws {
        try sign("short", by: "company", "names", days: 20)
        try putPair("short")
        #expect(try tool(["renew"]).status == 0)
        #expect(try serves("short"))
        let file = server.folder.path("SSL-TLS/server/server.crt")
        let found = try tool(["status"])
        #expect(
            found.text.contains(
                "server.crt: valid for 19 more days; postgres-ssl renew leaves it to its authority, "
            ),
            "\(found.text)"
        )
        let cure =
            "put a new one of CN=company into \(file), and its key into the key's file, then: postgres-ssl renew"
        #expect(found.text.contains("\tcure\t" + cure), "\(found.text)")
        // That is six days before its end, a third of its validity.
        let early = try tool(["renew"])
        #expect(early.status == 0, "\(early.errorText)")
        #expect(try tool(["renew", "--within", "20"]).status == 65)
    }
}
