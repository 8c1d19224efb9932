import TestSupport
import Testing

@Suite("pg_enc encrypts the form of a password by which its user gets in, and says so")
struct PreparedPasswordTests {
    private static let warning =
        "is encrypted as SASLprep changes it, which is how SCRAM has it; --raw encrypts it as it is given, for md5\n"

    @Test(
        "what SASLprep changes is encrypted as it changes it, with a word that does not have it",
        // The examples of RFC 4013, section 3, and its mapping of other spaces.
        arguments: [("I\u{AD}X", "IX"), ("\u{AA}", "a"), ("\u{2168}", "IX"), ("one\u{A0}two", "one two")]
    )
    func changed(password: String, prepared: String) throws {
        let files = try Files()
        let expected = try files.run(["-K", "k", prepared])
        #expect(expected.errorText == "")
        let outcome = try files.run(["-K", "k", "--password-stdin"], password)
        #expect(outcome.status == 0)
        #expect(outcome.text == expected.text)
        #expect(outcome.errorText == "WARNING: the password " + Self.warning)
        #expect(try files.run(["-K", "k", password]).text == expected.text)
    }

    @Test(
        "what SASLprep refuses or what is not UTF-8 stays as it is, without a word",
        // RFC 4013, section 3: a prohibited character, and text of both directions.
        arguments: [Array("\u{7}".utf8), Array("\u{627}1".utf8), [0xE4, 0x62], Array("p\u{E4}ss".utf8)]
    )
    func kept(password: [UInt8]) throws {
        let tool = try Program.built("pg_enc")
        let usual = try tool.run(["-K", "k", "--password-stdin"], input: password)
        let raw = try tool.run(["-K", "k", "--raw", "--password-stdin"], input: password)
        #expect(usual.status == 0 && usual.text == raw.text)
        #expect(usual.errorText == "")
    }

    @Test(
        "with --raw the entry is the distribution's",
        .enabled(if: Programs.distributionPgEnc != nil, "pgpool2 is not installed"),
        arguments: ["I\u{AD}X", "\u{2168}\u{A0}", "hello"]
    )
    func raw(password: String) throws {
        let own = try Program.built("pg_enc").run(["-K", "k", "--raw", password])
        let theirs = try #require(Programs.distributionPgEnc).run(["-K", "k", password])
        #expect(own.output == theirs.output && own.status == 0)
        #expect(own.errorText == "")
    }

    @Test("of a prepared form the length counts")
    func tooLong() throws {
        let files = try Files()
        // One character becomes 18: 33 bytes of 3.
        let outcome = try files.run(["-K", "k", String(repeating: "\u{FDFA}", count: 3)])
        #expect(outcome.status == 1)
        #expect(
            outcome.errorText == "Error: the password has 99 bytes once SASLprep has changed it; "
                + "Pgpool-II can read an entry of at most 79\n"
        )
        #expect(try files.run(["-K", "k", "--raw", String(repeating: "\u{FDFA}", count: 3)]).status == 0)
        // What it takes away does not.
        let shorter = String(repeating: "\u{AD}", count: 10) + String(repeating: "p", count: 79)
        #expect(try files.run(["-K", "k", shorter]).status == 0)
    }

    @Test("of a file each user is named in a line, the first twenty, and the others are counted")
    func file() throws {
        let files = try Files()
        let users = (1...22).map { "user\($0):sec\u{AD}ret\($0)\n" }.joined()
        try files.folder.write("plain:secret\n" + users, to: "input")
        try files.folder.write("", to: "pool_passwd")
        try files.folder.write("plain:secret\n" + users.replacing("\u{AD}", with: ""), to: "prepared")
        for options in [[], ["-m"]] {
            let outcome = try files.run(options + ["-K", "k", "-i", files.folder.path("input")])
            #expect(outcome.status == 0)
            let lines = outcome.errorText.split(separator: "\n")
            try #require(lines.count == 21)
            #expect(lines[0] + "\n" == "WARNING: LINE#02: the password of user1 " + Self.warning)
            #expect(lines[19].hasPrefix("WARNING: LINE#21: the password of user20 is "))
            #expect(lines[20] == "WARNING: 2 more passwords are changed by SASLprep")
            #expect(!outcome.errorText.contains("sec"))
        }
        let written = try files.folder.text("pool_passwd")
        #expect(try files.run(["-m", "-K", "k", "-i", files.folder.path("prepared")]).errorText == "")
        #expect(try files.folder.text("pool_passwd") == written)
        #expect(try files.run(["-m", "--raw", "-K", "k", "-i", files.folder.path("input")]).errorText == "")
        #expect(try files.folder.text("pool_passwd") != written)
    }

    @Test("a byte order mark that an editor put before a file is no part of a password or a name")
    func byteOrderMark() throws {
        let files = try Files()
        let expected = try files.run(["-K", "k", "secret"]).text
        try files.folder.write("\u{FEFF}secret\r\n", to: "password")
        let path = files.folder.path("password")
        let outcome = try files.run(["-K", "k", "--password-file", path])
        #expect(outcome.text == expected && outcome.status == 0)
        #expect(
            outcome.errorText
                == "WARNING: \(path) begins with a byte order mark (U+FEFF), which is left out\n"
        )
        #expect(try files.run(["-K", "k", "--password-stdin"], "\u{FEFF}secret").text == expected)
        try files.folder.write("\u{FEFF}bob:secret\r\n", to: "input")
        #expect(try files.run(["-m", "-K", "k", "-i", files.folder.path("input")]).status == 0)
        #expect(try files.folder.text("pool_passwd").hasPrefix("bob:AES"))
    }

    @Test(
        "a byte order mark before a key is a part of it, as for Pgpool-II, and is warned of",
        .enabled(if: Programs.distributionPgEnc != nil, "pgpool2 is not installed")
    )
    func keyWithByteOrderMark() throws {
        let files = try Files()
        try files.folder.write("\u{FEFF}testkey\n", to: "key")
        let arguments = ["-k", files.folder.path("key"), "hello"]
        let own = try files.run(arguments)
        #expect(own.output == (try #require(Programs.distributionPgEnc).run(arguments).output))
        #expect(own.errorText.contains("begins with a byte order mark"))
    }
}
