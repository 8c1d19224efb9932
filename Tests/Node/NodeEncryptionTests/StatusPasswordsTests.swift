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

    /// What PostgreSQL would store for a password, with so many iterations.
    private static func stored(_ iterationCount: Int, of password: String = "right") throws -> SharedSecret {
        let salt = [UInt8](repeating: 7, count: 16)
        return SharedSecret(
            try SCRAMSecret(
                password: Array(password.utf8).span,
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

    @Test("entries of all kinds are told apart in their order, however the secrets are asked together")
    func together() throws {
        let (few, many) = (try Self.stored(3), try Self.stored(4))
        let tooMany = Self.secret(
            "SCRAM-SHA-256$10000001:QUFB$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=:"
                + "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
        )
        // Of Python: hashlib.md5(b"right" + b"u").hexdigest().
        let hash = Self.secret("md5d7a2607168e46d4c17b78c9163fde3a7")
        let cases: [(kind: EntryKind, password: String?, role: SharedSecret?, code: NodeStatus.Code?)] = [
            (.text, "right", few, nil), (.text, "wrong", few, .poolEntryOtherPassword),
            (.text, "wrong", many, .poolEntryOtherPassword), (.text, "right", many, nil),
            (.text, "right", nil, .poolEntryWithoutRole),
            (.text, "right", Self.secret(""), .roleWithoutPassword),
            (.text, "right", tooMany, .roleTooManyIterations), (.text, "right", hash, .roleMD5),
            (.text, "right", Self.secret("odd"), .poolEntryOtherPassword), (.md5, nil, few, nil),
            (.text, "wrong", few, .poolEntryOtherPassword), (.text, "right", few, nil),
        ]
        var entries: [PoolEntries.Entry] = []
        var roles: [[UInt8]: SharedSecret] = [:]
        var expected: [String] = []
        for round in 0..<3 {
            for one in cases {
                let line = entries.count + 1
                let name = Array((one.code == .roleMD5 ? "u" : "user\(line)").utf8)
                if one.code == .roleMD5, round > 0 { continue }
                entries.append(
                    PoolEntries.Entry(
                        userName: name,
                        line: line,
                        kind: one.kind,
                        isUsed: true,
                        secret: Self.secret("TEXTx"),
                        password: one.password.map(Self.secret)
                    )
                )
                roles[name] = one.role
                // A secret of md5 is no fault of a line.
                if let code = one.code { expected.append("\(code) \(code == .roleMD5 ? 0 : line)") }
            }
        }
        var status = NodeStatus()
        status.compare(
            entries,
            of: try PoolEntries(NodeLayout(role: .pgpool), keyPath: "/none"),
            with: roles,
            at: "db"
        )
        let last = status.findings.last
        #expect(status.findings.dropLast().map { "\($0.code) \($0.line ?? 0)" } == expected)
        #expect(last?.text == "10 of 34 entries match the passwords of their roles at db")
    }

    @Test(
        "an entry that the server refuses is named where its user asks by it, and no other",
        arguments: [
            ("webadmin", "password authentication failed for user", true),
            ("webadmin", "the database system is starting up", false),
            ("other", "password authentication failed for user", false),
        ]
    )
    func refused(user: String, said: String, isNamed: Bool) throws {
        let folder = try TemporaryFolder()
        try folder.write("other:TEXTx\nwebadmin:TEXTold\n", to: "pool_passwd")
        try folder.write(
            "#!/bin/sh\necho 'FATAL:  \(said) \"\(user)\"' >&2; exit 2\n",
            to: "psql",
            mode: 0o755
        )
        var layout = NodeLayout(role: .pgpool)
        layout.configuration = folder.path("pgpool.conf")
        layout.passwords = folder.path("pool_passwd")
        let passwords = try PoolEntries(layout, keyPath: folder.path("key"))
        let backend = Backend(name: "db", client: [folder.path("psql")], password: nil, trust: nil)
        var status = NodeStatus()
        status.compare(passwords, with: [backend], asking: user == "webadmin" ? user : nil)
        let named = status.findings.filter { $0.code == .poolEntryOtherPassword }
        #expect(named.map(\.line) == (isNamed ? [2] : []))
        #expect(named.allSatisfy { $0.cure?.hasSuffix("--update-pass --username webadmin") ?? false })
        #expect(status.findings.contains { $0.code == .poolEntriesNotCompared })
        #expect(!isNamed || !status.findings.contains { $0.text.contains("FATAL") })
        // Alone, it was compared.
        try folder.write("webadmin:TEXTold\n", to: "pool_passwd")
        let one = try PoolEntries(layout, keyPath: folder.path("key"))
        var alone = NodeStatus()
        alone.compare(one, with: [backend], asking: user == "webadmin" ? user : nil)
        #expect(alone.findings.map(\.code) == [isNamed ? .poolEntryOtherPassword : .poolEntriesNotCompared])
    }

    @Test("an entry whose role may not log in is named, though its password is the role's")
    func barred() throws {
        let folder = try TemporaryFolder()
        try folder.write("app:TEXTright\nold:TEXTright\nout:TEXTright\n", to: "pool_passwd")
        let stored = String(decoding: try Self.stored(1).publicBytes, as: UTF8.self)
        let rows = ["app", "old", "out"].map { hexadecimal(Array($0.utf8)) + " " + stored }
        let barred = [
            "no-login " + hexadecimal(Array("out".utf8)), "expired " + hexadecimal(Array("old".utf8)),
            "expired " + hexadecimal(Array("out".utf8)),
        ]
        try folder.write((rows + barred).joined(separator: "\n") + "\n", to: "answer")
        try folder.write("#!/bin/sh\ncat '\(folder.path("answer"))'\n", to: "psql", mode: 0o755)
        var layout = NodeLayout(role: .pgpool)
        layout.configuration = folder.path("pgpool.conf")
        layout.passwords = folder.path("pool_passwd")
        let passwords = try PoolEntries(layout, keyPath: folder.path("key"))
        let backend = Backend(name: "db", client: [folder.path("psql")], password: nil, trust: nil)
        var status = NodeStatus()
        status.compare(passwords, with: [backend])
        let named = status.findings.filter { $0.code == .roleNoLogin }
        #expect(named.map(\.line) == [2, 3])
        #expect(named.first?.text.contains("no longer valid (VALID UNTIL) at db") ?? false)
        #expect(named.last?.text.contains("may not log in (NOLOGIN) at db") ?? false)
        #expect(named.allSatisfy { $0.level == .broken })
    }

    @Test("another backend whose roles differ is compared, too, and one that says nothing is named")
    func severalBackends() throws {
        let folder = try TemporaryFolder()
        try folder.write("app:TEXTright\nout:TEXTright\n", to: "pool_passwd")
        let stored = String(decoding: try Self.stored(1).publicBytes, as: UTF8.self)
        let other = String(decoding: try Self.stored(1, of: "wrong").publicBytes, as: UTF8.self)
        func backend(_ name: String, _ app: String, _ more: [String] = []) throws -> Backend {
            let rows = [("app", app), ("out", stored)].map { hexadecimal(Array($0.0.utf8)) + " " + $0.1 }
            try folder.write((rows + more).joined(separator: "\n") + "\n", to: name)
            try folder.write("#!/bin/sh\ncat '\(folder.path(name))'\n", to: name + "-psql", mode: 0o755)
            return Backend(name: name, client: [folder.path(name + "-psql")], password: nil, trust: nil)
        }
        try folder.write("#!/bin/sh\necho gone >&2; exit 2\n", to: "psql", mode: 0o755)
        let gone = Backend(name: "gone", client: [folder.path("psql")], password: nil, trust: nil)
        var layout = NodeLayout(role: .pgpool)
        layout.configuration = folder.path("pgpool.conf")
        layout.passwords = folder.path("pool_passwd")
        let passwords = try PoolEntries(layout, keyPath: folder.path("key"))
        let (first, same) = (try backend("first", stored), try backend("same", stored))
        var alike = NodeStatus()
        alike.compare(passwords, with: [first, same])
        #expect(alike.findings.map(\.text) == ["2 of 2 entries match the passwords of their roles at first"])

        let noConnections = "no-connections " + hexadecimal(Array("out".utf8))
        var status = NodeStatus()
        status.compare(passwords, with: [gone, first, try backend("second", other, [noConnections])])
        let codes = status.findings.map(\.code)
        try #require(
            codes == [
                .poolEntriesMatch, .poolEntryOtherPassword, .poolEntriesMatch, .roleNoLogin,
                .backendNotCompared,
            ]
        )
        #expect(status.findings[1].text.hasSuffix("is not the password of that role at second"))
        // The entry is right at the first one.
        #expect(status.findings[1].cure == "at second: postgres-ssl scram --alter-role app | psql")
        #expect(status.findings[3].text.contains("CONNECTION LIMIT 0"))
        #expect(status.findings[4].level == .note && status.findings[4].text.contains("gone"))
    }
}
