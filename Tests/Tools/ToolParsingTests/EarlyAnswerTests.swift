import Testing
import ToolSupport

@testable import ToolParsing

@Suite("What is answered before anything is parsed")
struct EarlyAnswerTests {
    private let early = EarlyAnswer(help: "the help\n")

    private func answer(_ arguments: String..., columns: Int? = 80) -> String? {
        early.text(for: arguments.map { Array($0.utf8) }, columns: columns)
    }

    @Test("the version, on any width, and the help on the width that it is written for")
    func answered() {
        #expect(answer("--version") == PackageVersion.current + "\n")
        #expect(answer("--version", columns: nil) == PackageVersion.current + "\n")
        #expect(answer("--help") == "the help\n")
        #expect(answer("-h") == "the help\n")
    }

    @Test("all else is the parser's: another width, other arguments, more or fewer of them")
    func parsed() {
        #expect(answer("--help", columns: nil) == nil)
        #expect(answer("--help", columns: 79) == nil)
        #expect(answer() == nil)
        #expect(answer("help") == nil)
        #expect(answer("--versio") == nil)
        #expect(answer("--version", "--version") == nil)
        #expect(answer("--help", "--json") == nil)
        #expect(answer("status", "--help") == nil)
    }
}
