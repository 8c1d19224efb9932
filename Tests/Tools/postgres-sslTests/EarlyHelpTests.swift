import TestSupport
import Testing

@Suite("What postgres-ssl shows before it parses its arguments")
struct EarlyHelpTests {
    private let program: Program

    init() throws { program = try Program.built("postgres-ssl") }

    @Test("is what the parser shows: the version, and on 80 columns the help", arguments: ["--help", "-h"])
    func asParsed(option: String) throws {
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

    @Test("is no wider than the variable says")
    func narrow() throws {
        let narrow = try program.run(["--help"], environment: ["COLUMNS": "60"])
        #expect(narrow.text.split(separator: "\n").count > 20)
        #expect(narrow.text != (try program.run(["--help"], environment: ["COLUMNS": ""]).text))
    }

    @Test("is no wider than the terminal", arguments: [60, 79, 81])
    func onTerminal(columns: Int) throws {
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

    @Test("is an error where nothing can be written", arguments: ["--help", "--version", "--help-hidden"])
    func unwritable(option: String) throws {
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
