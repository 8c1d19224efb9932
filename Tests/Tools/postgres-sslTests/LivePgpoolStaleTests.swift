import Foundation
import Glibc
import TestSupport
import Testing

@Suite(
    "postgres-ssl sees that a running Pgpool-II has not read its files, or answers nobody",
    .enabled(if: PgpoolServer.isInstalled, "Pgpool-II or PostgreSQL is not installed"),
    .serialized
)
struct LivePgpoolStaleTests {
    private let node: PgpoolNode
    private var backend: PostgresServer { node.backend }
    private var folder: TemporaryFolder { node.folder }
    private var port: Int { node.port }
    private let tool: PostgresSSLRun
    private let install = ["install", "--san", "127.0.0.1"]

    init() throws {
        node = try PgpoolNode(
            settings: ["ssl = off"],
            rules: ["local all all trust", "host    all all 0.0.0.0/0 md5"]
        )
        tool = try PostgresSSLRun(pgpool: node.folder)
    }

    private var processID: pid_t {
        get throws { try #require(try pid_t(folder.text("pgpool.pid").prefix { $0.isNumber })) }
    }

    private func logsInPlainly() throws -> Bool {
        let place = "host=127.0.0.1 port=\(port) dbname=postgres user=webadmin sslmode=disable"
        return try backend.logIn(place, password: Array("secret".utf8)).status == 0
    }

    private func whole(_ outcome: Program.Outcome) -> String { outcome.text + outcome.errorText }

    private func start() throws {
        try PgpoolServer.startInBackground(in: folder, keyFile: folder.path("key"))
    }

    private func replace(_ old: String, by new: String, in name: String) throws {
        let text = try folder.text(name)
        try #require(text.contains(old))
        try folder.write(text.replacingOccurrences(of: old, with: new), to: name)
    }

    @Test(
        "one that lets in without encryption whom its files refuse is named, until it reads them again",
        arguments: [
            ("pgpool.conf", "enable_pool_hba = on", "enable_pool_hba = off"),
            ("pool_hba.conf", "hostssl ", "host "),
        ]
    )
    func notRead(_ name: String, _ inFile: String, _ inForce: String) throws {
        try start()
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(install + ["--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(whole(installed))")
        // It has read what the install has changed, and one connection shows it.
        let sound = try tool(install)
        #expect(sound.status == 0, "\(whole(sound))")
        #expect(sound.text.hasSuffix("\nnothing to do\n"), "\(sound.text)")
        #expect(try !tool(["status", "--json"]).text.contains("rules-not-reloaded"))

        PgpoolServer.end(in: folder)
        try replace(inFile, by: inForce, in: name)
        try start()
        try replace(inForce, by: inFile, in: name)
        #expect(try logsInPlainly())
        let reload = "kill -HUP \(try processID)"
        let status = try tool(["status"])
        #expect(status.text.contains("it takes unencrypted connections at 127.0.0.1"), "\(status.text)")
        #expect(status.text.contains("\n\tcure\t\(reload)\n"), "\(status.text)")
        #expect(try tool(["status", "--json"]).text.contains("rules-not-reloaded"))
        #expect(status.status == 1, "\(status.text)")
        let again = try tool(install)
        #expect(again.status == 1, "\(whole(again))")
        #expect(again.errorText.contains(reload), "\(again.errorText)")

        try #require(kill(try processID, SIGHUP) == 0)
        #expect(try eventually { try !logsInPlainly() })
        let isTold = try eventually { try !tool(["status", "--json"]).text.contains("rules-not-reloaded") }
        #expect(isTold)
        let settled = try tool(install)
        #expect(settled.status == 0, "\(whole(settled))")
        #expect(settled.text.hasSuffix("\nnothing to do\n"), "\(settled.text)")
    }

    @Test(
        "rules that were changed after it started are not said to be in force, though it refuses plain connections"
    )
    func otherMethod() throws {
        try start()
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(install + ["--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(whole(installed))")
        #expect(try !tool(["status", "--json"]).text.contains("rules-not-seen"))

        PgpoolServer.end(in: folder)
        try replace("scram-sha-256", by: "trust", in: "pool_hba.conf")
        try start()
        try replace("trust", by: "scram-sha-256", in: "pool_hba.conf")
        let status = try tool(["status", "--json"]).text
        #expect(status.contains("rules-not-seen") && status.contains("reload it"), "\(status)")
        let again = try tool(install)
        #expect(
            again.status == 0 && again.errorText.contains("unless it was reloaded since"),
            "\(whole(again))"
        )

        PgpoolServer.end(in: folder)
        try start()
        #expect(try eventually { try !tool(["status", "--json"]).text.contains("rules-not-seen") })
    }

    @Test("a pool key that was written after it started is not said to be in force until an install")
    func unreadKey() throws {
        try start()
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(install + ["--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(whole(installed))")
        #expect(try !tool(["status", "--json"]).text.contains("pool-key-not-"))

        // Entries that decrypt with a key that the running one does not have.
        try #require(chmod(folder.path("key"), 0o600) == 0)
        let moved = try tool(["status", "--json"])
        #expect(moved.text.contains("pool-key-not-read"), "\(moved.text)")
        #expect(moved.text.contains("another name, owner or mode"), "\(moved.text)")
        let told = try tool(install)
        #expect(told.status == 1 && told.errorText.contains("after Pgpool-II started"), "\(whole(told))")
        PgpoolServer.end(in: folder)
        try start()
        #expect(try !tool(["status", "--json"]).text.contains("pool-key-not-read"))
        try folder.write("another key\n", to: "key")
        try folder.write("", to: "pool_passwd")
        let replaced = try tool(["status", "--json"])
        #expect(replaced.text.contains("was written after Pgpool-II started"), "\(replaced.text)")

        let first = try processID
        let again = try tool(install + ["--password-stdin"], input: "secret\n")
        #expect(again.status == 0, "\(whole(again))")
        #expect(try processID != first)
        let root = folder.path("SSL-TLS/server/root.crt")
        let place =
            "host=127.0.0.1 port=\(port) dbname=postgres user=webadmin sslmode=verify-full sslrootcert=\(root)"
        #expect(try backend.logIn(place, password: Array("secret".utf8)).status == 0)
        #expect(try !tool(["status", "--json"]).text.contains("pool-key-not-"))
    }

    @Test("rules of another file than those that it was started with are not said to be in force")
    func otherRules() throws {
        try folder.write("local all all trust\n", to: "other_hba.conf")
        try PgpoolServer.startInBackground(in: folder, keyFile: folder.path("key"))
        defer { PgpoolServer.end(in: folder) }
        let given = ["--hba", folder.path("other_hba.conf")]
        let status = try tool(["status", "--json"] + given)
        let own = folder.path("pool_hba.conf")
        #expect(status.text.contains("rules-not-in-force") && status.text.contains(own), "\(status.text)")
        #expect(!status.text.contains("hba-encrypted"), "\(status.text)")
        let refused = try tool(install + ["--password-stdin"] + given, input: "secret\n")
        #expect(refused.status == 65, "\(whole(refused))")
        #expect(refused.errorText.contains("has the rules of \(own) by -a"), "\(refused.errorText)")
        #expect(try folder.text("other_hba.conf") == "local all all trust\n")
    }

    @Test("rules and a key that it was started with by relative paths are not said to be in force")
    func relativePaths() throws {
        try start()
        let installed = try tool(install + ["--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(whole(installed))")
        PgpoolServer.end(in: folder)
        try PgpoolServer.startInBackground(in: folder, keyFile: "key", rules: "pool_hba.conf")
        defer { PgpoolServer.end(in: folder) }
        let status = try tool(["status", "--json"])
        #expect(status.text.contains("it was started with -a pool_hba.conf, wherever"), "\(status.text)")
        #expect(status.text.contains("it was started with -k key, wherever"), "\(status.text)")
        #expect(!status.text.contains("hba-encrypted") && status.status == 1, "\(status.text)")
    }

    @Test("one whose process is not seen is not said to have read its rules")
    func unseenProcess() throws {
        try start()
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(install + ["--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(whole(installed))")
        let reason = "whether Pgpool-II has read \(folder.path("pool_hba.conf")) as it is was not seen"
        let seen = try tool(install)
        #expect(seen.text.hasSuffix("nothing to do\n") && !seen.errorText.contains(reason), "\(whole(seen))")
        let file = folder.path("pgpool.pid")
        try #require(rename(file, file + ".away") == 0)
        defer { rename(file + ".away", file) }
        let unseen = try tool(install)
        #expect(unseen.status == 0 && unseen.errorText.contains(reason), "\(whole(unseen))")
    }

    @Test(
        "one that offers TLS is not restarted by settings without it, which somebody wrote down alone",
        arguments: [
            ("ssl = on", "ssl = off", "ssl is off"),
            ("ssl_cert = '", "ssl_cert = '' # '", "ssl_cert is empty"),
        ]
    )
    func withoutTLS(_ inForce: String, _ inFile: String, _ named: String) throws {
        try start()
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(install + ["--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(whole(installed))")
        let first = try processID
        try replace(inForce, by: inFile, in: "pgpool.conf")
        let files = ["server.crt", "server.key", "root.crt"].map { "SSL-TLS/server/" + $0 }
        let before = try files.map { try folder.read($0) }
        for command in [["reissue", "server"], ["reissue", "all"]] {
            let outcome = try tool(command)
            #expect(outcome.status == 1, "\(whole(outcome))")
            let reason =
                "the running Pgpool-II offers TLS, and \(named) in \(folder.path("pgpool.conf")), so it was not "
            #expect(outcome.errorText.contains(reason), "\(whole(outcome))")
        }
        #expect(try processID == first)
        #expect(try files.map { try folder.read($0) } == before)
        let root = folder.path("SSL-TLS/server/root.crt")
        let place =
            "host=127.0.0.1 port=\(port) dbname=postgres user=webadmin sslmode=verify-full sslrootcert=\(root)"
        #expect(try backend.logIn(place, password: Array("secret".utf8)).status == 0)

        // One that offers none loses none.
        PgpoolServer.end(in: folder)
        try start()
        let second = try processID
        let refused = try tool(["reissue", "server"])
        #expect(!whole(refused).contains("so it was not restarted"), "\(whole(refused))")
        #expect(try processID != second)
    }

    @Test(
        "one that takes connections and answers nobody ends an install with an error, and is said by a renewal"
    )
    func silent() throws {
        try start()
        defer { PgpoolServer.end(in: folder) }
        let installed = try tool(install + ["--password-stdin"], input: "secret\n")
        #expect(installed.status == 0, "\(whole(installed))")
        let first = try processID
        let children = try String(contentsOfFile: "/proc/\(first)/task/\(first)/children", encoding: .utf8)
        let processes = [first] + children.split(separator: " ").compactMap { pid_t($0) }
        for process in processes { try #require(kill(process, SIGSTOP) == 0) }
        defer { for process in processes { kill(process, SIGCONT) } }
        let reason = "cannot reach 127.0.0.1, port \(port): no whole answer within "
        let nothing = try tool(install)
        #expect(nothing.status == 1, "\(whole(nothing))")
        #expect(nothing.errorText.contains(reason), "\(nothing.errorText)")
        #expect(!nothing.text.contains("nothing to do"), "\(nothing.text)")
        // To a timer it may be busy.
        let renewed = try tool(["renew"])
        #expect(renewed.status == 0 && renewed.errorText.contains(reason), "\(whole(renewed))")
        // A change of the rules alone takes a reload, after which nobody answers either.
        let rules = try folder.text("pool_hba.conf") + "host all all ::/0 md5\n"
        try folder.write(rules, to: "pool_hba.conf")
        let changing = try tool(install)
        #expect(changing.status == 1, "\(whole(changing))")
        #expect(changing.errorText.contains(reason), "\(changing.errorText)")
        #expect(changing.errorText.contains("the change was undone"), "\(changing.errorText)")
        #expect(try folder.text("pool_hba.conf") == rules)
        #expect(try processID == first)
    }
}
