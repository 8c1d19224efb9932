import TestSupport
import Testing

@testable import NodeEncryption

@Suite("What keeps a role from logging in names what mends it")
struct LoginObstacleTests {
    @Test(
        "as a line of a shell, which gives the server that very name",
        arguments: ["we\\b", "a\"b", "o'b", "$HOME `id`", "e\u{1B}[2J", "a\nb\n"]
    )
    func names(user: String) throws {
        let shell = try #require(Program.find("sh"))
        let obstacle = LoginObstacle(
            kind: .noLogin,
            user: user,
            database: "postgres",
            isStandby: false,
            client: "printf '%s|'"
        )
        #expect(obstacle.cure.unicodeScalars.allSatisfy { $0.value >= 0x20 })
        let name = user.replacing("\"", with: "\"\"")
        #expect(try shell.run(["-c", obstacle.cure]).text == "-c|ALTER ROLE \"\(name)\" LOGIN|")
    }

    @Test("and on a standby where that is to be done, by no command of this host's server")
    func standby() {
        let obstacle = LoginObstacle(
            kind: .noRole,
            user: "ann",
            database: "postgres",
            isStandby: true,
            client: "psql -p 5433"
        )
        #expect(
            obstacle.cure == "on the primary: psql -c 'CREATE ROLE \"ann\" LOGIN' -c '\\password \"ann\"'"
        )
    }

    @Test(
        "each kind says what it is, is mended by a statement or a password, and is the database's or the role's",
        arguments: [
            (.noRole, "no role ann", "CREATE ROLE \"ann\" LOGIN", false),
            (.noLogin, "NOLOGIN", "ALTER ROLE \"ann\" LOGIN", false),
            (.noConnections, "CONNECTION LIMIT 0", "ALTER ROLE \"ann\" CONNECTION LIMIT -1", false),
            (.noPassword, "has no password", "install --password-stdin --user ann", false),
            (.md5, "stored as md5", "postgres-ssl scram --alter-role ann | psql", false),
            (.expired, "VALID UNTIL", "VALID UNTIL '\\''infinity'\\''", false),
            (.noDatabase, "no database app", "CREATE DATABASE \"app\"", true),
            (.closedDatabase, "ALLOW_CONNECTIONS", "ALTER DATABASE \"app\" ALLOW_CONNECTIONS true", true),
            (.fullDatabase, "but those of superusers", "ALTER DATABASE \"app\" CONNECTION LIMIT -1", true),
            (
                .noConnect, "may not connect to the database app",
                "GRANT CONNECT ON DATABASE \"app\" TO \"ann\"", true
            ),
            (
                .noDatabaseAtAll, "may connect to no database",
                "GRANT CONNECT ON DATABASE \"app\" TO \"ann\"", false
            ),
        ] as [(LoginObstacle.Kind, String, String, Bool)]
    )
    func kinds(kind: LoginObstacle.Kind, what: String, cure: String, isOfDatabase: Bool) {
        let obstacle = LoginObstacle(kind: kind, user: "ann", database: "app", isStandby: false)
        #expect(obstacle.description.contains(what), "\(obstacle.description)")
        #expect(obstacle.cure.contains(cure), "\(obstacle.cure)")
        #expect(kind.isOfDatabase == isOfDatabase)
        #expect(obstacle.sentence.hasSuffix(isOfDatabase ? "give another --database" : "give another --user"))
    }

    @Test("what is stored keeps out those alone whom every rule asks for it")
    func methods() {
        for kind in [LoginObstacle.Kind.noPassword, .expired] {
            #expect(kind.applies(under: ["scram-sha-256", "md5"]))
            #expect(!kind.applies(under: ["scram-sha-256", "cert"]) && !kind.applies(under: []))
        }
        #expect(LoginObstacle.Kind.md5.applies(under: ["scram-sha-256"]))
        #expect(!LoginObstacle.Kind.md5.applies(under: ["scram-sha-256", "md5"]))
        #expect(LoginObstacle.Kind.noLogin.applies(under: []))
    }
}
