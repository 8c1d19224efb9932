import Glibc
import NodePlatform
import TestSupport
import Testing

/// The server and psql say who gets in by what.
@Suite(
    "A company's certificates on a running PostgreSQL",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveCompanyTests {
    private let server: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        server = try PostgresServer(rules: [
            "hostssl all app all cert", "host all all 0.0.0.0/0 scram-sha-256",
        ])
        folder = try TemporaryFolder()
        tool = try PostgresSSLRun(server, folder)
        try server.query("CREATE ROLE app LOGIN; CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        // Those of the certificates that install makes here.
        let names = "DNS:localhost, DNS:\(HostName.current()), IP:127.0.0.1"
        try folder.write("subjectAltName = \(names)\n", to: "names")
        for authority in ["company", "node"] {
            try openssl(
                "req -x509 -newkey rsa:2048 -nodes -keyout \(authority).key -out \(authority) -days 900"
                    + " -subj /CN=\(authority)"
            )
        }
        for (name, user) in [("server", "localhost"), ("app", "app"), ("client", "webadmin")] {
            try openssl("req -newkey rsa:2048 -nodes -keyout \(name).key -out request -subj /CN=\(user)")
            try openssl(
                "x509 -req -in request -CA company -CAkey company.key -days 300 -extfile names -out \(name).crt"
            )
        }
    }

    /// Runs openssl in the folder, by words that blanks part.
    private func openssl(_ command: String) throws {
        let openssl = try #require(Programs.openssl)
        let outcome = try openssl.run(command.split(separator: " ").map(String.init), folder: folder.path)
        guard outcome.status == 0 else { throw ServerNotStarted(log: outcome.errorText) }
    }

    private func put(_ content: [UInt8], at place: String) throws {
        try server.folder.write(content, to: place)
        try ServerAccount.give(server.folder.path(place))
    }

    @Test("an ssl_ca_file of which a part cannot be read here stays in force", arguments: [false, true])
    func authority(isTrusted: Bool) throws {
        try ServerAccount.makeFolders(in: server.folder)
        try put(try folder.read("node"), at: "SSL-TLS/server/root.crt")
        try put(try folder.read("node.key"), at: "SSL-TLS/server/root.key")
        try openssl("x509 -in company -addtrust clientAuth -trustout -out trusted")
        try openssl(
            "req -x509 -newkey rsa:2048 -nodes -keyout odd.key -out odd -days 900 -subj /CN=odd"
                + " -addext 2.5.29.17=ASN1:NULL"
        )
        let company = try isTrusted ? folder.read("trusted") : folder.read("company") + folder.read("odd")
        try put(try folder.read("node") + company, at: "data/ca.crt")
        try openssl("req -x509 -newkey rsa:2048 -nodes -keyout own.key -out own -days 900 -subj /CN=own")
        try put(try folder.read("own"), at: "data/server.crt")
        try put(try folder.read("own.key"), at: "data/server.key")
        let plain = try server.folder.read("data/postgresql.conf")
        try put(plain + Array("ssl = on\nssl_ca_file = 'ca.crt'\n".utf8), at: "data/postgresql.conf")
        try server.reload()
        func isLetIn() throws -> Bool {
            let pair = "sslcert=\(folder.path("app.crt")) sslkey=\(folder.path("app.key"))"
            return try server.psql("host=127.0.0.1 user=app dbname=postgres sslmode=require \(pair)").status
                == 0
        }
        #expect(try isLetIn())
        let refused = try tool(["install"])
        #expect(refused.status == 65)
        let text = isTrusted ? "by an unknown authority refused" : "by CN=company and 1 more refused"
        #expect(refused.errorText.contains(text), "\(refused.errorText)")
        #expect(try isLetIn())

        // As the message says.
        try put(try folder.read("node") + company, at: "SSL-TLS/server/root.crt")
        let installed = try tool(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(try isLetIn())
    }

    @Test("install replaces pairs in the node's places where that is said, and uninstall has the way back")
    func replaced() throws {
        let places = ["server", "client"].flatMap { name in
            [".crt", ".key"].map { (from: name + $0, to: "SSL-TLS/\(name)/\(name)\($0)") }
        }
        try ServerAccount.makeFolders(["SSL-TLS", "SSL-TLS/server", "SSL-TLS/client"], in: server.folder)
        func putPairs() throws {
            for (from, to) in places { try put(try folder.read(from), at: to) }
        }
        func verifies(_ root: String) throws -> Bool {
            try server.psql(
                "host=localhost user=webadmin dbname=postgres sslmode=verify-full sslrootcert=\(root)",
                environment: ["PGPASSWORD": "secret"]
            ).status == 0
        }
        let own = server.folder.path("SSL-TLS/server/root.crt")
        func expectReplaced() throws {
            let installed = try tool(["install", "--san", "localhost", "--replace-certificate"])
            #expect(installed.status == 0, "\(installed.errorText)")
            for name in ["server", "client"] {
                #expect(
                    installed.errorText.contains(
                        "\(name).crt, signed by CN=company, is no longer the \(name)'s certificate"
                    ),
                    "\(installed.errorText)"
                )
                for kept in ["key", "crt"] {
                    #expect(installed.text.contains("/SSL-TLS/replaced/\(name).\(kept)-"))
                }
            }
            #expect(try verifies(own))
            #expect(try !verifies(folder.path("company")))
        }
        func expectBack() throws {
            #expect(try tool(["uninstall"]).status == 0)
            for (from, to) in places { #expect(try server.folder.read(to) == folder.read(from), "\(to)") }
        }
        // A pair that is there before the node is installed, and one that is put there since.
        try putPairs()
        try expectReplaced()
        try expectBack()
        #expect(try tool(["install", "--san", "localhost"]).status == 0)
        #expect(try verifies(folder.path("company")))
        try expectReplaced()
        try putPairs()
        try server.reload()
        #expect(try verifies(folder.path("company")))
        try expectReplaced()
        try expectBack()
    }

    @Test(
        "pairs stay in the node's places, whether or not root.crt has their root, and connect says what holds"
    )
    func pairs() throws {
        #expect(try tool(["install", "--san", "localhost"]).status == 0)
        for name in ["server", "client"] {
            for ending in [".crt", ".key"] {
                try put(try folder.read(name + ending), at: "SSL-TLS/\(name)/\(name)\(ending)")
            }
        }
        try server.reload()
        let given = server.folder.path("SSL-TLS/client/root.crt")
        func verifies(_ root: String) throws -> Bool {
            try server.psql(
                "host=localhost user=webadmin dbname=postgres sslmode=verify-full sslrootcert=\(root)",
                environment: ["PGPASSWORD": "secret"]
            ).status == 0
        }
        func expectKept() throws {
            for what in ["server", "client", "all"] {
                let outcome = try tool(["reissue", what])
                #expect(outcome.status == 65 && outcome.errorText.contains("CN=company, would be replaced"))
            }
            #expect(try tool(["renew"]).status == 0)
            let ending = try tool(["renew", "--within", "350"])
            #expect(ending.status == 65 && ending.errorText.contains("put a new one of that authority there"))
            #expect(try verifies(folder.path("company")))
        }
        try expectKept()
        #expect(try !verifies(given))
        let own = server.folder.path("SSL-TLS/server/root.crt")
        let unknown = "server.crt: is of CN=company, and clients do not verify it by \(own)\n"
        let before = try tool(["status"])
        #expect(before.status == 2 && before.text.contains(unknown), "\(before.text)")
        let cure =
            "\tcure\tappend the root of CN=company to \(own), and, where that is no root itself, its certificate to "
            + "\(server.folder.path("SSL-TLS/server/server.crt")), then: postgres-ssl renew --role postgres "
        #expect(before.text.contains(cure), "\(before.text)")
        let silent = try tool(["connect", "--host", "localhost"])
        #expect(silent.status == 65 && silent.text.isEmpty, "\(silent.text)")
        #expect(silent.errorText.contains("does not verify the server's certificate, which is by CN=company"))

        let root = try server.folder.read("SSL-TLS/server/root.crt")
        try put(root + (try folder.read("company")), at: "SSL-TLS/server/root.crt")
        #expect(try tool(["renew"]).status == 0)
        let after = try tool(["status"])
        #expect(after.status < 2 && !after.text.contains("append the root"), "\(after.text)")
        try expectKept()
        #expect(try verifies(given))
        #expect(try tool(["connect", "--host", "localhost"]).status == 0)

        let replaced = try tool(["reissue", "server", "--replace-certificate"])
        #expect(replaced.status == 0, "\(replaced.errorText)")
        #expect(try verifies(given))
        #expect(try !verifies(folder.path("company")))
    }

    @Test(
        "a company's whole set that is there before the node has TLS is taken, and replaced where that is said"
    )
    func wholeSet() throws {
        try server.setRules(["host all all 0.0.0.0/0 scram-sha-256"])
        try ServerAccount.makeFolders(in: server.folder)
        for ending in [".crt", ".key"] {
            try put(try folder.read("server" + ending), at: "SSL-TLS/server/server\(ending)")
        }
        try put(try folder.read("company"), at: "SSL-TLS/server/root.crt")
        let root = server.folder.path("SSL-TLS/server/root.crt")
        func verifies(_ root: String) throws -> Bool {
            try server.psql(
                "host=localhost user=webadmin dbname=postgres sslmode=verify-full sslrootcert=\(root)",
                environment: ["PGPASSWORD": "secret"]
            ).status == 0
        }
        let installed = try tool(["install", "--san", "localhost"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.errorText.contains("so no client certificate was made"), "\(installed.errorText)")
        #expect(try verifies(folder.path("company")))
        #expect(try tool(["install", "--san", "localhost"]).text.hasSuffix("\nnothing to do\n"))
        #expect(try tool(["renew"]).status == 0)
        let status = try tool(["status"])
        #expect(!status.text.contains("\nbroken\t"), "\(status.text)")

        #expect(try tool(["uninstall"]).status == 0)
        #expect(try server.folder.read("SSL-TLS/server/root.crt") == folder.read("company"))
        #expect(try server.folder.read("SSL-TLS/server/server.key") == folder.read("server.key"))

        // Another root is made only where all is said to go, which no client meets before the install.
        let refused = try tool(["install", "--san", "localhost", "--client-auth", "cert"])
        #expect(refused.errorText.contains("run \"postgres-ssl reissue all --replace-certificate\""))
        let reissued = try tool(["reissue", "all", "--san", "localhost", "--replace-certificate"])
        #expect(reissued.status == 0, "\(reissued.errorText)")
        #expect(reissued.errorText.contains("loses CN=company"), "\(reissued.errorText)")
        #expect(
            reissued.errorText.contains("ssl is not on in the server's settings"),
            "\(reissued.errorText)"
        )
        #expect(!reissued.text.contains("proved"), "\(reissued.text)")
        #expect(reissued.text.contains("\nin the files: \(root.dropLast(8))server.crt, valid until "))
        let named =
            " --configuration \(server.folder.path("data/postgresql.conf")) --state \(folder.path("state"))"
        #expect(
            reissued.text.hasSuffix("; ssl is not on in the settings\nnext: postgres-ssl install\(named)\n")
        )
        let again = try tool(["reissue", "server", "--san", "other.example"])
        #expect(again.status == 0 && again.text.contains("\nwrote "), "\(again.text)\(again.errorText)")
        #expect(try tool(["install", "--san", "localhost"]).status == 0)
        #expect(try !verifies(folder.path("company")) && verifies(root))
    }

    @Test("a server that has TLS by its command line alone is looked at after a reissue")
    func commandLine() throws {
        let cluster = try PostgresCluster(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        try ServerAccount.makeFolders(in: cluster.folder)
        func place(_ name: String) -> String { "SSL-TLS/server/" + name }
        for (name, from) in [
            ("server.crt", "server.crt"), ("server.key", "server.key"), ("root.crt", "company"),
            ("root.key", "company.key"),
        ] {
            try cluster.folder.write(try folder.read(from), to: place(name))
            try #require(chmod(cluster.folder.path(place(name)), 0o600) == 0)
            try ServerAccount.give(cluster.folder.path(place(name)))
        }
        let settings =
            [("ssl", "on")]
            + [("cert", "crt"), ("key", "key")].map { setting, ending in
                ("ssl_\(setting)_file", cluster.folder.path(place("server." + ending)))
            }
        let server = try PostgresServer(cluster, arguments: settings.flatMap { ["-c", "\($0)=\($1)"] })
        let reissued = try PostgresSSLRun(server, folder)(["reissue", "server", "--san", "other.example"])
        #expect(reissued.status == 0, "\(reissued.errorText)")
        #expect(reissued.text.contains("\nproved: it was served at "), "\(reissued.text)")
        #expect(!reissued.errorText.contains("no client meets"), "\(reissued.errorText)")
    }

    @Test("a next pair that clients do not verify is not loaded, and what waits for a reload is said")
    func nextPair() throws {
        #expect(try tool(["install", "--san", "localhost", "--san", "127.0.0.1"]).status == 0)
        let own = server.folder.path("SSL-TLS/server/root.crt")
        let root = try server.folder.read("SSL-TLS/server/root.crt")
        func verifies() throws -> Bool {
            try server.psql(
                "host=localhost user=webadmin dbname=postgres sslmode=verify-full sslrootcert=\(own)",
                environment: ["PGPASSWORD": "secret"]
            ).status == 0
        }
        func putPair(_ name: String) throws {
            for ending in [".crt", ".key"] {
                try put(try folder.read(name + ending), at: "SSL-TLS/server/server\(ending)")
            }
        }
        func expectNotLoaded(_ why: String) throws {
            for command in [["renew", "--dry-run"], ["renew"], ["install"]] {
                let outcome = try tool(command)
                #expect(outcome.status == 1, "\(command): \(outcome.text)")
                #expect(outcome.errorText.contains(why), "\(command): \(outcome.errorText)")
                #expect(outcome.errorText.contains("clients verify what is served now, so it was not loaded"))
            }
            #expect(try verifies())
        }
        // Its root is not in root.crt yet.
        try putPair("server")
        try expectNotLoaded("server.crt is of CN=company, and clients do not verify it by \(own)")
        // A client's pair that is due needs no word to the server.
        let client = "SSL-TLS/client/client"
        try openssl(
            "req -new -key \(server.folder.path(client + ".key")) -out request -subj /CN=webadmin"
        )
        let key = server.folder.path("SSL-TLS/server/root.key")
        try openssl("x509 -req -in request -CA \(own) -CAkey \(key) -days 5 -out due")
        try put(try folder.read("due"), at: client + ".crt")
        let renewed = try tool(["renew", "--within", "6"])
        #expect(renewed.status == 1)
        #expect(renewed.text.contains("wrote \(server.folder.path(client + ".crt"))\n"), "\(renewed.text)")
        #expect(renewed.errorText.contains("clients verify what is served now, so it was not loaded"))
        #expect(try server.folder.read(client + ".crt") != folder.read("due"))
        try expectNotLoaded("server.crt is of CN=company, and clients do not verify it by \(own)")
        let early = try tool(["status"])
        #expect(early.text.contains("was changed after the server read it"), "\(early.text)")

        // As README has it. Until it is loaded, install says so, and so does status.
        try put(root + (try folder.read("company")), at: "SSL-TLS/server/root.crt")
        let installed = try tool(["install"])
        let lines = installed.text.split(separator: "\n")
        #expect(installed.status == 1 && lines.count == 1, "\(lines)")
        #expect(installed.errorText.contains("was changed after the server read its files; run: "))
        #expect(try tool(["renew"]).status == 0)
        #expect(try verifies() && server.serves(String(decoding: folder.read("server.crt"), as: UTF8.self)))
        #expect(try tool(["install"]).text.hasSuffix("\nnothing to do\n"))

        // One for clients alone, and one whose intermediate is missing.
        try folder.write("subjectAltName = DNS:localhost\nextendedKeyUsage = clientAuth\n", to: "usage")
        try folder.write("basicConstraints = critical, CA:TRUE\n", to: "authority")
        func sign(_ name: String, by issuer: String, _ extensions: String) throws {
            try openssl("req -newkey rsa:2048 -nodes -keyout \(name).key -out request -subj /CN=\(name)")
            try openssl(
                "x509 -req -in request -CA \(issuer) -CAkey company.key -days 300 -extfile \(extensions) "
                    + "-out \(name).crt"
            )
        }
        try sign("usage", by: "company", "usage")
        try putPair("usage")
        try expectNotLoaded("server.crt is not for servers, by its extended key usage")
        try openssl("req -new -key company.key -out request -subj /CN=issuing")
        try openssl(
            "x509 -req -in request -CA company -CAkey company.key -days 300 -extfile authority -out issuing"
        )
        try sign("alone", by: "issuing", "names")
        try putPair("alone")
        try expectNotLoaded("server.crt is of CN=issuing, and clients do not verify it by \(own)")
        try put(try folder.read("alone.crt") + folder.read("issuing"), at: "SSL-TLS/server/server.crt")
        #expect(try tool(["renew"]).status == 0)
        #expect(try verifies())
    }

    @Test("status names a file of TLS that was changed after the server read it, until a reload")
    func notReloaded() throws {
        #expect(try tool(["install", "--san", "localhost"]).status == 0)
        func isSaid() throws -> Bool {
            let status = try tool(["status", "--json"])
            return status.text.contains("\"server-files-not-reloaded\"")
        }
        #expect(try !isSaid())
        let root = try server.folder.read("SSL-TLS/server/root.crt")
        try put(root + (try folder.read("company")), at: "SSL-TLS/server/root.crt")
        #expect(try isSaid())
        #expect(try tool(["status"]).status == 1)
        #expect(try tool(["renew"]).status == 0)
        #expect(try !isSaid())
    }

    @Test("an install with nothing to do fails where nobody gets through the server's handshake")
    func closedHandshake() throws {
        #expect(try tool(["install", "--san", "localhost"]).status == 0)
        #expect(try tool(["install"]).text.hasSuffix("\nnothing to do\n"))
        try server.query("ALTER SYSTEM SET ssl_ciphers = 'NULL-SHA256:@SECLEVEL=0'")
        try server.query("ALTER SYSTEM SET ssl_max_protocol_version = 'TLSv1.2'")
        try server.reload()
        for command in [["install", "--dry-run"], ["install"]] {
            let outcome = try tool(command)
            let lines = outcome.text.split(separator: "\n")
            #expect(outcome.status == 1 && lines.count == 1, "\(lines)")
            #expect(
                outcome.errorText.contains("no client gets through the handshake"),
                "\(outcome.errorText)"
            )
        }
    }
}
