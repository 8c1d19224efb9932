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
}
