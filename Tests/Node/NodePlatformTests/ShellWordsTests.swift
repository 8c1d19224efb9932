import TestSupport
import Testing

@testable import NodePlatform

@Suite("A command that is given as one text")
struct ShellWordsTests {
    private static let texts = [
        "psql -d postgres", "  psql\t-h  '/run/my server' ", "psql -h \"/a b\" -U o\\'neil", "a''b \"\" c",
        "psql -d 'user=x password=\"y\"' # not said", "'\u{D4E}' \u{600}'\u{301} x'",
    ]

    @Test("its words are those that a shell makes of it", arguments: texts)
    func words(text: String) throws {
        let shell = try Program(path: "/bin/sh").run(["-c", "printf '%s\\0' \(text)"])
        let expected = shell.output.split(separator: 0, omittingEmptySubsequences: false).dropLast()
        #expect(
            try ShellWords(text, option: "--psql").words.map { Array($0.utf8) } == expected.map(Array.init)
        )
    }

    @Test(
        "what only a shell understands is refused, and so is nothing",
        arguments: [
            "", "  ", "psql 'x", "psql; id", "psql | cat", "psql $HOME", "psql $(id)", "psql `id`", "a > b",
        ]
    )
    func refused(text: String) {
        let error = #expect(throws: NodePlatformError.self) { try ShellWords(text, option: "--psql") }
        #expect(error?.exitStatus == .usage)
        #expect(error?.description.hasPrefix("the command of --psql cannot be run: ") == true)
    }
}
