import Glibc
import Testing

@testable import PostgresConfiguration

@Suite("Characters, numbers and line ends of configurations")
struct CharactersTests {
    /// The C library's classes, in the locale that a program has from the start.
    @Test(
        "an octet of ASCII is a digit or letter where the C library says so, and every other octet a letter"
    )
    func classes() {
        for octet in UInt8.min...UInt8.max {
            let isASCII = octet < 0x80
            let number = Int32(octet)
            #expect(isDigit(octet) == (isASCII && isdigit(number) != 0), "\(octet)")
            #expect(isUnitLetter(octet) == (isASCII && isalpha(number) != 0), "\(octet)")
            #expect(isHexadecimalDigit(octet) == (isASCII && isxdigit(number) != 0), "\(octet)")
            let isName = !isASCII || isalpha(number) != 0 || octet == UInt8(ascii: "_")
            #expect(isLetter(octet) == isName, "\(octet)")
            #expect(isLetterOrDigit(octet) == (isName || isdigit(number) != 0), "\(octet)")
            let lower = isASCII ? UInt8(truncatingIfNeeded: tolower(number)) : octet
            #expect(lowercasedASCII([octet]) == [lower], "\(octet)")
        }
    }

    /// The grammar of `guc-file.l`: a sign, then digits or `0x` and hexadecimal ones, with the letters of a unit; or a
    /// number with a point, and an exponent that has a digit.
    @Test("a number is one token as PostgreSQL has them, or its line is refused")
    func numbers() {
        for text in [
            "0", "9", "1", "+1", "-1", "1kB", "12MIN", "0x1F", "0xff", "0xFFkB", "0XFF", "0x", "-0x1", "1.",
            ".5", ".",
            "1.5", "-.5", "+1.", "1.e5", ".5E-3", "1.5e+3", "1.5e3", "1.5E3", "00.00",
        ] {
            let file = configuration("x = \(text)\n")
            #expect(file.pairs == ["x=\(text)@1"], "\(text)")
            #expect(file.problemLines == [], "\(text)")
        }
        for text in [
            "+", "-", "+-1", "--1", "1e5", "1.5e", "1.5e+", "1.5kB", "1..5", "1-", "0x1.5", "0x1g5", "1_",
            "1.5f3", "/", ":",
            "0x1.", "1 2", "1,2", "\"1\"",
        ] {
            let file = configuration("x = \(text)\n")
            #expect(file.pairs == [], "\(text)")
            #expect(file.problemLines == [1], "\(text)")
        }
    }

    @Test("a bare word has letters, digits and what stands in paths and host names, and begins with a letter")
    func words() {
        for text in ["on", "_x", "é", "a-b", "a.b-", "a:b", "a/b", "a_1", "Z9", "a..b", "a.1"] {
            #expect(configuration("x = \(text)\n").pairs == ["x=\(text)@1"], "\(text)")
        }
        for text in ["a+b", "a,b", "a;b", "/a", "-a", "a@b", "a~", "a*", "a.b"] {
            #expect(configuration("x = \(text)\n").problemLines == [1], "\(text)")
        }
    }

    @Test("a line that is added ends as the first of the file does")
    func lineEnds() throws {
        for (text, ending) in [
            ("", "\n"), ("a = 1", "\n"), ("a = 1\n", "\n"), ("a = 1\r\n", "\r\n"), ("\r\n", "\r\n"),
            ("\n", "\n"),
            ("\nb = 1\r\n", "\n"), ("# x\r\nb = 1\n", "\r\n"), ("a = 1\r", "\n"), ("a\r = 1\n", "\n"),
        ] {
            var file = configuration(text)
            try file.set("new", to: "on")
            let gap = text.isEmpty || text.utf8.last == UInt8(ascii: "\n") ? "" : ending
            #expect(file.text == text + gap + "new = on" + ending, "\(text.debugDescription)")
        }
    }

    @Test("a comment of Pgpool-II wants a line end behind it")
    func comments() {
        #expect(configuration("# a = 1", .pgpool).problemLines == [1])
        #expect(configuration("# a = 1\n", .pgpool).problemLines == [])
        #expect(configuration("a = 1 # b\n", .pgpool).pairs == ["a=1@1"])
        #expect(configuration("# a = 1").problemLines == [])
    }
}
