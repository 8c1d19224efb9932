import Foundation
import Synchronization
import TestSupport
import Testing

@Suite("postgres-ssl beside other programs on a Pgpool-II node, no server needed")
struct BesideOthersTests {
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun
    /// What answers as the Pgpool-II that was restarted.
    private let listener: ServingListener
    private let encrypt: Program

    init() throws {
        folder = try TemporaryFolder()
        let pair = folder.path("SSL-TLS/server/server.")
        listener = try ServingListener(.handshake(certificate: pair + "crt", key: pair + "key"))
        try folder.write("ssl = off\nport = \(listener.port)\n", to: "pgpool.conf")
        try folder.write("local all all trust\nhost    all all 0.0.0.0/0 md5\n", to: "pool_hba.conf")
        tool = try PostgresSSLRun(pgpool: folder)
        encrypt = try Program.built("pg_enc")
    }

    /// Writes the entry of a user as an operator does.
    private func setEntry(_ user: String) throws -> Program.Outcome {
        try encrypt.run(
            [
                "-m", "-f", folder.path("pgpool.conf"), "-k", folder.path("key"), "-u", user,
                "--password-stdin",
            ],
            input: Array("of \(user)\n".utf8)
        )
    }

    private func users() throws -> [String] {
        try folder.text("pool_passwd").split(separator: "\n").compactMap { line in
            line.split(separator: ":").first.map(String.init)
        }
    }

    @Test("no entry that pg_enc writes beside installs is lost, and no install")
    func besideEncryption() throws {
        #expect(try tool(["install", "--password-stdin"], input: "first\nsecond\n").status == 0)
        let failures = Mutex<[String]>([])
        // Three programs write entries, and one installs with another password each time, on one file.
        DispatchQueue.concurrentPerform(iterations: 4) { lane in
            for round in 0..<(lane == 0 ? 6 : 8) {
                do {
                    let outcome =
                        lane == 0
                        ? try tool(
                            ["install", "--password-stdin", "--new-password"],
                            input: "round \(round)\nsecond\n"
                        )
                        : try setEntry("user\(lane)-\(round)")
                    if outcome.status != 0 { failures.withLock { $0.append(outcome.errorText) } }
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
        let written = (1..<4).flatMap { lane in (0..<8).map { "user\(lane)-\($0)" } }
        #expect(try Set(users()) == Set(written + ["webadmin", "pgpool"]))
    }

    @Test(
        "a restart command may itself call pg_enc, and what it wrote stays, whether the restart fails or not"
    )
    func restartCommand() throws {
        let restart =
            "\(encrypt.path) -m -f \(folder.path("pgpool.conf")) -k \(folder.path("key")) -u other secret"
        let failing = try tool(
            ["install", "--password-stdin", "--restart-command", restart + "; exit 3"],
            input: "first\n"
        )
        #expect(failing.status == 1)
        #expect(failing.errorText.contains("pool_passwd is kept, with the entries that others made: other"))
        #expect(try users() == ["other"])
        let installed = try tool(
            ["install", "--password-stdin", "--restart-command", restart],
            input: "first\n"
        )
        #expect(installed.status == 0, "\(installed.errorText)")
        #expect(try users() == ["other", "webadmin"])
    }

    @Test("entries of others stay after uninstall, with the key that they need, and are named")
    func uninstall() throws {
        #expect(try tool(["install", "--password-stdin"], input: "first\nsecond\n").status == 0)
        #expect(try setEntry("alice").status == 0)
        #expect(try setEntry("pgpool").status == 0)
        let key = try folder.text("key")
        let preview = try tool(["uninstall", "--dry-run"])
        let uninstalled = try tool(["uninstall"])
        #expect(uninstalled.status == 0)
        #expect(uninstalled.errorText.hasPrefix(preview.errorText))
        let path = folder.path("pool_passwd")
        #expect(
            uninstalled.errorText.split(separator: "\n").map(String.init) == [
                "postgres-ssl: \(path): the entry for pgpool was changed by others since, and is kept",
                "postgres-ssl: \(path) is kept, with the entries that others made: alice",
                "postgres-ssl: \(folder.path("key")) is kept, since entries that stay are encrypted with it",
                "postgres-ssl: restart Pgpool-II now for the change to take effect: "
                    + "none was found running by its pid file",
            ]
        )
        #expect(try users() == ["pgpool", "alice"])
        #expect(try folder.text("key") == key)
        let check = try encrypt.run(["-f", folder.path("pgpool.conf"), "-k", folder.path("key"), "--check"])
        #expect(check.text.hasSuffix("2 of 2 AES entries decrypt with this key\n"))
    }

    @Test("what a killed selfcertgen did by half is taken back before a reissue, and not over it")
    func unfinishedReplacement() throws {
        #expect(try tool(["install"]).status == 0)
        let unfinished = folder.path("SSL-TLS/server/.pki-unfinished")
        try FileManager.default.createDirectory(
            atPath: unfinished + "/old",
            withIntermediateDirectories: true
        )
        let names = ["server.key", "server.crt"]
        var old: [[UInt8]] = []
        for name in names {
            old.append(try folder.read("SSL-TLS/server/" + name))
            try folder.write(old[old.count - 1], to: "SSL-TLS/server/.pki-unfinished/old/" + name)
            try folder.write("half", to: "SSL-TLS/server/" + name)
        }
        let reissued = try tool(["reissue", "server"])
        #expect(reissued.status == 0, "\(reissued.errorText)")
        #expect(!FileManager.default.fileExists(atPath: unfinished))
        for (name, content) in zip(names, old) {
            #expect(try folder.read("SSL-TLS/server/" + name) != content)
        }
    }

    @Test("two paths that read alike are two files")
    func pathsAlike() throws {
        let one = folder.path("p\u{E9}")
        let other = folder.path("pe\u{301}")
        let arguments = ["install", "--password-stdin", "--pool-passwd", one, "--pool-key", other]
        let options = tool.options.filter { $0 != "--pool-key" && $0 != folder.path("key") }
        let outcome = try tool.program.run(arguments + options, input: Array("first\nsecond\n".utf8))
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(folder.names().count { $0 == "p\u{E9}" } == 2)
        let users = try folder.text("p\u{E9}").split(separator: "\n").count
        #expect(users == 2)
        #expect(try folder.text("pe\u{301}").utf8.count > 30)
    }

    @Test("what libpq and psql read of the environment does not reach a command, nor does a pass phrase")
    func environment() throws {
        let names = ["PGHOST", "PGSERVICE", "PGSSLMODE", "PGPASSWORD", "PSQLRC", "PSQL_PAGER", "KEY_PASS"]
        var variables = Dictionary(uniqueKeysWithValues: names.map { ($0, "foreign") })
        variables["KEY_PASSAGE"] = "own"
        let outcome = try tool(
            ["install", "--restart-command", "env > \(folder.path("environment"))"],
            environment: variables
        )
        #expect(outcome.status == 0, "\(outcome.errorText)")
        let lines = try folder.text("environment").split(separator: "\n")
        #expect(!lines.contains { $0.hasSuffix("=foreign") })
        #expect(lines.contains("KEY_PASSAGE=own"))
        #expect(lines.contains { $0.hasPrefix("PATH=") })
    }
}
