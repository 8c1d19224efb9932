import Glibc
import Testing

@testable import PostgresConfiguration

/// Small grammars within lines, of which a line is refused, taken, or doubtful.
@Suite("Expressions, URLs, lists and numbers in HBA files")
struct GrammarTablesTests {
    @Test("an expression compiles, does not, or only the server knows", arguments: RuleCorpus.expressions)
    func expressions(text: String, form: RegularExpressionForm) {
        #expect(RegularExpressionForm(text.utf8) == form)
    }

    @Test("what is long, deep or no UTF-8 is for the server to say")
    func bounds() {
        func letters(_ count: Int) -> [UInt8] { [UInt8](repeating: UInt8(ascii: "a"), count: count) }
        #expect(RegularExpressionForm(letters(1000)) == .valid)
        #expect(RegularExpressionForm(letters(1001)) == .unclear)
        #expect(RegularExpressionForm([UInt8(ascii: "a"), 0xE9]) == .unclear)
        func nested(_ depth: Int) -> String {
            String(repeating: "(", count: depth) + "a" + String(repeating: ")", count: depth)
        }
        #expect(RegularExpressionForm(nested(50).utf8) == .valid)
        #expect(RegularExpressionForm(nested(51).utf8) == .unclear)
        #expect(RegularExpressionForm(String(nested(50).dropLast()).utf8) == .invalid)
    }

    /// RFC 4516, section 2; the schemes are those of OpenLDAP.
    @Test(
        "an LDAP URL stands for the options that its parts are, is refused, or is for the library to read",
        arguments: [
            ("ldap://h", .parts([])), ("ldap://", .parts([])), ("ldap:///", .parts(["ldapbasedn"])),
            ("ldap://h/dc=x", .parts(["ldapbasedn"])), ("LDAPS://a-b.c1:636/", .parts(["ldapbasedn"])),
            ("ldap://h/dc=x?", .parts(["ldapbasedn"])),
            ("ldap://h/dc=x?uid", .parts(["ldapbasedn", "ldapsearchattribute"])),
            ("ldap://h/dc=x?uid?base", .parts(["ldapbasedn", "ldapsearchattribute"])),
            ("ldap://h/dc=x??one", .parts(["ldapbasedn"])), ("ldap://h/dc=x???", .parts(["ldapbasedn"])),
            (
                "ldap://h/dc=x?uid?sub?(a=b)",
                .parts(["ldapbasedn", "ldapsearchattribute", "ldapsearchfilter"])
            ),
            ("ldaps://h/dc=x???(a=b)", .parts(["ldapbasedn", "ldapsearchfilter"])),
            ("ldapi://h", .refused), ("CLDAP://h/dc=x", .refused), ("http://h", .unclear), ("h", .unclear),
            ("ldap:h", .unclear), ("ldap:/h", .unclear), ("ldap;//h", .unclear), ("", .unclear),
            ("ldap://h/dc=x?uid?tree", .unclear), ("ldap://h/dc=x?uid?sub?(a=b)?!x", .unclear),
            ("ldap://h/dc=%20", .unclear), ("ldap://[::1]/dc=x", .unclear), ("ldap://a_b/", .unclear),
            ("ldap://h:1/", .parts(["ldapbasedn"])), ("ldap://h:1234/", .parts(["ldapbasedn"])),
            ("ldap://h:12345/", .unclear), ("ldap://h:/", .unclear), ("ldap://h:12a/", .unclear),
            ("ldap://h:1:2/", .unclear), ("ldap://a_b:1/", .unclear),
        ] as [(String, LDAPURLForm)]
    )
    func urls(text: String, form: LDAPURLForm) {
        #expect(LDAPURLForm(text) == form)
    }

    @Test("an unclear URL may have what a search needs, and what it has excludes a bind by prefix")
    func urlsInForce() {
        func file(_ options: String) -> HostBasedAuthenticationFile {
            authentication("host all all all ldap \(options)")
        }
        #expect(file("ldapurl=ldap://h/dc=%20").problems == [])
        #expect(file("ldapurl=ldap://h/dc=%20").doubts.map(\.kind) == [.ldapURL])
        #expect(file("ldapurl=ldap://h/dc=x").doubts == [])
        #expect(file("ldapbasedn=b").doubts == [])
        #expect(
            file("ldapurl=ldap://h/dc=x?uid??f").problems.map(\.kind.description)
                == ["ldapsearchattribute and ldapsearchfilter exclude each other"]
        )
        #expect(
            file("ldapurl=ldap://h/dc=x ldapsuffix=s").problems.map(\.kind.description)
                == ["ldapsuffix and ldapbasedn exclude each other"]
        )
        for option in ["ldapbinddn", "ldapbindpasswd", "ldapsearchattribute", "ldapsearchfilter"] {
            #expect(
                file("ldapprefix=p \(option)=x").problems.map(\.kind)
                    == [.conflictingOptions("ldapprefix", option)]
            )
        }
    }

    @Test("a list for RADIUS has as many elements, or is none", arguments: RuleCorpus.radiusLists)
    func radiusLists(text: String, count: Int?) {
        let servers = (1...max(count ?? 1, 1)).map { "10.0.0.\($0)" }
        func kinds(_ servers: [String]) -> [HostBasedAuthenticationFile.Problem.Kind] {
            authentication(RuleCorpus.radius(servers, secrets: text)).problems.map(\.kind)
        }
        switch count {
        case nil: #expect(kinds(servers) == [.malformedValue("radiussecrets")])
        case 0: #expect(kinds(servers) == [.missingOption(["radiussecrets"])])
        case 1: #expect(kinds(servers + ["::1", "::2"]) == [])
        default:
            #expect(kinds(servers) == [])
            #expect(kinds(servers + ["::1"]) == [.unequalLists("radiussecrets", "radiusservers")])
        }
    }

    @Test("names of RADIUS servers are a doubt, addresses are none; ports of zero are refused")
    func radiusServers() {
        func file(_ servers: String, _ more: String = "") -> HostBasedAuthenticationFile {
            authentication("host all all all radius radiusservers=\"\(servers)\" radiussecrets=s \(more)")
        }
        #expect(file("10.0.0.1,::1").doubts == [])
        #expect(file("10.0.0.1,radius.example").doubts.map(\.kind) == [.radiusServer])
        #expect(
            file("10.0.0.1,::1", "radiusports=\"1,0\"").problems.map(\.kind) == [
                .malformedValue("radiusports")
            ]
        )
        #expect(file("10.0.0.1,::1", "radiusports=\"1,2\"").problems == [])
        #expect(file("10.0.0.1,::1", "radiusports=\"\"").problems == [])
        #expect(file("10.0.0.1", "radiusidentifiers=\"0\"").problems == [])
    }

    @Test(
        "a number is zero where the C library's atoi says so",
        arguments: [
            "", "0", "00", "-0", "+0", " 0", "\t0", "\r0", "\u{8}1", "\u{E}1", "!1", "1", "-1", "+1", " 1",
            "\t1", "\r1", "x",
            "0x1", "--1", "+-1", "10", "19", "1:", ":1", "/1", "4294967296", "4294967297", "8589934592",
            "9223372036854775807", "9223372036854775808", "-9223372036854775807", "-9223372036854775808",
            "-9223372036854775809", "99999999999999999999", "-99999999999999999999", "18446744073709551616",
        ]
    )
    func numbers(text: String) {
        #expect(isZeroNumber(text) == (atoi(text) == 0))
    }

    /// `hba.c` reads a line into a buffer of 20,480 octets up to PostgreSQL 13, and Pgpool-II one of 8,192: a line that
    /// fills it is refused.
    @Test("a line is as long as the server's buffer, or as it likes where there is none")
    func lineLengths() {
        func isTaken(_ count: Int, _ dialect: HostBasedAuthenticationDialect) -> Bool {
            let line = "local all all trust #"
            let text = line + String(repeating: "x", count: count - line.utf8.count - 1) + "\n"
            let file = authentication(text, dialect)
            #expect(file.problems.map(\.kind) == (file.records.isEmpty ? [.tooLong] : []))
            return file.records.count == 1
        }
        #expect(isTaken(20_478, .postgres(majorVersion: 13)))
        #expect(!isTaken(20_479, .postgres(majorVersion: 13)))
        #expect(isTaken(1_000_000, .postgres(majorVersion: 14)))
        #expect(isTaken(8190, .pgpool))
        #expect(!isTaken(8191, .pgpool))
    }

    @Test("a token has up to 10,239 octets up to PostgreSQL 15, less one for a comma or quote behind it")
    func tokenLengths() {
        func isTaken(_ count: Int, _ version: Int, _ form: (String) -> String = { $0 }) -> Bool {
            let user = form(String(repeating: "x", count: count))
            return authentication("local all \(user) trust", .postgres(majorVersion: version)).problems
                .isEmpty
        }
        for version in [13, 14, 15] {
            #expect(isTaken(10_239, version))
            #expect(!isTaken(10_240, version))
            #expect(isTaken(10_238, version) { "\($0),y" })
            #expect(!isTaken(10_239, version) { "\($0),y" })
            #expect(isTaken(10_238, version) { "\"\($0)\"" })
            #expect(!isTaken(10_239, version) { "\"\($0)\"" })
        }
        #expect(isTaken(100_000, 16))
    }

    @Test("what 19 does not know is refused there, and a doubt from 20 on")
    func newest() {
        for line in ["host all all all passkey", "host all all all md5 new=1"] {
            #expect(authentication(line, .postgres(majorVersion: 19)).problems.count == 1)
            let next = authentication(line, .postgres(majorVersion: 20))
            #expect(next.problems == [])
            #expect(next.doubts.map(\.kind) == [.unknown])
        }
    }
}
