import TestSupport
import Testing

@Suite("What a tool shows before it parses its arguments")
struct EarlyHelpTests {
    private static let tools = ["selfcertgen", "postgres-ssl"]

    @Test(
        "is what the parser shows: the version, and on 80 columns the help",
        arguments: tools,
        ["--help", "-h"]
    )
    func asParsed(tool: String, option: String) throws {
        let program = try Program.built(tool)
        let early = try program.run([option], environment: ["COLUMNS": ""])
        // Only the parser knows what to make of the variable.
        let parsed = try program.run([option], environment: ["COLUMNS": "80"])
        #expect(early.text == parsed.text, "run Scripts/write-help")
        #expect(early.status == 0)
        #expect(early.errorText.isEmpty)
        let version = try program.run(["--version"])
        #expect(version.text == (try program.run(["--version", "--version"]).text))
        #expect(version.status == 0)
    }

    @Test("is what \"help\" shows, and makes no certificates for a user of that name", arguments: tools)
    func word(tool: String) throws {
        let program = try Program.built(tool)
        let folder = try TemporaryFolder()
        let more = tool == "selfcertgen" ? ["--directory", folder.path("none")] : []
        let help = try program.run(["help"] + more, environment: ["COLUMNS": "80"])
        #expect(help.status == 0)
        #expect(help.text == (try program.run(["--help"], environment: ["COLUMNS": "80"]).text))
        #expect(folder.names().isEmpty)
    }

    @Test("of a subcommand is where its errors point, and there is none of what is no subcommand")
    func subcommands() throws {
        let program = try Program.built("postgres-ssl")
        let wrong = try program.run(["install", "--nothing"])
        #expect(wrong.status == 64)
        #expect(wrong.errorText.hasSuffix(" (see postgres-ssl install --help)\n"), "\(wrong.errorText)")
        let unknown = try program.run(["help", "nothing"])
        #expect(unknown.status == 64 && unknown.text.isEmpty)
        #expect(
            unknown.errorText
                == "postgres-ssl: there is no subcommand \"nothing\" (see postgres-ssl --help)\n"
        )
        #expect(try program.run(["help", "cluster"]).text == program.run(["cluster", "--help"]).text)
        #expect(
            try program.run(["help", "cluster", "export"]).text
                == program.run(["cluster", "export", "--help"]).text
        )
        #expect(try program.run(["help", "cluster", "nothing"]).status == 64)
        #expect(try program.run(["help", "--help"]).status == 0)
        // Without the word, a name is no subcommand that there is not.
        let secret = try program.run(["scram", "ann"], input: Array("secret\n".utf8))
        #expect(secret.status == 0 && secret.text.hasPrefix("SCRAM-SHA-256$"), "\(secret.errorText)")
    }

    @Test("is no wider than the variable says", arguments: tools)
    func narrow(tool: String) throws {
        let program = try Program.built(tool)
        let narrow = try program.run(["--help"], environment: ["COLUMNS": "60"])
        #expect(narrow.text.split(separator: "\n").count > 20)
        #expect(narrow.text != (try program.run(["--help"], environment: ["COLUMNS": ""]).text))
    }

    @Test("is no wider than the terminal", arguments: tools, [60, 79, 81])
    func onTerminal(tool: String, columns: Int) throws {
        let program = try Program.built(tool)
        let terminal = try PseudoTerminal()
        terminal.setColumns(columns)
        let run = try program.start(
            octets: [Array("--help".utf8)],
            output: terminal.path,
            environment: ["COLUMNS": ""]
        )
        let parsed = try program.run(["--help"], environment: ["COLUMNS": "\(columns)"])
        // A terminal puts a carriage return before each line feed.
        let shown = terminal.shown(count: parsed.text.replacing("\n", with: "\r\n").utf8.count)
        #expect(shown.replacing("\r\n", with: "\n") == parsed.text)
        #expect(run.wait() == 0)
    }

    @Test(
        "is an error where nothing can be written",
        arguments: tools,
        ["--help", "--version", "--help-hidden"]
    )
    func unwritable(tool: String, option: String) throws {
        let program = try Program.built(tool)
        let folder = try TemporaryFolder()
        let run = try program.start(
            octets: [Array(option.utf8)],
            output: "/dev/full",
            errors: folder.path("errors")
        )
        #expect(run.wait() == 74)
        #expect(
            try folder.text("errors").contains("cannot write to standard output: No space left on device")
        )
    }
}
