import PostgresConfiguration
import TestSupport
import Testing

@Suite("Files of settings")
struct ConfigurationFileTests {
    @Test("names, an optional =, comments, numbers with units, words and quotes")
    func grammar() {
        let file = configuration(
            """
            # ssl = off
            ssl on # yes
            Port = 5433\r
            shared_buffers 128MB
            \tcheckpoint_completion_target=.5
            work_mem = 0x10kB
            app.name = 'it''s \\'x\\' \\\\ \\101\\t'
            log_destination = a-b.c:/d
            empty = ''
            plus = +5
            minus = -.5
            octets = 0xF1
            """
        )
        #expect(file.problemLines == [])
        #expect(
            file.pairs == [
                "ssl=on@2", "Port=5433@3", "shared_buffers=128MB@4", "checkpoint_completion_target=.5@5",
                "work_mem=0x10kB@6", "app.name=it's 'x' \\ A\t@7", "log_destination=a-b.c:/d@8", "empty=@9",
                "plus=+5@10", "minus=-.5@11", "octets=0xF1@12",
            ]
        )
    }

    @Test(
        "a line that PostgreSQL would refuse is named, and those beside it are read",
        arguments: [
            "ssl", "ssl =", "= on", "ssl = on off", "1x = 2", "x = 'open", "x = 'a\\", "x = a.b", "x = 1e5",
            "x = *",
            "a.b.c = 1", "x = -", "x = +", "x = 0xk5", "x = 0x1g5", "x = 1.5b", "x == 1", "'x' = 1",
            "x = 'a'b",
        ]
    )
    func refused(line: String) {
        let file = configuration("a = 1\n\(line)\nb = 2\n")
        #expect(file.problemLines == [2])
        #expect(file.pairs == ["a=1@1", "b=2@3"])
    }

    @Test("Pgpool-II takes several settings a line, names as written, and quotes as they are")
    func pgpoolGrammar() {
        let file = configuration(
            "port = 9999 ssl = on\nPORT = 1\nlisten_addresses = *\nx = 'a\\' # don't 1\ny = 'a\\\\b'\n",
            .pgpool
        )
        #expect(file.problemLines == [])
        #expect(
            file.pairs == [
                "port=9999@1", "ssl=on@1", "PORT=1@2", "listen_addresses=*@3", "x=a\\' # don@4", "t=1@4",
                "y=a\\\\b@5",
            ]
        )
        #expect(file.assignment(of: "port")?.text == "9999")
    }

    @Test("the last setting of a name wins, in any case of letters for PostgreSQL alone")
    func lastWins() {
        #expect(configuration("ssl = on\nSSL = off").assignment(of: "Ssl")?.text == "off")
        #expect(configuration("ssl = on\nSSL = off\n", .pgpool).assignment(of: "ssl")?.text == "on")
    }

    @Test("setting changes one value, and bare stays bare where it can")
    func set() throws {
        var file = configuration("a=1\r\nssl   =\toff   # here\r\nssl_key = 'x' ")
        try file.set("SSL", to: "on")
        #expect(file.text == "a=1\r\nssl   =\ton   # here\r\nssl_key = 'x' ")
        try file.set("ssl_key", to: "it's\\")
        #expect(file.text == "a=1\r\nssl   =\ton   # here\r\nssl_key = 'it''s\\\\' ")
        #expect(file.assignment(of: "ssl_key")?.text == "it's\\")
        try file.set("a", to: "x y")
        try file.set("new", to: "/p")
        #expect(file.text == "a='x y'\r\nssl   =\ton   # here\r\nssl_key = 'it''s\\\\' \r\nnew = '/p'\r\n")
        let before = file
        try file.set("new", to: "/p")
        try file.set("ssl", to: "on")
        #expect(file == before)
    }

    @Test("an include is added once and removed alone; a setting is removed or silenced with its line")
    func lines() throws {
        var file = configuration("a = 1\n")
        try file.include("pg_ssl.conf")
        try file.include("pg_ssl.conf")
        #expect(file.text == "a = 1\ninclude 'pg_ssl.conf'\n")
        #expect(file.includes.map(\.path) == ["pg_ssl.conf"])
        file.removeInclude("pg_ssl.conf")
        #expect(file.text == "a = 1\n")
        file = configuration("a = 1\nb = 2 # keep\n  a 3\n")
        file.comment("b")
        #expect(file.text == "a = 1\n#b = 2 # keep\n  a 3\n")
        file.remove("a")
        #expect(file.text == "#b = 2 # keep\n")
        file = configuration("a = 1 b = 2", .pgpool)
        file.remove("a")
        #expect(file.text == " b = 2")
        file.comment("b")
        #expect(file.text == " #b = 2\n")
        file = configuration("a = 1\nb = 2\n", .pgpool)
        file.comment("b")
        #expect(file.text == "a = 1\n#b = 2\n")
    }

    @Test("a setting goes with its line where only blanks stay on it, of whichever kind")
    func blanks() {
        for line in ["a = 1", "\ta = 1", " \t a = 1 \t ", "a = 1\r", "\t\ta = 1\t\r"] {
            var file = configuration("x = 1\n\(line)\ny = 1\n")
            file.remove("a")
            #expect(file.text == "x = 1\ny = 1\n", "\(line.debugDescription)")
        }
        var file = configuration("x = 1\n\ta = 1\t# why\ny = 1\n")
        file.remove("a")
        #expect(file.text == "x = 1\n\t\t# why\ny = 1\n")
    }

    @Test("what touches a value stays as it reads, whatever the value becomes or is taken out")
    func neighbours() throws {
        var file = configuration("x=*y=2", .pgpool)
        try file.set("x", to: "on")
        #expect(file.text == "x='on'y=2")
        // Without a blank 1.5 and e3 would be one number.
        file = configuration("x=1.5b='c'e3=4\n", .pgpool)
        #expect(file.pairs == ["x=1.5@1", "b=c@1", "e3=4@1"])
        file.remove("b")
        #expect(file.pairs == ["x=1.5@1", "e3=4@1"])
    }

    @Test("a value that is there already stays as it is written")
    func sameValue() throws {
        let text = "a = 'it\\'s'\nb = 'on'\nc on\nd = '\\101'\n"
        var file = configuration(text)
        for (name, value) in [("a", "it's"), ("b", "on"), ("c", "on"), ("d", "A")] {
            try file.set(name, to: value)
        }
        #expect(file.text == text)
    }

    @Test("a setting of an extension has a name of two parts, and none of three")
    func qualifiedNames() throws {
        var file = configuration("")
        try file.set("app.name", to: "x")
        #expect(file.text == "app.name = 'x'\n" || file.text == "app.name = x\n")
        #expect(file.assignment(of: "APP.name")?.text == "x")
        for name in ["a.b.c", ".a", "a.", "a..b", "1a", "a.1", "", "a-b"] {
            #expect(throws: PostgresConfigurationError.invalidName(name)) { try file.set(name, to: "x") }
        }
    }

    @Test("files are equal by their octets and their grammar")
    func equality() {
        #expect(configuration("a = 1") == configuration("a = 1"))
        #expect(configuration("a = 1") != configuration("a = 2"))
        #expect(configuration("a = 1") != configuration("a = 1", .pgpool))
        #expect(authentication("local all all peer") == authentication("local all all peer"))
        #expect(authentication("local all all peer") != authentication("local all all trust"))
        #expect(authentication("local all all peer") != authentication("local all all peer", .pgpool))
    }

    @Test("an include is added beside one of another path or kind, which Pgpool-II has no other of")
    func otherIncludes() throws {
        var file = configuration("include 'a'\n")
        try file.include("b")
        try file.include("b", kind: .folder)
        try file.include("a", kind: .fileIfPresent)
        #expect(file.text == "include 'a'\ninclude 'b'\ninclude_dir 'b'\ninclude_if_exists 'a'\n")
        var pool = configuration("", .pgpool)
        try pool.include("b")
        #expect(throws: PostgresConfigurationError.invalidName("include_dir")) {
            try pool.include("b", kind: .folder)
        }
        #expect(pool.text == "include 'b'\n")
    }

    @Test(
        "a new setting whose value is one token, and no word, is in quotes",
        arguments: ["'on'", "=", "''", "#x"]
    )
    func newQuotedValues(value: String) throws {
        var file = configuration("")
        try file.set("new", to: value)
        #expect(file.assignment(of: "new")?.text == value)
    }

    @Test("removing an include takes out its line alone, and no other path's")
    func removedIncludes() {
        var file = configuration("include 'a'\ninclude_dir 'a' # why\ninclude 'b'\nx = 1\n")
        file.removeInclude("a")
        #expect(file.text == " # why\ninclude 'b'\nx = 1\n")
    }

    /// `GUC_scanstr` of PostgreSQL: the escapes of C, octal ones of up to three digits, and what else is itself; a
    /// string of C ends at a NUL.
    @Test(
        "an escape in quotes is what it is to the server",
        arguments: [
            ("\\b\\f\\n\\r\\t", "\u{8}\u{C}\n\r\t"), ("\\1012", "A2"), ("\\60", "0"), ("\\608", "08"),
            ("\\8\\9", "89"),
            ("\\\\x\\'", "\\x'"), ("\\7x\\70x", "\u{7}x8x"), ("\\541", "a"), ("a\\1b", "a\u{1}b"),
            ("a\\0b", "a"),
            ("a\\400b", "a"), ("''", "'"), ("a''''b", "a''b"), ("\\z\\/", "z/"), ("\\1/", "\u{1}/"),
        ]
    )
    func escapes(written: String, value: String) {
        #expect(configuration("app.x = '\(written)'").assignments.map(\.text) == [value])
    }

    @Test("what a file cannot hold is refused")
    func refusedEdits() {
        var file = configuration("")
        #expect(throws: PostgresConfigurationError.invalidValue(name: "a")) { try file.set("a", to: "x\ny") }
        #expect(throws: PostgresConfigurationError.invalidName("a b")) { try file.set("a b", to: "x") }
        #expect(throws: PostgresConfigurationError.invalidName("include")) {
            try file.set("include", to: "x")
        }
        var pool = configuration("", .pgpool)
        #expect(throws: PostgresConfigurationError.invalidValue(name: "a")) { try pool.set("a", to: "it's") }
        #expect(throws: PostgresConfigurationError.invalidValue(name: "a")) { try pool.set("a", to: "x\\") }
        #expect(throws: PostgresConfigurationError.invalidName("a.b")) { try pool.set("a.b", to: "x") }
    }
}
