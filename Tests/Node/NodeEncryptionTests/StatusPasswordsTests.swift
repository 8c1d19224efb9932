import PgpoolPasswords
import SCRAMAuthentication
import SecretMemory
import TestSupport
import Testing

@testable import NodeEncryption

@Suite("Entries of pool_passwd compared with the passwords of roles")
struct StatusPasswordsTests {
    private static func secret(_ text: String) -> SharedSecret {
        SharedSecret(copying: Array(text.utf8).span)
    }

    /// What PostgreSQL would store for the password `right`, with so many iterations.
    private static func stored(_ iterationCount: Int) throws -> SharedSecret {
        let salt = [UInt8](repeating: 7, count: 16)
        return SharedSecret(
            try SCRAMSecret(
                password: Array("right".utf8).span,
                salt: salt.span,
                iterationCount: iterationCount
            ).text()
        )
    }

    @Test("a server whose secrets take too many iterations in all is not compared to the end, which is said")
    func iterations() throws {
        let names = ["a", "b", "c", "d"]
        let entries = names.enumerated().map { index, name in
            PoolEntries.Entry(
                userName: Array(name.utf8),
                line: index + 1,
                kind: .text,
                isUsed: true,
                secret: Self.secret("TEXTright"),
                password: Self.secret("right")
            )
        }
        let stored = try Self.stored(5_000)
        let roles = Dictionary(uniqueKeysWithValues: names.map { (Array($0.utf8), stored) })
        let passwords = try PoolEntries(NodeLayout(role: .pgpool), keyPath: "/none")
        var all = NodeStatus()
        all.compare(entries, of: passwords, with: roles, at: "db", mostIterations: 20_000)
        #expect(all.findings.map(\.text) == ["4 of 4 entries match the passwords of their roles at db"])
        var some = NodeStatus()
        some.compare(entries, of: passwords, with: roles, at: "db", mostIterations: 19_999)
        #expect(some.findings.map(\.line) == [4, nil])
        #expect(some.findings[0].level == .warning)
        #expect(some.findings[0].text.hasPrefix("not compared from the entry for d on: "))
        #expect(some.findings[1].text.hasPrefix("3 of 4 entries match"))
    }
}
