import PgpoolPasswords
import SecretMemory
import TestSupport
import Testing

@Suite("pool_passwd")
struct PoolPasswdFileTests {
    /// An entry of every type, several of a user, comments, odd and broken lines.
    static let odd = """
        # a comment: with a colon
        alice:md5aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa

        bob:AESiR9QJfNizuWgN3K0hVf78w==
        carol:SCRAM-SHA-256$4096:c2FsdA==$x:y
        dave:TEXTpa\\:ss\\\\word:other:field
        erin:plain
        bob:second
        no colon here
        \\:eve\\\\:x
        empty:
        empty:later
        frank:md5tooshort
        :nobody
        grace:AES\r
        """

    @Test("what is not changed comes back byte for byte")
    func lossless() {
        var random = SeededRandom(seed: 11)
        let alphabet = Array("ab:\\\n\r\u{0}#".utf8)
        for _ in 0..<2000 {
            let content = (0..<random.next() % 40).map { _ in
                alphabet[Int(random.next() % UInt64(alphabet.count))]
            }
            let file = PoolPasswdFile(secret(content))
            #expect(text(file) == content)
        }
        for count in [1022, 1023, 1024, 2046, 5000] {
            let content = [UInt8](repeating: 65, count: count)
            let file = PoolPasswdFile(secret(content))
            #expect(text(file) == content)
        }
        let odd = PoolPasswdFile(secret(Self.odd))
        #expect(text(odd) == Array(Self.odd.utf8))
    }

    @Test("every entry is told apart as Pgpool-II does")
    func kinds() {
        #expect(
            entries(Self.odd) == [
                "1 # a comment plain ' with a colon' used",
                "2 alice md5 'md5aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' used",
                "4 bob AES 'AESiR9QJfNizuWgN3K0hVf78w==' used",
                "5 carol SCRAM-SHA-256 'SCRAM-SHA-256$4096' used",
                "6 dave TEXT 'TEXTpa:ss\\word' used", "7 erin plain 'plain' used",
                "8 bob plain 'second' unused",
                "10 :eve\\ plain 'x' used", "11 empty plain '' unused", "12 empty plain 'later' used",
                "13 frank plain 'md5tooshort' used", "14  plain 'nobody' used", "15 grace AES 'AES\r' used",
            ]
        )
    }

    @Test("the entry that is found is the first of the user with a secret")
    func found() {
        let file = PoolPasswdFile(secret(Self.odd))
        #expect(lookUp(file, "bob") == "AESiR9QJfNizuWgN3K0hVf78w==")
        #expect(lookUp(file, "empty") == "later")
        #expect(lookUp(file, ":eve\\") == "x")
        #expect(lookUp(file, "eve") == nil)
        #expect(lookUp(file, "no colon here") == nil)
        #expect(lookUp(file, "Bob") == nil)
    }

    @Test("a secret beyond 128 octets is cut, and a line beyond 1023 is another")
    func limits() {
        let long = "a:" + String(repeating: "x", count: 200) + "\n"
        #expect(entries(long) == ["1 a plain '" + String(repeating: "x", count: 128) + "' used"])
        // The 1024th octet begins what Pgpool-II takes for the next line.
        let continued = "a:" + String(repeating: "y", count: 1021) + "b:hidden\nc:z\n"
        #expect(
            entries(continued) == [
                "1 a plain '" + String(repeating: "y", count: 128) + "' used", "1 b plain 'hidden' used",
                "2 c plain 'z' used",
            ]
        )
    }

    @Test("a backslash at a line's end, behind which nothing is, is dropped, and in a name the line with it")
    func lastBackslash() {
        #expect(entries("a:b\\\nc\\\nd:\\") == ["1 a plain 'b' used", "3 d plain '' unused"])
        #expect(entries("a\\") == [])
    }

    @Test("the octets behind a zero are not read")
    func zeros() {
        #expect(entries("a:b\u{0}c\n\u{0}d:e\nf\u{0}:g\n") == ["1 a plain 'b' used"])
        #expect(entries("a:b\u{0}c\u{0}d\n") == ["1 a plain 'b' used"])
    }

    @Test(
        "setting changes the user's first line only, or adds one at the end",
        arguments: [
            ("", "bob", "AESx", "bob:AESx\n"), ("a:b\n", "bob", "AESx", "a:b\nbob:AESx\n"),
            ("a:b", "bob", "AESx", "a:b\nbob:AESx\n"), ("a:b", "a", "AESx", "a:AESx\n"),
            ("# x\nbob:1\n\nbob:2\nc:d\n", "bob", "AESx", "# x\nbob:AESx\n\nbob:2\nc:d\n"),
            ("bob:1:two:three\r\nc:d\r\n", "bob", "AESx", "bob:AESx\nc:d\r\n"),
            ("b\\ob:1\n", "bob", "AESx", "bob:AESx\n"), ("x:y\n", "a:b\\c", "AESx", "x:y\na\\:b\\\\c:AESx\n"),
            ("a\\:b:1\n", "a:b", "AESx", "a\\:b:AESx\n"),
            ("\n\n", "bob", "TEXTa:b\\c", "\n\nbob:TEXTa\\:b\\\\c\n"),
            ("bob:\n", "bob", "AESx", "bob:AESx\n"), ("bob\n", "bob", "AESx", "bob\nbob:AESx\n"),
        ]
    )
    func set(content: String, user: String, value: String, expected: String) throws {
        var file = PoolPasswdFile(secret(content))
        try file.set(Array(user.utf8), to: Array(value.utf8).span)
        #expect(String(decoding: text(file), as: UTF8.self) == expected)
        #expect(lookUp(file, user) == value)
        // Once more changes nothing, and what was written reads the same.
        try file.set(Array(user.utf8), to: Array(value.utf8).span)
        #expect(String(decoding: text(file), as: UTF8.self) == expected)
        let again = PoolPasswdFile(secret(expected))
        #expect(lookUp(again, user) == value)
    }

    @Test("any user name that can be found is found after it was set")
    func anyName() throws {
        var random = SeededRandom(seed: 12)
        for _ in 0..<300 {
            let name = random.bytes(count: 1 + Int(random.next() % 128)).map { $0 == 0 || $0 == 10 ? 58 : $0 }
            let value = random.bytes(count: 1 + Int(random.next() % 128)).map {
                $0 == 0 || $0 == 10 ? 92 : $0
            }
            var file = PoolPasswdFile(secret("other:x"))
            try file.set(name, to: value.span)
            let again = PoolPasswdFile(secret(text(file)))
            #expect(lookUpOctets(again, name) == value)
        }
    }

    @Test("what Pgpool-II could never find or read is refused")
    func refusals() {
        func refuse(_ user: [UInt8], _ value: [UInt8], in content: String = "a:b\n") -> PgpoolPasswordsError?
        {
            var file = PoolPasswdFile(secret(content))
            let refused = refusalToSet(&file, user, value)
            if refused != nil { #expect(text(file) == Array(content.utf8)) }
            return refused
        }
        #expect(refuse([], [65]) == .emptyUserName)
        #expect(refuse([65, 10], [65]) == .unusableUserName)
        #expect(refuse([65, 0], [65]) == .unusableUserName)
        #expect(refuse([UInt8](repeating: 65, count: 129), [65]) == .userNameTooLong(count: 129))
        #expect(refuse([UInt8](repeating: 65, count: 128), [65]) == nil)
        #expect(refuse([65], []) == .emptySecret)
        #expect(refuse([65], [10]) == .unusableSecret)
        #expect(refuse([65], [0]) == .unusableSecret)
        #expect(refuse([65], [UInt8](repeating: 65, count: 129)) == .secretTooLong(count: 129))
        #expect(refuse([65], [UInt8](repeating: 58, count: 128)) == nil)
        #expect(refuse([UInt8](repeating: 92, count: 128), [UInt8](repeating: 92, count: 128)) == nil)
        let long = "x:y\na:" + String(repeating: "y", count: 1021) + "b:hidden\n"
        #expect(refuse([UInt8(ascii: "a")], [65], in: long) == .entryInLongLine(line: 2))
        #expect(refuse([UInt8(ascii: "b")], [65], in: long) == .entryInLongLine(line: 2))
        #expect(refuse([UInt8(ascii: "x")], [65], in: long) == nil)
    }

    @Test(
        "removing takes every entry of the user and nothing else",
        arguments: [
            ("bob:1\n", "bob", 1, ""), ("a:b\n#c\nbob:1\nbob:2\nd:e", "bob", 2, "a:b\n#c\nd:e"),
            ("a:b\nbob:1", "bob", 1, "a:b\n"), ("a:b\n", "bob", 0, "a:b\n"),
            ("b\\ob:1\nbo:1\n", "bob", 1, "bo:1\n"),
        ]
    )
    func remove(content: String, user: String, count: Int, expected: String) throws {
        var file = PoolPasswdFile(secret(content))
        let removed = try file.remove(Array(user.utf8))
        #expect(removed == count)
        #expect(String(decoding: text(file), as: UTF8.self) == expected)
        #expect(lookUp(file, user) == nil)
        // What is set now stands where it would in what is left.
        var again = PoolPasswdFile(secret(expected))
        for name in [user, "new"] {
            try file.set(Array(name.utf8), to: Array("new".utf8).span)
            try again.set(Array(name.utf8), to: Array("new".utf8).span)
            #expect(text(file) == text(again))
            #expect(lookUp(file, name) == "new")
        }
    }

    @Test("lines are counted as they stand once some are removed")
    func linesAfterRemoval() throws {
        var file = PoolPasswdFile(secret("bob:1\n\nbob:2\na:b\nc:\(String(repeating: "y", count: 1100))\n"))
        _ = try file.remove(Array("bob".utf8))
        var numbers: [Int] = []
        file.forEachEntry { numbers.append($0.lineNumber) }
        #expect(numbers == [2, 3])
        #expect(refusalToSet(&file, Array("c".utf8), [65]) == .entryInLongLine(line: 3))
    }

    @Test("an entry behind a last line that was not ended is in a line of its own")
    func linesAfterEnding() throws {
        var file = PoolPasswdFile(secret("a:b"))
        for user in ["c", "d"] { try file.set(Array(user.utf8), to: Array("x".utf8).span) }
        var numbers: [Int] = []
        file.forEachEntry { numbers.append($0.lineNumber) }
        #expect(numbers == [1, 2, 3])

        // One that was set is ended.
        var other = PoolPasswdFile(secret("a:b"))
        for user in ["a", "c"] { try other.set(Array(user.utf8), to: Array("x".utf8).span) }
        #expect(String(decoding: text(other), as: UTF8.self) == "a:x\nc:x\n")
    }

    @Test("an entry in a line that is too long cannot be removed")
    func removeLong() {
        var file = PoolPasswdFile(secret("a:1\na:" + String(repeating: "y", count: 1021) + "b:hidden\n"))
        let before = text(file)
        var refused: PgpoolPasswordsError?
        do throws(PgpoolPasswordsError) {
            _ = try file.remove([UInt8(ascii: "a")])
        } catch {
            refused = error
        }
        #expect(refused == .entryInLongLine(line: 2))
        #expect(text(file) == before)
    }

    @Test("thousands of users are set one after the other, into thousands that are there")
    func many() throws {
        let content = (0..<3000).map { "user\($0):old\($0)\n" }.joined()
        var file = PoolPasswdFile(secret(content))
        for number in stride(from: 1, to: 6000, by: 2) {
            try file.set(Array("user\(number)".utf8), to: Array("new\(number)".utf8).span)
        }
        var expected = (0..<3000).map { $0 % 2 == 0 ? "user\($0):old\($0)\n" : "user\($0):new\($0)\n" }
            .joined()
        expected += stride(from: 3001, to: 6000, by: 2).map { "user\($0):new\($0)\n" }.joined()
        #expect(String(decoding: text(file), as: UTF8.self) == expected)
    }

    @Test("a TEXT entry holds 124 octets")
    func textEntry() throws {
        let entry = try EntryKind.textEntry(for: [UInt8](repeating: 65, count: 124).span)
        #expect(string(entry.span) == "TEXT" + String(repeating: "A", count: 124))
        let kind = EntryKind(of: entry.span)
        #expect(kind == .text)
        #expect(
            refusal { () throws(PgpoolPasswordsError) in
                _ = try EntryKind.textEntry(for: [UInt8](repeating: 65, count: 125).span)
            } == .passwordTooLong(count: 125, limit: 124)
        )
    }
}

private func secret(_ content: [UInt8]) -> SecretBytes {
    SecretBytes(copying: content.span)
}

private func secret(_ content: String) -> SecretBytes {
    secret(Array(content.utf8))
}

private func text(_ file: borrowing PoolPasswdFile) -> [UInt8] {
    let content = file.content()
    return array(content.span)
}

private func lookUp(_ file: borrowing PoolPasswdFile, _ user: String) -> String? {
    lookUpOctets(file, Array(user.utf8)).map { String(decoding: $0, as: UTF8.self) }
}

private func lookUpOctets(_ file: borrowing PoolPasswdFile, _ user: [UInt8]) -> [UInt8]? {
    guard let entry = file.entry(of: user) else { return nil }
    return array(entry.secret.span)
}

private func entries(_ content: String) -> [String] {
    let file = PoolPasswdFile(secret(content))
    var entries: [String] = []
    file.forEachEntry { entry in
        let user = String(decoding: entry.userName, as: UTF8.self)
        let isUsed = entry.isUsed ? "used" : "unused"
        entries.append(
            "\(entry.lineNumber) \(user) \(entry.kind.rawValue) '\(string(entry.secret.span))' \(isUsed)"
        )
    }
    return entries
}

private func refusalToSet(_ file: inout PoolPasswdFile, _ user: [UInt8], _ value: [UInt8])
    -> PgpoolPasswordsError?
{
    do throws(PgpoolPasswordsError) {
        try file.set(user, to: value.span)
        return nil
    } catch {
        return error
    }
}
