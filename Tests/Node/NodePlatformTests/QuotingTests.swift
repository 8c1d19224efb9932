import TestSupport
import Testing
import TextEncodings

@testable import NodePlatform

/// Every sign that means something to a shell, to SQL, to libpq or in a URL, alone and where `Character` hides it:
/// behind a letter that joins what follows, and before a mark that joins what precedes.
@Suite("Texts between quotes, judged by those who read them")
struct QuotingTests {
    static let texts: [String] = {
        let signs = "'\"\\ $`\t;&|<>()*?#~=%!+@/:,-\n\r{}[]^".unicodeScalars.map { String($0) }
        let hidden = signs.flatMap { sign in
            [
                "a\(sign)b", "\u{0D4E}\(sign)b", "\u{0600}\(sign)b", "a\(sign)\u{0301}b", "a\(sign)\u{200D}b",
                sign + sign,
            ]
        }
        return hidden + [
            "", "plain", "x'; DROP TABLE t; --", "\\' OR 1=1", "$(id)", "é", "e\u{301}", "\u{1F600}",
            "\u{1112}\u{1161}",
        ]
    }()

    private static func digits(_ text: String) -> String { hexadecimal(Array(text.utf8)) }

    /// Names of files as nobody expects them: of bytes that mean something to a shell, a terminal or `printf`, of such
    /// as are no UTF-8, and any; also with newlines at their end.
    private static let names: [[UInt8]] = {
        var random = SeededRandom(seed: 20)
        let signs = Array("'\"\\$`!%;&|#~-0127ab \n\r\t\u{1B}\u{7F}\u{9B}\u{202E}é\u{301}".utf8)
        let drawn = (0..<2_000).map { index in
            let count = 1 + Int(random.next() % 12)
            return (0..<count).map { _ in
                index % 2 == 0
                    ? signs[Int(random.next() % UInt64(signs.count))] : UInt8(1 + random.next() % 255)
            }
        }
        let chosen = [
            "x'; touch PWNED; :'.key", "-n", "%s\n", "\\n\u{1B}", "\n", "a\n\n", "'\n'", "\u{1B}[2J\n\\",
        ]
        return drawn + chosen.map { Array($0.utf8) } + [[0xFF], [0x27, 0xC3], [0xC3, 0x0A]]
    }()

    @Test("a shell reads a word as what it was", arguments: ["sh", "bash", "dash"])
    func shell(name: String) throws {
        let shell = try #require(Program.find(name))
        let all = Self.texts.map { Array($0.utf8) } + Self.names
        let words =
            all.map { Quoting.shellWord($0) }
            + Self.texts.flatMap { [Quoting.shellWord($0), Quoting.shellQuoted($0)] }
        let wanted = all + Self.texts.flatMap { [Array($0.utf8), Array($0.utf8)] }
        let script = "eval \"printf '%s\\\\0' $(cat)\""
        let outcome = try shell.run(["-c", script], input: Array(words.joined(separator: " ").utf8))
        let read = outcome.output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        #expect(read.map { Array($0) } == wanted, "\(outcome.errorText)")
    }

    @Test("what needs no quotes and no escapes has none")
    func plain() {
        #expect(Quoting.shellWord("aZ09-_./=:,@%+") == "aZ09-_./=:,@%+")
        #expect(Quoting.sqlLiteral("a'b") == "'a''b'")
        #expect(Quoting.connectionValue("!~#az") == "!~#az")
        #expect(Quoting.connectionValue("a ") == "'a '")
        #expect(Quoting.percentEncoded("azAZ09-._~/") == "azAZ09-._~/")
        #expect(Quoting.percentEncoded("a/b", keepingSlashes: false) == "a%2Fb")
    }

    @Test("and a terminal has nothing to act on in it")
    func terminal() {
        for name in Self.names + Self.texts.map({ Array($0.utf8) }) {
            let word = Quoting.shellWord(name)
            #expect(word.unicodeScalars.allSatisfy(VisibleText.isVisible), "\(name)")
        }
    }

    /// Asks libpq itself for what it reads, by its own function.
    private static let judge = """
        import ctypes, sys
        pq = ctypes.CDLL("libpq.so.5")
        class Option(ctypes.Structure):
            _fields_ = [(name, ctypes.c_char_p) for name in "keyword envvar compiled val label dispchar".split()]
            _fields_.append(("dispsize", ctypes.c_int))
        pq.PQconninfoParse.restype = ctypes.POINTER(Option)
        for line in sys.stdin.buffer.read().split(b"\\0")[:-1]:
            options = pq.PQconninfoParse(line, None)
            found = {}
            place = 0
            while options and options[place].keyword:
                if options[place].val is not None: found[options[place].keyword] = options[place].val
                place += 1
            assert set(found) <= {b"dbname", b"user"} and found.get(b"user") == b"last", (line, found)
            print(found.get(b"dbname", b"").hex())
        """

    @Test(
        "libpq reads a value of a connection string as what it was, and no option beside it",
        .enabled(
            if: Programs.python != nil && PostgresServer.isInstalled,
            "python3 or libpq is not installed"
        )
    )
    func connection() throws {
        let lines = Self.texts.map { "dbname=\(Quoting.connectionValue($0)) user=last\0" }
        let python = try #require(Programs.python)
        let outcome = try python.run(["-c", Self.judge], input: Array(lines.joined().utf8))
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(
            outcome.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
                == Self.texts.map(Self.digits)
        )
    }

    @Test(
        "a URL's reader reads a part as what it was",
        .enabled(if: Programs.python != nil, "python3 is not installed")
    )
    func url() throws {
        let judge = """
            import sys, urllib.parse
            for line in sys.stdin.read().split("\\n")[:-1]:
                assert all(33 <= ord(c) <= 126 and c not in "&?#=+@:" for c in line), line
                print(urllib.parse.unquote_to_bytes(line).hex())
            """
        let lines = Self.texts.map { Quoting.percentEncoded($0) + "\n" }
        let outcome = try #require(Programs.python).run(["-c", judge], input: Array(lines.joined().utf8))
        #expect(outcome.status == 0, "\(outcome.errorText)")
        #expect(
            outcome.text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
                == Self.texts.map(Self.digits)
        )
    }

    @Test(
        "PostgreSQL reads constants and names as what they were, whatever standard_conforming_strings is",
        .enabled(if: PostgresServer.isInstalled, "PostgreSQL is not installed")
    )
    func sql() throws {
        let server = try PostgresServer()
        for setting in ["on", "off"] {
            let constants = Self.texts.map {
                "(encode(convert_to(\(Quoting.sqlLiteral($0)), 'UTF8'), 'hex'))"
            }
            let answer = try server.query(
                "SET backslash_quote = on; SET standard_conforming_strings = \(setting); VALUES "
                    + constants.joined(separator: ", ")
            )
            #expect(
                answer.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(2).map(String.init)
                    == Self.texts.map(Self.digits)
            )
        }
        // No name is empty, and none is longer than 63 bytes.
        let names = Self.texts.filter { !$0.isEmpty }
        let columns = names.map { "1 AS \(Quoting.sqlIdentifier($0))" }.joined(separator: ", ")
        let answer = try server.query(
            """
            CREATE TEMPORARY TABLE t AS SELECT \(columns);
            SELECT encode(convert_to(attname::text, 'UTF8'), 'hex') FROM pg_attribute
            WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum
            """
        )
        #expect(answer.split(separator: "\n").dropFirst().map(String.init) == names.map(Self.digits))
    }
}
