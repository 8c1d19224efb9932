import Glibc
import TestSupport
import Testing

/// A running server says nowhere but in its log that it could not take its files up, and goes on with what it had until
/// it is restarted, when nobody gets in. The server's own start is the judge.
@Suite(
    "Files that a server would not load at its next start",
    .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed"),
    .serialized
)
struct LiveLoadingTests {
    private let cluster: PostgresCluster
    private let folder: TemporaryFolder
    /// Where what is tried has its folder.
    private let trials: TemporaryFolder
    private let tool: PostgresSSLRun

    init() throws {
        cluster = try PostgresCluster(rules: ["host all all 0.0.0.0/0 scram-sha-256"])
        folder = try TemporaryFolder()
        trials = try TemporaryFolder()
        try ServerAccount.give(trials.path)
        tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
    }

    private func status() throws -> Program.Outcome {
        let outcome = try tool(["status"], environment: ["TMPDIR": trials.path])
        #expect(trials.names().isEmpty, "status left \(trials.names())")
        return outcome
    }

    private func write(_ text: String, to name: String) throws {
        try cluster.folder.write(text, to: name)
        try ServerAccount.give(cluster.folder.path(name))
    }

    private func append(_ text: String, to name: String) throws {
        try write(try cluster.folder.text(name) + text, to: name)
    }

    private static let unreadable = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"

    static let faults = [
        ("ssl_crl_file = 'empty'", "could not load SSL certificate revocation list file"),
        ("ssl_dh_params_file = 'garbage'", "could not load DH parameters file"),
        ("ssl_ciphers = 'NONSENSE'", "could not set the cipher list"),
        (
            "ssl_min_protocol_version = 'TLSv1.3'\nssl_max_protocol_version = 'TLSv1.2'",
            "could not set SSL protocol version range"
        ),
        ("server.crt", "could not load server certificate file"),
        ("root.crt", "could not load root certificate file"),
    ]

    private func spoil(_ fault: String) throws {
        try write("", to: "data/empty")
        try write("garbage\n", to: "data/garbage")
        if fault.hasSuffix(".crt") {
            try append(Self.unreadable, to: "SSL-TLS/server/" + fault)
        } else {
            try append(fault + "\n", to: "data/postgresql.conf")
        }
    }

    @Test("status says so of a server that runs, which goes on and does not start again", arguments: faults)
    func running(_ fault: String, _ reason: String) throws {
        do {
            let server = try PostgresServer(cluster)
            let installed = try tool(["install"])
            try #require(installed.status == 0, "\(installed.errorText)")
            #expect(try !status().text.contains("will not start again"))
            try spoil(fault)
            try server.reload()
            #expect(try server.query("SHOW ssl") == "on")
            let log = server.log()
            let found = try status()
            #expect(found.status == 2, "\(found.text)")
            #expect(
                found.text.contains(
                    "keeps what it had of TLS at a reload, and will not start again: FATAL:  \(reason)"
                ),
                "\(found.text)"
            )
            #expect(!server.log().dropFirst(log.count).contains("starting PostgreSQL"))
        }
        #expect(throws: ServerNotStarted.self) { try cluster.startAndEnd() }
    }

    @Test("a reload is no cure for what is not served where the server would not load it")
    func curing() throws {
        let server = try PostgresServer(cluster)
        try #require(try tool(["install"]).status == 0)
        let names = ["SSL-TLS/server/server.key", "SSL-TLS/server/server.crt"]
        let old = try names.map { try cluster.folder.text($0) }
        try #require(try tool(["reissue", "server"]).status == 0)
        func put(_ mode: UInt32) throws {
            for (name, text) in zip(names, old) {
                try cluster.folder.write(text, to: name, mode: name.hasSuffix("key") ? mode : 0o600)
                try ServerAccount.give(cluster.folder.path(name))
            }
        }
        func cure() throws -> Substring? {
            let text = try status().text
            let lines = text.split(separator: "\n")
            let place = lines.firstIndex { $0.contains("the running server serves a different certificate") }
            let found = try #require(place, "\(text)")
            return lines[(found + 1)...].first.flatMap { $0.hasPrefix("\tcure\t") ? $0 : nil }
        }
        // What clients show keeps no server from loading its own.
        try put(0o600)
        try #require(chmod(cluster.folder.path("SSL-TLS/client/client.key"), 0o644) == 0)
        #expect(try cure()?.contains("pg_ctl reload") == true)
        let configuration = try cluster.folder.text("data/postgresql.conf")
        try spoil("ssl_crl_file = 'empty'")
        #expect(try status().text.contains("will not start again"))
        #expect(try cure() == nil)
        try write(configuration, to: "data/postgresql.conf")
        try put(0o644)
        #expect(try cure() == nil)
        try put(0o600)
        try #require(unlink(cluster.folder.path(names[1])) == 0)
        let missing = try status().text
        #expect(missing.contains("server.crt: is missing\n\tcure\tpostgres-ssl reissue server"), "\(missing)")
        #expect(!missing.contains("until a reload what it had before is in force"), "\(missing)")
        withExtendedLifetime(server) {}
    }

    @Test(
        "renew says so, whether or not something was due, and is silent where it is put right",
        arguments: faults
    )
    func renewing(_ fault: String, _ reason: String) throws {
        let server = try PostgresServer(cluster)
        let installed = try tool(["install"])
        try #require(installed.status == 0, "\(installed.errorText)")
        let place = fault.hasSuffix(".crt") ? "SSL-TLS/server/" + fault : "data/postgresql.conf"
        let sound = try cluster.folder.text(place)
        try spoil(fault)
        for _ in 0..<2 {
            let due = try renew()
            #expect(due.outcome.status == 65, "\(due.outcome.errorText)")
            let said =
                "postgres-ssl: the server keeps what it had at a reload, and will not start again: FATAL:  \(reason)"
            let lines = due.outcome.errorText.split(separator: "\n")
            #expect(lines.filter { $0.hasPrefix(said) }.count == 1, "\(due.outcome.errorText)")
            #expect(
                lines.last?.hasSuffix("put that right, and see with \"postgres-ssl status\" that it is")
                    == true
            )
            #expect(due.trials == 1)
        }
        try write(sound, to: place)
        try server.reload()
        let quiet = try renew()
        #expect(quiet.outcome.status == 0 && quiet.outcome.errorText.isEmpty, "\(quiet.outcome.errorText)")
        #expect(quiet.outcome.text.isEmpty && quiet.trials == 1, "\(quiet.outcome.text)")
    }

    @Test("renew tries once what several pairs are loaded by, and names a rule that the server refuses")
    func pairs() throws {
        let server = try PostgresServer(cluster)
        try #require(try tool(["install"]).status == 0)
        try #require(try tool(["reissue", "client", "--user", "app"]).status == 0)
        let keys = ["client", "app"].map { "SSL-TLS/client/\($0).key" }
        let texts = try keys.map { try cluster.folder.text($0) }
        // Each gets a certificate for the key that it has now.
        for (key, text) in zip(keys, texts.reversed()) {
            try cluster.folder.write(text, to: key, mode: 0o600)
            try ServerAccount.give(cluster.folder.path(key))
        }
        let all = try renew()
        #expect(all.outcome.status == 0, "\(all.outcome.errorText)")
        #expect(all.outcome.text.contains("client/client.crt") && all.outcome.text.contains("client/app.crt"))
        #expect(all.trials == 1)
        try append("host all all 127.0.0.1/32 nonsense\n", to: "data/pg_hba.conf")
        try server.reload()
        let refused = try renew()
        #expect(refused.outcome.status == 65, "\(refused.outcome.errorText)")
        #expect(
            refused.outcome.errorText.contains(
                "will not start again: pg_hba.conf, line 3: invalid authentication"
            ),
            "\(refused.outcome.errorText)"
        )
    }

    /// Renews, and counts how often the server's program was tried on the node's files of TLS.
    private func renew() throws -> (outcome: Program.Outcome, trials: Int) {
        let programs = try #require(PostgresCluster.programs)
        let counted = cluster.folder.path("trials")
        try write("", to: "trials")
        try cluster.folder.write(
            """
            #!/bin/sh
            case "$*" in *config_file=*/node) echo tried >>\(counted) ;; esac
            exec \(programs)/postgres "$@"

            """,
            to: "counting",
            mode: 0o755
        )
        try ServerAccount.give(cluster.folder.path("counting"))
        var options = tool.options
        let place = try #require(options.firstIndex(of: "--server"))
        options[place + 1] = cluster.folder.path("counting")
        let outcome = try tool.program.run(
            ["renew"] + options,
            environment: ["TMPDIR": trials.path]
        )
        #expect(trials.names().isEmpty, "renew left \(trials.names())")
        return (outcome, try cluster.folder.text("trials").split(separator: "\n").count)
    }

    @Test("status says so of a server that does not run, and how one is started that would")
    func stopped() throws {
        try #require(try tool(["install"]).status == 0)
        let sound = try status()
        #expect(sound.status == 1)
        let programs = try #require(PostgresCluster.programs)
        let data = cluster.folder.path("data")
        let start = "\(PostgresSSLRun.asServer) \(programs)/pg_ctl start -D \(data) -l \(data)/startup.log"
        #expect(sound.text.contains("is not running"), "\(sound.text)")
        #expect(sound.text.contains("\tcure\t\(start)\n"), "\(sound.text)")
        try spoil("ssl_crl_file = 'empty'")
        let spoilt = try status()
        #expect(spoilt.status == 2)
        #expect(
            spoilt.text.contains("is not running, and would not start: FATAL:  could not load SSL"),
            "\(spoilt.text)"
        )
        #expect(throws: ServerNotStarted.self) { try cluster.startAndEnd() }
    }

    @Test("A server that no other host reaches is named, beside a certificate that is for others")
    func listening() throws {
        let server = try PostgresServer(cluster)
        let installed = try tool(["install", "--san", "db.example.com"])
        try #require(installed.status == 0, "\(installed.errorText)")
        let found = try status()
        #expect(found.status == 1, "\(found.text)")
        #expect(
            found.text.contains("listens on 127.0.0.1 alone, by listen_addresses, so that nobody connects")
        )
        #expect(!found.text.contains("by TLS from another host"))
        try server.setRules([
            "hostssl all all 127.0.0.1/32 scram-sha-256", "host all all samehost scram-sha-256",
        ])
        #expect(try status().text.contains("pg_hba.conf: no rule lets anybody in by TLS from another host\n"))
        try server.query("CREATE ROLE webadmin LOGIN PASSWORD 'secret'")
        let connect = try tool(["connect", "--host", "db.example.com"])
        #expect(connect.status == 0)
        #expect(
            connect.errorText.contains(
                "no rule lets webadmin in by TLS from another host, so the lines work on this one"
            )
        )
    }
}
