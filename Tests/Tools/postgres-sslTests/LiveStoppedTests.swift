import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
    "A PostgreSQL that does not run is tried on a server beside it",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveStoppedTests {
    private let cluster: PostgresCluster
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun
    /// Where the trial server has its folder.
    private let trials: TemporaryFolder

    init() throws {
        cluster = try PostgresCluster(rules: ["host all all all md5"])
        folder = try TemporaryFolder()
        trials = try TemporaryFolder()
        try ServerAccount.give(trials.path)
        tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
    }

    private func run(_ command: [String]) throws -> Program.Outcome {
        let outcome = try tool(command, environment: ["TMPDIR": trials.path])
        #expect(trials.names().isEmpty, "\(command) left \(trials.names())")
        return outcome
    }

    private func write(_ text: String, to name: String) throws {
        try cluster.folder.write(text, to: "data/" + name)
        try ServerAccount.give(cluster.folder.path("data/" + name))
    }

    private func set(_ line: String) throws {
        try write(try cluster.folder.text("data/postgresql.conf") + line + "\n", to: "postgresql.conf")
    }

    /// Runs an install that must be refused with everything as it was.
    private func expectRefusal(_ text: String, _ options: [String] = []) throws {
        let names = ["postgresql.conf", "pg_hba.conf"]
        let before = try names.map { try cluster.folder.read("data/" + $0) }
        let outcome = try run(["install"] + options)
        #expect(outcome.status == 1)
        #expect(outcome.errorText.contains(text), "\(outcome.errorText)")
        #expect(try names.map { try cluster.folder.read("data/" + $0) } == before)
        #expect(!cluster.folder.names().contains("SSL-TLS"))
        #expect(folder.names().isEmpty)
    }

    /// Puts a pair with an encrypted key where install finds it; its pass phrase is `phrase`.
    private func putLockedPair() throws {
        let openssl = try #require(Programs.openssl)
        let command =
            "req -x509 -newkey rsa:2048 -keyout key -out certificate -passout pass:phrase -subj /CN=db -days 900"
        let made = try openssl.run(command.split(separator: " ").map(String.init), folder: folder.path)
        try #require(made.status == 0, "\(made.errorText)")
        try ServerAccount.makeFolders(in: cluster.folder)
        for (from, to) in [("key", "server.key"), ("certificate", "server.crt")] {
            try cluster.folder.write(try folder.read(from), to: "SSL-TLS/server/" + to)
            try ServerAccount.give(cluster.folder.path("SSL-TLS/server/" + to))
            unlink(folder.path(from))
        }
    }

    @Test("its files are tried, it is said that it was not, and it starts with them")
    func sound() throws {
        let installed = try run(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(
            installed.errorText.contains("so TLS was tried on a trial server with its files alone"),
            "\(installed.errorText)"
        )
        #expect(installed.text.contains("\nproved: a trial server of the same program served it\n"))
        #expect(installed.text.contains("\nnext: start the server; give clients "), "\(installed.text)")
        #expect(!cluster.folder.names(in: "data").contains("postmaster.pid"))
        #expect(!cluster.folder.names(in: "data").contains("standby.signal"))
        for command in ["reissue", "uninstall", "install"] {
            let outcome = try run([command] + (command == "reissue" ? ["all"] : []))
            #expect(outcome.status == 0, "\(command): \(outcome.errorText)")
        }
        let server = try PostgresServer(cluster)
        let root = cluster.folder.path("SSL-TLS/server/root.crt")
        let verified = try server.psql("host=127.0.0.1 user=app sslmode=verify-ca sslrootcert=\(root)")
        #expect(verified.errorText.contains("no password supplied"), "\(verified.errorText)")
    }

    @Test("rules that the version refuses, and suites that OpenSSL does not know, undo everything")
    func refused() throws {
        let rules = "hostssl app bob 10.0.0.0/8 scram-sha-256 clientcert=1\nhost all all all md5\n"
        try write(rules, to: "pg_hba.conf")
        // What a server before 14 takes.
        try expectRefusal("invalid value for clientcert", ["--server-version", "13"])
        try write("local all postgres trust\nhost all all all md5\n", to: "pg_hba.conf")
        try set("ssl_ciphers = 'NONSENSE'")
        try expectRefusal("could not set the cipher list")
    }

    @Test("a server that would not start before a change is none of the change's business")
    func refusedBefore() throws {
        #expect(try run(["install"]).status == 0)
        try set("ssl_ciphers = 'NONSENSE'")
        let reissued = try run(["reissue", "server"])
        #expect(reissued.status == 0, "\(reissued.errorText)")
        #expect(reissued.errorText.contains("would not start, as before the change"), "\(reissued.errorText)")
    }

    @Test(
        "a file that the server's user cannot open is refused by its name",
        .enabled(if: ServerAccount.postgres != nil, "only root closes a file to others")
    )
    func closed() throws {
        try folder.write("", to: "closed.conf")
        try set("include_if_exists '\(folder.path("closed.conf"))'")
        try #require(chmod(folder.path, 0o755) == 0)
        let outcome = try run(["install"])
        #expect(outcome.status == 1)
        let path = folder.path("closed.conf")
        #expect(
            outcome.errorText.contains("the server's user cannot open \(path): Permission denied"),
            "\(outcome.errorText)"
        )
        #expect(!cluster.folder.names().contains("SSL-TLS"))
    }

    @Test("the command for the pass phrase runs as the server would run it, and is never shown")
    func passPhrase() throws {
        try putLockedPair()
        let plain = try cluster.folder.text("data/postgresql.conf")
        // In the data folder; of %% the server makes a percent sign.
        try write("phrase\n", to: "the%phrase")
        try set("ssl_passphrase_command = 'cat the%%phrase'")
        let installed = try run(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(installed.errorText.contains("so TLS was tried on a trial server"), "\(installed.errorText)")
        #expect(try run(["uninstall"]).status == 0)
        try write(plain + "ssl_passphrase_command = 'echo OPEN-SESAME >&2; exit 3'\n", to: "postgresql.conf")
        let refused = try run(["install"])
        #expect(refused.status == 1)
        #expect(refused.errorText.contains("a trial start with its files failed"), "\(refused.errorText)")
        #expect(!refused.errorText.contains("exit 3"), "\(refused.errorText)")
    }

    @Test("a configuration that somebody else may write runs nothing as the server's user")
    func openConfiguration() throws {
        try putLockedPair()
        let (more, ran) = (cluster.folder.path("data/more.conf"), cluster.folder.path("data/ran"))
        try write("ssl_passphrase_command = 'touch \(ran); echo phrase'\n", to: "more.conf")
        try set("include 'more.conf'")
        try #require(chmod(more, 0o666) == 0)
        let installed = try run(["install"])
        #expect(installed.status == 0, "\(installed.errorText)")
        let said =
            "so TLS was not tried, and neither was a trial start: somebody else than the server's user may write "
        #expect(installed.errorText.contains(said + more), "\(installed.errorText)")
        #expect(!cluster.folder.names(in: "data").contains("ran"))
        try #require(chmod(more, 0o600) == 0)
        #expect(try run(["reissue", "server"]).status == 0)
        #expect(cluster.folder.names(in: "data").contains("ran"))
    }

    @Test(
        "a signal in the middle of it undoes the change, ends the server, and leaves nothing",
        arguments: [SIGINT, SIGTERM]
    )
    func signalled(number: Int32) throws {
        try putLockedPair()
        let started = cluster.folder.path("data/started")
        try set("ssl_passphrase_command = 'echo $$ >\(started); sleep 3600'")
        let before = try cluster.folder.read("data/postgresql.conf")
        let process = try tool.program.start(
            octets: (["install"] + tool.options).map { Array($0.utf8) },
            errors: folder.path("errors"),
            environment: ["TMPDIR": trials.path]
        )
        let command = try #require(Self.number(in: started))
        process.signal(number)
        #expect(process.wait() == -number)
        #expect(eventuallyEnds(command))
        #expect(trials.names().isEmpty)
        #expect(try cluster.folder.read("data/postgresql.conf") == before)
        #expect(try folder.text("errors").contains("interrupted, and the change was undone"))
        #expect(!folder.names().contains("state"))
    }

    @Test("a kill in the middle of it ends the server, and leaves nothing of it")
    func killed() throws {
        let process = try tool.program.start(
            octets: (["install"] + tool.options).map { Array($0.utf8) },
            environment: ["TMPDIR": trials.path]
        )
        // A server that is stopped keeps whoever looks at it waiting; those of initdb have numbers below 0 there.
        var found: pid_t?
        _ = eventually {
            let files = trials.names().compactMap { try? trials.text($0 + "/data/postmaster.pid") }
            found = files.compactMap { pid_t($0.prefix { $0 != "\n" }) }.first { $0 > 0 }
            return found != nil
        }
        let server = try #require(found)
        kill(server, SIGSTOP)
        #expect(!process.hasEnded && !trials.names().isEmpty)
        process.signal(SIGKILL)
        _ = process.wait()
        kill(server, SIGCONT)
        #expect(eventuallyEnds(server))
        #expect(eventually { trials.names().isEmpty })
        let next = try run(["install"])
        #expect(next.errorText.contains("an interrupted install was undone"), "\(next.errorText)")
        #expect(next.status == 0)
    }

    /// The number that a file comes to hold.
    private static func number(in path: String) -> pid_t? {
        var text = ""
        let isWhole = eventually {
            text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
            return text.hasSuffix("\n")
        }
        return isWhole ? pid_t(text.dropLast()) : nil
    }
}
