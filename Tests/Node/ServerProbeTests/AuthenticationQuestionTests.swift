import SecretMemory
import TLSHandshake
import TestSupport
import Testing

@testable import ServerProbe

@Suite(
    "What a running server asks of a user",
    .enabled(
        if: PostgresServer.isInstalled && Programs.openssl != nil,
        "PostgreSQL or openssl is not installed"
    ),
    .serialized
)
struct AuthenticationQuestionTests {
    private func ask(
        _ server: PostgresServer,
        _ user: String,
        _ database: String = "postgres",
        _ version: TLSVersion = .tls13
    ) throws -> AuthenticationAnswer {
        var settings = TLSSettings()
        settings.versions = [version]
        let found = try AuthenticationQuestion.ask(
            host: "127.0.0.1",
            port: server.port,
            user: user,
            database: database,
            settings,
            by: Deadline(in: .seconds(60)),
            using: OperatingSystemRandom()
        )
        #expect(found.peer.version == version)
        return found.answer
    }

    @Test("each method is seen as it is, on both versions, and none leaves a line of an error in the log")
    func methods() throws {
        let (server, _) = try TLSServer.start([])
        for name in ["app", "old", "open", "free"] { try server.query("CREATE ROLE \(name) LOGIN") }
        try server.query("ALTER ROLE app PASSWORD 'x'")
        try server.query("SET password_encryption = 'md5'; ALTER ROLE old PASSWORD 'x'")
        try server.setRules([
            "hostssl all app all scram-sha-256", "hostssl all old all md5", "hostssl all open all password",
            "hostssl all free all trust",
        ])
        for version in TLSVersion.allCases {
            let scram = try ask(server, "app", "postgres", version)
            guard case .asked(let request) = scram else {
                Issue.record("\(scram)")
                continue
            }
            #expect(request.scramMechanisms == [.sha256, .sha256Plus])
            #expect(request.offersChannelBinding)
            guard case .asked(.md5Password) = try ask(server, "old", "postgres", version) else {
                Issue.record("md5")
                continue
            }
            #expect(try ask(server, "open", "postgres", version) == .asked(.cleartextPassword))
            #expect(try ask(server, "free", "postgres", version) == .admitted(nil))
        }
        // Without TLS the rules do not let anybody in, which is seen, too.
        let plain = try TCPConnection(host: "127.0.0.1", port: server.port, by: Deadline(in: .seconds(60)))
        let refused = try AuthenticationQuestion.ask(inTheClear: plain, user: "app", database: "postgres")
        guard case .refused(let error) = refused else {
            Issue.record("\(refused)")
            return
        }
        #expect(error.isRefusalByRules)
        _ = try server.query("SELECT 1")
        let lines = server.log().split(separator: "\n").filter { !$0.contains("no pg_hba.conf entry") }
        let faults = ["FATAL", "ERROR", "SSL", "could not", "lost", "unexpected", "incomplete"]
        #expect(lines.allSatisfy { line in !faults.contains { line.contains($0) } }, "\(lines)")
    }

    @Test("a refusal before the question is told from one that comes after a welcome")
    func refusals() throws {
        let (server, _) = try TLSServer.start([])
        try server.query("CREATE ROLE free LOGIN")
        try server.setRules([
            "hostssl all free all trust", "hostssl all nobody all trust", "hostssl all all all reject",
        ])
        func state(_ answer: AuthenticationAnswer) -> String {
            switch answer {
            case .asked: "asked"
            case .admitted(let error): "admitted " + (error?.sqlState ?? "")
            case .refused(let error): "refused " + (error.sqlState ?? "")
            }
        }
        #expect(try state(ask(server, "free", "gone")) == "admitted 3D000")
        #expect(try state(ask(server, "nobody")) == "admitted 28000")
        #expect(try state(ask(server, "other")) == "refused 28000")
    }

    @Test("a rule for certificates asks a client without one by an error")
    func certificate() throws {
        let (server, _) = try TLSServer.start(["ssl_ca_file = 'c'"])
        try server.setRules(["hostssl all all all cert"])
        for version in TLSVersion.allCases {
            guard case .refused(let error) = try ask(server, "postgres", "postgres", version) else {
                Issue.record("\(version)")
                continue
            }
            #expect(error.sqlState == "28000" && error.message.contains("certificate"))
        }
    }

    @Test("a server that answers otherwise, drips or goes is a fault by the deadline")
    func odd() throws {
        func fault(
            _ answer: @escaping @Sendable (LoopbackConnection) throws -> Void
        ) throws -> ServerProbeError? {
            let server = try OddServer { connection in
                let length = try connection.receive(4)
                _ = try connection.receive(Int(length[3]) - 4)
                try answer(connection)
            }
            let plain = try TCPConnection(
                host: "127.0.0.1",
                port: server.port,
                by: Deadline(in: .milliseconds(400))
            )
            do {
                let answer = try AuthenticationQuestion.ask(inTheClear: plain, user: "a", database: "b")
                Issue.record("\(answer)")
                return nil
            } catch {
                return error
            }
        }
        #expect(
            try "\(String(describing: fault { try $0.send(message("Z", [73])) }))".contains(
                "ReadyForQuery where"
            )
        )
        #expect(try "\(String(describing: fault { _ in }))".contains("ended"))
        let drip = try fault { connection in
            try connection.send([82, 0, 0, 7, 0xD0])
            while true { try connection.send([0]) }
        }
        #expect("\(String(describing: drip))".contains("cannot be read"))
        let late = try fault { connection in
            try connection.send([69, 0, 0, 0x75, 0x30])
            _ = try connection.receive(1)
        }
        #expect("\(String(describing: late))".contains("in time"))
    }
}
