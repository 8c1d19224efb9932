import NodePlatform
import Testing
import ToolSupport

@testable import ToolParsing

@Suite("The values of options, and arguments, as they were given")
struct GivenValuesTests {
    @Test("an empty value is refused by its option, and none is taken for none")
    func empty() throws {
        try GivenValues.require([("--a", nil), ("--b", "x")])
        try GivenValues.require([("--a", []), ("--b", ["x", "y"])])
        let failure = ToolFailure("--b is \"\"; leave it out, or give it a value", status: .usage)
        #expect(throws: failure) { try GivenValues.require([("--a", nil), ("--b", ""), ("--c", "x")]) }
        #expect(throws: failure) { try GivenValues.require([("--a", ["x"]), ("--b", ["x", ""])]) }
    }

    @Test("an argument that is not UTF-8 is told by its number, from 1")
    func arguments() throws {
        let text = Array("é".utf8)
        #expect(try CommandArguments.texts([text, []]) == ["é", ""])
        #expect(throws: ToolError.argumentNotUTF8(1)) { try CommandArguments.texts([[0xFF], text]) }
        #expect(throws: ToolError.argumentNotUTF8(3)) { try CommandArguments.texts([text, text, [0xFF]]) }
    }
}
