import Testing

@testable import NodePlatform

@Suite("Lines of passwords")
struct PasswordLinesTests {
    private func lines(_ text: String) -> [[String]] {
        let bytes = Array(text.utf8)
        func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }
        return PasswordLines.all(of: bytes.span).map { line in
            [String(line.number), string(line.bytes), string(line.userName), string(line.password)]
        }
    }

    @Test("a line feed, with a carriage return before it or not, ends a line; the first colon parts it")
    func parts() {
        #expect(lines("") == [])
        #expect(lines("a") == [["1", "a", "a", ""]])
        #expect(lines("\n") == [["1", "", "", ""]])
        #expect(
            lines("a:b:c\r\n\nd:\r\n:e") == [
                ["1", "a:b:c", "a", "b:c"], ["2", "", "", ""], ["3", "d:", "d", ""], ["4", ":e", "", "e"],
            ]
        )
        // A carriage return in the middle is the password's, as is a second one before the end.
        #expect(lines("a:b\rc\r\r\n") == [["1", "a:b\rc\r", "a", "b\rc\r"]])
        // Nor is one at the end of the text the end of a line.
        #expect(lines("a:b\r") == [["1", "a:b\r", "a", "b\r"]])
        // To a String, the two of CR LF are one character, and a colon before a combining mark is none.
        #expect(lines("a:\u{301}b\r\nc") == [["1", "a:\u{301}b", "a", "\u{301}b"], ["2", "c", "c", ""]])
    }
}
