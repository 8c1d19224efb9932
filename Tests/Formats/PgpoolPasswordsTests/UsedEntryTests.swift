import PgpoolPasswords
import SecretMemory
import Testing

@Suite("The entry that Pgpool-II uses is removed alone")
struct UsedEntryTests {
    /// What stands there after one removal of `bob` after the other, until nothing changes.
    private static let removals: [(content: String, after: [String])] = [
        ("bob:1\n", [""]),
        ("a:b\nbob:1\nbob:2\nc:d", ["a:b\nbob:2\nc:d", "a:b\nc:d"]),
        // What has no secret is used by nobody and stays, wherever it stands.
        ("bob:\nbob:1\na:b\n", ["bob:\na:b\n"]),
        ("bob:\nbob:1\nbob:2\n", ["bob:\nbob:2\n", "bob:\n"]),
        ("bob:1\nbob:\nbob:2\n", ["bob:\nbob:2\n", "bob:\n"]),
        ("a:b\nbo:b\n", []),
        ("bob:\n", []),
    ]

    @Test("so that the next one of the user is used, until there is none", arguments: removals)
    func removal(content: String, after: [String]) throws {
        var file = PoolPasswdFile(SecretBytes(copying: content.utf8Span.span))
        for expected in after + [after.last ?? content] {
            try file.removeUsedEntry(of: Array("bob".utf8))
            #expect(string(file.content().span) == expected)
            // The index says the same as that of a file that is read again.
            let again = PoolPasswdFile(SecretBytes(copying: expected.utf8Span.span))
            #expect(used(file) == used(again))
        }
    }

    @Test("and an entry that is set afterwards stands where it would in what is left", arguments: removals)
    func setting(content: String, after: [String]) throws {
        for count in 0...after.count {
            var file = PoolPasswdFile(SecretBytes(copying: content.utf8Span.span))
            for _ in 0..<count { try file.removeUsedEntry(of: Array("bob".utf8)) }
            var again = PoolPasswdFile(file.content())
            try file.set(Array("bob".utf8), to: "new".utf8Span.span)
            try again.set(Array("bob".utf8), to: "new".utf8Span.span)
            #expect(used(file) == "new")
            #expect(string(file.content().span) == string(again.content().span))
        }
    }

    @Test("but for one in a line that is too long, of which nothing changes")
    func longLine() {
        let content = "x:y\nb:\na:" + String(repeating: "y", count: 1021) + "b:hidden\n"
        var file = PoolPasswdFile(SecretBytes(copying: content.utf8Span.span))
        let refused = refusal { () throws(PgpoolPasswordsError) in
            try file.removeUsedEntry(of: Array("b".utf8))
        }
        #expect(refused == .entryInLongLine(line: 3))
        #expect(string(file.content().span) == content)
    }

    private func used(_ file: borrowing PoolPasswdFile) -> String? {
        guard let entry = file.entry(of: Array("bob".utf8)) else { return nil }
        return string(entry.secret.span)
    }
}
