import Foundation
import TestSupport
import Testing

@Suite(
    "postgres-ssl status compares pool_passwd with the roles of a running PostgreSQL",
    .enabled(
        if: PostgresServer.isInstalled && Programs.distributionPgEnc != nil,
        "PostgreSQL or Pgpool-II is not installed"
    ),
    .serialized
)
struct PoolPasswordsTests {
    private let backend: PostgresServer
    private let folder: TemporaryFolder
    private let tool: PostgresSSLRun

    /// The password of webadmin, with what libpq's password file escapes.
    private static let password = #"se:c\ret"#

    init() throws {
        backend = try PostgresServer(rules: ["host all all 127.0.0.1/32 scram-sha-256"])
        try backend.query(
            """
            CREATE ROLE webadmin SUPERUSER LOGIN PASSWORD '\(Self.password)';
            CREATE ROLE pgpool LOGIN PASSWORD 'other'; CREATE ROLE "Ann Müller" LOGIN PASSWORD 'ann'
            """
        )
        folder = try TemporaryFolder()
        let settings = ["ssl = off", "backend_hostname0 = '127.0.0.1'", "backend_port0 = \(backend.port)"]
        try folder.write(settings.joined(separator: "\n") + "\n", to: "pgpool.conf")
        try folder.write("host all all 0.0.0.0/0 md5\n", to: "pool_hba.conf")
        tool = try PostgresSSLRun(pgpool: folder)
        let installed = try tool(
            ["install", "--password-stdin", "--san", "127.0.0.1"],
            input: Self.password + "\nother\n"
        )
        try #require(installed.status == 0, "\(installed.errorText)")
        // No backend is asked that is not verified.
        try backend.serve(pairIn: folder)
        try backend.reload()
        try addEntry("Ann Müller", "ann")
    }

    /// Adds an entry by Pgpool-II's own program.
    private func addEntry(_ user: String, _ password: String) throws {
        let program = try #require(Programs.distributionPgEnc)
        let made = try program.run([
            "-m", "-f", folder.path("pgpool.conf"), "-k", folder.path("key"), "-u", user, password,
        ])
        #expect(made.status == 0, "\(made.errorText)")
    }

    /// What is said of passwords and users, a line each, with the level before it.
    private func findings(_ options: [String] = [], input: String = "") throws -> [String] {
        let status = try tool(["status", "--json"] + options, input: input)
        let report = try #require(
            try JSONSerialization.jsonObject(with: Data(status.output)) as? [String: Any]
        )
        let findings = try #require(report["findings"] as? [[String: Any]])
        return findings.compactMap { finding in
            let topic = finding["topic"] as? String ?? ""
            guard topic == "passwords" || topic == "users" else { return nil }
            let line = (finding["line"] as? Int).map { " line \($0)" } ?? ""
            return "\(finding["level"] ?? "")\(line): \(finding["text"] ?? "")"
        }
    }

    private var place: String { "127.0.0.1, port \(backend.port)" }
    private let whole = "good: every entry decrypts with the pool key"

    @Test("entries that match the roles' passwords are good, and one that no longer does is named")
    func changed() throws {
        #expect(
            try findings() == [whole, "good: 3 of 3 entries match the passwords of their roles at \(place)"]
        )
        try backend.query(#"ALTER ROLE "Ann Müller" PASSWORD 'another'"#)
        let other = "warning line 3: the entry for Ann Müller is not the password of that role at \(place)"
        let rest = "good: 2 of 3 entries match the passwords of their roles at \(place)"
        #expect(try findings() == [whole, other, rest])
        try addEntry("Ann Müller", "another")
        #expect(try findings().count == 2)
        try backend.query(#"ALTER ROLE pgpool PASSWORD NULL; DROP ROLE "Ann Müller""#)
        #expect(
            try findings() == [
                whole, "warning line 2: the role pgpool has no password at \(place)",
                "warning line 3: \(place) has no role Ann Müller",
                "good: 1 of 3 entries match the passwords of their roles at \(place)",
            ]
        )
    }

    @Test("passwords in plain text, md5 hashes and broken entries are told apart")
    func kinds() throws {
        try backend.query(
            """
            CREATE ROLE text LOGIN PASSWORD 'as it is'; CREATE ROLE scram LOGIN PASSWORD 'x';
            SET password_encryption = 'md5';
            CREATE ROLE one LOGIN PASSWORD 'p'; CREATE ROLE two LOGIN PASSWORD 'q'
            """
        )
        // Of Pgpool-II's own making: the md5 of "wrong" and the name.
        let md5 = try backend.query("SELECT 'md5' || md5('wrong' || 'two')")
        var text = try folder.text("pool_passwd")
        // Of no whole block, which no key decrypts.
        let start = try #require(text.range(of: "pgpool:AES")?.upperBound)
        let end = try #require(text[start...].firstIndex(of: "\n"))
        text.replaceSubrange(start..<end, with: "AAAA")
        text += "text:TEXTas it is\nscram:md5\(String(repeating: "0", count: 32))\ntwo:\(md5)\n"
        try folder.write(text + "text:TEXTtwice\n", to: "pool_passwd")
        try addEntry("one", "p")
        #expect(
            try findings() == [
                "broken line 2: the entry for pgpool does not decrypt with the pool key",
                "warning line 4: the password of text is stored in plain text",
                "warning line 5: the entry for scram is an md5 hash, which cannot log in to a backend by SCRAM",
                "warning line 6: the entry for two is an md5 hash, which cannot log in to a backend by SCRAM",
                "warning line 7: this entry for text is not used; an earlier one is",
                "warning line 6: the entry for two is not the password of that role at \(place)",
                "warning: the password of two is stored as md5 at \(place); set it again",
                "warning: the password of one is stored as md5 at \(place); set it again",
                "good: 4 of 7 entries match the passwords of their roles at \(place)",
            ]
        )
        #expect(try tool(["status"]).status == 2)
    }

    @Test("where nobody may ask, or nobody answers, it says why nothing was compared")
    func notCompared() throws {
        func reason(_ options: [String], input: String = "") throws -> String {
            let found = try findings(options, input: input)
            #expect(found.count == 2)
            #expect(found[1].hasPrefix("warning: not compared with the passwords of the roles: a query to "))
            return found[1]
        }
        let unread = try findings(["--user", "pgpool"])
        #expect(
            unread.last
                == "warning: not compared with the passwords of the roles: the user who asks \(place) may "
                + "not read passwords there; give a superuser by --user"
        )
        let wrong = try reason(["--password-stdin"], input: "wrong\n")
        #expect(wrong.contains("password authentication failed"), "\(wrong)")
        #expect(!wrong.contains(Self.password))
        // A superuser who has no entry there.
        try backend.query("CREATE ROLE root SUPERUSER LOGIN PASSWORD 'r'")
        #expect(try reason(["--user", "root"]).contains("no password supplied"))
        let given = try findings(["--user", "root", "--password-stdin"], input: "r\n")
        #expect(given.last == "good: 3 of 3 entries match the passwords of their roles at \(place)")
        // The operator's own way: through the socket of a backend on this host.
        let psql = "psql -h \(backend.folder.path) -p \(backend.port) -U postgres -d postgres"
        let own = try findings(["--psql", psql])
        #expect(own.last == "good: 3 of 3 entries match the passwords of their roles at the backend")
        // The second backend answers where the first does not.
        let text = try folder.text("pgpool.conf")
        let dead = "backend_hostname1 = '127.0.0.1'\nbackend_port1 = \(backend.port)\n"
        let alone = text.replacing(
            "backend_port0 = \(backend.port)",
            with: "backend_port0 = \(FreePort.any())"
        )
        try folder.write(alone, to: "pgpool.conf")
        #expect(try reason([]).contains("Connection refused"))
        try folder.write(alone + dead, to: "pgpool.conf")
        let answered = try findings()
        #expect(answered.contains("good: 3 of 3 entries match the passwords of their roles at \(place)"))
        let note = try #require(answered.last)
        #expect(
            note.hasPrefix("note: not compared at every backend: ") && note.contains("Connection refused")
        )
    }

    @Test("whoever may read no passwords is told of roles that are missing or may not log in all the same")
    func seenByOthers() throws {
        try backend.query(#"ALTER ROLE webadmin NOLOGIN; DROP ROLE "Ann Müller""#)
        let found = try findings(["--user", "pgpool"])
        #expect(found.contains("warning line 3: \(place) has no role Ann Müller"))
        #expect(
            found.contains { $0.hasPrefix("broken line 1: the role webadmin may not log in (NOLOGIN) at") }
        )
        #expect(found.last?.contains("may not read passwords") ?? false)
        #expect(try tool(["status", "--user", "pgpool"]).status == 2)
    }

    @Test(
        "a role that may connect to no database is named, and one that may to some is not",
        arguments: [
            "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC", "ALTER DATABASE postgres CONNECTION LIMIT 0",
        ]
    )
    func noDatabase(statement: String) throws {
        try backend.query(statement)
        let barred =
            "broken line 2: the role pgpool may connect to no database but templates "
            + "(CONNECT, ALLOW_CONNECTIONS, CONNECTION LIMIT) "
            + "at \(place), so that nobody logs in as that role through Pgpool-II"
        let login = "host=127.0.0.1 port=\(backend.port) dbname=postgres user=pgpool"
        #expect(try backend.logIn(login, password: Array("other".utf8)).status != 0)
        let found = try findings()
        #expect(found.contains(barred), "\(found)")
        // webadmin is a superuser.
        #expect(!found.contains { $0.contains("webadmin may") })
        try backend.query("CREATE DATABASE another")
        #expect(try !findings().contains { $0.hasPrefix("broken") })
        try backend.query("DROP DATABASE another")
        // What is shown to mend it does.
        try backend.query(
            "ALTER DATABASE postgres ALLOW_CONNECTIONS true CONNECTION LIMIT -1; "
                + "GRANT CONNECT ON DATABASE postgres TO pgpool"
        )
        #expect(try backend.logIn(login, password: Array("other".utf8)).status == 0)
    }

    @Test("a role that may have no connection is named, but for a superuser, who may have it all the same")
    func noConnections() throws {
        try backend.query("ALTER ROLE pgpool CONNECTION LIMIT 0; ALTER ROLE webadmin CONNECTION LIMIT 0")
        let found = try findings().filter { $0.hasPrefix("broken") }
        #expect(
            found == [
                "broken line 2: the role pgpool may have no connection (CONNECTION LIMIT 0) at \(place), so that "
                    + "nobody logs in as that role through Pgpool-II"
            ]
        )
        #expect(
            try backend.logIn(
                "host=127.0.0.1 port=\(backend.port) dbname=postgres user=pgpool",
                password: Array("other".utf8)
            ).status != 0
        )
    }
}
