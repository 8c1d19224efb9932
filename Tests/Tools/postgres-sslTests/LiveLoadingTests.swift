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
