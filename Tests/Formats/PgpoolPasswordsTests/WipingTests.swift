import PgpoolPasswords
import SecretMemory
import TestSupport
import Testing

@Suite("What pool keys and passwords leave in memory")
struct WipingTests {
    @Test("of a dropped key and password nothing stays")
    func key() throws {
        let findings = try findings(seed: 1) { random in
            let octets = secret(using: &random)
            let password = secret(using: &random)
            let key = try PoolKey(fileContent: octets.span)
            let entry = try key.entry(for: password.span)
            let back = try key.password(ofEntry: entry.span)
            #expect(back.count == password.count)
            return [ProcessMemory(of: octets.span), ProcessMemory(of: password.span)]
        }
        #expect(findings == [])
    }

    @Test("of a generated key nothing stays")
    func generated() {
        let findings = findings(seed: 2) { random in
            let key = PoolKey.generate(using: &random)
            return [ProcessMemory(of: key.span)]
        }
        #expect(findings == [])
    }

    @Test("of the passwords in a file that was read, changed and dropped nothing stays")
    func file() throws {
        let findings = try findings(seed: 3) { random in
            let password = secret(using: &random)
            let other = secret(using: &random)
            var file = PoolPasswdFile()
            let entry = try EntryKind.textEntry(for: password.span)
            try file.set(Array("alice".utf8), to: entry.span)
            for number in 0..<50 { try file.set(Array("user\(number)".utf8), to: other.span) }
            var again = PoolPasswdFile(file.content())
            #expect(secretCount(again) == 52)
            let removed = try again.remove(Array("alice".utf8))
            #expect(removed == 1)
            var users = 0
            again.forEachEntry { entry in users += entry.secret.count == 48 ? 1 : 0 }
            #expect(users == 50)
            return [ProcessMemory(of: password.span), ProcessMemory(of: other.span)]
        }
        #expect(findings == [])
    }

    /// How many octets alice's secret has.
    private func secretCount(_ file: borrowing PoolPasswdFile) -> Int? {
        guard let entry = file.entry(of: Array("alice".utf8)) else { return nil }
        return entry.secret.count
    }

    /// 48 letters.
    private func secret(using random: inout SeededRandom) -> SecretBytes {
        var secret = random.secretBytes(count: 48)
        var octets = secret.mutableSpan
        for index in octets.indices { octets[index] = 0x40 | octets[index] & 0x1B }
        return secret
    }

    /// What stays of the secrets that `body` makes, prepares the search for, and drops; of the second time, when
    /// all functions are bound.
    private func findings(
        seed: UInt64,
        _ body: (inout SeededRandom) throws -> [ProcessMemory]
    ) rethrows -> [String] {
        var random = SeededRandom(seed: seed)
        _ = try body(&random)
        return try body(&random).flatMap { $0.findings() }
    }
}
