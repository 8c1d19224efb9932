import PgpoolPasswords
import SecretMemory
import TestSupport
import Testing

@Suite("the pool key and AES entries")
struct PoolKeyTests {
    @Test("the entry of the password hello under the key testkey is that of pg_enc 4.3.5")
    func example() throws {
        let entry = try PoolKey(Array("testkey".utf8).span).entry(for: Array("hello".utf8).span)
        #expect(string(entry.span) == "AESiR9QJfNizuWgN3K0hVf78w==")
    }

    @Test("keys, passwords and users as text are taken as their bytes are")
    func texts() throws {
        let entry = try PoolKey("testkey").entry(for: "hello")
        #expect(string(entry.span) == "AESiR9QJfNizuWgN3K0hVf78w==")
        let plain = try EntryKind.textEntry(for: "hello")
        #expect(string(plain.span) == "TEXThello")

        var file = PoolPasswdFile()
        try file.set("Jürg", to: plain.span)
        try file.set("webadmin", to: entry.span)
        let written = file.content()
        #expect(string(written.span) == "Jürg:TEXThello\nwebadmin:AESiR9QJfNizuWgN3K0hVf78w==\n")
        let kind = file.entry(of: "Jürg")?.kind
        #expect(kind == .text)
        // The same letters to a reader, and other bytes.
        let removed = try (file.remove("Ju\u{308}rg"), file.remove("Jürg"))
        #expect(removed == (0, 1))
    }

    @Test(
        "OpenSSL enciphers passwords of every count to the same entries, and both come back",
        .enabled(if: Programs.openssl != nil, "openssl is not installed")
    )
    func openssl() throws {
        var random = SeededRandom(seed: 79)
        let folder = try TemporaryFolder()
        for count in Array(1...17) + [31, 32, 33, 64, 78, 79] {
            let password = random.bytes(count: count).map { $0 | 1 }
            let key = random.bytes(count: 1 + count * 3).map { $0 | 0x10 }
            try folder.write(key, to: "key")
            let outcome = try #require(Programs.openssl).run(
                [
                    "enc", "-aes-256-cbc", "-md", "sha1", "-nosalt", "-base64", "-A",
                    "-pass", "file:" + folder.path("key"),
                ],
                input: password
            )
            let poolKey = PoolKey(key.span)
            let entry = try poolKey.rawEntry(for: password.span)
            #expect(string(entry.span) == "AES" + outcome.text)
            let back = try poolKey.password(ofEntry: entry.span)
            #expect(array(back.span) == password)
        }
    }

    @Test("a password of 80 octets is refused, and one with a zero")
    func limits() throws {
        let key = PoolKey([1].span)
        let longest = try key.entry(for: [UInt8](repeating: 65, count: 79).span)
        #expect(longest.count == 3 + 108)
        #expect(
            refusal { () throws(PgpoolPasswordsError) in
                _ = try PoolKey([1].span).entry(for: [UInt8](repeating: 65, count: 80).span)
            } == .passwordTooLong(count: 80, limit: 79)
        )
        #expect(
            refusal { () throws(PgpoolPasswordsError) in
                _ = try PoolKey([1].span).entry(for: [65, 0, 65].span)
            } == .passwordHasZeroOctet
        )
        #expect(
            refusal { () throws(PgpoolPasswordsError) in
                _ = try PoolKey([1].span).entry(for: [UInt8]().span)
            } == .emptyPassword
        )
    }

    @Test("an entry under another key, and what is no entry, do not decrypt")
    func wrong() throws {
        let entry = try PoolKey(Array("testkey".utf8).span).entry(for: Array("hello".utf8).span)
        let text = array(entry.span)
        func refuse(_ key: String, _ entry: [UInt8]) -> PgpoolPasswordsError? {
            refusal { () throws(PgpoolPasswordsError) in
                _ = try PoolKey(Array(key.utf8).span).password(ofEntry: entry.span)
            }
        }
        #expect(refuse("testkey", text) == nil)
        // Pgpool-II 4.3 does not decrypt these either, a carriage return and a blank among them.
        for octet in UInt8(0)...33 {
            #expect(refuse("testkey", text + [octet]) == .malformedAESEntry, "\(octet)")
            #expect(refuse("testkey", text.prefix(9) + [octet] + text.dropFirst(9)) == .malformedAESEntry)
        }
        #expect(refuse("testkey2", text) == .wrongKey)
        #expect(refuse("testkey", Array("hello".utf8)) == .malformedAESEntry)
        #expect(refuse("testkey", Array("aes".utf8) + text.dropFirst(3)) == .malformedAESEntry)
        #expect(refuse("testkey", Array("AES".utf8)) == .malformedAESEntry)
        #expect(refuse("testkey", Array("AES=".utf8)) == .malformedAESEntry)
        #expect(refuse("testkey", Array("AESAAAA".utf8)) == .malformedAESEntry)
        #expect(refuse("testkey", text.dropLast(4)) == .malformedAESEntry)
    }

    @Test(
        "a key file is read as Pgpool-II reads it",
        arguments: [
            ("testkey\n", "testkey"), ("testkey", "testkey"), ("testkey\r\n", "testkey\r"),
            (" testkey \nother\n", " testkey "), ("\ntestkey\n", ""), ("\n", ""), ("test\u{0}key\n", "test"),
            ("\u{0}first\nsecond\n", "second"),
            (String(repeating: "k", count: 255) + "\n", String(repeating: "k", count: 255)),
            (String(repeating: "k", count: 256) + "\n", String(repeating: "k", count: 255)),
        ]
    )
    func keyFile(content: String, key: String) throws {
        let read = try PoolKey(fileContent: Array(content.utf8).span).encrypt(Array("hello".utf8).span)
        let plain = PoolKey(Array(key.utf8).span).encrypt(Array("hello".utf8).span)
        #expect(read == plain)
        #expect(PoolKey.isCut(fileContent: Array(content.utf8).span) == (content.utf8.count == 257))
    }

    @Test("a byte order mark is told by all of its three octets")
    func byteOrderMark() {
        func isMarked(_ content: [UInt8]) -> Bool {
            PoolKey.beginsWithByteOrderMark(fileContent: content.span)
        }
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        #expect(isMarked(mark) && isMarked(mark + [65]))
        #expect(!isMarked([0xEF, 0xBB]))
        for index in mark.indices {
            var other = mark
            other[index] ^= 1
            #expect(!isMarked(other))
        }
    }

    @Test("a key file with nothing to read has no key", arguments: ["", "\u{0}", "\u{0}\n", "\u{0}a\n\u{0}"])
    func emptyKeyFile(content: String) {
        let refused = refusal { () throws(PgpoolPasswordsError) in
            _ = try PoolKey(fileContent: Array(content.utf8).span)
        }
        #expect(refused == .emptyKeyFile)
    }

    @Test(
        "a key file whose key is not its whole first line is no key to encipher with",
        arguments: [
            ("", .emptyKeyFile), ("\n", .emptyKeyLine), ("\nkey\n", .emptyKeyLine),
            ("k\u{0}y\n", .keyHasZeroOctet), ("\u{0}\nsecond\n", .keyHasZeroOctet),
            (String(repeating: "k", count: 256), .keyTooLong(count: 256)),
            (String(repeating: "k", count: 255) + "\r\n", .keyTooLong(count: 256)),
            (String(repeating: "k", count: 255) + "\n", nil), ("k", nil), ("k\r\n\n\u{0}", nil),
        ] as [(String, PgpoolPasswordsError?)]
    )
    func unusableKeyFile(content: String, error: PgpoolPasswordsError?) {
        let octets = Array(content.utf8)
        let refused = refusal { () throws(PgpoolPasswordsError) in
            try PoolKey.check(fileContent: octets.span)
        }
        #expect(refused == error)
        #expect(
            PoolKey.endsInCarriageReturn(fileContent: octets.span)
                == content.utf8.contains(UInt8(ascii: "\r"))
        )
    }

    @Test("a generated key is the Base64 of 32 octets of the source")
    func generated() throws {
        var random = SeededRandom(seed: 5)
        let key = PoolKey.generate(using: &random)
        #expect(key.count == 44)
        let other = PoolKey.generate(using: &random)
        #expect(array(key.span) != array(other.span))
        // 44 characters with one of padding are 32 octets, with two 31.
        #expect(array(key.span).count { $0 == UInt8(ascii: "=") } == 1)
        #expect(array(key.span).last == UInt8(ascii: "="))
    }
}

func array(_ span: Span<UInt8>) -> [UInt8] {
    span.indices.map { span[$0] }
}

func string(_ span: Span<UInt8>) -> String {
    String(decoding: array(span), as: UTF8.self)
}

/// What `body` threw, or nil.
func refusal(_ body: () throws(PgpoolPasswordsError) -> Void) -> PgpoolPasswordsError? {
    do throws(PgpoolPasswordsError) {
        try body()
        return nil
    } catch {
        return error
    }
}
