import PgpoolPasswords
import SecretMemory
import Testing

@Suite("Passwords as SCRAM has them")
struct PreparedPasswordTests {
    @Test(
        "the examples of RFC 4013, section 3, and what is not UTF-8, which stays",
        arguments: [
            ("I\u{AD}X", "IX", true), ("user", "user", false), ("USER", "USER", false), ("\u{AA}", "a", true),
            ("\u{2168}", "IX", true), ("\u{7}", "\u{7}", false), ("\u{627}1", "\u{627}1", false),
        ]
    )
    func examples(password: String, prepared: String, isChanged: Bool) throws {
        let own = PreparedPassword(Array(password.utf8).span)
        #expect(array(own.octets.span) == Array(prepared.utf8))
        let changes = own.isChanged
        #expect(changes == isChanged)
        let key = PoolKey("testkey")
        let entry = try key.entry(for: password)
        let deciphered = try key.password(ofEntry: entry.span)
        #expect(array(deciphered.span) == Array(prepared.utf8))
        let raw = try key.rawEntry(for: Array(password.utf8).span)
        let back = try key.password(ofEntry: raw.span)
        #expect(array(back.span) == Array(password.utf8))
        let plain = try EntryKind.textEntry(for: password)
        #expect(array(plain.span) == Array("TEXT\(prepared)".utf8))
    }

    @Test("what is not UTF-8 stays")
    func otherEncodings() {
        let own = PreparedPassword([0xE4, 0xAD].span)
        #expect(array(own.octets.span) == [0xE4, 0xAD])
        let changes = own.isChanged
        #expect(!changes)
    }

    @Test("the count of the prepared form is what Pgpool-II must read")
    func limits() throws {
        let long = Array(String(repeating: "\u{FDFA}", count: 3).utf8)
        #expect(
            refusal { () throws(PgpoolPasswordsError) in _ = try PoolKey("k").entry(for: long.span) }
                == .preparedPasswordTooLong(count: 99, limit: 79)
        )
        let longer = Array(String(repeating: "\u{FDFA}", count: 4).utf8)
        #expect(
            refusal { () throws(PgpoolPasswordsError) in _ = try EntryKind.textEntry(for: longer.span) }
                == .preparedPasswordTooLong(count: 132, limit: 124)
        )
        let raw = try PoolKey("k").rawEntry(for: long.span)
        #expect(raw.count == 3 + 24)
    }
}
