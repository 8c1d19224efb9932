import Glibc
import SecretMemory
import TLSHandshake
import TestSupport
import Testing

@testable import ServerProbe

@Suite(
    "A whole login at a running server",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct LiveLoginTests {
    /// Tries one, at a server that is who its certificate says.
    private func logIn(
        _ port: Int,
        _ user: String,
        _ password: String?,
        certificate: [UInt8],
        database: String = "postgres",
        _ version: TLSVersion = .tls13,
        givesWeakProofs: Bool = true
    ) -> LoginAccount {
        var login = Login(host: "127.0.0.1", port: port, user: user, database: database)
        login.settings.versions = [version]
        login.password = password.map { text in
            let octets = Array(text.utf8)
            return SharedSecret(copying: octets.span)
        }
        login.givesWeakProofs = givesWeakProofs
        return login.perform(by: Deadline(in: .seconds(60)), using: OperatingSystemRandom()) { peer in
            peer.certificates == [certificate] ? nil : "another certificate"
        }
    }

    @Test("each method lets its user in, on both versions, and leaves no line of an error in the log")
    func methods() throws {
        let (server, certificate) = try TLSServer.start([])
        for name in ["app", "old", "open", "free", "\u{E4}"] {
            try server.query("CREATE ROLE \"\(name)\" LOGIN")
        }
        try server.query("ALTER ROLE app PASSWORD 'secret'")
        // SASLprep makes a space of the no-break space.
        try server.query("ALTER ROLE \"\u{E4}\" PASSWORD 'p\u{E4}ss w'")
        try server.query("SET password_encryption = 'md5'; ALTER ROLE old PASSWORD 'secret'")
        try server.query("ALTER ROLE open PASSWORD 'secret'")
        try server.setRules([
            "hostssl all app,\u{E4} all scram-sha-256", "hostssl all old all md5",
            "hostssl all open all password",
            "hostssl all free all trust",
        ])
        for version in TLSVersion.allCases {
            func method(_ user: String, _ password: String?) -> String {
                let account = logIn(server.port, user, password, certificate: certificate, version)
                #expect(account.peer?.version == version)
                return account.fault.map { "\($0)" } ?? account.method.map { "\($0)" } ?? "?"
            }
            #expect(method("app", "secret") == "by SCRAM-SHA-256-PLUS")
            #expect(method("\u{E4}", "p\u{E4}ss\u{A0}w") == "by SCRAM-SHA-256-PLUS")
            #expect(method("old", "secret") == "by md5")
            #expect(method("open", "secret") == "by the password as it is")
            #expect(method("free", nil) == "without a password")
        }
        let weak = logIn(server.port, "old", "secret", certificate: certificate, givesWeakProofs: false)
        guard case .questionNotAnswered(.md5Password) = weak.fault else {
            Issue.record("\(String(describing: weak.fault))")
            return
        }
        _ = try server.query("SELECT 1")
        let faults = ["FATAL", "ERROR", "SSL", "could not", "lost", "unexpected", "incomplete"]
        let lines = server.log().split(separator: "\n").filter { line in faults.contains { line.contains($0) }
        }
        #expect(lines == [])
    }

    @Test("what keeps a user out is told by the step and by where to look")
    func faults() throws {
        let (server, certificate) = try TLSServer.start(["max_connections = 20"])
        for statement in [
            "CREATE ROLE app LOGIN PASSWORD 'secret'",
            "CREATE ROLE late LOGIN PASSWORD 'secret' VALID UNTIL '2020-01-01'",
            "CREATE ROLE asleep NOLOGIN PASSWORD 'secret'", "CREATE ROLE bare LOGIN",
            "CREATE ROLE busy LOGIN PASSWORD 'secret' CONNECTION LIMIT 0", "CREATE DATABASE closed",
            "REVOKE CONNECT ON DATABASE closed FROM PUBLIC", "CREATE ROLE free LOGIN",
        ] { try server.query(statement) }
        try server.setRules([
            "hostssl all free all trust", "hostssl all barred all reject", "hostssl all token all cert",
            "hostssl all all all scram-sha-256",
        ])
        func told(_ user: String, _ password: String? = "secret", _ database: String = "postgres") -> String {
            let account = logIn(server.port, user, password, certificate: certificate, database: database)
            guard let fault = account.fault else { return "in" }
            return "\(fault.step) \(fault.side): \(fault)"
        }
        let wrong = "password authentication failed for user"
        #expect(told("app") == "in")
        for user in ["late", "bare", "nobody"] {
            let text = told(user)
            #expect(
                text.hasPrefix("proof client: ") && text.hasSuffix("\(wrong) \"\(user)\", SQLSTATE 28P01"),
                "\(text)"
            )
        }
        #expect(told("app", "wrong").hasPrefix("proof client: "))
        #expect(told("app", nil) == "proof client: \(LoginFault.passwordMissing)")
        #expect(told("asleep").hasPrefix("session database: the role may not log in: "))
        #expect(told("busy").hasPrefix("session server: there are too many connections: "))
        #expect(
            told("app", "secret", "closed").hasPrefix(
                "session database: the role may not connect to the database: "
            )
        )
        #expect(told("app", "secret", "gone").hasPrefix("session database: there is no such database: "))
        #expect(told("free") == "question rules: \(LoginFault.passwordNotAsked(hasClientCertificate: false))")
        #expect(told("barred").hasPrefix("question rules: the rules do not let this client in: "))
        #expect(told("token").hasSuffix("root certificate store is available, SQLSTATE F0000"))
        try server.query("ALTER SYSTEM SET ssl = off")
        try server.reload()
        #expect(told("app") == "encryption server: 127.0.0.1, port \(server.port) offers no TLS")
    }

    @Test("a server that is not verified hears of no user")
    func unverified() throws {
        let (server, _) = try TLSServer.start(["log_connections = on"])
        try server.query("CREATE ROLE app LOGIN PASSWORD 'secret'")
        try server.setRules(["hostssl all all all password"])
        let account = logIn(server.port, "app", "secret", certificate: [1])
        #expect(account.fault == .notVerified("another certificate"))
        #expect(account.fault?.side == .stranger && account.method == nil && account.peer != nil)
        _ = try server.query("SELECT 1")
        let log = server.log()
        #expect(
            log.contains("user=postgres") && !log.contains("user=app") && !log.contains("FATAL"),
            "\(log)"
        )
        // It is told in the handshake.
        #expect(log.contains("alert bad certificate"), "\(log)")
    }

    @Test(
        "through Pgpool-II without a binding, and its own words are understood",
        .enabled(if: PgpoolServer.isInstalled, "Pgpool-II is not installed")
    )
    func pgpool() throws {
        let (server, certificate) = try TLSServer.start([])
        try server.query("CREATE ROLE app LOGIN PASSWORD 'secret'")
        try server.query("CREATE ROLE barred LOGIN PASSWORD 'secret'")
        try server.setRules(["hostssl all all all scram-sha-256"])
        let folder = try TemporaryFolder()
        try folder.write("app:TEXTsecret\nbarred:TEXTsecret\n", to: "pool_passwd")
        try folder.write("key", to: "key")
        let pgpool = try PgpoolServer(
            before: server,
            in: folder,
            keyFile: folder.path("key"),
            settings: [
                "ssl = on", "ssl_cert = '\(server.folder.path("data/c"))'",
                "ssl_key = '\(server.folder.path("data/k"))'",
            ],
            rules: [
                "hostssl all barred all reject", "hostssl all app all scram-sha-256",
                "hostssl all nobody all scram-sha-256",
            ]
        )
        func told(_ user: String, _ password: String? = "secret", _ database: String = "postgres") -> String {
            let account = logIn(pgpool.port, user, password, certificate: certificate, database: database)
            guard let fault = account.fault else { return "in \(String(describing: account.method))" }
            return "\(fault.step) \(fault.side): \(fault)"
        }
        for version in TLSVersion.allCases {
            let account = logIn(pgpool.port, "app", "secret", certificate: certificate, version)
            #expect(account.fault == nil && account.method == .scram(isBound: false))
        }
        #expect(told("app", "wrong").hasPrefix("proof client: "))
        #expect(told("app", "secret", "gone").hasPrefix("session database: there is no such database: "))
        #expect(told("barred").hasPrefix("question rules: "))
        #expect(told("stranger").hasPrefix("question rules: "))
        #expect(
            told("nobody").hasPrefix("proof server: Pgpool-II has no password of the user"),
            "\(told("nobody"))"
        )
        try server.query("ALTER ROLE app NOLOGIN")
        #expect(told("app").hasPrefix("session database: the role may not log in: "))
        try server.setRules(["hostssl all all all reject"])
        #expect(
            told("app") == "proof server: the server refuses: an error without a text; its log may say more"
        )
    }

    @Test(
        "through PgBouncer, with its own words",
        .enabled(if: Bouncer.program != nil, "PgBouncer is not installed")
    )
    func bouncer() throws {
        let (server, certificate) = try TLSServer.start([])
        try server.query("CREATE ROLE app LOGIN PASSWORD 'secret'")
        try server.setRules(["hostssl all all all scram-sha-256"])
        let bouncer = try Bouncer(before: server)
        for version in TLSVersion.allCases {
            let account = logIn(bouncer.port, "app", "secret", certificate: certificate, version)
            #expect(account.fault == nil && account.method == .scram(isBound: false), "\(account)")
        }
        for (user, password) in [("app", "wrong"), ("nobody", "secret")] {
            let fault = logIn(bouncer.port, user, password, certificate: certificate).fault
            guard case .wrongPassword = fault else {
                Issue.record("\(user): \(String(describing: fault))")
                continue
            }
        }
        let other = logIn(bouncer.port, "app", "secret", certificate: certificate, database: "gone")
        guard case .databaseMissing = other.fault else {
            Issue.record("\(other)")
            return
        }
    }
}

/// A PgBouncer in front of a PostgreSQL that has a certificate, on loopback, ended when dropped.
private final class Bouncer {
    static let program = Program.find("pgbouncer")
    let port = FreePort.any()
    private let process: RunningProgram
    private let folder: TemporaryFolder

    init(before server: PostgresServer) throws {
        guard let program = Self.program else { throw ServerNotStarted(log: "PgBouncer is not installed") }
        folder = try TemporaryFolder()
        let data = server.folder.path("data")
        try folder.write("\"app\" \"secret\"\n", to: "users")
        try folder.write(
            """
            [databases]
            postgres = host=127.0.0.1 port=\(server.port)
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = \(port)
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = \(folder.path("users"))
            client_tls_sslmode = require
            client_tls_key_file = \(data)/k
            client_tls_cert_file = \(data)/c
            server_tls_sslmode = require

            """,
            to: "bouncer.ini"
        )
        try ServerAccount.give(folder.path)
        for name in folder.names() { try ServerAccount.give(folder.path(name)) }
        let command = ServerAccount.command(program, [folder.path("bouncer.ini")])
        process = try command.program.start(
            octets: command.arguments.map { Array($0.utf8) },
            output: folder.path("output"),
            errors: folder.path("log"),
            folder: "/"
        )
        let port = port
        guard eventually({ (try? LoopbackConnection(port: port)) != nil }) else {
            throw ServerNotStarted(log: (try? folder.text("log")) ?? "")
        }
    }

    deinit {
        process.signal(SIGINT)
        _ = process.wait()
    }
}
