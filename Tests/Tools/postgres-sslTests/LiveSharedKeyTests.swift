import Glibc
import TestSupport
import Testing

/// Servers of two users of a host, with one set of certificates for both.
@Suite(
    "postgres-ssl beside a server of another user",
    .enabled(
        if: PostgresServer.isInstalled && ServerAccount.postgres != nil && Program.find("setpriv") != nil,
        "PostgreSQL is not installed, or the tests do not run as root"
    ),
    .serialized
)
struct LiveSharedKeyTests {
    private static let nobody: UInt32 = 65534
    private static let asNobody = ["setpriv", "--reuid=\(nobody)", "--regid=\(nobody)", "--clear-groups"]

    private let folder: TemporaryFolder
    /// The one of nobody's.
    private let first: PostgresCluster
    private let second: PostgresCluster

    init() throws {
        folder = try TemporaryFolder()
        first = try PostgresCluster(rules: ["host all all all scram-sha-256"])
        second = try PostgresCluster(rules: ["host all all all scram-sha-256"])
        try #require(chmod(first.folder.path, 0o755) == 0)
        let chown = try #require(Program.find("chown"))
        let owner = "\(Self.nobody):\(Self.nobody)"
        try #require(try chown.run(["-R", owner, first.folder.path], folder: "/").status == 0)
    }

    /// The tool on one of the two, with the first one's set or another.
    private func run(
        _ command: [String],
        on cluster: PostgresCluster,
        certificates: String? = nil,
        state: String = "state"
    ) throws -> Program.Outcome {
        let tool = try PostgresSSLRun(in: cluster.folder, port: cluster.port, folder)
        var options = tool.options
        func set(_ option: String, _ value: String) throws {
            let place = try #require(options.firstIndex(of: option))
            options[place + 1] = value
        }
        try set("--certificates", certificates ?? first.folder.path("SSL-TLS"))
        try set("--state", folder.path(state))
        if cluster === first { try set("--as-server", Self.asNobody.joined(separator: " ")) }
        return try tool.program.run(command + options)
    }

    /// What status says of the first one to root, who is not told whose it is.
    private func status(state: String) throws -> String {
        let tool = try PostgresSSLRun(in: first.folder, port: first.port, folder)
        var options = tool.options
        for name in ["--as-server", "--reload-command"] {
            let place = try #require(options.firstIndex(of: name))
            options.removeSubrange(place...(place + 1))
        }
        options[try #require(options.firstIndex(of: "--state")) + 1] = folder.path(state)
        return try tool.program.run(["status"] + options).text
    }

    /// Starts or ends the first server as its user.
    private func control(_ words: [String]) throws -> Program.Outcome {
        let setpriv = try #require(Program.find("setpriv"))
        let programs = try #require(PostgresServer.programs)
        return try setpriv.run(
            Self.asNobody.dropFirst() + [programs + "/pg_ctl", "-s", "-w", "-D", first.folder.path("data")]
                + words
                + ["-l", first.folder.path("log")],
            folder: "/"
        )
    }

    private func owner(_ name: String) throws -> UInt32 {
        var status = stat()
        try #require(stat(first.folder.path("SSL-TLS/server/" + name), &status) == 0)
        return status.st_uid
    }

    @Test(
        "does not take the key from it, recorded or not, and says where to put its own",
        arguments: [true, false]
    )
    func otherUser(_ isRecorded: Bool) throws {
        let installed = try run(["install", "--owner", "nobody:\(Self.nobody)"], on: first)
        try #require(installed.status == 0, "\(installed.errorText)")
        let started = try control(["start"])
        try #require(started.status == 0, "\(started.errorText)")
        defer { _ = try? control(["stop", "-m", "immediate"]) }
        let state = isRecorded ? "state" : "other-state"
        for dryRun in [["--dry-run"], []] {
            let refused = try run(["install"] + dryRun, on: second, state: state)
            #expect(refused.status == 65, "\(refused.text)\(refused.errorText)")
            #expect(
                refused.errorText.contains("runs as user ID \(Self.nobody) (nobody)"),
                "\(refused.errorText)"
            )
            #expect(refused.errorText.contains("--certificates DIRECTORY"), "\(refused.errorText)")
        }
        #expect(
            try ["server.key", "root.key", "server.crt"].map(owner) == [
                Self.nobody, Self.nobody, Self.nobody,
            ]
        )
        #expect(try control(["restart"]).status == 0)
        // As it says.
        let own = try run(["install"], on: second, certificates: second.folder.path("SSL-TLS"), state: state)
        #expect(own.status == 0, "\(own.errorText)")
    }

    @Test("judges by the server's user, whether it runs or not, and names him in what mends it")
    func judging() throws {
        let fresh = try status(state: "none")
        #expect(fresh.contains(" --owner \(Self.nobody):\(Self.nobody)\n"), "\(fresh)")
        let installed = try run(["install", "--owner", "nobody:\(Self.nobody)"], on: first)
        try #require(installed.status == 0, "\(installed.errorText)")
        for state in ["state", "none"] {
            let stopped = try status(state: state)
            for word in ["chown", "chmod", "would not start", "belongs to"] {
                #expect(!stopped.contains(word), "\(stopped)")
            }
        }
        let started = try control(["start"])
        try #require(started.status == 0, "\(started.errorText)")
        defer { _ = try? control(["stop", "-m", "immediate"]) }
        for state in ["state", "none"] {
            let running = try status(state: state)
            for word in ["broken", "chown", "chmod"] { #expect(!running.contains(word), "\(running)") }
        }
        // Whose a certificate is matters to nobody who may read it.
        for name in ["root.crt", "server.crt"] {
            let path = first.folder.path("SSL-TLS/server/" + name)
            try #require(chown(path, 0, 0) == 0 && chmod(path, 0o644) == 0)
        }
        #expect(try !status(state: "state").contains("broken"))
        #expect(try control(["restart"]).status == 0)
        try #require(chmod(first.folder.path("SSL-TLS/server/root.crt"), 0o600) == 0)
        let closed = try status(state: "state")
        #expect(
            closed.contains("root.crt: cannot be read by the server's user, user ID \(Self.nobody) (nobody)")
        )
    }

    @Test("who is told of --owner is told of --certificates, too")
    func owner() throws {
        let refused = try run(["install"], on: first)
        #expect(refused.status == 65)
        #expect(refused.errorText.contains("give that user by --owner, and a directory by --certificates"))
    }
}
