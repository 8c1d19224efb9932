import Glibc
import TestSupport
import Testing

/// What status says of a running server is what the server says, and what a client meets there.
@Suite(
    "postgres-ssl status on a running PostgreSQL",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveStatusTests {
    /// A server that was started after an install.
    private final class Node {
        let server: PostgresServer
        let folder: TemporaryFolder
        let tool: PostgresSSLRun

        init(settings: [String] = [], rules: [String] = ["hostssl all all all scram-sha-256"]) throws {
            let cluster = try PostgresCluster(settings: settings, rules: rules)
            folder = try TemporaryFolder()
            tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
            let outcome = try tool(["install", "--san", "db.example"])
            try #require(outcome.status == 0, "\(outcome.errorText)")
            // The clock of files is late by some milliseconds.
            usleep(50_000)
            server = try PostgresServer(cluster)
        }

        func status() throws -> String {
            let outcome = try tool(["status", "--verbose"])
            #expect(outcome.errorText == "")
            return outcome.text
        }

        /// Writes a file of the server's.
        func write(_ text: String, to name: String) throws {
            try server.folder.write(text, to: name)
            try ServerAccount.give(server.folder.path(name))
        }

        func append(_ line: String, to name: String) throws {
            try write(try server.folder.text(name) + line + "\n", to: name)
        }
    }

    @Test("a line that was taken out of a setting which needs a restart waits for one, and nothing is broken")
    func removedLine() throws {
        let node = try Node(settings: ["superuser_reserved_connections = 4"])
        let lines = try node.server.folder.text("data/postgresql.conf").split(separator: "\n")
        let left = lines.filter { !$0.hasPrefix("superuser_reserved_connections") }.joined(separator: "\n")
        try node.write(left + "\n", to: "data/postgresql.conf")
        try node.server.reload()
        let text = try node.status()
        let note =
            "note\tsettings\tthe line of superuser_reserved_connections was taken out, which waits for a restart"
        #expect(text.contains(note), "\(text)")
        #expect(!text.contains("broken\t"), "\(text)")
        #expect(try node.tool(["reissue", "server"]).status == 0)
    }

    @Test("an uninstall that left a password is half done, and nothing of what it took away is missing")
    func halfUninstalled() throws {
        let cluster = try PostgresCluster(rules: ["hostssl all all all scram-sha-256"])
        let folder = try TemporaryFolder()
        let tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
        func running(_ body: (PostgresServer) throws -> Void) throws {
            let server = try PostgresServer(cluster)
            try withExtendedLifetime(server) { try body(server) }
        }
        func expectHalfDone() throws {
            let outcome = try tool(["status"])
            #expect(outcome.status == 1, "\(outcome.text)")
            let text = "an uninstall is half done: the stored password of webadmin is yet to be put back, "
            #expect(outcome.text.contains(text), "\(outcome.text)")
            #expect(outcome.text.contains("\tcure\tpostgres-ssl uninstall "), "\(outcome.text)")
            for word in ["broken", "missing", "reissue", "installed by", "; install sets"] {
                #expect(!outcome.text.contains(word), "\(outcome.text)")
            }
        }
        try running { server in
            try server.query("CREATE ROLE webadmin LOGIN")
            let installed = try tool(["install", "--password-stdin"], input: "secret\n")
            try #require(installed.status == 0, "\(installed.errorText)")
        }
        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0 && uninstalled.errorText.contains("uninstall again to put it back"))
        try expectHalfDone()
        try running { _ in
            try expectHalfDone()
            #expect(try tool(["uninstall"]).status == 0)
            let outcome = try tool(["status"])
            #expect(outcome.text.contains("nothing was installed by this tool"), "\(outcome.text)")
        }
    }

    @Test(
        "a sound server is called so, and its log has no line of it",
        arguments: [
            ([], "hostssl all all all scram-sha-256", "TLS 1.3 and TLS 1.2"),
            (["ssl_min_protocol_version = 'TLSv1.3'"], "hostssl all all all scram-sha-256", "TLS 1.3"),
            (["ssl_max_protocol_version = 'TLSv1.2'"], "hostssl all all all scram-sha-256", "TLS 1.2"),
            (
                ["listen_addresses = '127.0.0.3'"], "hostssl all all all scram-sha-256",
                "TLS 1.3 and TLS 1.2"
            ),
            (
                ["listen_addresses = 'localhost'"], "hostssl all all all scram-sha-256",
                "TLS 1.3 and TLS 1.2"
            ),
            // Where a login would be refused, which is an error in the log, none is tried.
            ([], "hostssl all all all cert", "TLS 1.3 and TLS 1.2"),
            ([], "hostssl all all all reject", "TLS 1.3 and TLS 1.2"),
        ]
    )
    func silent(_ settings: [String], _ rule: String, _ versions: String) throws {
        let node = try Node(settings: settings, rules: [rule])
        let before = node.server.log()
        let text = try node.status()
        let host =
            settings.first.flatMap { $0.hasPrefix("listen") ? $0.split(separator: "'").last : nil }
            ?? "127.0.0.1"
        let verified = "good\tserver\tclients verify the server at \(host), port \(node.server.port) as "
        #expect(text.contains(verified), "\(text)")
        #expect(text.contains("/root.crt, on \(versions)\n"), "\(text)")
        #expect(text.contains("server.crt: the running server serves this certificate\n"))
        // That the rules refuse the user is no fault of the server's.
        let faults = text.split(separator: "\n").filter { line in
            line.contains("broken\t")
                || line.contains("note\tserver")
                    && !line.contains("so that nobody connects from another host")
        }
        #expect(faults.allSatisfy { $0.contains("line 2: this rule refuses webadmin by TLS") }, "\(text)")
        #expect(faults.count == (rule.hasSuffix("reject") ? 1 : 0), "\(text)")
        #expect(node.server.log() == before)
    }

    @Test(
        "the port of the command line is that of the server, whatever another one serves at the port of the file"
    )
    func otherPort() throws {
        let cluster = try PostgresCluster(rules: ["host all all all scram-sha-256"])
        let other = try PostgresCluster(settings: ["port = \(cluster.port)"])
        // It has no TLS.
        let neighbour = try PostgresServer(other, port: cluster.port)
        let server = try PostgresServer(cluster, port: FreePort.any())
        let folder = try TemporaryFolder()
        let program = try Program.built("postgres-ssl")
        func run(_ words: [String]) throws -> Program.Outcome {
            try program.run(
                words + [
                    "--data", cluster.folder.path("data"), "--certificates", cluster.folder.path("SSL-TLS"),
                ] + PostgresSSLRun.ownPlaces(folder)
            )
        }
        let installed = try run(["install", "--san", "db.example"])
        #expect(installed.status == 0, "\(installed.errorText)")
        let text = try run(["status"]).text
        #expect(text.contains("clients verify the server at 127.0.0.1, port \(server.port) as "), "\(text)")
        #expect(
            text.contains(
                "port = \(cluster.port) is overruled by the server's command line, which says \(server.port)"
            ),
            "\(text)"
        )
        #expect(!text.contains("broken\t"), "\(text)")
        try server.query("ALTER ROLE postgres PASSWORD 'secret'")
        let lines = try run(["connect", "--host", "db.example", "--user", "postgres"]).text
        #expect(lines.contains(" port=\(server.port) "), "\(lines)")
        #expect(!lines.contains("\(cluster.port)"), "\(lines)")
        withExtendedLifetime(neighbour) {}
    }

    @Test(
        "suites that Go, rustls and new Javas do not have are named, and TLS 1.3 makes good for them",
        arguments: [
            (["ssl_ciphers = 'AES256-SHA'", "ssl_max_protocol_version = 'TLSv1.2'"], "Go, rustls, JDBC"),
            (["ssl_ciphers = 'kRSA:DHE'", "ssl_max_protocol_version = 'TLSv1.2'"], "Go, rustls"),
            (["ssl_ciphers = 'kRSA'"], nil),
            (
                ["ssl_ciphers = 'AES256-SHA:ECDHE-RSA-AES128-SHA'", "ssl_max_protocol_version = 'TLSv1.2'"],
                nil
            ),
        ]
    )
    func keyExchange(_ settings: [String], _ failing: String?) throws {
        let text = try Node(settings: settings).status()
        let isAccepted = text.contains("accepted by every kind of client that verifies")
        #expect(isAccepted == (failing == nil), "\(text)")
        #expect(text.contains("takes no key exchange on an elliptic curve") == (failing != nil), "\(text)")
        if let failing { #expect(text.contains("\tclients\t\(failing)\n"), "\(text)") }
    }

    @Test(
        "a certificate that was replaced is another one until the reload, also where it is enciphered",
        arguments: [
            [], ["ssl_min_protocol_version = 'TLSv1.3'"], ["ssl_max_protocol_version = 'TLSv1.2'"],
            ["ssl_ciphers = 'ECDHE-RSA-AES256-SHA384'", "ssl_max_protocol_version = 'TLSv1.2'"],
        ]
    )
    func replaced(_ settings: [String]) throws {
        let node = try Node(settings: settings)
        let old = try ["server.crt", "server.key"].map { try node.server.folder.text("SSL-TLS/server/" + $0) }
        #expect(try node.tool(["reissue", "server"]).status == 0)
        #expect(try node.status().contains("server.crt: the running server serves this certificate"))
        try node.write(old[0], to: "SSL-TLS/server/server.crt")
        try node.write(old[1], to: "SSL-TLS/server/server.key")
        let text = try node.status()
        #expect(text.contains("server.crt: the running server serves a different certificate at"), "\(text)")
    }

    @Test("lines that the server rejects are in its own words, and that it will not start again is said")
    func rejected() throws {
        let node = try Node()
        try node.append("hostssl app app 10.0.0.0/8 scram-sha-256 clientcert=1", to: "data/pg_hba.conf")
        try node.append("work_mem = 'lots'", to: "data/postgresql.conf")
        try node.append("shared_buffers = 32MB", to: "data/postgresql.conf")
        let text = try node.status()
        #expect(text.contains("broken\trules\t"), "\(text)")
        #expect(text.contains("invalid value for parameter \"work_mem\": \"lots\""), "\(text)")
        #expect(
            text.contains("keeps its old rules and settings at a reload, and will not start again"),
            "\(text)"
        )
        #expect(text.contains("note\tsettings\t"), "\(text)")
        #expect(text.contains("shared_buffers = 32MB waits for a restart"), "\(text)")
        // It is true.
        try? node.server.reload()
        #expect(node.server.log().contains("pg_hba.conf was not reloaded"))
    }

    @Test("rules that were changed are not in force before the reload")
    func unread() throws {
        let node = try Node()
        try node.append("host all all 10.0.0.0/8 reject", to: "data/pg_hba.conf")
        #expect(try node.status().contains("until a reload its old rules are in force"))
        try node.server.reload()
        #expect(try !node.status().contains("until a reload"))
        // What takes its place may be older than the reload. The log has no line of a look.
        let written = try node.server.folder.text("data/pg_hba.conf")
        try node.write(written, to: "data/other.conf")
        usleep(50_000)
        try node.server.reload()
        #expect(
            rename(node.server.folder.path("data/other.conf"), node.server.folder.path("data/pg_hba.conf"))
                == 0
        )
        let before = node.server.log()
        let text = try node.status()
        #expect(text.contains("warning\trules\t") && text.contains("was not tried"), "\(text)")
        #expect(node.server.log() == before)
    }

    @Test("secrets of few iterations and of no known form are named")
    func secrets() throws {
        let node = try Node()
        let stored =
            "SCRAM-SHA-256$1:MDEyMzQ1Njc4OWFiY2RlZg==$"
            + "bpSY5Ze9NUH+I35LC3gVq+DpBfK46iXBxvhAKqVu9pE=:VpYlBuxyzeCI1KnctrefdljpB1mk3Gp7sBI/t11+NkQ="
        try node.server.query("CREATE ROLE sound LOGIN PASSWORD 'secret'")
        #expect(try node.status().contains("good\tusers\t"))
        try node.server.query("CREATE ROLE weak LOGIN PASSWORD '\(stored)'")
        try node.server.query("SET password_encryption = 'md5'; CREATE ROLE old LOGIN PASSWORD 'secret'")
        try node.server.query("CREATE ROLE odd LOGIN PASSWORD 'x'")
        try node.server.query("UPDATE pg_authid SET rolpassword = 'odd' WHERE rolname = 'odd'")
        let text = try node.status()
        #expect(text.contains("the password of old is stored as md5"), "\(text)")
        #expect(text.contains("the password of weak is stored with fewer SCRAM iterations"), "\(text)")
        #expect(text.contains("the password of odd is stored in a form that nobody gets in by"), "\(text)")
        #expect(!text.contains("sound"), "\(text)")
    }

    @Test("who may not read is told what could not be seen, and nothing is called broken for it")
    func forbidden() throws {
        guard geteuid() == 0, let setpriv = Program.find("setpriv") else { return }
        let node = try Node()
        func status(as user: String, _ options: [String] = []) throws -> Program.Outcome {
            try setpriv.run(
                ["--reuid=\(user)", "--regid=\(user)", "--clear-groups", node.tool.program.path, "status"]
                    + node.tool.options + options
            )
        }
        // He does not even see which server it is.
        let outcome = try status(as: "65534", ["--json"])
        #expect(outcome.status == 1, "\(outcome.errorText)")
        #expect(outcome.text.contains("\"code\":\"not-permitted\""), "\(outcome.text)")
        #expect(outcome.text.contains("Permission denied"), "\(outcome.text)")
        #expect(!outcome.text.contains("broken"), "\(outcome.text)")
    }

    @Test(
        "a key of an elliptic curve is compared with its certificate, and its server is sound",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func otherKey() throws {
        let openssl = try #require(Programs.openssl)
        let cluster = try PostgresCluster(rules: ["hostssl all all all scram-sha-256"])
        let folder = try TemporaryFolder()
        let tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
        #expect(try tool(["install", "--san", "db.example"]).status == 0)
        func make(_ arguments: [String]) throws {
            let outcome = try openssl.run(arguments, folder: folder.path)
            try #require(outcome.status == 0, "\(outcome.errorText)")
        }
        let set = cluster.folder.path("SSL-TLS/server/")
        let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        try make(["req", "-new"] + curve + ["-subj", "/CN=db.example", "-keyout", "key", "-out", "request"])
        try make(["req", "-new"] + curve + ["-subj", "/CN=other", "-keyout", "other", "-out", "none"])
        try folder.write("subjectAltName = DNS:db.example\n", to: "names")
        try make([
            "x509", "-req", "-in", "request", "-CA", set + "root.crt", "-CAkey", set + "root.key",
            "-set_serial", "77", "-days", "100", "-extfile", "names", "-out", "certificate",
        ])
        for (source, name) in [("key", "server.key"), ("certificate", "server.crt")] {
            try cluster.folder.write(try folder.read(source), to: "SSL-TLS/server/" + name, mode: 0o600)
            try ServerAccount.give(set + name)
        }
        let server = try PostgresServer(cluster)
        let text = try tool(["status"]).text
        #expect(
            text.contains("clients verify the server at 127.0.0.1, port \(server.port) as db.example"),
            "\(text)"
        )
        #expect(!text.contains("broken\t") && !text.contains("not compared"), "\(text)")
        try cluster.folder.write(try folder.read("other"), to: "SSL-TLS/server/server.key", mode: 0o600)
        try ServerAccount.give(set + "server.key")
        #expect(try tool(["status"]).text.contains("server.key: does not match the certificate beside it"))
        withExtendedLifetime(server) {}
    }
}
