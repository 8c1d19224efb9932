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
}
