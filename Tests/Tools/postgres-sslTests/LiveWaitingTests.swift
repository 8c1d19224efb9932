import Glibc
import TestSupport
import Testing

/// What a running server has not taken up is nothing that an operator has, whatever stands in the files.
@Suite(
    "postgres-ssl at a server that has not taken up its files",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveWaitingTests {
    private let node: WaitingNode
    private var server: PostgresServer { node.server }
    private var folder: TemporaryFolder { node.folder }
    private var tool: PostgresSSLRun { node.tool }

    init() throws { node = try WaitingNode() }

    private func expectWaiting(_ reason: String) throws {
        for command in [["install", "--dry-run"], ["install"]] {
            let outcome = try tool(command)
            #expect(outcome.status == 1, "\(outcome.text)\(outcome.errorText)")
            #expect(outcome.errorText.contains(reason), "\(outcome.errorText)")
        }
        #expect(try tool(["status"]).status != 0)
    }

    private func expectNothing() throws {
        let again = try tool(["install"])
        #expect(
            again.status == 0 && again.text.hasSuffix("nothing to do\n"),
            "\(again.text)\(again.errorText)"
        )
    }

    @Test("rules that were not reloaded are said by an install that has nothing to change")
    func rules() throws {
        try server.setRules(["host all all 0.0.0.0/0 scram-sha-256"])
        #expect(try node.isIn("sslmode=disable"))
        let rules = server.folder.path("data/pg_hba.conf")
        let text = try server.folder.text("data/pg_hba.conf")
        try node.put(Array(text.replacing("host all", with: "hostssl all").utf8), at: "data/pg_hba.conf")
        try expectWaiting("\(rules) was changed after the server read it")
        try server.reload()
        #expect(try !node.isIn("sslmode=disable"))
        try expectNothing()
    }

    @Test("rules put back with the time that they had are not said to be in force, until a reload")
    func olderRules() throws {
        let text = try server.folder.text("data/pg_hba.conf")
        try server.setRules(["host all all 0.0.0.0/0 scram-sha-256"])
        try node.put(Array(text.utf8), at: "data/new")
        try server.folder.setTime(of: "data/new", to: 1_700_000_000)
        let rules = server.folder.path("data/pg_hba.conf")
        try #require(rename(server.folder.path("data/new"), rules) == 0)
        #expect(try node.isIn("sslmode=disable"))
        let again = try tool(["install"])
        let reason =
            "\(rules) took its place, or got another owner or mode, after the server read it; whether "
        #expect(again.errorText.contains(reason + "it is in force was not seen"), "\(again.errorText)")
        let status = try tool(["status", "--json"])
        #expect(status.text.contains("\"rules-not-tried\"") && status.status == 1, "\(status.text)")
        #expect(!status.text.contains("\"hba-encrypted\""), "\(status.text)")
        try server.reload()
        #expect(try !node.isIn("sslmode=disable"))
        try expectNothing()
        #expect(try !tool(["install"]).errorText.contains("was not seen"))
        #expect(try !tool(["status", "--json"]).text.contains("\"rules-not-tried\""))
    }

    @Test("a time of a file that is yet to come is waited for no longer than to the next reload")
    func comingTime() throws {
        let rules = "data/pg_hba.conf"
        let certificate = "SSL-TLS/server/server.crt"
        for place in [rules, certificate] {
            try server.folder.setTime(of: place, to: 4_000_000_000)
            try expectWaiting("\(server.folder.path(place)) was changed after the server read it")
            try server.reload()
            try expectNothing()
            #expect(try tool(["renew"]).text.isEmpty)
        }
        #expect(try !tool(["status", "--json"]).text.contains("not-reloaded"))
    }

    @Test("settings of TLS that were not reloaded are said by an install, and loaded by a renewal")
    func settings() throws {
        try server.query("ALTER SYSTEM SET ssl = off")
        try server.reload()
        try server.query("ALTER SYSTEM RESET ssl")
        try expectWaiting("ssl is off in the running server, and on in its files")
        #expect(try !node.isIn("sslmode=require"))
        let renewed = try tool(["renew"])
        #expect(renewed.status == 0, "\(renewed.errorText)")
        #expect(renewed.text.contains("had the server load its files: ssl is off"), "\(renewed.text)")
        #expect(try node.isIn("sslmode=require"))
        try expectNothing()
    }

    @Test("a renewal or a reissue turns no TLS off that runs, and an install waits for no setting of others")
    func written() throws {
        try server.query("ALTER SYSTEM SET max_connections = 17")
        try expectNothing()
        try server.query("ALTER SYSTEM RESET max_connections")
        try server.query("ALTER SYSTEM SET ssl = off")
        for command in [["renew"], ["reissue", "server"]] {
            let outcome = try tool(command)
            #expect(outcome.status == 1, "\(command): \(outcome.text)")
            let reason = "ssl is on in the running server, and off in its files, so nothing was loaded"
            #expect(outcome.errorText.contains(reason), "\(command): \(outcome.errorText)")
            #expect(try server.query("SHOW ssl") == "on")
        }
        try server.query("ALTER SYSTEM RESET ssl")
        try expectNothing()
    }

    @Test("authorities of clients that took their place with an older time are seen to be others")
    func authorities() throws {
        try node.openssl("req -x509 -newkey rsa:2048 -nodes -keyout k -out other -days 900 -subj /CN=other")
        let path = server.folder.path("SSL-TLS/server/root.crt")
        let both = try server.folder.read("SSL-TLS/server/root.crt") + (try folder.read("other"))
        try node.put(both, at: "SSL-TLS/server/new")
        try server.folder.setTime(of: "SSL-TLS/server/new", to: 1_700_000_000)
        try #require(rename(server.folder.path("SSL-TLS/server/new"), path) == 0)
        try expectWaiting("\(path) has other authorities than the server asks clients for")
        #expect(try tool(["renew"]).status == 0)
        try expectNothing()
        #expect(try !tool(["status", "--json"]).text.contains("server-files-not-reloaded"))
    }

    @Test("a next pair at a place of its own, of an authority that clients do not know, is not loaded")
    func elsewhere() throws {
        for name in ["first", "second"] { try node.makePair(of: name) }
        try node.putPair(of: "first")
        try node.namePair()
        try server.reload()
        #expect(try node.isVerified(by: folder.path("first")))
        try node.putPair(of: "second")
        let reason = "is not of CN=first, by which clients verify what is served now, so it was not loaded"
        try node.expectRefused([["renew"], ["reissue", "server"], ["reissue", "all"]], reason)
        #expect(try node.isVerified(by: folder.path("first")))
        // One of the same authority is.
        try node.openssl(
            "x509 -req -in request -CA first -CAkey first.key -days 200 -extfile names -out own-first.crt"
        )
        try folder.write(try folder.read("own-second.key"), to: "own-first.key")
        try node.putPair(of: "first")
        let renewed = try tool(["renew"])
        #expect(renewed.status == 0, "\(renewed.errorText)")
        #expect(try node.isVerified(by: folder.path("first")))
        #expect(try server.serves(String(decoding: folder.read("own-first.crt"), as: UTF8.self)))
    }
}
