import Glibc
import TestSupport
import Testing

/// What somebody may not look at is neither missing nor broken, and keeps nothing else from being said.
@Suite(
    "postgres-ssl status by whoever may not look at everything",
    .enabled(
        if: PostgresServer.isInstalled && ServerAccount.postgres != nil && Program.find("setpriv") != nil,
        "PostgreSQL is not installed, or the tests do not run as root"
    ),
    .serialized
)
struct LiveNobodyTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try #require(chmod(folder.path, 0o755) == 0)
    }

    /// Runs status as a user, by default one who has nothing to do with the node.
    private func status(
        _ tool: PostgresSSLRun,
        as account: UInt32 = 65534,
        without names: Set<String> = [],
        _ more: [String] = []
    ) throws -> Program.Outcome {
        let setpriv = try #require(Program.find("setpriv"))
        var options: [String] = []
        for place in stride(from: 0, to: tool.options.count, by: 2)
        where !names.union(["--as-server"]).contains(tool.options[place]) {
            options += tool.options[place...(place + 1)]
        }
        let user = ["--reuid=\(account)", "--regid=\(account)", "--clear-groups", tool.program.path]
        return try setpriv.run(user + ["status"] + options + more, folder: "/")
    }

    @Test("a server that runs is not called stopped, nor its files missing", arguments: [false, true])
    func postgres(_ knowsCertificates: Bool) throws {
        let cluster = try PostgresCluster(rules: ["hostssl all all all scram-sha-256"], isSplit: true)
        let server = try PostgresServer(cluster)
        let tool = try PostgresSSLRun(
            in: cluster.folder,
            configuration: cluster.configuration,
            port: cluster.port,
            folder
        )
        try #require(try tool(["install"]).status == 0)
        for name in ["", "/configuration"] { try #require(chmod(cluster.folder.path + name, 0o755) == 0) }
        for name in ["postgresql.conf", "pg_hba.conf"] {
            try #require(chmod(cluster.folder.path("configuration/" + name), 0o644) == 0)
        }
        let outcome = try status(tool, without: knowsCertificates ? [] : ["--certificates"])
        #expect(outcome.status == 1, "\(outcome.text)\(outcome.errorText)")
        #expect(outcome.errorText == "")
        let unseen =
            outcome.text.split(separator: "\n").first { $0.contains("could not be seen, for lack of") } ?? ""
        let names = ["state", "configuration/pg_ssl.conf", "data"]
        for name in names + (knowsCertificates ? ["SSL-TLS/server/server.crt"] : []) {
            #expect(unseen.contains("/" + name), "\(outcome.text)")
        }
        for word in ["broken", "missing", "not running", "no certificate", "accepted by"] {
            #expect(!outcome.text.contains(word), "\(outcome.text)")
        }
        #expect(outcome.text.contains("good\trules\t"), "\(outcome.text)")
        let login = try status(
            tool,
            without: knowsCertificates ? [] : ["--certificates"],
            ["--login", "web"]
        )
        #expect(login.status == 1, "\(login.text)\(login.errorText)")
        let tried =
            "warning\tlogin\tweb was not logged in: whether the server runs, and where, could not be seen"
        #expect(login.text.contains(tried), "\(login.text)")
        // With several nodes, the command alone would be of none.
        let configuration = cluster.folder.path("configuration/postgresql.conf")
        let cure = "\tcure\tsudo postgres-ssl status --role postgres --configuration \(configuration) "
        #expect(outcome.text.contains(cure), "\(outcome.text)")
        withExtendedLifetime(server) {}
    }

    @Test(
        "a fresh node with a distribution's certificate misses nothing, whoever looks",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func fresh() throws {
        let cluster = try PostgresCluster(
            settings: ["ssl = on", "ssl_cert_file = 'own.crt'", "ssl_key_file = 'own.key'"],
            rules: ["hostssl all all all scram-sha-256"],
            isSplit: true
        )
        let made = try #require(Programs.openssl).run(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "own.key", "-out", "own.crt"]
                + ["-subj", "/CN=db.example", "-addext", "subjectAltName=DNS:db.example", "-days", "365"],
            folder: folder.path
        )
        try #require(made.status == 0, "\(made.errorText)")
        for name in ["own.key", "own.crt"] {
            try cluster.folder.write(try folder.read(name), to: "data/" + name, mode: 0o600)
            try ServerAccount.give(cluster.folder.path("data/" + name))
        }
        let server = try PostgresServer(cluster)
        let tool = try PostgresSSLRun(
            in: cluster.folder,
            configuration: cluster.configuration,
            port: cluster.port,
            folder
        )
        for name in ["", "/configuration"] { try #require(chmod(cluster.folder.path + name, 0o755) == 0) }
        for name in ["postgresql.conf", "pg_hba.conf"] {
            try #require(chmod(cluster.folder.path("configuration/" + name), 0o644) == 0)
        }
        for outcome in [try status(tool), try tool(["status"])] {
            #expect(outcome.status == 1, "\(outcome.text)\(outcome.errorText)")
            for word in ["broken", "missing", "reissue", "SSL-TLS/"] {
                #expect(!outcome.text.contains(word), "\(outcome.text)")
            }
            #expect(outcome.text.contains("nothing was installed by this tool"), "\(outcome.text)")
        }
        withExtendedLifetime(server) {}
    }

    @Test("the server's user, who may not read where the certificates are, is warned of no sound setting")
    func serversUser() throws {
        let server = try PostgresServer(rules: ["hostssl all all all scram-sha-256"])
        let tool = try PostgresSSLRun(server, folder)
        try #require(try tool(["install"]).status == 0)
        let account = try #require(ServerAccount.postgres).userID
        let outcome = try status(tool, as: account, without: ["--certificates"])
        #expect(outcome.status == 1, "\(outcome.text)\(outcome.errorText)")
        for word in ["ssl_cert_file is", "ssl_ca_file is", "ssl_key_file is", "broken", "; install sets"] {
            #expect(!outcome.text.contains(word), "\(outcome.text)")
        }
        #expect(outcome.text.contains("good\tsettings\t2 settings are as they should be"), "\(outcome.text)")
        let unseen =
            "so it is not known which certificates are this node's, and ssl_cert_file, ssl_ca_file, ssl_key_file were "
            + "not judged"
        #expect(outcome.text.contains(unseen), "\(outcome.text)")
        let own = server.folder.path("SSL-TLS/server/")
        let accepted = "accepted by every kind of client that verifies by the root in \(own)root.crt"
        #expect(outcome.text.contains(accepted), "\(outcome.text)")

        for ending in ["crt", "key"] {
            let place = "SSL-TLS/server/server.\(ending)"
            try server.folder.write(
                try server.folder.read("SSL-TLS/client/client.\(ending)"),
                to: place,
                mode: 0o600
            )
            try ServerAccount.give(server.folder.path(place))
        }
        let broken = try status(tool, as: account, without: ["--certificates"])
        #expect(broken.status == 2, "\(broken.text)")
        let fault = "broken\tcertificates\t\(own)server.crt: is not for servers, by its extended key usage"
        #expect(broken.text.contains(fault), "\(broken.text)")
    }

    @Test(
        "a certificate that all may read is judged for nobody, whose server has its data by its command line",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func open() throws {
        let cluster = try PostgresCluster(rules: ["hostssl all all all scram-sha-256"], isSplit: true)
        try #require(chmod(cluster.folder.path, 0o755) == 0)
        let made = try #require(Programs.openssl).run(
            ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "own.key", "-out", "own.crt"]
                + ["-subj", "/CN=db.example", "-days", "365", "-addext", "extendedKeyUsage=clientAuth"],
            folder: folder.path
        )
        try #require(made.status == 0, "\(made.errorText)")
        for name in ["own.key", "own.crt"] {
            try cluster.folder.write(try folder.read(name), to: name, mode: name == "own.key" ? 0o600 : 0o644)
            try ServerAccount.give(cluster.folder.path(name))
        }
        let settings = try cluster.folder.text("configuration/postgresql.conf")
            .split(separator: "\n").filter { !$0.hasPrefix("data_directory") }.map { $0 + "\n" }.joined()
        let own = ["ssl": "on", "ssl_cert_file": cluster.folder.path("own.crt")]
            .merging(["ssl_key_file": cluster.folder.path("own.key")]) { $1 }
        try cluster.folder.write(
            settings + own.map { "\($0.key) = '\($0.value)'\n" }.joined(),
            to: "configuration/postgresql.conf"
        )
        for name in ["", "/postgresql.conf", "/pg_hba.conf"] {
            try ServerAccount.give(cluster.folder.path("configuration" + name))
            try #require(
                chmod(cluster.folder.path("configuration" + name), name.isEmpty ? 0o755 : 0o644) == 0
            )
        }
        let server = try PostgresServer(cluster, byCommandLine: true)
        let tool = try PostgresSSLRun(
            in: cluster.folder,
            configuration: cluster.configuration,
            port: cluster.port,
            folder
        )
        // Records of root's that somebody else runs into are no damage.
        try #require(mkdir(folder.path("state"), 0o755) == 0)
        let outcome = try status(tool, without: ["--certificates"])
        #expect(outcome.status == 2, "\(outcome.text)\(outcome.errorText)")
        let fault =
            "broken\tcertificates\t\(cluster.folder.path("own.crt")): is not for servers, by its extended key usage"
        #expect(outcome.text.contains(fault), "\(outcome.text)")
        for word in ["not running", "missing", "is not set", "broken\tstate"] {
            #expect(!outcome.text.contains(word), "\(outcome.text)")
        }
        let unseen =
            outcome.text.split(separator: "\n").first { $0.contains("could not be seen, for lack of") } ?? ""
        for name in [cluster.folder.path("data"), folder.path("state")] {
            #expect(unseen.contains(name), "\(outcome.text)")
        }
        withExtendedLifetime(server) {}
    }

    @Test(
        "the passwords of a Pgpool-II that may not be read leave the rest to be said",
        arguments: [true, false]
    )
    func pgpool(_ hasKey: Bool) throws {
        try folder.write("enable_pool_hba = on\nport = 1\n", to: "pgpool.conf", mode: 0o644)
        try folder.write("local all all scram-sha-256\n", to: "pool_hba.conf", mode: 0o644)
        try folder.write("ann:TEXTsecret\n", to: "pool_passwd", mode: 0o600)
        if hasKey { try folder.write("key", to: "key", mode: 0o600) }
        try folder.write("ann:AES00\n", to: "pcp.conf", mode: 0o600)
        let outcome = try status(try PostgresSSLRun(pgpool: folder))
        #expect(outcome.errorText == "")
        let unseen =
            outcome.text.split(separator: "\n").first { $0.contains("could not be seen, for lack of") } ?? ""
        for name in ["pool_passwd", "pcp.conf"] + (hasKey ? ["key"] : []) {
            #expect(unseen.contains(folder.path(name)), "\(outcome.text)")
        }
        #expect(!outcome.text.contains("no user can log in"), "\(outcome.text)")
        #expect(outcome.text.contains("good\trules\t"), "\(outcome.text)")
    }
}
